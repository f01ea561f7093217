import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArticleFilter, ArticleOrder, Store } from '../../src/store/store.ts';
import { articleOf, catalogOf, company, ingest, product, topic } from './corpus-builder.ts';
import { ENGINES, type TestStore } from './stores.ts';

const CATALOG = catalogOf({
  companies: [
    { slug: 'amazon', name: { en: 'Amazon', zh: '亚马逊' }, tickers: ['XNAS:AMZN'] },
    { slug: 'aws', name: { en: 'Amazon Web Services', zh: '亚马逊云科技' }, parent: 'amazon' },
    { slug: 'meta', name: { en: 'Meta' }, formerNames: [{ name: 'Facebook', until: 2021 }] },
  ],
  products: [{ slug: 'quest', name: { en: 'Quest' }, maker: 'meta', kind: 'DEVICE' }],
  topics: [
    { slug: 'metaverse', name: { en: 'Metaverse', zh: '元宇宙' } },
    { slug: 'cloud', name: { en: 'Cloud computing', zh: '云计算' }, parent: 'metaverse' },
    { slug: 'vr', name: { en: 'Virtual reality' }, parent: 'metaverse' },
  ],
  tickers: ['XNAS:AMZN'],
});

const NAMES = {
  亚马逊: company('amazon'),
  Meta: company('meta'),
  Quest: product('quest'),
  元宇宙: topic('metaverse'),
  云计算: topic('cloud'),
  VR: topic('vr'),
};

const ARTICLES = [
  articleOf('a', {
    title: '亚马逊谈元宇宙',
    publishedAt: '2021-12-02T13:48:00Z',
    language: 'zh-Hans',
    bodyText: '亚马逊布局云计算。Meta也在做。',
    names: NAMES,
    categories: [['游戏', '新闻']],
    tags: ['科技'],
    source: { name: '安信证券', url: null, kind: 'CREDIT' },
    tickers: [{ ticker: 'XNAS:AMZN', origin: 'COMPANY' }],
  }),
  articleOf('b', {
    title: 'Meta sells Quest',
    publishedAt: '2021-12-20T01:31:14Z',
    bodyText: 'Meta talks about VR. The Quest is a headset.',
    names: NAMES,
    categories: [['游戏'], ['Tech']],
    tags: ['科技', 'VR'],
  }),
  articleOf('c', {
    title: 'Undated',
    bodyText: 'Meta, again.',
    names: NAMES,
    categories: [['游戏', '评测']],
  }),
  articleOf('d', {
    title: 'Älter',
    publishedAt: '1969-12-31T23:59:59Z',
    language: 'zh-Hant',
    bodyText: '只有元宇宙。',
    names: NAMES,
    source: { name: '安信证券', url: null, kind: 'CREDIT' },
  }),
  articleOf('e', { title: 'zebra', publishedAt: '2022-01-31T16:30:00Z', bodyText: '亚马逊', names: NAMES }),
];

const NEWEST: ArticleOrder = { field: 'PUBLISHED_AT', direction: 'DESC' };

