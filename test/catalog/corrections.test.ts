import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { catalogFolder } from './folder.ts';

const CATALOG = `companies:
  - slug: orchard
    name: { en: Orchard, zh: 果园 }
    aliases: [{ text: 果园, context: [手机], unless: [果园村] }]
`;
const LISTINGS =
  'slug\tname\tname_zh\ttickers\taliases\tstrong_aliases\tcountry\nquarry\tQuarry Stone\t\tXNAS:QRY\tQuarry\tQuarry\tUS\n';
const EXCHANGE = `exchanges:
  - { mic: XNAS, name: { en: Nasdaq }, country: US, currency: USD }
`;

async function formsOf(corrections: string) {
  const shipped = catalogFolder({ 'a.yaml': EXCHANGE + CATALOG, 'listings.tsv': LISTINGS });
  const catalog = await loadCatalog([shipped, catalogFolder({ 'corrections.yaml': corrections })]);
  return [...catalog.aliases, ...(catalog.listings?.aliases ?? [])].map(
    ({ text, entity, context, unless, needs }) => ({ text, key: entity.key, context, unless, needs }),
  );
}

const plain = { context: [], unless: [], needs: null };
const zh = { text: '果园', key: 'orchard', context: ['手机'], unless: ['果园村'], needs: null };
const listed = [
  { ...plain, text: 'Quarry', key: 'quarry', needs: 'strong' },
  { ...plain, text: 'Quarry Stone', key: 'quarry' },
];

test('a correction adds rules and forms to an entry and leaves the rest of it', async () => {
  const forms = await formsOf(`corrections:
  - company: orchard
    aliases:
      - { text: 果园, unless: [果园里] }
      - { text: Orchard, unless: [Orchard Road] }
      - OrchardCo
`);
  expect(forms).toEqual([
    { ...zh, unless: ['果园村', '果园里'] },
    { ...plain, text: 'Orchard', key: 'orchard', unless: ['Orchard Road'] },
    { ...plain, text: 'OrchardCo', key: 'orchard' },
    ...listed,
  ]);
});

test('a form that never counts is no form, a name or not', async () => {
  const forms = await formsOf(`corrections:
  - company: orchard
    aliases: [{ text: Orchard, never: true }]
  - company: quarry
    aliases: [{ text: Quarry, never: true }, { text: Quarry Stone, unless: [Quarry Stone Age] }]
`);
  expect(forms).toEqual([
    zh,
    { ...plain, text: 'Quarry Stone', key: 'quarry', unless: ['Quarry Stone Age'] },
  ]);
});

test('one with a name makes an entry where there is none', async () => {
  const forms = await formsOf(`corrections:
  - product: aurora
    name: { en: Aurora Nine }
  - product: aurora
    aliases: [A9]
`);
  expect(forms).toEqual([
    zh,
    { ...plain, text: 'Orchard', key: 'orchard' },
    { ...plain, text: 'A9', key: 'aurora' },
    { ...plain, text: 'Aurora Nine', key: 'aurora' },
    ...listed,
  ]);
});

test('one of nothing that is known is a problem with its line', async () => {
  const text = 'corrections:\n  - company: nobody\n    aliases: [Nobody]\n  - aliases: [Nothing]\n';
  const message = await formsOf(text).then(
    () => '',
    (error: Error) => error.message.replace(/^\S*\//gm, ''),
  );
  expect(message.split('\n').slice(1)).toEqual([
    'corrections.yaml:4: The correction has no “company”. Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
    'corrections.yaml:2: The correction of “nobody” names no company of the catalog. Add the entry that is meant, or correct the slug.',
  ]);
});

test('what corrects a listed company changes the rules, so that every article is linked again', async () => {
  const load = (text: string) =>
    loadCatalog([
      catalogFolder({ 'a.yaml': EXCHANGE + CATALOG, 'listings.tsv': LISTINGS }),
      catalogFolder({ 'corrections.yaml': text }),
    ]);
  const rules = async (text: string) => (await load(text)).version.split('-', 1)[0];
  const none = await rules('companies: []\n');
  expect(await rules('corrections: [{ company: orchard, aliases: [OrchardCo] }]\n')).toBe(none);
  expect(await rules('corrections: [{ company: quarry, aliases: [QuarryCo] }]\n')).not.toBe(none);
});
