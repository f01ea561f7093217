import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { globalId } from '../../src/graph/ids.ts';
import type { TestStore } from '../store/stores.ts';
import { ask, dataOf } from './ask.ts';
import { CATALOG, ingest, POSTS } from './corpus.ts';
import { onEachEngine } from './engines.ts';

const WITH_FRAMEWORK: Catalog = {
  ...CATALOG,
  version: 'with-framework',
  frameworks: new Map([
    [
      'research',
      {
        slug: 'research',
        name: { en: 'Research', zh: '研究' },
        components: [
          { name: { en: 'Twins' }, topics: ['digital-twin'] },
          { name: { en: 'Ground', zh: '基建' }, topics: ['infrastructure', 'cloud-computing'] },
        ],
      },
    ],
  ]),
};

onEachEngine((open) => {
  let opened: TestStore;
  beforeAll(async () => {
    opened = await open();
    await ingest(opened.store, POSTS, WITH_FRAMEWORK);
  });
  afterAll(() => opened.remove());

  test('a framework has its components in its own order, each with its topics', async () => {
    const id = globalId('Framework', 'research');
    expect(
      await dataOf(
        opened.store,
        `query ($id: ID!) {
          framework(slug: "research") { id slug name zh: name(language: "zh") components {
            position name zh: name(language: "zh") topics(first: 1) { totalCount nodes { slug } pageInfo { hasNextPage } }
          } }
          nobody: framework(slug: "nobody") { slug }
          frameworks { totalCount nodes { slug } }
          node(id: $id) { ... on Framework { slug } }
        }`,
        { id },
      ),
    ).toEqual({
      framework: {
        id,
        slug: 'research',
        name: 'Research',
        zh: '研究',
        components: [
          {
            position: 1,
            name: 'Twins',
            zh: 'Twins',
            topics: { totalCount: 1, nodes: [{ slug: 'digital-twin' }], pageInfo: { hasNextPage: false } },
          },
          {
            position: 2,
            name: 'Ground',
            zh: '基建',
            topics: { totalCount: 2, nodes: [{ slug: 'infrastructure' }], pageInfo: { hasNextPage: true } },
          },
        ],
      },
      nobody: null,
      frameworks: { totalCount: 1, nodes: [{ slug: 'research' }] },
      node: { slug: 'research' },
    });
  });

  test('how much is said about a company and each component, in the order of the framework, with the sentences', async () => {
    expect(
      await dataOf(
        opened.store,
        `{
          company(slug: "aws") { frameworkCoverage(framework: "research") {
            component { position name } sentenceCount articleCount
            evidence(first: 5) { totalCount nodes { sentence start end field topic { slug } article { slug } } }
          } }
          english: company(slug: "aws") { frameworkCoverage(framework: "research", filter: { language: "en" }) { sentenceCount } }
        }`,
      ),
    ).toEqual({
      company: {
        frameworkCoverage: [
          {
            component: { position: 1, name: 'Twins' },
            sentenceCount: 0,
            articleCount: 0,
            evidence: { totalCount: 0, nodes: [] },
          },
          {
            component: { position: 2, name: 'Ground' },
            sentenceCount: 1,
            articleCount: 1,
            evidence: {
              totalCount: 1,
              nodes: [
                {
                  sentence: '云计算是元宇宙的基础，亚马逊云科技说。',
                  start: 27,
                  end: 46,
                  field: 'BODY',
                  topic: { slug: 'cloud-computing' },
                  article: { slug: 'aws-chip' },
                },
              ],
            },
          },
        ],
      },
      english: { frameworkCoverage: [{ sentenceCount: 0 }, { sentenceCount: 0 }] },
    });
  });

  test('what is counted of a topic or a company with what belongs to it is what is listed', async () => {
    expect(
      await dataOf(
        opened.store,
        `{
          topic(slug: "infrastructure") {
            articleCount own: articleCount(includeDescendants: false)
            articles { totalCount nodes { slug } edges { mentionCount mentions { surface } } }
            alone: articles(includeDescendants: false) { totalCount }
            timeline(interval: YEAR) { articleCount }
          }
          company(slug: "amazon") {
            articles { totalCount } all: articles(includeOwned: true) { totalCount }
            english: articles(includeOwned: true, filter: { language: "en" }) { totalCount }
            timeline(interval: YEAR, includeOwned: true, filter: { source: "3DMGame" }) { articleCount }
            coMentions(filter: { source: "3DMGame" }) { nodes { slug } }
          }
        }`,
      ),
    ).toEqual({
      topic: {
        articleCount: 3,
        own: 0,
        articles: {
          totalCount: 3,
          nodes: [{ slug: 'giants' }, { slug: 'aws-chip' }, { slug: 'english' }],
          edges: [
            { mentionCount: 1, mentions: [{ surface: '云计算' }] },
            { mentionCount: 2, mentions: [{ surface: '云计算' }, { surface: '云计算' }] },
            { mentionCount: 2, mentions: [{ surface: 'cloud computing' }, { surface: 'cloud computing' }] },
          ],
        },
        alone: { totalCount: 0 },
        timeline: [{ articleCount: 2 }],
      },
      company: {
        articles: { totalCount: 2 },
        all: { totalCount: 2 },
        english: { totalCount: 0 },
        timeline: [{ articleCount: 1 }],
        coMentions: { nodes: [{ slug: 'aws' }, { slug: 'meta' }] },
      },
    });
  });

  test('topics of a component can be paged through', async () => {
    const page = (after: string | null) =>
      dataOf(
        opened.store,
        `query ($after: String) { framework(slug: "research") { components { topics(first: 1, after: $after) {
          edges { cursor node { slug } }
        } } } }`,
        { after },
      ) as Promise<{
        framework: { components: { topics: { edges: { cursor: string; node: object }[] } }[] };
      }>;
    const first = (await page(null)).framework.components[1]?.topics.edges;
    const second = (await page(first?.[0]?.cursor ?? '')).framework.components[1]?.topics.edges;
    expect(second?.map(({ node }) => node)).toEqual([{ slug: 'cloud-computing' }]);
    const { errors } = await ask(
      opened.store,
      '{ frameworks(after: "WzEsImFydGljbGVzIiwxXQ") { nodes { slug } } }',
    );
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'after' }),
    ]);
  });

  test('names are suggested by their beginnings in both scripts, those of most articles first', async () => {
    expect(
      await dataOf(
        opened.store,
        `{
          zh: suggest(prefix: "亚马") { text articleCount node { __typename name } }
          en: suggest(prefix: "AMA", types: [COMPANY]) { text node { name(language: "zh") } }
          some: suggest(prefix: "m", first: 1) { text articleCount }
          symbol: suggest(prefix: "amz") { text node { __typename name mentionCount ... on Ticker { symbol isin } } }
          none: suggest(prefix: "zzz") { text }
          empty: suggest(prefix: " ") { text }
          articles: suggest(prefix: "a", types: [ARTICLE]) { text }
        }`,
      ),
    ).toEqual({
      zh: [
        { text: '亚马逊', articleCount: 2, node: { __typename: 'Company', name: 'Amazon' } },
        {
          text: '亚马逊云科技',
          articleCount: 1,
          node: { __typename: 'Company', name: 'Amazon Web Services' },
        },
      ],
      en: [
        { text: 'Amazon', node: { name: '亚马逊' } },
        { text: 'Amazon Web Services', node: { name: '亚马逊云科技' } },
      ],
      some: [{ text: 'Metaverse', articleCount: 2 }],
      symbol: [
        {
          text: 'AMZN',
          node: {
            __typename: 'Ticker',
            name: 'Amazon',
            mentionCount: 0,
            symbol: 'AMZN',
            isin: 'US0231351067',
          },
        },
      ],
      none: [],
      empty: [],
      articles: [],
    });
  });

  test('what a text can name is one interface', async () => {
    const ids = [
      globalId('Company', 'aws'),
      globalId('Product', 'graviton'),
      globalId('Topic', 'metaverse'),
      globalId('Ticker', 'XHKG:09988'),
    ];
    expect(
      await dataOf(
        opened.store,
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Entity {
          __typename id name(language: "zh") articleCount articles(first: 1) { totalCount nodes { slug } }
          timeline(interval: YEAR) { articleCount }
        } } }`,
        { ids },
      ),
    ).toEqual({
      nodes: [
        {
          __typename: 'Company',
          id: ids[0],
          name: '亚马逊云科技',
          articleCount: 1,
          articles: { totalCount: 1, nodes: [{ slug: 'aws-chip' }] },
          timeline: [{ articleCount: 1 }],
        },
        {
          __typename: 'Product',
          id: ids[1],
          name: 'Graviton',
          articleCount: 1,
          articles: { totalCount: 1, nodes: [{ slug: 'aws-chip' }] },
          timeline: [{ articleCount: 1 }],
        },
        {
          __typename: 'Topic',
          id: ids[2],
          name: '元宇宙',
          articleCount: 3,
          articles: { totalCount: 3, nodes: [{ slug: 'giants' }] },
          timeline: [{ articleCount: 2 }],
        },
        {
          __typename: 'Ticker',
          id: ids[3],
          name: '阿里巴巴',
          articleCount: 1,
          articles: { totalCount: 1, nodes: [{ slug: 'giants' }] },
          timeline: [{ articleCount: 1 }],
        },
      ],
    });
  });
});
