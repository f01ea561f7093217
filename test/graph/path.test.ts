import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graph/ids.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { ask, dataOf } from './ask.ts';
import { ingest, type Post } from './corpus.ts';
import { onEachEngine } from './engines.ts';

const meta = globalId('Company', 'meta');
const alibaba = globalId('Company', 'alibaba');
const metaverse = globalId('Topic', 'metaverse');

/** Meta and Alibaba have no article in common, but each has one with Amazon and with the metaverse. */
const NEWS: readonly Post[] = [
  {
    slug: 'meta-in-the-cloud',
    title: '{Company meta|Meta}选择云',
    body: '{Company meta|Meta}深化与{Company aws|亚马逊云科技}的合作。\n{Topic metaverse|元宇宙}企业{Company meta|Meta}这样说。\n{Company amazon|亚马逊}也这样说。',
    publishedAt: '2021-12-02T00:00:00Z',
  },
  {
    slug: 'giants-report',
    title: '{Topic metaverse|元宇宙}报告：{Company alibaba|阿里巴巴}&{Company amazon|亚马逊}',
    body: '{Topic metaverse|元宇宙}尚早。{Company alibaba|阿里巴巴}与{Company amazon|亚马逊}是云计算市场的服务商。{Company aws|AWS}也是。',
    publishedAt: '2021-12-20T00:00:00Z',
  },
  {
    slug: 'chips',
    title: '{Product graviton|Graviton}',
    body: '{Product graviton|Graviton}与{Topic cloud-computing|云计算}。',
    publishedAt: '2022-01-01T00:00:00Z',
  },
  {
    slug: 'twins',
    title: '{Topic cloud-computing|云计算}',
    body: '{Topic cloud-computing|云计算}与{Topic digital-twin|数字孪生}。',
    publishedAt: '2022-01-02T00:00:00Z',
  },
  {
    slug: 'twin-maker',
    title: '{Product twinmaker|TwinMaker}',
    body: '{Product twinmaker|TwinMaker}与{Topic digital-twin|数字孪生}。',
    publishedAt: '2022-01-03T00:00:00Z',
  },
];

const PATH = `query ($from: ID!, $to: ID!, $maxSteps: Int, $filter: ArticleFilter) {
  path(from: $from, to: $to, maxSteps: $maxSteps) {
    steps { from { ...end } to { ...end } sentence articles(filter: $filter) { totalCount nodes { slug } } }
  }
}
fragment end on Node { ... on Entity { name } ... on Article { slug } }`;

onEachEngine((open) => {
  let opened: TestStore;
  let store: Store;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    await ingest(store, NEWS);
  });
  afterAll(() => opened.remove());

  const report = globalId('Article', 'giants-report');
  const path = (from: string, to: string, more = {}) => dataOf(store, PATH, { from, to, ...more });
  const one = (slug: string) => ({ totalCount: 1, nodes: [{ slug }] });

  test('two companies hang together by a company, with the sentences that say it', async () => {
    expect(await path(meta, alibaba)).toEqual({
      path: {
        steps: [
          {
            from: { name: 'Meta' },
            to: { name: 'Amazon' },
            // No sentence names Meta and Amazon itself; this one names what Amazon owns.
            sentence: 'Meta深化与亚马逊云科技的合作。',
            articles: one('meta-in-the-cloud'),
          },
          {
            from: { name: 'Amazon' },
            to: { name: 'Alibaba' },
            sentence: '阿里巴巴与亚马逊是云计算市场的服务商。',
            articles: one('giants-report'),
          },
        ],
      },
    });
  });

  test('a company hangs together with an article by what it is mostly about', async () => {
    expect(await path(meta, report)).toEqual({
      path: {
        steps: [
          {
            from: { name: 'Meta' },
            to: { name: 'Metaverse' },
            sentence: '元宇宙企业Meta这样说。',
            articles: one('meta-in-the-cloud'),
          },
          {
            from: { name: 'Metaverse' },
            to: { slug: 'giants-report' },
            sentence: '元宇宙尚早。',
            articles: one('giants-report'),
          },
        ],
      },
    });
  });

  const nodes = `query ($from: ID!, $to: ID!, $maxSteps: Int) {
    path(from: $from, to: $to, maxSteps: $maxSteps) { steps { to { ... on Entity { name } ... on Article { slug } } } }
  }`;

  test.each([
    [
      'an article and an article',
      globalId('Article', 'meta-in-the-cloud'),
      report,
      ['Amazon', 'giants-report'],
    ],
    ['a ticker stands for its company', globalId('Ticker', 'XNYS:BABA'), meta, ['Amazon', 'Meta']],
    ['one step', metaverse, globalId('Ticker', 'XNAS:AMZN'), ['Amazon']],
    [
      'three steps',
      globalId('Product', 'graviton'),
      globalId('Product', 'twinmaker'),
      ['Cloud computing', 'Digital twin', 'TwinMaker'],
    ],
    ['a node and itself', meta, meta, []],
  ])('%s', async (_, from, to, expected) => {
    const found = (await dataOf(store, nodes, { from, to })) as {
      path: { steps: { to: { name?: string; slug?: string } }[] };
    };
    expect(found.path.steps.map((step) => step.to.slug ?? step.to.name)).toEqual(expected);
  });

  test('null where there is no path, where it is too long, and where an end does not exist', async () => {
    const graviton = globalId('Product', 'graviton');
    const twinmaker = globalId('Product', 'twinmaker');
    expect([
      await dataOf(store, nodes, { from: meta, to: graviton }),
      await dataOf(store, nodes, { from: graviton, to: twinmaker, maxSteps: 2 }),
      await dataOf(store, nodes, { from: meta, to: globalId('Company', 'nobody') }),
    ]).toEqual([{ path: null }, { path: null }, { path: null }]);
  });

  test('the articles of a step take a filter, and keep to the step', async () => {
    const found = (await path(meta, report, { filter: { companies: ['alibaba'] } })) as {
      path: { steps: { articles: object }[] };
    };
    expect(found.path.steps.map(({ articles }) => articles)).toEqual([
      { totalCount: 0, nodes: [] },
      one('giants-report'),
    ]);
  });

  test('wrong arguments are named', async () => {
    const wrong = [
      { from: 'x', to: meta },
      { from: meta, to: globalId('Category', '["a"]') },
      { from: meta, to: alibaba, maxSteps: 5 },
    ];
    const errors = await Promise.all(
      wrong.map(async (variables) => (await ask(store, nodes, variables)).errors),
    );
    expect(errors.flat().map(({ extensions }) => extensions)).toMatchObject([
      { code: 'BAD_USER_INPUT', argument: 'from' },
      { code: 'BAD_USER_INPUT', argument: 'to' },
      { code: 'BAD_USER_INPUT', argument: 'maxSteps' },
    ]);
  });
});
