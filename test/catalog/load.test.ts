import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { loadCatalog, readCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';
import { UserError } from '../../src/diagnostic.ts';
import { catalogFolder, catalogOf } from './folder.ts';

const EXCHANGES = `exchanges:
  - mic: XNAS
    name: { en: Nasdaq, zh: 纳斯达克 }
    country: US
    currency: USD
    suffixes: [O, US]
    prefixes: [NASDAQ]
  - mic: XHKG
    name: { en: Hong Kong Stock Exchange }
    country: HK
    currency: HKD
`;

/** Messages with the temporary folder cut off. */
async function problemsOf(folders: readonly string[]): Promise<string[]> {
  const error = await loadCatalog(folders).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw new Error('The catalog loaded.');
  const lines = error.message.split('\n').slice(1);
  return lines.map((line) => folders.reduce((text, folder) => text.replaceAll(`${folder}/`, ''), line));
}

test('an entry becomes an entity with its aliases, tickers and rules', async () => {
  const catalog = await catalogOf(`${EXCHANGES}companies:
  - slug: orchard
    name: { en: Orchard, zh: 果园 }
    aliases:
      - Orchard Computer
      - { text: 果园, context: [手机], unless: [果园村], ambiguous: true }
      - { text: orchard.com, case: insensitive, lang: en }
    former: [{ name: Old Orchard, until: 2007 }]
    tickers: ["XNAS:ORCH"]
    country: US
  - slug: orchard-cloud
    name: { en: Orchard Cloud }
    parent: orchard
products:
  - slug: core-phone
    name: { en: Core Phone }
    maker: orchard
    kind: PHONE
  - slug: core-phone-2
    name: { en: Core Phone 2 }
    maker: orchard
    family: core-phone
    kind: PHONE
topics:
  - slug: tools
    name: { en: Tools }
  - slug: hammers
    name: { en: Hammers }
    parent: tools
  - slug: saws
    name: { en: Saws }
    parent: tools
`);
  const plain = {
    language: null,
    caseSensitive: true,
    context: [],
    unless: [],
    ambiguous: false,
    needs: null,
    origin: 'CATALOG',
  };
  const company = (key: string) => ({ type: 'Company', key });
  expect(catalog).toEqual({
    version: catalog.version,
    exchanges: new Map([
      [
        'XNAS',
        {
          mic: 'XNAS',
          name: { en: 'Nasdaq', zh: '纳斯达克' },
          country: 'US',
          currency: 'USD',
          suffixes: ['O', 'US'],
          prefixes: ['NASDAQ'],
        },
      ],
      [
        'XHKG',
        {
          mic: 'XHKG',
          name: { en: 'Hong Kong Stock Exchange' },
          country: 'HK',
          currency: 'HKD',
          suffixes: [],
          prefixes: [],
        },
      ],
    ]),
    companies: new Map([
      [
        'orchard',
        {
          slug: 'orchard',
          name: { en: 'Orchard', zh: '果园' },
          aliases: ['Orchard Computer', 'orchard.com'],
          formerNames: [{ name: 'Old Orchard', until: 2007 }],
          parent: null,
          tickers: ['XNAS:ORCH'],
          country: 'US',
          origin: 'CATALOG',
        },
      ],
      [
        'orchard-cloud',
        {
          slug: 'orchard-cloud',
          name: { en: 'Orchard Cloud' },
          aliases: [],
          formerNames: [],
          parent: 'orchard',
          tickers: [],
          country: null,
          origin: 'CATALOG',
        },
      ],
    ]),
    products: new Map([
      [
        'core-phone',
        {
          slug: 'core-phone',
          name: { en: 'Core Phone' },
          aliases: [],
          formerNames: [],
          maker: 'orchard',
          kind: 'PHONE',
        },
      ],
      [
        'core-phone-2',
        {
          slug: 'core-phone-2',
          name: { en: 'Core Phone 2' },
          aliases: [],
          formerNames: [],
          maker: 'orchard',
          family: 'core-phone',
          kind: 'PHONE',
        },
      ],
    ]),
    frameworks: new Map(),
    topics: new Map([
      ['tools', { slug: 'tools', name: { en: 'Tools' }, aliases: [], parent: null, position: 0 }],
      ['hammers', { slug: 'hammers', name: { en: 'Hammers' }, aliases: [], parent: 'tools', position: 0 }],
      ['saws', { slug: 'saws', name: { en: 'Saws' }, aliases: [], parent: 'tools', position: 1 }],
    ]),
    tickers: new Map([
      ['XNAS:ORCH', { key: 'XNAS:ORCH', mic: 'XNAS', symbol: 'ORCH', company: 'orchard', origin: 'CATALOG' }],
    ]),
    aliases: [
      { ...plain, text: 'Orchard Computer', entity: company('orchard') },
      {
        ...plain,
        text: '果园',
        entity: company('orchard'),
        context: ['手机'],
        unless: ['果园村'],
        ambiguous: true,
      },
      { ...plain, text: 'orchard.com', entity: company('orchard'), caseSensitive: false, language: 'en' },
      { ...plain, text: 'Orchard', entity: company('orchard') },
      { ...plain, text: 'Old Orchard', entity: company('orchard') },
      { ...plain, text: 'Orchard Cloud', entity: company('orchard-cloud') },
      { ...plain, text: 'Core Phone', entity: { type: 'Product', key: 'core-phone' } },
      { ...plain, text: 'Core Phone 2', entity: { type: 'Product', key: 'core-phone-2' } },
      { ...plain, text: 'Tools', entity: { type: 'Topic', key: 'tools' } },
      { ...plain, text: 'Hammers', entity: { type: 'Topic', key: 'hammers' } },
      { ...plain, text: 'Saws', entity: { type: 'Topic', key: 'saws' } },
    ],
  });
});

test('every problem of every file is listed at once, with its line and what to do', async () => {
  const folder = catalogFolder({
    'a.yaml': `${EXCHANGES}companies:
  - slug: Orchard
    name: { en: Orchard }
  - slug: pear
    name: { zh: 梨 }
    tikcers: ["XNAS:PEAR"]
  - slug: plum
    name: { en: Plum }
    parent: plums
    tickers: ["XNAS:PLUM", "XLON:PLUM", "XHKG:700", "XHKG:PLUM"]
    former: [{ name: Plumb, until: "2021" }]
  - slug: lime
    name: { en: Lime }
    aliases: [{ text: Limes, contex: [fruit] }]
    parent: lemon
    tickers: ["XHKG:700", "XLON:LIME"]
  - slug: lemon
    name: { en: Lemon }
    parent: lime
firms: []
topics: none
`,
    'b.yaml': `companies:
  - slug: lemon
    name: { en: Lemon }
  - slug: fig
    name: { en: Fig }
    parent: date
  - slug: date
    name: { en: Date }
    parent: fig
    tickers: ["XNAS:DATE"]
  - slug: palm
    name: { en: Palm }
    tickers: ["XNAS:DATE", "XLON:PALM", "XHKG:700"]
products:
  - slug: seed
    name: { en: Seed }
    kind: FRUIT
  - slug: stone
    name: { en: Stone }
    maker: nobody
    kind: OTHER
  - slug: pip
    name: { en: Pip }
    family: core
    kind: OTHER
  - slug: core
    name: { en: Core }
    family: pip
    kind: OTHER
  - slug: peel
    name: { en: Peel }
    family: rind
    kind: OTHER
`,
    'c.yaml': 'companies:\n  - slug: ok\n    name: { en: Ok: no }\n',
  });
  expect(await problemsOf([folder])).toEqual([
    'a.yaml:13: The company “Orchard”: “slug” ("Orchard") is no slug: lower-case letters and digits joined by single hyphens. Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
    'a.yaml:16: The company “pear” has no “name.en”. Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
    'a.yaml:17: The company “pear” has the unknown key “tikcers”. Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
    'a.yaml:22: The company “plum”: “former.0.until” ("2021") does not fit: Invalid input: expected number, received string. Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
    'a.yaml:25: The company “lime” has the unknown key “aliases.0.contex”. Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
    'a.yaml:31: The key “firms” is no section of a catalog. Use the sections exchanges, companies, products, topics, frameworks and corrections, each a list.',
    'a.yaml:32: The section “topics” is no list. Use the sections exchanges, companies, products, topics, frameworks and corrections, each a list.',
    'b.yaml:17: The product “seed”: “kind” ("FRUIT") does not fit: Invalid option: expected one of "SERVICE"|"MODEL"|"CHIP"|"PHONE"|"DEVICE"|"CAR"|"GAME"|"APP"|"FRAMEWORK"|"OPERATING_SYSTEM"|"OTHER". Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
    'c.yaml:3: The file is not valid YAML: missed comma between flow collection entries. Mend the file at this line; quote values that hold a colon, a hash or brackets.',
    'b.yaml:2: “lemon” is already an entry of companies at a.yaml:28. Join the two entries, or give one of them another slug.',
    'a.yaml:30: The parent “lime” of “lemon” is no company. Add the entry that is meant, or correct the slug.',
    'b.yaml:9: The parents go round: date → fig → date. Remove one of the parents in the circle.',
    'b.yaml:28: The families go round: core → pip → core. Remove one of the parents in the circle.',
    'b.yaml:32: The family “rind” of “peel” is no product. Add the entry that is meant, or correct the slug.',
    'b.yaml:20: The maker “nobody” of “stone” is no company. Add the entry that is meant, or correct the slug.',
    'b.yaml:13: The ticker “XNAS:DATE” is already listed by “date”. Leave the ticker with the company whose share it is.',
    'b.yaml:13: The ticker “XLON:PALM” is on no exchange of the catalog. Add the exchange with its MIC to the section exchanges, or correct the ticker.',
    'b.yaml:13: “XHKG:700” is no symbol of that exchange; it writes “XHKG:00700”. Write the symbol as the exchange does: XHKG:00700, XSHG:600519, XNAS:AMZN.',
  ]);
});

test('an entry of a later folder replaces the one of the same slug', async () => {
  const shipped = catalogFolder({
    'a.yaml': 'companies:\n  - { slug: orchard, name: { en: Orchard }, aliases: [Orchards] }\n',
  });
  const own = catalogFolder({ 'a.yaml': 'companies:\n  - { slug: orchard, name: { en: My Orchard } }\n' });
  const catalog = await loadCatalog([shipped, own]);
  expect([...catalog.companies.values()]).toEqual([
    {
      slug: 'orchard',
      name: { en: 'My Orchard' },
      aliases: [],
      formerNames: [],
      parent: null,
      tickers: [],
      country: null,
      origin: 'CATALOG',
    },
  ]);
  expect(catalog.aliases.map(({ text }) => text)).toEqual(['My Orchard']);
});

test('a CSV file is a list of companies and products; a bad row is named by its line', async () => {
  const good = catalogFolder({
    'a.yaml': EXCHANGES,
    'list.csv': `type,slug,name,name_zh,aliases,ambiguous_aliases,strong_aliases,maker,family,kind,tickers
,,Müller & Söhne Co.,,Mueller|Müller,Muller,Sons,,,,XNAS:MULL|XHKG:00700
product,core,Core Phone,核手机,,,,muller-and-sohne-co,,PHONE,
product,core-2,Core Phone 2,,,,,muller-and-sohne-co,core,PHONE,
`,
  });
  const { companies, products, aliases } = await loadCatalog([good]);
  expect([companies, products]).toEqual([
    new Map([
      [
        'muller-and-sohne-co',
        {
          slug: 'muller-and-sohne-co',
          name: { en: 'Müller & Söhne Co.' },
          aliases: ['Mueller', 'Müller', 'Muller', 'Sons'],
          formerNames: [],
          parent: null,
          tickers: ['XNAS:MULL', 'XHKG:00700'],
          country: null,
          origin: 'CATALOG',
        },
      ],
    ]),
    new Map([
      [
        'core',
        {
          slug: 'core',
          name: { en: 'Core Phone', zh: '核手机' },
          aliases: [],
          formerNames: [],
          maker: 'muller-and-sohne-co',
          kind: 'PHONE',
        },
      ],
      [
        'core-2',
        {
          slug: 'core-2',
          name: { en: 'Core Phone 2' },
          aliases: [],
          formerNames: [],
          maker: 'muller-and-sohne-co',
          family: 'core',
          kind: 'PHONE',
        },
      ],
    ]),
  ]);
  expect(aliases.map(({ text, ambiguous, needs }) => [text, ambiguous, needs])).toEqual([
    ['Mueller', false, null],
    ['Müller', false, null],
    ['Muller', true, null],
    ['Sons', false, 'strong'],
    ['Müller & Söhne Co.', false, null],
    ['Core Phone', false, null],
    ['核手机', false, null],
    ['Core Phone 2', false, null],
  ]);

  const bad = catalogFolder({ 'list.csv': 'name,tikcer\nOrchard,\n果园,\n' });
  expect(await problemsOf([bad])).toEqual([
    'list.csv:1: The column “tikcer” is unknown. Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
    'list.csv:3: The company “”: “slug” ("") is no slug: lower-case letters and digits joined by single hyphens. Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
  ]);
});

test('a folder that is missing or holds no catalog is named', async () => {
  const empty = catalogFolder({ 'notes.txt': 'nothing' });
  await expect(loadCatalog([`${empty}/nowhere`])).rejects.toThrow(
    `The catalog has one problem:\n${empty}/nowhere: The catalog folder cannot be read (ENOENT). Name a folder that holds .yaml or .csv files of the catalog format and that you may read.`,
  );
  await expect(loadCatalog([empty])).rejects.toThrow(
    `${empty}: The catalog folder holds no .yaml, .csv or .tsv file. Name a folder`,
  );
});

test('the version depends on what the entries say, not on comments or file names', async () => {
  const versionOf = async (name: string, text: string) =>
    (await loadCatalog([catalogFolder({ [name]: text })])).version;
  const orchard = 'companies:\n  - { slug: orchard, name: { en: Orchard } }\n';
  const version = await versionOf('a.yaml', orchard);
  expect(await versionOf('b.yaml', `# a comment\n${orchard}`)).toBe(version);
  expect(await versionOf('a.yaml', orchard.replace('en: Orchard', 'en: Orchards'))).not.toBe(version);
});

test('the columns of CSV files are those that the documentation names', async () => {
  const page = await readFile(new URL('../../docs/catalog.md', import.meta.url), 'utf8');
  const documented = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, column]) => column);
  const folder = catalogFolder({
    'list.csv': `${documented.join(',')}\n${documented.map(() => '').join(',')}\n`,
  });
  expect(await problemsOf([folder])).toEqual([
    'list.csv:2: The company “”: “slug” ("") is no slug: lower-case letters and digits joined by single hyphens. Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
    'list.csv:2: The company “” has no “name.en”. Compare the entry with docs/catalog.md; quote numbers, dates and words such as no.',
  ]);
});

