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
    opened = await open();
    store = opened.store;
    await ingest(store, POSTS);
  });
  afterAll(() => opened.remove());

  test('everything that an article itself says', async () => {
    expect(
      await dataOf(
        store,
        `{
        article(slug: "giants") {
          __typename id slug path title url publishedAt publishedOffset language author
          source { name url kind }
          excerpt(length: 20) bodyText bodyHtml wordCount readingMinutes heroImage { url }
          images { url } links { url } stockCharts { ticker { symbol mic } quoteUrl chartUrl }
          tags mentionCount frontMatter
          diagnostics { path line code severity message hint }
        }
      }`,
      ),
    ).toEqual({
      article: {
        __typename: 'Article',
        id: 'QXJ0aWNsZTpnaWFudHM',
        slug: 'giants',
        path: 'posts/giants.txt',
        title: '巨头布局元宇宙：阿里巴巴和亚马逊',
        url: 'https://news.example/giants',
        publishedAt: '2021-12-20T01:31:14Z',
        publishedOffset: '+08:00',
        language: 'zh-Hans',
        author: null,
        source: { name: '安信证券', url: null, kind: 'CREDIT' },
        excerpt: '阿里巴巴和亚马逊都有云计算。',
        bodyText: '阿里巴巴和亚马逊都有云计算。\n亚马逊的TwinMaker属于数字孪生。\nMeta呢？',
        bodyHtml: '<p>阿里巴巴和亚马逊都有云计算。\n亚马逊的TwinMaker属于数字孪生。\nMeta呢？</p>',
        wordCount: 42,
        readingMinutes: 1,
        heroImage: null,
        images: [],
        links: [],
        stockCharts: [
          {
            ticker: { symbol: '09988', mic: 'XHKG' },
            quoteUrl: 'https://quote.example/hk/09988',
            chartUrl: 'https://chart.example/hk/09988.png',
          },
          {
            ticker: { symbol: 'AMZN', mic: 'XNAS' },
            quoteUrl: 'https://quote.example/us/AMZN',
            chartUrl: null,
          },
        ],
        tags: ['证券', '元宇宙'],
        mentionCount: 9,
        frontMatter: { title: '巨头布局元宇宙：阿里巴巴和亚马逊' },
        diagnostics: [
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
    });
  });

  test('an article without date, source and names says so with null', async () => {
    expect(
      await dataOf(
        store,
        `{ article(slug: "english") {
        publishedAt publishedOffset language source { name } companies { totalCount edges { cursor } }
        categories { nodes { path name } }
      } }`,
      ),
    ).toEqual({
      article: {
        publishedAt: null,
        publishedOffset: null,
        language: 'en',
        source: null,
        companies: { totalCount: 0, edges: [] },
        categories: {
          nodes: [
            { path: ['游戏'], name: '游戏' },
            { path: ['证券', '研报'], name: '研报' },
          ],
        },
      },
    });
  });

  test('what an article names, most mentioned first, with the evidence', async () => {
    expect(
      await dataOf(
        store,
        `query ($chinese: String) {
        article(slug: "giants") {
          companies { edges { mentionCount inTitle firstMention { field start sentence } node { slug name(language: $chinese) } } totalCount }
          products { edges { mentionCount inTitle firstMention { surface } node { slug maker { slug } kind } } totalCount }
          topics { edges { mentionCount inTitle firstMention { surface } node { slug } } totalCount }
          tickers { edges { origin mentionCount inTitle firstMention { surface } node { mic symbol exchange { name country currency } company { slug } } } totalCount }
        }
      }`,
        { chinese: 'zh-CN' },
      ),
    ).toEqual({
      article: {
        companies: {
          edges: [
            {
              mentionCount: 3,
              inTitle: true,
              firstMention: { field: 'TITLE', start: 13, sentence: '巨头布局元宇宙：阿里巴巴和亚马逊' },
              node: { slug: 'amazon', name: '亚马逊' },
            },
            {
              mentionCount: 2,
              inTitle: true,
              firstMention: { field: 'TITLE', start: 8, sentence: '巨头布局元宇宙：阿里巴巴和亚马逊' },
              node: { slug: 'alibaba', name: '阿里巴巴' },
            },
          ],
          totalCount: 2,
        },
        products: {
          edges: [
            {
              mentionCount: 1,
              inTitle: false,
              firstMention: { surface: 'TwinMaker' },
              node: { slug: 'twinmaker', maker: { slug: 'aws' }, kind: 'SERVICE' },
            },
          ],
          totalCount: 1,
        },
        topics: {
          edges: [
            {
              mentionCount: 1,
              inTitle: false,
              firstMention: { surface: '云计算' },
              node: { slug: 'cloud-computing' },
            },
            {
              mentionCount: 1,
              inTitle: false,
              firstMention: { surface: '数字孪生' },
              node: { slug: 'digital-twin' },
            },
            {
              mentionCount: 1,
              inTitle: true,
              firstMention: { surface: '元宇宙' },
              node: { slug: 'metaverse' },
            },
          ],
          totalCount: 3,
        },
        tickers: {
          edges: [
            {
              origin: 'STOCK_BLOCK',
              mentionCount: 0,
              inTitle: false,
              firstMention: null,
              node: {
                mic: 'XHKG',
                symbol: '09988',
                exchange: { name: 'Hong Kong Exchanges', country: 'HK', currency: 'HKD' },
                company: { slug: 'alibaba' },
              },
            },
            {
              origin: 'STOCK_BLOCK',
              mentionCount: 0,
              inTitle: false,
              firstMention: null,
              node: {
                mic: 'XNAS',
                symbol: 'AMZN',
                exchange: { name: 'Nasdaq', country: 'US', currency: 'USD' },
                company: { slug: 'amazon' },
              },
            },
            {
              origin: 'COMPANY',
              mentionCount: 0,
              inTitle: false,
              firstMention: null,
              node: {
                mic: 'XNYS',
                symbol: 'BABA',
                exchange: { name: 'New York Stock Exchange', country: 'US', currency: 'USD' },
                company: { slug: 'alibaba' },
              },
            },
          ],
          totalCount: 3,
        },
      },
    });
  });

  test('mentions come in the order of the text, and an ambiguous one gives its candidates', async () => {
    const entity = '{ __typename ... on Company { slug } ... on Product { slug } ... on Topic { slug } }';
    expect(
      await dataOf(
        store,
        `{ article(slug: "giants") {
        last: mentions(last: 3) {
          nodes { surface field start end sentence status alias rule entity ${entity} candidates ${entity} article { slug } }
          pageInfo { hasNextPage hasPreviousPage }
          totalCount
        }
        inTitle: mentions(filter: { field: TITLE }) { nodes { surface } totalCount }
        ambiguous: mentions(filter: { status: AMBIGUOUS }) { nodes { surface } totalCount }
        companies: mentions(filter: { types: [COMPANY], field: BODY }) { nodes { surface } totalCount }
        ofAmazon: mentions(filter: { entities: ["Q29tcGFueTphbWF6b24"] }, first: 2) { nodes { surface field } totalCount }
      } }`,
      ),
    ).toEqual({
      article: {
        last: {
          nodes: [
            {
              surface: 'TwinMaker',
              field: 'BODY',
              start: 19,
              end: 28,
              sentence: '亚马逊的TwinMaker属于数字孪生。',
              status: 'RESOLVED',
              alias: 'TwinMaker',
              rule: 'alias',
              entity: { __typename: 'Product', slug: 'twinmaker' },
              candidates: [],
              article: { slug: 'giants' },
            },
            {
              surface: '数字孪生',
              field: 'BODY',
              start: 30,
              end: 34,
              sentence: '亚马逊的TwinMaker属于数字孪生。',
              status: 'RESOLVED',
              alias: '数字孪生',
              rule: 'alias',
              entity: { __typename: 'Topic', slug: 'digital-twin' },
              candidates: [],
              article: { slug: 'giants' },
            },
            {
              surface: 'Meta',
              field: 'BODY',
              start: 36,
              end: 40,
              sentence: 'Meta呢？',
              status: 'AMBIGUOUS',
              alias: 'Meta',
              rule: 'alias',
              entity: null,
              candidates: [
                { __typename: 'Company', slug: 'meta' },
                { __typename: 'Topic', slug: 'metaverse' },
              ],
              article: { slug: 'giants' },
            },
          ],
          pageInfo: { hasNextPage: false, hasPreviousPage: true },
          totalCount: 10,
        },
        inTitle: {
          nodes: [{ surface: '元宇宙' }, { surface: '阿里巴巴' }, { surface: '亚马逊' }],
          totalCount: 3,
        },
        ambiguous: { nodes: [{ surface: 'Meta' }], totalCount: 1 },
        companies: {
          nodes: [{ surface: '阿里巴巴' }, { surface: '亚马逊' }, { surface: '亚马逊' }],
          totalCount: 3,
        },
        ofAmazon: {
          nodes: [
            { surface: '亚马逊', field: 'TITLE' },
            { surface: '亚马逊', field: 'BODY' },
          ],
          totalCount: 3,
        },
      },
    });
  });

  test('related articles come with what they share', async () => {
    expect(
      await dataOf(
        store,
        `{ article(slug: "giants") { related { totalCount edges { node { slug } sharedEntities {
        ... on Company { slug } ... on Product { slug } ... on Topic { slug }
      } } } } }`,
      ),
    ).toEqual({
      article: {
        related: {
          totalCount: 2,
          edges: [
            {
              node: { slug: 'aws-chip' },
              sharedEntities: [{ slug: 'amazon' }, { slug: 'metaverse' }, { slug: 'cloud-computing' }],
            },
            { node: { slug: 'english' }, sharedEntities: [{ slug: 'cloud-computing' }] },
          ],
        },
      },
    });
  });
});
