import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EntityType } from '../../src/catalog/catalog.ts';
import type { EntityId, Page, PageRequest, Store, TimelineRequest } from '../../src/store/store.ts';
import { articleOf, catalogOf, company, ingest, product, topic } from './corpus-builder.ts';
import { ENGINES, type TestStore } from './stores.ts';

const CATALOG = catalogOf({
  companies: [
    { slug: 'amazon', name: { en: 'Amazon', zh: '亚马逊' }, tickers: ['XNAS:AMZN'], country: 'US' },
    { slug: 'aws', name: { en: 'Amazon Web Services' }, aliases: ['AWS'], parent: 'amazon', defunct: 2020 },
    { slug: 'meta', name: { en: 'Meta' }, formerNames: [{ name: 'Facebook', until: 2021 }], country: 'US' },
    { slug: 'baba', name: { en: 'alibaba' }, tickers: ['XHKG:09988', 'XNYS:BABA'], country: 'CN' },
  ],
  products: [
    { slug: 'quest', name: { en: 'Quest' }, maker: 'meta', kind: 'DEVICE' },
    { slug: 'echo', name: { en: 'Echo' }, maker: 'amazon', kind: 'DEVICE' },
    { slug: 'ec2', name: { en: 'EC2' }, maker: 'amazon', kind: 'SERVICE' },
  ],
  topics: [
    { slug: 'metaverse', name: { en: 'Metaverse' } },
    { slug: 'hardware', name: { en: 'Hardware' }, parent: 'metaverse', position: 1 },
    { slug: 'backend', name: { en: 'Back end' }, parent: 'metaverse', position: 0 },
    { slug: 'cloud', name: { en: 'Cloud' }, parent: 'backend', position: 0 },
    { slug: 'games', name: { en: 'Games' } },
  ],
  tickers: ['XNAS:AMZN', 'XHKG:09988', 'XNYS:BABA'],
  exchanges: [
    {
      mic: 'XNAS',
      name: { en: 'Nasdaq', zh: '纳斯达克' },
      country: 'US',
      currency: 'USD',
      suffixes: [],
      prefixes: ['NASDAQ'],
    },
  ],
});
const NAMES = {
  Amazon: company('amazon'),
  Meta: company('meta'),
  阿里: company('baba'),
  Quest: product('quest'),
  云: topic('cloud'),
  硬件: topic('hardware'),
  元宇宙: topic('metaverse'),
};
const ARTICLES = [
  articleOf('one', {
    title: 'Amazon 元宇宙',
    publishedAt: '2021-12-31T15:59:59Z',
    bodyText: 'Amazon has 云. Amazon has 云 and 硬件. Meta has 硬件.',
    names: NAMES,
    tickers: [{ ticker: 'XNAS:AMZN', origin: 'STOCK_BLOCK' }],
  }),
  articleOf('two', {
    publishedAt: '2021-12-31T16:00:00Z',
    bodyText: 'Meta and Amazon. Quest. 阿里 too.',
    names: NAMES,
    ambiguous: { too: [company('aws'), product('echo')] },
  }),
  articleOf('three', { publishedAt: '2022-03-15T00:00:00Z', bodyText: 'Amazon, Meta, 云', names: NAMES }),
  articleOf('four', { bodyText: 'Amazon.', names: NAMES }),
];

const slugs = (page: Page<{ readonly slug: string }> | undefined) => page?.edges.map(({ node }) => node.slug);
const ALL = { first: 100 };