test('a framework is made of topics in its own order, and its topics must exist', async () => {
  const topics = `topics:
  - { slug: clouds, name: { en: Clouds } }
  - { slug: fog, name: { en: Fog }, parent: clouds }
`;
  const good = catalogFolder({
    'topics.yaml': topics,
    'frameworks.yaml': `frameworks:
  - slug: weather
    name: { en: Weather, zh: 天气 }
    components:
      - { name: { en: Above, zh: 上 }, topics: [clouds] }
      - { name: { en: Below }, topics: [fog, clouds] }
`,
  });
  const catalog = await loadCatalog([good]);
  expect([...catalog.frameworks.values()]).toEqual([
    {
      slug: 'weather',
      name: { en: 'Weather', zh: '天气' },
      components: [
        { name: { en: 'Above', zh: '上' }, topics: ['clouds'] },
        { name: { en: 'Below' }, topics: ['fog', 'clouds'] },
      ],
    },
  ]);
  const bad = catalogFolder({
    'all.yaml': `${topics}frameworks:
  - slug: weather
    name: { en: Weather }
    components:
      - name: { en: Above }
        topics: [clouds, sky]
`,
  });
  const { problems } = await readCatalog([bad]);
  expect(problems.map(({ code, line, message }) => ({ code, line, message }))).toEqual([
    {
      code: 'CATALOG_UNKNOWN_REFERENCE',
      line: 9,
      message: '“sky” in the framework “weather” is no topic.',
    },
  ]);
});

test('the shipped framework has the six components of the research report, in its order', async () => {
  const { frameworks, topics } = await loadCatalog([SHIPPED_CATALOG]);
  expect(frameworks.get('metaverse')?.components.map(({ name }) => name.zh)).toEqual([
    '硬件入口及操作系统',
    '后端基建',
    '底层架构',
    '核心生产要素：人工智能',
    '内容与场景',
    '协同方',
  ]);
  expect([...topics.values()].filter(({ parent }) => parent === 'metaverse')).toEqual([]);
});