describe.each(ENGINES)('articles on $name', ({ missing, open }) => {
  describe.skipIf(missing !== null)('', () => {
    let opened: TestStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
      await ingest(store, CATALOG, ARTICLES);
    });
    afterAll(() => opened.remove());

    const slugs = async (filter: ArticleFilter, order: ArticleOrder = NEWEST) =>
      (await store.articles.page(filter, order, { first: 100 })).edges.map(({ node }) => node.slug);

    test('an article comes back as it was put', async () => {
      const [article] = await store.articles.bySlugs(['a']);
      expect(article).toEqual({
        type: 'Article',
        id: expect.any(Number),
        slug: 'a',
        path: 'a.txt',
        title: '亚马逊谈元宇宙',
        url: null,
        publishedAt: Date.UTC(2021, 11, 2, 13, 48),
        publishedOffset: null,
        language: 'zh-Hans',
        author: null,
        source: { name: '安信证券', url: null, kind: 'CREDIT' },
        wordCount: 0,
        readingMinutes: 1,
        mentionCount: 5,
        heroImage: null,
        tags: ['科技'],
        publishedOn: null,
        ingestedAt: expect.any(Number),
        revision: '1',
      });
    });

    test('what is not there is null, in its place', async () => {
      const rows = await store.articles.bySlugs(['x', 'b', 'y']);
      expect(rows.map((row) => row?.slug ?? null)).toEqual([null, 'b', null]);
    });

    test.each<[string, ArticleOrder, string[]]>([
      ['newest first, undated last', NEWEST, ['e', 'b', 'a', 'd', 'c']],
      ['oldest first, undated last', { field: 'PUBLISHED_AT', direction: 'ASC' }, ['d', 'a', 'b', 'e', 'c']],
      ['by title, by code points', { field: 'TITLE', direction: 'ASC' }, ['b', 'c', 'e', 'd', 'a']],
    ])('a list can be read %s', async (_, order, expected) => {
      expect(await slugs({}, order)).toEqual(expected);
    });

    test.each<[string, ArticleFilter, string[]]>([
      ['an entity', { mentionsAll: [company('amazon')] }, ['e', 'a']],
      ['all of two entities', { mentionsAll: [company('amazon'), company('meta')] }, ['a']],
      ['any of two entities', { mentionsAny: [company('amazon'), topic('metaverse')] }, ['e', 'a', 'd']],
      ['none of an entity', { mentionsNone: [company('meta')] }, ['e', 'd']],
      ['companies', { companies: ['meta', 'amazon'] }, ['e', 'b', 'a', 'c']],
      ['an unknown company', { companies: ['nobody'] }, []],
      ['products', { products: ['quest'] }, ['b']],
      ['tickers, which the articles of their company have', { tickers: ['XNAS:AMZN'] }, ['e', 'a']],
      ['topics with those below', { topics: ['metaverse'] }, ['b', 'a', 'd']],
      ['a topic below', { topics: ['vr'] }, ['b']],
      ['a category with those below', { category: ['游戏'] }, ['b', 'a', 'c']],
      ['a category below', { category: ['游戏', '评测'] }, ['c']],
      ['tags', { tags: ['科技'] }, ['b', 'a']],
      ['a source', { source: '安信证券' }, ['a', 'd']],
      ['a language with its variants', { language: 'zh' }, ['a', 'd']],
      ['a language to the letter', { language: 'zh-Hant' }, ['d']],
      ['a time from', { publishedFrom: Date.UTC(2021, 11, 20, 1, 31, 14) }, ['e', 'b']],
      ['a time to, exclusive', { publishedTo: Date.UTC(2021, 11, 20, 1, 31, 14) }, ['a', 'd']],
      ['a word', { text: '元宇宙' }, ['a', 'd']],
      ['a beginning of a word', { text: 'head' }, ['b']],
      ['a text and a company', { text: 'Meta', companies: ['amazon'] }, ['a']],
      ['a text without letters', { text: '…' }, []],
      [
        'everything together',
        {
          mentionsAny: [topic('cloud')],
          companies: ['meta'],
          category: ['游戏'],
          text: '布局',
          language: 'zh',
        },
        ['a'],
      ],
    ])('a list can be narrowed to %s', async (_, filter, expected) => {
      expect(await slugs(filter)).toEqual(expected);
      expect(await store.articles.counts([{ kind: 'corpus' }], filter)).toEqual([expected.length]);
      const all = await store.articles.bySlugs(['a', 'b', 'c', 'd', 'e']);
      const ids = all.flatMap((row) => (row ? [row.id] : []));
      const matching = await store.articles.matching(ids, filter);
      expect(matching.map((row) => row.slug)).toEqual([...expected].sort());
    });

    test('a category has its own articles, and with them those below', async () => {
      const { edges } = await store.categories.page(true, { first: 10 });
      const ids = edges.map(({ node }) => node.id);
      const read = async (descendants: boolean) => {
        const pages = await store.articles.pages(
          ids.map((id) => ({ kind: 'category', id, includeDescendants: descendants })),
          {},
          NEWEST,
          { first: 10 },
        );
        return pages.map((page) => page.edges.map(({ node }) => node.slug));
      };
      expect(edges.map(({ node }) => [node.path, node.articleCount])).toEqual([
        [['Tech'], 1],
        [['游戏'], 3],
      ]);
      expect(await read(true)).toEqual([['b'], ['b', 'a', 'c']]);
      expect(await read(false)).toEqual([['b'], ['b']]);
    });

    test('an entity has its articles with how they name it', async () => {
      const { edges } = await store.companies.page(
        {},
        { field: 'ARTICLE_COUNT', direction: 'DESC' },
        { first: 3 },
      );
      const pages = await store.articles.pages(
        edges.map(({ node }) => ({ kind: 'entity', type: 'Company', id: node.id })),
        {},
        { field: 'MENTION_COUNT', direction: 'DESC' },
        { first: 2 },
      );
      const shown = pages.map((page) => ({
        ...page,
        edges: page.edges.map(({ node, mentionCount, inTitle, firstOrdinal }) => [
          node.slug,
          mentionCount,
          inTitle,
          firstOrdinal,
        ]),
      }));
      expect(edges.map(({ node }) => [node.slug, node.articleCount, node.mentionCount])).toEqual([
        ['meta', 3, 4],
        ['amazon', 2, 3],
        ['aws', 0, 0],
      ]);
      expect(shown.map(({ edges: links, hasNextPage }) => [links.length, links[0], hasNextPage])).toEqual([
        [2, ['b', 2, true, 0], true],
        [2, ['a', 2, true, 0], false],
        [0, undefined, false],
      ]);
    });

    test('facets count the articles under the filter, and nothing else', async () => {
      const facets = async (filter: ArticleFilter) => {
        const names = ['companies', 'products', 'topics', 'categories', 'sources', 'months'] as const;
        const values = await Promise.all(
          names.map(async (name) => {
            const [found] = await store.articles.facets([{ kind: 'corpus' }], filter, name, { first: 10 });
            return [name, found?.edges.map(({ node }) => [node.key, node.count])];
          }),
        );
        return Object.fromEntries(values);
      };
      expect(await facets({})).toEqual({
        companies: [
          ['meta', 3],
          ['amazon', 2],
        ],
        products: [['quest', 1]],
        topics: [
          ['metaverse', 3],
          ['cloud', 1],
          ['vr', 1],
        ],
        categories: [
          ['["游戏"]', 3],
          ['["Tech"]', 1],
          ['["游戏","新闻"]', 1],
          ['["游戏","评测"]', 1],
        ],
        sources: [['安信证券', 2]],
        months: [
          ['2021-12', 2],
          ['1970-01', 1],
          ['2022-02', 1],
        ],
      });
      expect(await facets({ companies: ['amazon'] })).toEqual({
        companies: [
          ['amazon', 2],
          ['meta', 1],
        ],
        products: [],
        topics: [
          ['cloud', 1],
          ['metaverse', 1],
        ]
          .toReversed()
          .sort(),
        categories: [
          ['["游戏"]', 1],
          ['["游戏","新闻"]', 1],
        ].sort(),
        sources: [['安信证券', 1]],
        months: [
          ['2021-12', 1],
          ['2022-02', 1],
        ],
      });
    });

    test('related articles share entities, the rare ones telling most', async () => {
      const [a] = await store.articles.bySlugs(['a']);
      const [page] = await store.articles.related([a?.id ?? 0], { first: 10 });
      expect(page?.edges.map(({ node, score, shared }) => [node.slug, score, shared])).toEqual([
        ['e', 0.5, [company('amazon')]],
        ['d', 0.5, [topic('metaverse')]],
        ['b', 0.333333333, [company('meta')]],
        ['c', 0.333333333, [company('meta')]],
      ]);
      expect(await store.articles.relatedCounts([a?.id ?? 0])).toEqual([4]);
    });
  });
});
