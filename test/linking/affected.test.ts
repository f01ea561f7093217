import { expect, test } from 'vitest';
import { compareCatalogs, compareLinks, createAffectedTest } from '../../src/linking/affected.ts';
import { catalogOf } from '../catalog/folder.ts';
import { link, post } from './posts.ts';

const EXCHANGES = `exchanges:
  - { mic: XNAS, name: { en: Nasdaq }, country: US, currency: USD, prefixes: [NASDAQ] }
`;
const before = await catalogOf(`${EXCHANGES}companies:
  - { slug: blaze, name: { en: Blaze }, tickers: ["XNAS:BLZE"] }
  - { slug: frost, name: { en: Frost } }
  - { slug: stream, name: { en: Stream } }
products:
  - { slug: torch, name: { en: Torch }, maker: blaze, kind: DEVICE }
  - { slug: skate, name: { en: Skate }, maker: frost, kind: DEVICE }
`);

const posts = {
  blaze: post({ bodyText: 'Blaze said so.' }),
  torch: post({ bodyText: 'The Torch is new.' }),
  frost: post({ bodyText: 'Frost said so. Rain followed.' }),
  skate: post({ bodyText: 'The Skate is new.' }),
  symbol: post({ bodyText: 'It is SKTE.', title: 'Nothing' }),
  tag: post({ bodyText: 'Nothing', tags: ['Rain'] }),
  other: post({ bodyText: 'Stream said so.' }),
};

async function affected(yaml: string): Promise<string[]> {
  const isAffected = createAffectedTest(before, await catalogOf(yaml));
  return Object.entries(posts)
    .filter(([, document]) => isAffected(document, link(before, document)))
    .map(([name]) => name);
}

const REST = `products:
  - { slug: torch, name: { en: Torch }, maker: blaze, kind: DEVICE }
  - { slug: skate, name: { en: Skate }, maker: frost, kind: DEVICE }
`;

test('a new alias touches the posts whose text or tags hold it', async () => {
  expect(
    await affected(`${EXCHANGES}companies:
  - { slug: blaze, name: { en: Blaze }, tickers: ["XNAS:BLZE"] }
  - { slug: frost, name: { en: Frost } }
  - { slug: stream, name: { en: Stream }, aliases: [Rain] }
${REST}`),
  ).toEqual(['frost', 'tag']);
});

test('a removed company touches the posts that name it, its products and its symbol’s', async () => {
  expect(
    await affected(`${EXCHANGES}companies:
  - { slug: frost, name: { en: Frost } }
  - { slug: stream, name: { en: Stream } }
products:
  - { slug: torch, name: { en: Torch }, kind: DEVICE }
  - { slug: skate, name: { en: Skate }, maker: frost, kind: DEVICE }
`),
  ).toEqual(['blaze', 'torch']);
});

test('a new ticker touches the family of its company and the texts that hold the symbol', async () => {
  expect(
    await affected(`${EXCHANGES}companies:
  - { slug: blaze, name: { en: Blaze }, tickers: ["XNAS:BLZE"] }
  - { slug: frost, name: { en: Frost }, tickers: ["XNAS:SKTE"] }
  - { slug: stream, name: { en: Stream } }
${REST}`),
  ).toEqual(['frost', 'skate', 'symbol']);
});

test('a changed exchange touches everything, and no change touches nothing', async () => {
  const same = `companies:
  - { slug: blaze, name: { en: Blaze }, tickers: ["XNAS:BLZE"] }
  - { slug: frost, name: { en: Frost } }
  - { slug: stream, name: { en: Stream } }
${REST}`;
  expect(await affected(EXCHANGES.replace('[NASDAQ]', '[NASDAQ, NDQ]') + same)).toEqual(Object.keys(posts));
  expect(await affected(EXCHANGES + same)).toEqual([]);
});

test('a change of an alias’s rules shows it as it was and as it is', async () => {
  const after = await catalogOf(`${EXCHANGES}companies:
  - { slug: blaze, name: { en: Blaze }, tickers: ["XNAS:BLZE"] }
  - { slug: frost, name: { en: Frost }, aliases: [{ text: Frost, ambiguous: true }] }
  - { slug: stream, name: { en: Stream } }
${REST}`);
  const alias = {
    text: 'Frost',
    entity: { type: 'Company', key: 'frost' },
    language: null,
    caseSensitive: true,
    context: [],
    unless: [],
    ambiguous: false,
    needs: null,
    origin: 'CATALOG',
  };
  expect(compareCatalogs(before, after)).toEqual({
    everything: false,
    aliases: [alias, { ...alias, ambiguous: true }],
    entities: [],
    tickers: [],
  });
  const document = post({ bodyText: 'Hello. Frost said so. Stream did.', title: 'Frost' });
  const [title, body] = link(before, document).mentions;
  const [newTitle, newBody] = link(after, document).mentions;
  expect(compareLinks(document, link(before, document), link(after, document))).toEqual([
    { kind: 'LOST', mention: title, sentence: 'Frost' },
    { kind: 'GAINED', mention: newTitle, sentence: 'Frost' },
    { kind: 'LOST', mention: body, sentence: 'Frost said so.' },
    { kind: 'GAINED', mention: newBody, sentence: 'Frost said so.' },
  ]);
});

test('another version of the rules of linking touches everything', async () => {
  const catalog = await catalogOf(`${EXCHANGES}companies: [{ slug: blaze, name: { en: Blaze } }]`);
  const change = compareCatalogs({ ...catalog, version: catalog.version.replace(/^\d+/, '0') }, catalog);
  expect(change).toEqual({ everything: true, aliases: [], entities: [], tickers: [] });
});

test('a changed family touches the posts that name it in their source only', async () => {
  const isAffected = createAffectedTest(
    before,
    await catalogOf(`${EXCHANGES}companies:
  - { slug: blaze, name: { en: Blaze }, tickers: ["XNAS:BLZE"], parent: stream }
  - { slug: frost, name: { en: Frost } }
  - { slug: stream, name: { en: Stream } }
${REST}`),
  );
  const tagged = (name: string) => isAffected(post({ tags: [name] }), { mentions: [] });
  expect(['Blaze', 'Torch', 'Stream', 'Frost', 'Skate'].filter(tagged)).toEqual(['Blaze', 'Torch', 'Stream']);
});

test('names that read alike in another order are a change, as candidates stand in it', async () => {
  const twins = (first: string, second: string) =>
    catalogOf(`companies:
  - { slug: ${first}, name: { en: Gale }, aliases: [${first}] }
  - { slug: ${second}, name: { en: Gale }, aliases: [${second}] }
`);
  const change = compareCatalogs(await twins('east', 'west'), await twins('west', 'east'));
  expect(change.aliases.map(({ text, entity }) => `${text} ${entity.key}`)).toEqual([
    'Gale east',
    'Gale west',
    'Gale west',
    'Gale east',
  ]);
});

test('symbols are found however wide they are written', async () => {
  const isAffected = createAffectedTest(
    before,
    await catalogOf(`${EXCHANGES}companies:
  - { slug: blaze, name: { en: Blaze } }
  - { slug: frost, name: { en: Frost } }
  - { slug: stream, name: { en: Stream } }
${REST}`),
  );
  const written = (bodyText: string) => isAffected(post({ bodyText }), { mentions: [] });
  expect(['ＮＡＳＤＡＱ：ＢＬＺＥ', 'BLZ'].map(written)).toEqual([true, false]);
});
