import { expect, test } from 'vitest';
import { localizedName } from '../../src/graph/names.ts';

const NAMES = { en: 'TSMC', zh: '台积电', 'zh-Hant': '台積電' };

test.each([
  [null, 'TSMC'],
  ['en', 'TSMC'],
  ['en-US', 'TSMC'],
  ['zh', '台积电'],
  ['zh-CN', '台积电'],
  ['zh-Hans', '台积电'],
  ['zh-Hans-CN', '台积电'],
  ['zh-SG', '台积电'],
  ['zh-Hant', '台積電'],
  ['zh-TW', '台積電'],
  ['zh-HK', '台積電'],
  ['zh-Hant-HK', '台積電'],
  ['ZH-tw', '台積電'],
  ['fr', 'TSMC'],
])('asked for %s the name is %s', (language, name) => {
  expect(localizedName(NAMES, language)).toBe(name);
});

test('Simplified Chinese stands in for Traditional', () => {
  expect(localizedName({ en: 'Amazon', zh: '亚马逊' }, 'zh-TW')).toBe('亚马逊');
});

test('what is no language tag is refused', () => {
  expect(() => localizedName(NAMES, 'in chinese')).toThrow(
    '`language` must be a BCP 47 language tag, not "in chinese".',
  );
});
