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
