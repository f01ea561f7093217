import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graph/ids.ts';
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

  const AMAZON = globalId('Company', 'amazon');
  const ALIBABA = globalId('Company', 'alibaba');
  const GRAVITON = globalId('Product', 'graviton');
  const CLOUD = globalId('Topic', 'cloud-computing');
  const AMZN = globalId('Ticker', 'XNAS:AMZN');

  test.each([
    ['{}', ['giants', 'aws-chip', 'english'], {}],
    ['what both name', ['giants'], { mentions: { all: [AMAZON, ALIBABA] } }],
    ['what either names', ['giants', 'aws-chip'], { mentions: { any: [ALIBABA, GRAVITON] } }],
    ['what one does not name', ['english'], { mentions: { all: [CLOUD], none: [AMAZON] } }],
    ['a ticker by id', ['giants', 'aws-chip'], { mentions: { any: [AMZN] } }],
    ['companies', ['giants', 'aws-chip'], { companies: ['alibaba', 'meta'] }],
    ['a company nobody knows', [], { companies: ['nobody'] }],
    ['products', ['giants'], { products: ['twinmaker'] }],
    ['tickers', ['giants'], { tickers: ['XHKG:09988', 'XNAS:NOBODY'] }],
    ['topics with what is below them', ['giants', 'aws-chip', 'english'], { topics: ['infrastructure'] }],
    ['a category with what is below it', ['giants', 'english'], { category: ['证券'] }],
    ['a deeper category', ['english'], { category: ['证券', '研报'] }],
    ['tags', ['giants', 'aws-chip'], { tags: ['元宇宙', '芯片'] }],
    ['a source', ['giants'], { source: '安信证券' }],
    ['a language', ['english'], { language: 'en' }],
    ['a language of several scripts', ['giants', 'aws-chip'], { language: 'zh' }],
    [
      'a range whose end is not in it',
      ['aws-chip'],
      { publishedAt: { from: '2021-12-02T21:48:00+08:00', to: '2021-12-20T01:31:14Z' } },
    ],
    ['an open range', ['giants', 'aws-chip'], { publishedAt: { to: '2022-01-01T00:00:00Z' } }],
    ['words', ['aws-chip'], { text: '芯片' }],
    [
      'everything at once',
      ['giants'],
      { companies: ['amazon'], topics: ['metaverse'], category: ['证券'], text: '云计算', tags: ['证券'] },
    ],
    [
      'null everywhere',
      ['giants', 'aws-chip', 'english'],
      { companies: null, mentions: null, text: null, publishedAt: null },
    ],
  ])('articles by %s', async (_, slugs, filter) => {
    const query =
      'query ($filter: ArticleFilter) { articles(filter: $filter) { totalCount nodes { slug } } }';
    expect(await dataOf(store, query, { filter })).toEqual({
      articles: { totalCount: slugs.length, nodes: slugs.map((slug) => ({ slug })) },
    });
  });

  test('articles in every order', async () => {
    const order = async (field: string, direction: string): Promise<unknown> => {
      const { articles } = (await dataOf(
        store,
        'query ($orderBy: ArticleOrder) { articles(orderBy: $orderBy) { nodes { slug } } }',
        { orderBy: { field, direction } },
      )) as { articles: { nodes: { slug: string }[] } };
      return articles.nodes.map(({ slug }) => slug);
    };
    expect({
      newest: await order('PUBLISHED_AT', 'DESC'),
      oldest: await order('PUBLISHED_AT', 'ASC'),
      most: await order('MENTION_COUNT', 'DESC'),
      title: await order('TITLE', 'ASC'),
    }).toEqual({
      newest: ['giants', 'aws-chip', 'english'],
      oldest: ['aws-chip', 'giants', 'english'],
      most: ['aws-chip', 'giants', 'english'],
      title: ['english', 'aws-chip', 'giants'],
    });
  });

  test('the articles of a company take filters too', async () => {
    expect(
      await dataOf(
        store,
        `{ company(slug: "amazon") {
        articles(filter: { topics: ["digital-twin"] }) { totalCount nodes { slug } facets { products { value count } } }
        byMentions: articles(orderBy: { field: MENTION_COUNT, direction: ASC }) { nodes { slug } }
      } }`,
      ),
    ).toEqual({
      company: {
        articles: {
          totalCount: 1,
          nodes: [{ slug: 'giants' }],
          facets: { products: [{ value: 'twinmaker', count: 1 }] },
        },
        byMentions: { nodes: [{ slug: 'aws-chip' }, { slug: 'giants' }] },
      },
    });
  });

  test('facets count every value, with its node', async () => {
    expect(
      await dataOf(
        store,
        `{ articles(filter: { topics: ["metaverse"] }) { facets {
        companies(first: 2) { value count node { slug name } filter }
        products { value count node { maker { slug } } filter }
        topics { value count node { slug } filter }
        categories(first: 2) { value count node { path } filter }
        sources { value count filter }
        months { value count filter }
      } } }`,
      ),
    ).toEqual({
      articles: {
        facets: {
          companies: [
            {
              value: 'amazon',
              count: 2,
              node: { slug: 'amazon', name: 'Amazon' },
              filter: { topics: ['metaverse'], companies: ['amazon'] },
            },
            {
              value: 'alibaba',
              count: 1,
              node: { slug: 'alibaba', name: 'Alibaba' },
              filter: { topics: ['metaverse'], companies: ['alibaba'] },
            },
          ],
          products: ['graviton', 'twinmaker'].map((value) => ({
            value,
            count: 1,
            node: { maker: { slug: 'aws' } },
            filter: { topics: ['metaverse'], products: [value] },
          })),
          topics: [
            ['cloud-computing', 3],
            ['infrastructure', 3],
            ['metaverse', 3],
            ['digital-twin', 1],
          ].map(([value, count]) => ({
            value,
            count,
            node: { slug: value },
            filter:
              value === 'metaverse'
                ? { topics: ['metaverse'] }
                : { topics: ['metaverse'], mentions: { all: [globalId('Topic', String(value))] } },
          })),
          categories: [
            {
              value: '["游戏"]',
              count: 2,
              node: { path: ['游戏'] },
              filter: { topics: ['metaverse'], category: ['游戏'] },
            },
            {
              value: '["证券"]',
              count: 2,
              node: { path: ['证券'] },
              filter: { topics: ['metaverse'], category: ['证券'] },
            },
          ],
          sources: ['3DMGame', '安信证券'].map((value) => ({
            value,
            count: 1,
            filter: { topics: ['metaverse'], source: value },
          })),
          months: [
            {
              value: '2021-12',
              count: 2,
              filter: {
                topics: ['metaverse'],
                publishedAt: { from: '2021-11-30T16:00:00Z', to: '2021-12-31T16:00:00Z' },
              },
            },
          ],
        },
      },
    });
  });

  const FACETS = [
    'companies',
    'products',
    'topics',
    'tickers',
    'categories',
    'tags',
    'sources',
    'authors',
    'languages',
    'months',
  ];

  test.each([
    {},
    { companies: ['amazon', 'meta'] },
    { companies: ['aws'], mentions: { none: [ALIBABA] } },
    { topics: ['infrastructure', 'digital-twin'] },
    { topics: ['digital-twin'], category: ['证券'] },
    { category: ['游戏', '3DMGame'] },
    { products: ['graviton'], publishedAt: { from: '2021-12-02T00:00:00Z' } },
    { source: '安信证券', text: '云计算' },
    { tags: ['芯片', '证券'], language: 'zh' },
    { tickers: ['XNAS:AMZN'] },
    { companies: ['amazon'], includeOwned: true },
    { companies: ['amazon'], includeOwned: true, mentions: { any: [ALIBABA], includeOwned: true } },
  ])('the filter of a facet of %j leaves as many articles as it counted', async (filter) => {
    const facets = FACETS.map((name) => `${name}(first: 100) { value count filter }`).join(' ');
    const { articles } = (await dataOf(
      store,
      `query ($filter: ArticleFilter) { articles(filter: $filter) { facets { ${facets} } } }`,
      { filter },
    )) as { articles: { facets: Record<string, { value: string; count: number; filter: object }[]> } };

    const left = await Promise.all(
      Object.entries(articles.facets).map(async ([name, values]) => [
        name,
        await Promise.all(
          values.map(async (value) => {
            const narrowed = (await dataOf(
              store,
              'query ($filter: ArticleFilter) { articles(filter: $filter) { totalCount } }',
              { filter: value.filter },
            )) as { articles: { totalCount: number } };
            return { ...value, count: narrowed.articles.totalCount };
          }),
        ),
      ]),
    );
    expect(Object.fromEntries(left)).toEqual(articles.facets);
  });
});
