import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { dataOf } from './ask.ts';
import { ingest, type Post } from './corpus.ts';
import { onEachEngine } from './engines.ts';

onEachEngine((open) => {
  let opened: TestStore;
  let store: Store;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    await ingest(
      store,
      Array.from({ length: 45 }, (_, index): Post => {
        const day = String(1 + (index % 28)).padStart(2, '0');
        const number = String(index).padStart(2, '0');
        return {
          slug: `post-${number}`,
          title: `Post ${number}`,
          body: '{Company amazon|Amazon} again.',
          publishedAt: `2022-0${1 + Math.floor(index / 28)}-${day}T00:00:00Z`,
        };
      }),
    );
  });
  afterAll(() => opened.remove());

  const PAGE =
    'nodes { slug } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';

  interface PageData {
    nodes: { slug: string }[];
    edges: { cursor: string }[];
    pageInfo: {
      hasNextPage: boolean;
      hasPreviousPage: boolean;
      startCursor: string | null;
      endCursor: string | null;
    };
    totalCount: number;
  }

  const FIELDS: Record<string, { query: (args: string) => string; page: (data: never) => PageData }> = {
    'Query.articles': {
      query: (args) => `{ articles(${args}) { ${PAGE} } }`,
      page: (data: { articles: PageData }) => data.articles,
    },
    'Company.articles': {
      query: (args) => `{ company(slug: "amazon") { articles(${args}) { ${PAGE} } } }`,
      page: (data: { company: { articles: PageData } }) => data.company.articles,
    },
  };

  const NEWEST_FIRST = Array.from(
    { length: 45 },
    (_, index) => `post-${String(44 - index).padStart(2, '0')}`,
  );

  test.each(Object.entries(FIELDS))(
    '%s can be walked forward and backward, whole',
    async (_, { query, page }) => {
      const read = async (args: string): Promise<PageData> =>
        page((await dataOf(store, query(args))) as never);

      const forward: string[] = [];
      let after = '';
      for (let more = true; more; ) {
        const { nodes, pageInfo, totalCount } = await read(`first: 10${after}`);
        expect(totalCount).toBe(45);
        expect(pageInfo.hasPreviousPage).toBe(forward.length > 0);
        forward.push(...nodes.map(({ slug }) => slug));
        after = `, after: ${JSON.stringify(pageInfo.endCursor)}`;
        more = pageInfo.hasNextPage;
      }
      expect(forward).toEqual(NEWEST_FIRST);

      const backward: string[] = [];
      let before = '';
      for (let more = true; more; ) {
        const { nodes, pageInfo } = await read(`last: 10${before}`);
        expect(pageInfo.hasNextPage).toBe(backward.length > 0);
        backward.unshift(...nodes.map(({ slug }) => slug));
        before = `, before: ${JSON.stringify(pageInfo.startCursor)}`;
        more = pageInfo.hasPreviousPage;
      }
      expect(backward).toEqual(NEWEST_FIRST);
    },
  );

  test('a page has 20 edges where nothing else is said, and `before` alone gives the page that ends there', async () => {
    const query = `{ articles { ${PAGE} } }`;
    const { articles } = (await dataOf(store, query)) as { articles: PageData };
    expect(articles.nodes.map(({ slug }) => slug)).toEqual(NEWEST_FIRST.slice(0, 20));
    expect(articles.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: articles.edges.at(0)?.cursor,
      endCursor: articles.edges.at(-1)?.cursor,
    });

    const back = (await dataOf(store, `query ($before: String) { articles(before: $before) { ${PAGE} } }`, {
      before: articles.edges.at(5)?.cursor,
    })) as { articles: PageData };
    expect(back.articles.nodes.map(({ slug }) => slug)).toEqual(NEWEST_FIRST.slice(0, 5));
  });

  test('a page of no edges still says where it stands', async () => {
    expect(
      await dataOf(
        store,
        `{ articles(first: 0) { ${PAGE} } companies(filter: { name: "nobody" }) { ${PAGE} } }`,
      ),
    ).toEqual({
      articles: {
        nodes: [],
        edges: [],
        pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
        totalCount: 45,
      },
      companies: {
        nodes: [],
        edges: [],
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
        totalCount: 0,
      },
    });
  });
});
