import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { dataOf } from './ask.ts';
import { ingest, POSTS } from './corpus.ts';
import { onEachEngine } from './engines.ts';

onEachEngine((open) => {
  let opened: TestStore;
  let store: Store;
  beforeAll(async () => {
    opened = await open({ timeZone: 'Asia/Shanghai' });
    store = opened.store;
    await ingest(store, POSTS);
  });
  afterAll(() => opened.remove());

  interface Found {
    readonly search: {
      readonly totalCount: number;
      readonly nodes: readonly { readonly key: string }[];
    };
  }

  const KEYS = `nodes {
  ... on Article { key: slug } ... on Company { key: slug } ... on Product { key: slug }
  ... on Topic { key: slug } ... on Ticker { key: symbol } ... on Category { key: name }
}`;

  async function found(query: string, more = ''): Promise<readonly string[]> {
    const { search } = (await dataOf(
      store,
      `query ($query: String!) { search(query: $query${more}) { totalCount ${KEYS} } }`,
      {
        query,
      },
    )) as Found;
    expect(search.totalCount).toBe(search.nodes.length);
    return search.nodes.map(({ key }) => key).toSorted();
  }

  test('every type is found, by words of both scripts', async () => {
    expect({
      亚马逊: await found('亚马逊'),
      云: await found('云', ', types: [TOPIC]'),
      AMZN: await found('amzn', ', types: [TICKER]'),
      grav: await found('grav', ', types: [PRODUCT]'),
      游戏: await found('游戏', ', types: [CATEGORY]'),
      phrase: await found('"cloud computing"', ', types: [ARTICLE]'),
      nothing: await found('   '),
    }).toEqual({
      亚马逊: ['amazon', 'aws', 'aws-chip', 'giants'],
      云: ['cloud-computing'],
      AMZN: ['AMZN'],
      grav: ['graviton'],
      游戏: ['游戏'],
      phrase: ['english'],
      nothing: [],
    });
  });

  test('highlights are ranges that hold the word', async () => {
    const { search } = (await dataOf(
      store,
      `{ search(query: "芯片", types: [ARTICLE]) { edges { cursor score highlights { field fragment ranges { start end } } node { ... on Article { slug } } } } }`,
    )) as {
      search: {
        edges: {
          score: number;
          node: { slug: string };
          highlights: { field: string; fragment: string; ranges: { start: number; end: number }[] }[];
        }[];
      };
    };
    const words = search.edges.flatMap(({ highlights }) =>
      highlights.flatMap(({ field, fragment, ranges }) =>
        ranges.map(({ start, end }) => `${field}: ${fragment.slice(start, end)}`),
      ),
    );
    expect({ slugs: search.edges.map(({ node }) => node.slug), words }).toEqual({
      slugs: ['aws-chip'],
      words: ['bodyText: 芯片'],
    });
  });

  test('filters and facets apply to the articles that a search finds', async () => {
    expect(
      await dataOf(
        store,
        `{
        search(query: "云计算", types: [ARTICLE], filter: { companies: ["alibaba"] }) {
          totalCount nodes { ... on Article { slug } } facets { companies { value count filter } months { value count } }
        }
        all: search(query: "云计算", types: [ARTICLE]) { totalCount facets { companies(first: 1) { value count filter } } }
      }`,
      ),
    ).toEqual({
      search: {
        totalCount: 1,
        nodes: [{ slug: 'giants' }],
        facets: {
          companies: [
            { value: 'alibaba', count: 1, filter: { companies: ['alibaba'] } },
            {
              value: 'amazon',
              count: 1,
              filter: { companies: ['alibaba'], mentions: { all: ['Q29tcGFueTphbWF6b24'] } },
            },
          ],
          months: [{ value: '2021-12', count: 1 }],
        },
      },
      all: {
        totalCount: 3,
        facets: { companies: [{ value: 'amazon', count: 2, filter: { companies: ['amazon'] } }] },
      },
    });
  });

  test('what the words are a name of is found in every language, articles first', async () => {
    const ordered = async (query: string, more = '') => {
      const { search } = (await dataOf(
        store,
        `query ($query: String!) { search(query: $query${more}) { totalCount ${KEYS} edges { score } } }`,
        { query },
      )) as Found & { search: { edges: { score: number }[] } };
      const scores = search.edges.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((left, right) => right - left));
      return search.nodes.map(({ key }) => key);
    };
    expect({
      alibaba: await ordered('Alibaba'),
      阿里巴巴: await ordered('阿里巴巴'),
      'cloud computing': await ordered('cloud computing'),
      云计算: await ordered('云计算'),
      unmentioned: await ordered('New York'),
      asked: await ordered('meta', ', types: [COMPANY, TOPIC]'),
    }).toEqual({
      alibaba: ['giants', 'alibaba'],
      阿里巴巴: ['giants', 'alibaba'],
      'cloud computing': ['giants', 'aws-chip', 'english', 'cloud-computing'],
      云计算: ['giants', 'aws-chip', 'english', 'cloud-computing'],
      unmentioned: [],
      asked: ['meta', 'metaverse'],
    });
  });

  test('highlights lie where they say in the text, and show every word of the query', async () => {
    const { search } = (await dataOf(
      store,
      `{ search(query: "芯片 元宇宙", types: [ARTICLE]) { edges { highlights { field start end fragment ranges { start end } } node { ... on Article { title bodyText } } } } }`,
    )) as {
      search: {
        edges: {
          node: { title: string; bodyText: string };
          highlights: { field: string; start: number; end: number; fragment: string; ranges: Range[] }[];
        }[];
      };
    };
    for (const { node, highlights } of search.edges) {
      for (const { field, start, end, fragment } of highlights) {
        expect((field === 'title' ? node.title : node.bodyText).slice(start, end)).toBe(fragment);
      }
    }
    expect(
      search.edges.map(({ highlights }) => [
        ...new Set(
          highlights.flatMap(({ fragment, ranges }) =>
            ranges.map(({ start, end }) => fragment.slice(start, end)),
          ),
        ),
      ]),
    ).toEqual([['芯片', '元宇宙']]);
  });
  type Range = { readonly start: number; readonly end: number };

  test('pages of a search lead over what names, what holds the words, and the names', async () => {
    const pages: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { search } = (await dataOf(
        store,
        `query ($after: String) { search(query: "cloud computing", first: 1, after: $after) { ${KEYS} pageInfo { endCursor hasNextPage } } }`,
        { after },
      )) as Found & { search: { pageInfo: { endCursor: string; hasNextPage: boolean } } };
      pages.push(...search.nodes.map(({ key }) => key));
      if (!search.pageInfo.hasNextPage) break;
      after = search.pageInfo.endCursor;
    }
    expect(pages).toEqual(['giants', 'aws-chip', 'english', 'cloud-computing']);
  });
});
