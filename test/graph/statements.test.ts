import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { ask } from './ask.ts';
import { ingest, POSTS, type Post } from './corpus.ts';
import { onEachEngine } from './engines.ts';

onEachEngine((open) => {
  let opened: TestStore;
  let store: Store;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.remove());

  /** The three posts, each so many times under slugs of its own. */
  function copies(times: number): Post[] {
    return Array.from({ length: times }, (_, copy) =>
      POSTS.map((post) => ({ ...post, slug: `${post.slug}-${copy}` })),
    ).flat();
  }

  /** Each query, and the statements that its shape can take at most: one for each of its loads. */
  const QUERIES: Record<string, { most: number; query: string }> = {
    'a page of articles with everything they name': {
      most: 40,
      query: `{
    articles(first: 100) {
      totalCount
      edges {
        cursor
        node {
          id title excerpt tags diagnostics { code }
          stockCharts { ticker { symbol } }
          categories { totalCount nodes { path parent { name } ancestors { name } } }
          companies { totalCount edges { mentionCount firstMention { sentence } node { name parent { slug } tickers { symbol exchange { name } } } } }
          products { edges { node { slug maker { slug } } } }
          topics { nodes { slug parent { slug } ancestors { slug } } }
          tickers { edges { origin node { symbol company { slug } } } }
          mentions(first: 3) { totalCount nodes { surface sentence entity { ... on Company { slug } ... on Topic { slug } } candidates { ... on Company { slug } } article { slug } } }
          related(first: 3) { totalCount edges { score node { slug } sharedEntities { ... on Company { slug } } } }
        }
      }
    }
  }`,
    },
    'companies with their articles and sentences': {
      most: 36,
      query: `{
    companies {
      nodes {
        slug mentionCount
        articles(first: 50) { totalCount edges { mentionCount mentions { sentence } node { title } } facets { topics { count node { slug } } } }
        subsidiaries { totalCount nodes { slug } }
        products { totalCount nodes { slug } }
        coMentions { totalCount edges { articleCount node { slug } articles(first: 5) { totalCount nodes { slug } } } }
        timeline(interval: MONTH) { start articleCount }
      }
    }
  }`,
    },
    'categories and topics with their articles': {
      most: 24,
      query: `{
    categories { nodes { path articles(first: 50) { totalCount nodes { slug } } children { totalCount nodes { name } } } }
    topics { nodes { slug children { totalCount nodes { slug } } companies { totalCount edges { articleCount node { slug } } } articles(first: 50) { nodes { slug } } } }
    tickers { nodes { symbol articles { totalCount nodes { slug } } } }
  }`,
    },
    'a search over all types': {
      most: 25,
      query: `{
    search(query: "云计算", first: 100) { totalCount edges { score highlights { fragment ranges { start end } } node { __typename ... on Article { title } } } }
  }`,
    },
  };

  test.each(Object.keys(QUERIES))('%s takes as many statements for 3 articles as for 90', async (name) => {
    const { query, most } = QUERIES[name] ?? { query: '', most: 0 };
    await ingest(store, copies(1));
    const few = await ask(store, query);
    await ingest(store, copies(30));
    const many = await ask(store, query);
    expect([...few.errors, ...many.errors]).toEqual([]);
    expect(Math.max(few.statements, many.statements)).toBeLessThanOrEqual(most);
    // Over a network answers come when they come: loads of two fields that could share a statement may miss each other.
    if (store.engine === 'sqlite') expect(many.statements).toBe(few.statements);
  });

  test('the same connection under two parents is read once, and with other arguments once more', async () => {
    await ingest(store, POSTS);
    // A session asks PostgreSQL once which revision its known entities are of.
    const looks = store.engine === 'sqlite' ? 0 : 1;
    const statements = async (query: string): Promise<number> => (await ask(store, query)).statements;
    const articles = '{ articles { nodes { companies { nodes { slug } } } } }';
    const twice =
      '{ articles { nodes { companies { nodes { slug } } again: companies(first: 20) { nodes { slug } } } } }';
    const other =
      '{ articles { nodes { companies { nodes { slug } } other: companies(first: 2) { nodes { slug } } } } }';
    // The companies are read with the first of them, and known from then on.
    const first = await statements(articles);
    expect([first, await statements(articles), await statements(twice), await statements(other)]).toEqual([
      4 + looks,
      3 + looks,
      3 + looks,
      5 + looks,
    ]);
  });

  test('totalCount and the page are only fetched where they are selected', async () => {
    await ingest(store, POSTS);
    const statements = async (query: string, variables = {}): Promise<number> =>
      (await ask(store, query, variables)).statements;
    expect([
      await statements('{ articles { totalCount } }'),
      await statements('{ articles { nodes { slug } } }'),
      await statements('{ articles { nodes { slug } totalCount } }'),
      await statements(
        '{ articles { ...on ArticleConnection { ...Page } } } fragment Page on ArticleConnection { edges { cursor } pageInfo { endCursor } nodes { slug } }',
      ),
      await statements('query ($yes: Boolean!) { articles { totalCount nodes @skip(if: $yes) { slug } } }', {
        yes: true,
      }),
      await statements(
        'query ($no: Boolean!) { articles { totalCount ... @include(if: $no) { nodes { slug } } } }',
        { no: false },
      ),
    ]).toEqual([1, 1, 2, 1, 1, 1]);
  });
});
