import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { ask } from './ask.ts';
import { ingest, POSTS } from './corpus.ts';
import { onEachEngine } from './engines.ts';

/** Every kind of list, as a query of one page after (or before) a cursor. */
const LISTS: Record<string, string> = {
  'articles by date': 'articles(PAGE) { edges { cursor } }',
  'articles by title': 'articles(orderBy: { field: TITLE, direction: ASC }, PAGE) { edges { cursor } }',
  'articles by mentions':
    'articles(orderBy: { field: MENTION_COUNT, direction: DESC }, PAGE) { edges { cursor } }',
  'filtered articles':
    'articles(filter: { topics: ["metaverse"], text: "云计算" }, PAGE) { edges { cursor } }',
  companies: 'companies(PAGE) { edges { cursor } }',
  'companies by name': 'companies(orderBy: { field: NAME, direction: ASC }, PAGE) { edges { cursor } }',
  products: 'products(PAGE) { edges { cursor } }',
  tickers: 'tickers(PAGE) { edges { cursor } }',
  topics: 'topics(PAGE) { edges { cursor } }',
  'root topics': 'topics(rootsOnly: true, PAGE) { edges { cursor } }',
  categories: 'categories(PAGE) { edges { cursor } }',
  search: 'search(query: "云计算", PAGE) { edges { cursor } }',
  diagnostics: 'corpus { diagnostics(PAGE) { edges { cursor } } }',
  'articles of a company': 'company(slug: "amazon") { articles(PAGE) { edges { cursor } } }',
  'articles of a category': 'category(path: ["游戏"]) { articles(PAGE) { edges { cursor } } }',
  'children of a topic': 'topic(slug: "metaverse") { children(PAGE) { edges { cursor } } }',
  'companies of a topic': 'topic(slug: "metaverse") { companies(PAGE) { edges { cursor } } }',
  subsidiaries: 'company(slug: "amazon") { subsidiaries(PAGE) { edges { cursor } } }',
  'co-mentions': 'company(slug: "amazon") { coMentions(PAGE) { edges { cursor } } }',
  'companies of an article': 'article(slug: "giants") { companies(PAGE) { edges { cursor } } }',
  'tickers of an article': 'article(slug: "giants") { tickers(PAGE) { edges { cursor } } }',
  'categories of an article': 'article(slug: "english") { categories(PAGE) { edges { cursor } } }',
  mentions: 'article(slug: "giants") { mentions(PAGE) { edges { cursor } } }',
  'related articles': 'article(slug: "giants") { related(PAGE) { edges { cursor } } }',
};

const pageOf = (list: string, page: string): string =>
  `query ($cursor: String) { ${(LISTS[list] ?? '').replace('PAGE', page)} }`;

onEachEngine((open) => {
  let opened: TestStore;
  let store: Store;
  /** A cursor of each list. */
  const cursors: Record<string, string> = {};
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    await ingest(store, POSTS);
    for (const list of Object.keys(LISTS)) {
      const { data } = await ask(store, pageOf(list, 'first: 1, after: $cursor'));
      cursors[list] = /"cursor":"([^"]+)"/.exec(JSON.stringify(data))?.[1] ?? '';
    }
  });
  afterAll(() => opened.remove());

  /** What is wrong with an answer to a cursor; empty where it was taken, or refused as the client's mistake. */
  async function failures(list: string, argument: 'after' | 'before', cursor: string): Promise<unknown[]> {
    const size = argument === 'after' ? 'first: 3' : 'last: 3';
    const { errors } = await ask(store, pageOf(list, `${size}, ${argument}: $cursor`), { cursor });
    return errors.filter(({ extensions }) => {
      const { code, argument: named } = extensions as { code?: string; argument?: string };
      return code !== 'BAD_USER_INPUT' || named !== argument;
    });
  }

  test('every list hands out cursors, and takes them back', async () => {
    const taken = await Promise.all(
      Object.entries(cursors).map(async ([list, cursor]) => {
        const { errors } = await ask(store, pageOf(list, 'first: 1, after: $cursor'), { cursor });
        return [list, cursor !== '' && errors.length === 0];
      }),
    );
    expect(taken.filter(([, fine]) => !fine)).toEqual([]);
  });

  test('a cursor of another list or order is the client’s mistake at worst', async () => {
    const found = await Promise.all(
      Object.keys(LISTS).flatMap((list) =>
        Object.values(cursors).map((cursor) => failures(list, 'after', cursor)),
      ),
    );
    expect(found.flat()).toEqual([]);
  });

  test('no text that is sent as a cursor is our mistake', async () => {
    const lists = Object.keys(LISTS);
    const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array).toString('base64url'));
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'));
    const damaged = fc
      .tuple(fc.constantFrom(...lists), fc.nat(60), fc.constantFrom('A', '9', '_', '', 'AA', '='))
      .map(([list, at, put]) => {
        const cursor = cursors[list] ?? '';
        return cursor.slice(0, at % (cursor.length + 1)) + put + cursor.slice((at % (cursor.length + 1)) + 1);
      });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...lists),
        fc.constantFrom('after' as const, 'before' as const),
        fc.oneof(fc.string({ unit: 'binary' }), bytes, json, damaged),
        async (list, argument, cursor) => {
          expect(await failures(list, argument, cursor)).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });
});
