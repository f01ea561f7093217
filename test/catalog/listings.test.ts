import { expect, test } from 'vitest';
import { loadCatalog, readCatalog } from '../../src/catalog/load.ts';
import { catalogFolder } from './folder.ts';

const WRITTEN = `exchanges:
  - { mic: XNAS, name: { en: Nasdaq }, country: US, currency: USD }
companies:
  - { slug: orchard, name: { en: Orchard }, tickers: ["XNAS:ORCH"] }
`;
const COLUMNS = 'slug\tname\tname_zh\ttickers\taliases\tstrong_aliases\tcountry';

test('a line of listings is a company with its names, codes and rules', async () => {
  const folder = catalogFolder({
    'written.yaml': WRITTEN,
    'listed.tsv': `${COLUMNS}\nzebrafin\tZebrafin\t斑马金\tXNAS:ZEB/US0000000001/BBG000000001|XNAS:ZEBA\tZebrafin Holdings Inc.\t斑马金\tUS\n`,
  });
  const { companies, listings } = await loadCatalog([folder]);
  const rules = {
    entity: { type: 'Company', key: 'zebrafin' },
    language: null,
    caseSensitive: true,
    context: [],
    unless: [],
    ambiguous: false,
    origin: 'CATALOG',
  };
  expect([...companies.keys()]).toEqual(['orchard']);
  expect(listings).toEqual({
    companies: new Map([
      [
        'zebrafin',
        {
          slug: 'zebrafin',
          name: { en: 'Zebrafin', zh: '斑马金' },
          aliases: ['Zebrafin Holdings Inc.'],
          formerNames: [],
          parent: null,
          tickers: ['XNAS:ZEB', 'XNAS:ZEBA'],
          country: 'US',
          origin: 'CORPUS',
        },
      ],
    ]),
    tickers: new Map([
      [
        'XNAS:ZEB',
        {
          key: 'XNAS:ZEB',
          mic: 'XNAS',
          symbol: 'ZEB',
          company: 'zebrafin',
          isin: 'US0000000001',
          figi: 'BBG000000001',
          origin: 'CORPUS',
        },
      ],
      ['XNAS:ZEBA', { key: 'XNAS:ZEBA', mic: 'XNAS', symbol: 'ZEBA', company: 'zebrafin', origin: 'CORPUS' }],
    ]),
    aliases: [
      { ...rules, text: '斑马金', needs: 'strong' },
      { ...rules, text: 'Zebrafin Holdings Inc.', needs: null },
      { ...rules, text: 'Zebrafin', needs: null },
    ],
  });
});

test('a written entry wins over a line of its slug or of one of its tickers, which still gives identifiers', async () => {
  const folder = catalogFolder({
    'written.yaml': WRITTEN,
    'listed.tsv': [
      COLUMNS,
      'orchard\tAnother\t\tXNAS:ANO\t\t\t',
      'orchard-inc\tOrchard Inc\t\tXNAS:ORCH/US0000000002/|XNAS:ORCB\t\t\t',
      '\t\t\tXNAS:ORCH//BBG000000002\t\t\t',
    ].join('\n'),
  });
  const { companies, tickers, listings } = await loadCatalog([folder]);
  expect([[...companies.keys()], tickers, listings]).toEqual([
    ['orchard'],
    new Map([
      [
        'XNAS:ORCH',
        {
          key: 'XNAS:ORCH',
          mic: 'XNAS',
          symbol: 'ORCH',
          company: 'orchard',
          isin: 'US0000000002',
          figi: 'BBG000000002',
          origin: 'CATALOG',
        },
      ],
    ]),
    undefined,
  ]);
});

test('lines that are no listings are named with their place', async () => {
  const folder = catalogFolder({
    'a.tsv': `${COLUMNS}\nzebra\tZebra\t\tZEB\t\t\t\nZebra\tZebra\t\tXNAS:ZEB\t\t\t\nlion\tLion\t\tXNAS:LION\nlion\tLion\t\tXNAS:LIO\n`,
    'b.tsv': 'name\tticker\n',
  });
  const { problems } = await readCatalog([folder]);
  expect(problems.map(({ path, line, message }) => [path.slice(folder.length + 1), line, message])).toEqual([
    ['a.tsv', 2, '“ZEB” is not a ticker, MIC:SYMBOL.'],
    ['a.tsv', 3, '“Zebra” is not a slug.'],
    ['a.tsv', 5, '“lion” is listed twice.'],
    [
      'b.tsv',
      1,
      'The columns of a list of listings are slug, name, name_zh, tickers, aliases, strong_aliases, country.',
    ],
  ]);
});

test('a new list of listings has the articles linked again, as new rules do', async () => {
  const versionOf = async (line: string) => {
    const folder = catalogFolder({ 'written.yaml': WRITTEN, 'listed.tsv': `${COLUMNS}\n${line}\n` });
    const [rules, entries] = (await loadCatalog([folder])).version.split('-');
    return { rules, entries };
  };
  const before = await versionOf('lion\tLion\t\tXNAS:LION\t\t\t');
  const after = await versionOf('lion\tLion\t\tXNAS:LIO\t\t\t');
  expect(after.entries).toEqual(before.entries);
  expect(after.rules).not.toEqual(before.rules);
});