describe.each(ENGINES)('entities on $name', ({ missing, open }) => {
  describe.skipIf(missing !== null)('', () => {
    let opened: TestStore;
    let store: Store;
    let ids: Record<string, EntityId>;
    let articles: number[];
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
      await ingest(store, CATALOG, ARTICLES);
      const order = { field: 'NAME', direction: 'ASC' } as const;
      const pages = [
        await store.companies.page({}, order, ALL),
        await store.products.page({}, order, ALL),
        await store.topics.page({}, order, ALL),
      ];
      ids = Object.fromEntries(pages.flatMap(({ edges }) => edges.map(({ node }) => [node.slug, node.id])));
      const rows = await store.articles.bySlugs(['one', 'two', 'three', 'four']);
      articles = rows.flatMap((row) => (row ? [row.id] : []));
    });
    afterAll(() => opened.remove());

    const id = (slug: string): EntityId => ids[slug] ?? 0;

    test('come back as the catalog has them', async () => {
      const [amazon, nobody, aws] = await store.companies.byIds([id('amazon'), 9999, id('aws')]);
      expect([amazon, nobody, aws]).toEqual([
        {
          type: 'Company',
          id: id('amazon'),
          slug: 'amazon',
          name: { en: 'Amazon', zh: '亚马逊' },
          aliases: [],
          formerNames: [],
          parentId: null,
          country: 'US',
          defunct: null,
          origin: 'CATALOG',
          mentionCount: 6,
          articleCount: 4,
        },
        null,
        {
          type: 'Company',
          id: id('aws'),
          slug: 'aws',
          name: { en: 'Amazon Web Services' },
          aliases: ['AWS'],
          formerNames: [],
          parentId: id('amazon'),
          country: null,
          defunct: 2020,
          origin: 'CATALOG',
          mentionCount: 0,
          articleCount: 0,
        },
      ]);
      expect(await store.products.byIds([id('amazon'), id('ec2')])).toEqual([
        null,
        {
          type: 'Product',
          id: id('ec2'),
          slug: 'ec2',
          name: { en: 'EC2' },
          aliases: [],
          formerNames: [],
          makerId: id('amazon'),
          familyId: null,
          kind: 'SERVICE',
          origin: 'CATALOG',
          mentionCount: 0,
          articleCount: 0,
        },
      ]);
      expect(await store.tickers.exchanges(['XNAS', 'XXXX'])).toEqual([
        {
          mic: 'XNAS',
          name: { en: 'Nasdaq', zh: '纳斯达克' },
          country: 'US',
          currency: 'USD',
        },
        null,
      ]);
    });

    test('are listed by name, by mentions and by articles, narrowed by what they are', async () => {
      const { companies } = store;
      const byName = { field: 'NAME', direction: 'ASC' } as const;
      expect(slugs(await companies.page({}, byName, ALL))).toEqual(['baba', 'amazon', 'aws', 'meta']);
      expect(slugs(await companies.page({}, { ...byName, direction: 'DESC' }, { first: 2 }))).toEqual([
        'meta',
        'aws',
      ]);
      const byMentions = { field: 'MENTION_COUNT', direction: 'DESC' } as const;
      expect(slugs(await companies.page({}, byMentions, ALL))).toEqual(['amazon', 'meta', 'baba', 'aws']);
      const rarest = { field: 'ARTICLE_COUNT', direction: 'ASC' } as const;
      expect(slugs(await companies.page({}, rarest, ALL))).toEqual(['aws', 'baba', 'meta', 'amazon']);
      expect(slugs(await companies.page({ mentioned: true, country: 'US' }, byName, ALL))).toEqual([
        'amazon',
        'meta',
      ]);
      expect(slugs(await companies.page({ name: 'FACE' }, byName, ALL))).toEqual(['meta']);
      expect(slugs(await companies.page({ name: '馬遜' }, byName, ALL))).toEqual(['amazon']);
      expect(await companies.count({ name: 'a' })).toBe(4);
      expect(slugs(await store.products.page({ maker: 'amazon', kind: 'DEVICE' }, byName, ALL))).toEqual([
        'echo',
      ]);
      expect(await store.products.count({ maker: 'amazon' })).toBe(2);
      const tickers = await store.tickers.page({ exchange: 'XHKG', mentioned: true }, byName, ALL);
      expect(tickers.edges.map(({ node }) => [node.mic, node.symbol, node.companyId])).toEqual([
        ['XHKG', '09988', id('baba')],
      ]);
    });

    test('have those below and above them', async () => {
      const [ofAmazon, ofMeta] = await store.products.ofMakers([id('amazon'), id('meta')], { first: 1 });
      expect([slugs(ofAmazon), ofAmazon?.hasNextPage, slugs(ofMeta), ofMeta?.hasNextPage]).toEqual([
        ['ec2'],
        true,
        ['quest'],
        false,
      ]);
      expect(await store.products.countsOfMakers([id('amazon'), id('aws')])).toEqual([2, 0]);
      expect(slugs((await store.companies.subsidiaries([id('amazon')], ALL))[0])).toEqual(['aws']);
      expect(await store.companies.subsidiaryCounts([id('aws'), id('amazon')])).toEqual([0, 1]);
      const tickers = await store.tickers.ofCompanies([id('baba'), id('meta')]);
      expect(tickers.map((list) => list.map(({ symbol }) => symbol))).toEqual([['09988', 'BABA'], []]);
      expect(slugs(await store.topics.roots(ALL))).toEqual(['metaverse', 'games']);
      expect(await store.topics.rootCount()).toBe(2);
      expect(slugs((await store.topics.children([id('metaverse')], ALL))[0])).toEqual([
        'backend',
        'hardware',
      ]);
      expect(await store.topics.childCounts([id('metaverse'), id('cloud')])).toEqual([2, 0]);
      const above = await store.topics.ancestors([id('cloud'), id('games')]);
      expect(above.map((list) => list.map(({ slug }) => slug))).toEqual([['metaverse', 'backend'], []]);
    });

    test('of articles come most mentioned first, with how they are named', async () => {
      const pages = await store.companies.pagesOfArticles(articles, ALL);
      const shown = pages.map((page) =>
        page.edges.map(({ node, cursor: _, ...extra }) => [node.slug, extra]),
      );
      expect(shown).toEqual([
        [
          ['amazon', { mentionCount: 3, inTitle: true, firstOrdinal: 0 }],
          ['meta', { mentionCount: 1, inTitle: false, firstOrdinal: 7 }],
        ],
        [
          ['amazon', { mentionCount: 1, inTitle: false, firstOrdinal: 1 }],
          ['baba', { mentionCount: 1, inTitle: false, firstOrdinal: 3 }],
          ['meta', { mentionCount: 1, inTitle: false, firstOrdinal: 0 }],
        ],
        [
          ['amazon', { mentionCount: 1, inTitle: false, firstOrdinal: 0 }],
          ['meta', { mentionCount: 1, inTitle: false, firstOrdinal: 1 }],
        ],
        [['amazon', { mentionCount: 1, inTitle: false, firstOrdinal: 0 }]],
      ]);
      expect(await store.companies.countsOfArticles(articles)).toEqual([2, 3, 2, 1]);
      const [tickers] = await store.tickers.pagesOfArticles(articles, ALL);
      expect(tickers?.edges.map(({ node, cursor: _, ...extra }) => [node.symbol, extra])).toEqual([
        ['AMZN', { mentionCount: 0, inTitle: false, firstOrdinal: null, origin: 'STOCK_BLOCK' }],
      ]);
    });

    test('are named together', async () => {
      const pages = await store.companies.coMentions([id('amazon'), id('aws')], {}, ALL);
      expect(
        pages.map((page) => page.edges.map(({ node, articleCount }) => [node.slug, articleCount])),
      ).toEqual([
        [
          ['meta', 3],
          ['baba', 1],
        ],
        [],
      ]);
      expect(await store.companies.coMentionCounts([id('aws'), id('amazon')], {})).toEqual([0, 2]);
      const shared = await store.articles.pages(
        [
          { kind: 'pair', id: id('amazon'), other: id('meta') },
          { kind: 'pair', id: id('baba'), other: id('amazon') },
        ],
        {},
        { field: 'PUBLISHED_AT', direction: 'DESC' },
        { first: 2 },
      );
      expect(shared.map((page) => [slugs(page), page.hasNextPage])).toEqual([
        [['three', 'two'], true],
        [['two'], false],
      ]);
      const [beside] = await store.topics.companies([id('cloud')], {}, ALL);
      expect(beside?.edges.map(({ node, articleCount }) => [node.slug, articleCount])).toEqual([
        ['amazon', 2],
        ['meta', 2],
      ]);
      expect(await store.topics.companyCounts([id('cloud'), id('games')], {})).toEqual([2, 0]);
    });

    test('are measured on groups of topics by sentences and articles, with the evidence', async () => {
      const tree = await store.topics.tree();
      expect(tree.map(({ slug }) => slug)).toEqual(['metaverse', 'backend', 'cloud', 'hardware', 'games']);
      const groups = [
        [id('metaverse'), id('backend'), id('cloud'), id('hardware')],
        [id('cloud')],
        [id('hardware'), id('games')],
        [],
      ];
      expect(await store.companies.coverage([id('amazon'), id('meta')], groups, {})).toEqual([
        [
          { sentences: 4, articles: 2 },
          { sentences: 3, articles: 2 },
          { sentences: 1, articles: 1 },
          { sentences: 0, articles: 0 },
        ],
        [
          { sentences: 2, articles: 2 },
          { sentences: 1, articles: 1 },
          { sentences: 1, articles: 1 },
          { sentences: 0, articles: 0 },
        ],
      ]);
      expect(
        await store.companies.coverage([id('amazon')], [[id('cloud')]], { companies: ['baba'] }),
      ).toEqual([[{ sentences: 0, articles: 0 }]]);
      const requests = [
        { company: id('amazon'), topics: [id('backend'), id('cloud')] },
        { company: id('meta'), topics: [id('games')] },
      ];
      const read = async (page: PageRequest) =>
        (await store.companies.coverageEvidence(requests, {}, page)).map(({ edges, hasNextPage }) => [
          edges.map(({ node }) => node),
          hasNextPage,
          edges.at(-1)?.cursor ?? '',
        ]);
      const [first, none] = await read({ first: 2 });
      const topicIds = [id('cloud')];
      expect([first?.slice(0, 2), none?.slice(0, 2)]).toEqual([
        [
          [
            { articleId: articles[2], field: 'BODY', start: 0, end: 15, topicIds },
            { articleId: articles[0], field: 'BODY', start: 0, end: 13, topicIds },
          ],
          true,
        ],
        [[], false],
      ]);
      const [next] = await read({ first: 2, after: String(first?.[2]) });
      expect(next?.slice(0, 2)).toEqual([
        [{ articleId: articles[0], field: 'BODY', start: 13, end: 34, topicIds }],
        false,
      ]);
    });

    test('have timelines whose days begin at midnight of the corpus time zone', async () => {
      const timelines = (type: EntityType, some: readonly EntityId[], request: TimelineRequest) =>
        store.articles.timelines(
          some.map((one) => ({ kind: 'entity', type, id: one })),
          {},
          request,
        );
      const months = await timelines('Company', [id('amazon'), id('baba'), id('aws')], {
        interval: 'MONTH',
      });
      expect(months).toEqual([
        [
          { start: '2021-12-01', articleCount: 1, mentionCount: 3 },
          { start: '2022-01-01', articleCount: 1, mentionCount: 1 },
          { start: '2022-02-01', articleCount: 0, mentionCount: 0 },
          { start: '2022-03-01', articleCount: 1, mentionCount: 1 },
        ],
        [{ start: '2022-01-01', articleCount: 1, mentionCount: 1 }],
        [],
      ]);
      const range = { interval: 'DAY', from: '2021-12-31', to: '2022-01-01' } as const;
      expect(await timelines('Company', [id('meta')], range)).toEqual([
        [
          { start: '2021-12-31', articleCount: 1, mentionCount: 1 },
          { start: '2022-01-01', articleCount: 1, mentionCount: 1 },
        ],
      ]);
      const quarters = await timelines('Topic', [id('cloud')], {
        interval: 'QUARTER',
        from: '2022-02-15',
      });
      expect(quarters).toEqual([[{ start: '2022-01-01', articleCount: 1, mentionCount: 1 }]]);
      const weeks = await timelines('Company', [id('baba')], { interval: 'WEEK' });
      expect(weeks).toEqual([[{ start: '2021-12-27', articleCount: 1, mentionCount: 1 }]]);
    });

    test('are found in the mentions of articles, in text order', async () => {
      const [, two] = await store.mentions.ofArticles(articles, {}, ALL);
      expect(two?.edges.map(({ node }) => [node.surface, node.status, node.entity, node.candidates])).toEqual(
        [
          ['Meta', 'RESOLVED', company('meta'), []],
          ['Amazon', 'RESOLVED', company('amazon'), []],
          ['Quest', 'RESOLVED', product('quest'), []],
          ['阿里', 'RESOLVED', company('baba'), []],
          ['too', 'AMBIGUOUS', null, [company('aws'), product('echo')]],
        ],
      );
      const [first] = await store.mentions.byOrdinals([
        [articles[0] ?? 0, 1],
        [articles[0] ?? 0, 99],
      ]);
      expect(first).toEqual({
        articleId: articles[0],
        ordinal: 1,
        surface: '元宇宙',
        field: 'TITLE',
        start: 7,
        end: 10,
        sentenceStart: 0,
        sentenceEnd: 10,
        status: 'RESOLVED',
        entity: topic('metaverse'),
        candidates: [],
        alias: '元宇宙',
        rule: 'alias',
        namesake: null,
      });
      const narrowed = async (filter: Parameters<Store['mentions']['ofArticles']>[1]) => {
        const pages = await store.mentions.ofArticles(articles, filter, ALL);
        const counts = await store.mentions.countsOfArticles(articles, filter);
        expect(pages.map(({ edges }) => edges.length)).toEqual(counts);
        return counts;
      };
      expect(await narrowed({})).toEqual([9, 5, 3, 1]);
      expect(await narrowed({ field: 'TITLE' })).toEqual([2, 0, 0, 0]);
      expect(await narrowed({ status: 'AMBIGUOUS' })).toEqual([0, 1, 0, 0]);
      expect(await narrowed({ types: ['Product', 'Topic'] })).toEqual([5, 1, 1, 0]);
      expect(await narrowed({ entities: [company('meta'), topic('cloud')] })).toEqual([3, 1, 2, 0]);
      expect(await narrowed({ entities: [] })).toEqual([0, 0, 0, 0]);
      const pairs = await store.mentions.ofPairs([
        [id('amazon'), articles[0] ?? 0],
        [id('baba'), articles[0] ?? 0],
      ]);
      expect(pairs.map((list) => list.map(({ ordinal }) => ordinal))).toEqual([[0, 2, 4], []]);
    });
  });
});
