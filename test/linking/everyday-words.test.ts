import { expect, test } from 'vitest';
import { catalogOf } from '../catalog/folder.ts';
import { linksOf } from './posts.ts';

const catalog = await catalogOf(`companies:
  - slug: anvil
    name: { en: Anvil Works }
    aliases: [{ text: Harvest, ambiguous: true, context: [Anvil Works, tractor] }]
  - slug: rice
    name: { en: Rice Group, zh: 稻谷集团 }
    aliases:
      - { text: 稻谷, ambiguous: true, context: [手机, 芯片], unless: [稻谷粥, 稻谷传说, 亩产] }
  - slug: legend
    name: { en: Rice Legend, zh: 稻谷传说 }
  - slug: spring-water
    name: { en: Spring Water, zh: 清泉 }
    aliases: [{ text: 清泉, unless: [一汪清泉] }]
products:
  - slug: plough
    name: { en: Plough, zh: 铁犁 }
    aliases:
      - { text: Plough, ambiguous: true, context: [Anvil Works] }
      - { text: 铁犁, ambiguous: true }
    maker: rice
    kind: DEVICE
`);

test('the capital of a word that opens a sentence makes no name of it, whatever stands near', () => {
  expect(linksOf(catalog, 'Harvest workers met beside a tractor. Harvest of hope.')).toEqual([
    'Harvest ? anvil (bare-opening)',
    'Harvest ? anvil (bare-opening)',
  ]);
  expect(linksOf(catalog, 'Plough by plough the field was lost. Anvil Works paid.')).toEqual([
    'Plough ? plough (bare-opening)',
    'Anvil Works = anvil (alias)',
  ]);
});

test('what follows it can: a verb, a possessive, a comma, a part of the name, one of its own context words', () => {
  for (const opening of [
    'Plough is out, says Anvil Works.',
    'Plough’s price fell, says Anvil Works.',
    'Plough, by Anvil Works, is out.',
    'Plough Pro by Anvil Works is out.',
    'Plough Anvil Works calls it.',
  ])
    expect(linksOf(catalog, opening)[0]).toBe('Plough = plough (alias-context)');
});

test('a capital in the middle of a sentence settles the word for the whole post', () => {
  expect(linksOf(catalog, 'Plough fields are wide. Anvil Works sells the Plough.')).toEqual([
    'Plough = plough (one-sense)',
    'Anvil Works = anvil (alias)',
    'Plough = plough (alias-context)',
  ]);
});

test('headings in capitals and in title case are no evidence either', () => {
  expect(linksOf(catalog, 'Nothing else.', 'NO TRACTOR, A POOR HARVEST')).toEqual([
    'HARVEST ? anvil (bare-opening)',
  ]);
  expect(linksOf(catalog, 'Anvil Works.', 'Why Every Plough Field Counts')).toEqual([
    'Plough ? plough (bare-opening)',
    'Anvil Works = anvil (alias)',
  ]);
});

test('among Chinese characters a capital is there for the name', () => {
  expect(linksOf(catalog, 'Plough用户说Anvil Works好。')).toEqual([
    'Plough = plough (alias-context)',
    'Anvil Works = anvil (alias)',
  ]);
});

test('a short Chinese name that is also a word needs its context in the same sentence or the title', () => {
  expect(linksOf(catalog, '稻谷发布手机。')).toEqual(['稻谷 = rice (alias-context)']);
  expect(linksOf(catalog, '稻谷熟了。手机响了。')).toEqual(['稻谷 ? rice (no-evidence)']);
  expect(linksOf(catalog, '稻谷熟了。', '手机行情')).toEqual(['稻谷 = rice (alias-context)']);
});

test('relatives are evidence for such a name in the same sentence or the title only', () => {
  expect(linksOf(catalog, '稻谷集团的铁犁。')).toEqual([
    '稻谷集团 = rice (alias)',
    '铁犁 = plough (evidence-related)',
  ]);
  expect(linksOf(catalog, '铁犁很旧。稻谷集团来了。')).toEqual([
    '铁犁 ? plough (no-evidence)',
    '稻谷集团 = rice (alias)',
  ]);
  expect(linksOf(catalog, '稻谷集团来了。', '铁犁')).toEqual([
    '铁犁 ? plough (no-evidence)',
    '稻谷集团 = rice (alias)',
  ]);
  expect(linksOf(catalog, '铁犁很旧。', '稻谷集团')).toEqual([
    '稻谷集团 = rice (alias)',
    '铁犁 = plough (evidence-related)',
  ]);
});

test('a post that uses the word in its everyday sense once means it so everywhere, unless it names the company apart', () => {
  expect(linksOf(catalog, '喝稻谷粥，用手机拍稻谷。')).toEqual(['稻谷 ? rice (everyday-use)']);
  expect(linksOf(catalog, '用手机拍稻谷。', '一碗稻谷粥')).toEqual(['稻谷 ? rice (everyday-use)']);
  expect(linksOf(catalog, '稻谷集团请喝稻谷粥，用手机拍稻谷。')).toEqual([
    '稻谷集团 = rice (alias)',
    '稻谷 = rice (one-sense)',
  ]);
  expect(linksOf(catalog, '一汪清泉，清泉石上流。')).toEqual([]);
  // Another name that holds the word is no everyday use of it.
  expect(linksOf(catalog, '稻谷手机能玩稻谷传说。')).toEqual([
    '稻谷 = rice (alias-context)',
    '稻谷传说 = legend (alias)',
  ]);
});
