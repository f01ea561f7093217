import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt } from '../../src/graph/excerpt.ts';

test.each([
  ['a text with room', 'Short.\nText.', 20, 'Short. Text.'],
  [
    'a sentence in the second half',
    '亚马逊发布新服务。它在云上运行，面向企业客户。',
    12,
    '亚马逊发布新服务。',
  ],
  [
    'a Latin sentence, not a decimal point',
    'It costs 3.50 a month. Nobody knows why.',
    30,
    'It costs 3.50 a month.',
  ],
  ['a word', 'International companies announce', 25, 'International companies…'],
  ['no word that fits', 'Donaudampfschifffahrtsgesellschaft', 10, 'Donaudamp…'],
  [
    'a sentence end too early to be of use',
    'No. This sentence goes on and on and on',
    20,
    'No. This sentence…',
  ],
  ['almost no room', 'Hello', 1, '…'],
  ['a quotation', '他说：“云计算是基础。”然后他走了，再也没有回来。', 14, '他说：“云计算是基础。”'],
])('%s', (_, text, length, expected) => {
  expect(excerpt(text, length)).toBe(expected);
});

test('an excerpt is never too long, and no character is cut in two', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.integer({ min: 1, max: 40 }),
      (text, length) => {
        const cut = excerpt(text, length);
        expect(cut.length).toBeLessThanOrEqual(length);
        expect(cut.isWellFormed()).toBe(true);
      },
    ),
  );
});
