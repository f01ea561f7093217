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

  test('a company with its listings, products, relatives and articles', async () => {
    expect(
      await dataOf(
        store,
        `{ company(slug: "amazon") {
        __typename id slug name chinese: name(language: "zh-Hans-CN") aliases formerNames country defunct origin
        mentionCount articleCount
        parent { slug } subsidiaries { totalCount nodes { slug parent { slug } products { nodes { slug } } } }
        products { totalCount } tickers { id symbol isin figi quoteUrl }
        articles { totalCount edges { mentionCount inTitle mentions { field surface sentence } node { slug } } }
      } }`,
      ),
    ).toEqual({
      company: {
        __typename: 'Company',
        id: 'Q29tcGFueTphbWF6b24',
        slug: 'amazon',
        name: 'Amazon',
        chinese: '亚马逊',
        aliases: [],
        formerNames: [],
        country: 'US',
        defunct: null,
        origin: 'CATALOG',
        mentionCount: 4,
        articleCount: 2,
        parent: null,
        subsidiaries: {
          totalCount: 1,
          nodes: [
            {
              slug: 'aws',
              parent: { slug: 'amazon' },
              products: { nodes: [{ slug: 'graviton' }, { slug: 'twinmaker' }] },
            },
          ],
        },
        products: { totalCount: 0 },
        tickers: [
          {
            id: 'VGlja2VyOlhOQVM6QU1aTg',
            symbol: 'AMZN',
            isin: 'US0231351067',
            figi: 'BBG000BVPV84',
            quoteUrl: 'https://quote.example/us/AMZN',
          },
        ],
        articles: {
          totalCount: 2,
          edges: [
            {
              mentionCount: 3,
              inTitle: true,
              mentions: [
                { field: 'TITLE', surface: '亚马逊', sentence: '巨头布局元宇宙：阿里巴巴和亚马逊' },
                { field: 'BODY', surface: '亚马逊', sentence: '阿里巴巴和亚马逊都有云计算。' },
                { field: 'BODY', surface: '亚马逊', sentence: '亚马逊的TwinMaker属于数字孪生。' },
              ],
              node: { slug: 'giants' },
            },
            {
              mentionCount: 1,
              inTitle: false,
              mentions: [
                {
                  field: 'BODY',
                  surface: '亚马逊',
                  sentence: '亚马逊旗下的亚马逊云科技发布了芯片Graviton。',
                },
              ],
              node: { slug: 'aws-chip' },
            },
          ],
        },
      },
    });
  });

  test('which companies are named together, and where', async () => {
    expect(
      await dataOf(
        store,
        `{ company(slug: "amazon") { coMentions { totalCount edges {
        articleCount node { slug } articles { totalCount nodes { slug } facets { companies { value count filter } } }
      } } } }`,
      ),
    ).toEqual({
      company: {
        coMentions: {
          totalCount: 3,
          edges: ['alibaba', 'aws', 'meta'].map((slug) => ({
            articleCount: 1,
            node: { slug },
            articles: {
              totalCount: 1,
              nodes: [{ slug: slug === 'alibaba' ? 'giants' : 'aws-chip' }],
              facets: {
                companies: (slug === 'alibaba' ? ['alibaba', 'amazon'] : ['amazon', 'aws', 'meta']).map(
                  (value) => ({
                    value,
                    count: 1,
                    filter: {
                      companies: [value],
                    },
                  }),
                ),
              },
            },
          })),
        },
      },
    });
  });

  test('facets of companies, topics and categories that are asked for together are those of each alone', async () => {
    const own = await open({ timeZone: 'Asia/Shanghai' });
    try {
      await ingest(own.store, POSTS);
      const facets = 'articles { facets { topics { value count } companies { value count } } }';
      const parts = [
        `companies { nodes { slug ${facets} } }`,
        `topics { nodes { slug ${facets} } }`,
        `categories { nodes { path ${facets} } }`,
      ];
      const alone = await Promise.all(parts.map((part) => dataOf(own.store, `{ ${part} }`)));
      expect(await dataOf(own.store, `{ ${parts.join(' ')} }`)).toEqual(Object.assign({}, ...alone));
      expect(await dataOf(store, `{ ${parts.join(' ')} }`)).toEqual(Object.assign({}, ...alone));
    } finally {
      await own.remove();
    }
  });

  test('a timeline has its buckets at midnight of the corpus time zone, empty ones included', async () => {
    expect(
      await dataOf(
        store,
        `{
        company(slug: "aws") { timeline(interval: DAY, from: "2021-12-01", to: "2021-12-03") { start articleCount mentionCount } }
        topic(slug: "cloud-computing") { timeline(interval: MONTH, from: "2021-11-15", to: "2022-01-01") { start articleCount mentionCount } }
        product(slug: "twinmaker") { timeline(interval: YEAR) { start articleCount mentionCount } }
        ticker(exchange: "xnas", symbol: "AMZN") { timeline(interval: QUARTER) { start articleCount mentionCount } }
      }`,
      ),
    ).toEqual({
      company: {
        timeline: [
          { start: '2021-12-01', articleCount: 0, mentionCount: 0 },
          { start: '2021-12-02', articleCount: 1, mentionCount: 3 },
          { start: '2021-12-03', articleCount: 0, mentionCount: 0 },
        ],
      },
      topic: {
        timeline: [
          { start: '2021-11-01', articleCount: 0, mentionCount: 0 },
          { start: '2021-12-01', articleCount: 2, mentionCount: 3 },
          { start: '2022-01-01', articleCount: 0, mentionCount: 0 },
        ],
      },
      product: { timeline: [{ start: '2021-01-01', articleCount: 1, mentionCount: 1 }] },
      ticker: { timeline: [{ start: '2021-10-01', articleCount: 2, mentionCount: 0 }] },
    });
  });

  test('topics form a tree, and know the companies that are named with them', async () => {
    expect(
      await dataOf(
        store,
        `{
        topics(rootsOnly: true) { totalCount nodes { slug name(language: "zh") parent { slug } children { totalCount nodes { slug children { nodes { slug } } } } } }
        all: topics(first: 2) { totalCount nodes { slug } pageInfo { hasNextPage } }
        topic(slug: "cloud-computing") {
          parent { slug } ancestors { slug } mentionCount articleCount
          companies { totalCount edges { articleCount node { slug } } }
          articles { edges { mentionCount inTitle node { slug } } }
        }
      }`,
      ),
    ).toEqual({
      topics: {
        totalCount: 1,
        nodes: [
          {
            slug: 'metaverse',
            name: '元宇宙',
            parent: null,
            children: {
              totalCount: 2,
              nodes: [
                { slug: 'infrastructure', children: { nodes: [{ slug: 'cloud-computing' }] } },
                { slug: 'digital-twin', children: { nodes: [] } },
              ],
            },
          },
        ],
      },
      all: {
        totalCount: 4,
        nodes: [{ slug: 'cloud-computing' }, { slug: 'digital-twin' }],
        pageInfo: { hasNextPage: true },
      },
      topic: {
        parent: { slug: 'infrastructure' },
        ancestors: [{ slug: 'metaverse' }, { slug: 'infrastructure' }],
        mentionCount: 5,
        articleCount: 3,
        companies: {
          totalCount: 4,
          edges: [
            { articleCount: 2, node: { slug: 'amazon' } },
            { articleCount: 1, node: { slug: 'alibaba' } },
            { articleCount: 1, node: { slug: 'aws' } },
            { articleCount: 1, node: { slug: 'meta' } },
          ],
        },
        articles: {
          edges: [
            { mentionCount: 1, inTitle: false, node: { slug: 'giants' } },
            { mentionCount: 2, inTitle: false, node: { slug: 'aws-chip' } },
            { mentionCount: 2, inTitle: true, node: { slug: 'english' } },
          ],
        },
      },
    });
  });

  test('a ticker leads to its company and its articles', async () => {
    expect(
      await dataOf(
        store,
        `{
        ticker(exchange: "XHKG", symbol: "09988") {
          id mic symbol name chinese: name(language: "zh") isin figi quoteUrl exchange { mic name currency } company { slug tickers { mic symbol } }
          articles { totalCount edges { mentionCount inTitle mentions { surface } node { slug } } }
        }
        tickers(filter: { exchange: "xnys" }) { totalCount nodes { mic symbol } }
      }`,
      ),
    ).toEqual({
      ticker: {
        id: 'VGlja2VyOlhIS0c6MDk5ODg',
        mic: 'XHKG',
        symbol: '09988',
        name: 'Alibaba',
        chinese: '阿里巴巴',
        isin: null,
        figi: null,
        quoteUrl: 'https://quote.example/hk/09988',
        exchange: { mic: 'XHKG', name: 'Hong Kong Exchanges', currency: 'HKD' },
        company: {
          slug: 'alibaba',
          tickers: [
            { mic: 'XNYS', symbol: 'BABA' },
            { mic: 'XHKG', symbol: '09988' },
          ],
        },
        articles: {
          totalCount: 1,
          edges: [{ mentionCount: 0, inTitle: false, mentions: [], node: { slug: 'giants' } }],
        },
      },
      tickers: { totalCount: 1, nodes: [{ mic: 'XNYS', symbol: 'BABA' }] },
    });
  });

  test('categories are paths, and hold the articles below them unless told otherwise', async () => {
    expect(
      await dataOf(
        store,
        `{
        categories(rootsOnly: true) { totalCount nodes { path articleCount children { totalCount nodes { name } } } }
        category(path: ["游戏", "3DMGame"]) {
          id name path parent { path } ancestors { name } articleCount
          articles { totalCount nodes { slug } }
          own: articles(includeDescendants: false) { totalCount nodes { slug } }
        }
        game: category(path: ["游戏"]) {
          articles { nodes { slug } facets { companies { value } categories { value count filter } } }
          own: articles(includeDescendants: false) { totalCount nodes { slug } }
        }
      }`,
      ),
    ).toEqual({
      categories: {
        totalCount: 2,
        nodes: [
          { path: ['游戏'], articleCount: 2, children: { totalCount: 1, nodes: [{ name: '3DMGame' }] } },
          { path: ['证券'], articleCount: 2, children: { totalCount: 1, nodes: [{ name: '研报' }] } },
        ],
      },
      category: {
        id: 'Q2F0ZWdvcnk6WyLmuLjmiI8iLCIzRE1HYW1lIl0',
        name: '3DMGame',
        path: ['游戏', '3DMGame'],
        parent: { path: ['游戏'] },
        ancestors: [{ name: '游戏' }],
        articleCount: 1,
        articles: { totalCount: 1, nodes: [{ slug: 'aws-chip' }] },
        own: { totalCount: 0, nodes: [] },
      },
      game: {
        articles: {
          nodes: [{ slug: 'aws-chip' }, { slug: 'english' }],
          facets: {
            companies: [{ value: 'amazon' }, { value: 'aws' }, { value: 'meta' }],
            categories: [
              { value: '["游戏"]', count: 2, filter: { category: ['游戏'] } },
              {
                value: '["游戏","3DMGame","新闻中心"]',
                count: 1,
                filter: { category: ['游戏', '3DMGame', '新闻中心'] },
              },
              { value: '["游戏","3DMGame"]', count: 1, filter: { category: ['游戏', '3DMGame'] } },
            ],
          },
        },
        own: { totalCount: 1, nodes: [{ slug: 'english' }] },
      },
    });
  });

  test('companies and products in every order and under filters', async () => {
    expect(
      await dataOf(
        store,
        `{
        mostMentioned: companies { nodes { slug mentionCount } totalCount }
        byName: companies(orderBy: { field: NAME, direction: DESC }) { nodes { name } }
        byArticles: companies(orderBy: { field: ARTICLE_COUNT, direction: ASC }) { nodes { articleCount } }
        named: companies(filter: { name: "亚马逊" }, orderBy: { field: NAME, direction: ASC }) { nodes { slug } totalCount }
        chinese: companies(filter: { country: "cn", mentioned: true, origin: CATALOG }) { nodes { slug } totalCount }
        chips: products(filter: { kind: CHIP, maker: "aws" }) { nodes { slug } totalCount }
        unnamed: products(filter: { mentioned: false }) { totalCount }
      }`,
      ),
    ).toEqual({
      mostMentioned: {
        nodes: [
          { slug: 'amazon', mentionCount: 4 },
          { slug: 'aws', mentionCount: 3 },
          { slug: 'alibaba', mentionCount: 2 },
          { slug: 'meta', mentionCount: 1 },
        ],
        totalCount: 4,
      },
      byName: {
        nodes: [{ name: 'Meta' }, { name: 'Amazon Web Services' }, { name: 'Amazon' }, { name: 'Alibaba' }],
      },
      byArticles: {
        nodes: [{ articleCount: 1 }, { articleCount: 1 }, { articleCount: 1 }, { articleCount: 2 }],
      },
      named: { nodes: [{ slug: 'amazon' }, { slug: 'aws' }], totalCount: 2 },
      chinese: { nodes: [{ slug: 'alibaba' }], totalCount: 1 },
      chips: { nodes: [{ slug: 'graviton' }], totalCount: 1 },
      unnamed: { totalCount: 0 },
    });
  });

  test('the corpus as a whole', async () => {
    const { corpus } = (await dataOf(
      store,
      `{ corpus {
      revision articleCount companyCount mentionCount ingestedAt timeZone
      diagnostics { totalCount nodes { path line code severity message hint } }
      errors: diagnostics(severity: ERROR) { totalCount nodes { code } }
    } }`,
    )) as { corpus: { revision: string; ingestedAt: string } };
    expect(corpus).toEqual({
      revision: corpus.revision,
      articleCount: 3,
      companyCount: 4,
      mentionCount: 21,
      timeZone: 'Asia/Shanghai',
      ingestedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/),
      diagnostics: {
        totalCount: 1,
        nodes: [
          {
            path: 'posts/giants.txt',
            line: 3,
            code: 'DATE_IS_TEXT',
            severity: 'WARNING',
            message: 'The date is text.',
            hint: 'Write it as YAML writes dates.',
          },
        ],
      },
      errors: { totalCount: 0, nodes: [] },
    });
  });
});
