import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type {
  ArticleFilter,
  ArticleOrder,
  ArticleScope,
  EntityOrder,
  PageRequest,
  Store,
} from '../../src/store/store.ts';
import { articleOf, catalogOf, company, ingest, product, topic } from './corpus-builder.ts';
import { LASTING_ENGINES, type TestStore } from './stores.ts';

const CATALOG = catalogOf({
  companies: [
    { slug: 'amazon', tickers: ['XNAS:AMZN'] },
    { slug: 'aws', parent: 'amazon' },
    { slug: 'meta' },
  ],
  products: [{ slug: 'quest', maker: 'meta' }],
  topics: [{ slug: 'metaverse' }, { slug: 'cloud', parent: 'metaverse' }],
  tickers: ['XNAS:AMZN'],
});
const NAMES = {
  Amazon: company('amazon'),
  Meta: company('meta'),
  Quest: product('quest'),
  cloud: topic('cloud'),
};
const articles = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) =>
    articleOf(`a${from + index}`, {
      title: `Amazon ${from + index}`,
      publishedAt: new Date(Date.UTC(2022, 0, 1 + from + index)).toISOString(),
      bodyText: 'Amazon and Meta sell the Quest in the cloud. 元宇宙',
      names: NAMES,
      categories: [['news', `part ${index % 3}`]],
      tags: ['x'],
      tickers: [{ ticker: 'XNAS:AMZN', origin: 'COMPANY' }],
      source: { name: 'wire', url: null, kind: 'CREDIT' },
    }),
  );

const NEWEST: ArticleOrder = { field: 'PUBLISHED_AT', direction: 'DESC' };
const BY_NAME: EntityOrder = { field: 'NAME', direction: 'ASC' };

interface Ids {
  readonly articles: readonly number[];
  readonly companies: readonly number[];
  readonly topics: readonly number[];
  readonly categories: readonly number[];
  /** A cursor of the list of all articles. */
  readonly cursor: string;
}

async function idsOf(store: Store): Promise<Ids> {
  const all = { first: 100 };
  const page = await store.articles.page({}, NEWEST, all);
  return {
    articles: page.edges.map(({ node }) => node.id),
    companies: (await store.companies.page({}, BY_NAME, all)).edges.map(({ node }) => node.id),
    topics: (await store.topics.page({}, BY_NAME, all)).edges.map(({ node }) => node.id),
    categories: (await store.categories.page(false, all)).edges.map(({ node }) => node.id),
    cursor: page.edges[1]?.cursor ?? '',
  };
}

const PAGE: PageRequest = { first: 20 };
const scopeOf = (id: number): ArticleScope => ({ kind: 'entity', type: 'Company', id });
const everyPair = (left: readonly number[], right: readonly number[]) =>
  left.flatMap((one) => right.map((other): [number, number] => [one, other]));
const filtered = (filter: ArticleFilter, order = NEWEST) => ({
  [`articles.page ${JSON.stringify(filter)} ${order.field}`]: (store: Store) =>
    store.articles.page(filter, order, PAGE),
  [`articles.counts ${JSON.stringify(filter)} ${order.field}`]: (store: Store) =>
    store.articles.counts([{ kind: 'corpus' }], filter),
});

/** Every read of a store, with as many parents as there are. */
const QUERIES: Readonly<Record<string, (store: Store, ids: Ids) => Promise<unknown>>> = {
  'articles.byIds': (store, { articles: ids }) => store.articles.byIds(ids),
  'articles.bySlugs': (store) => store.articles.bySlugs(['a1', 'a2', 'a3']),
  'articles.bodies': (store, { articles: ids }) => store.articles.bodies(ids),
  'articles.diagnostics': (store, { articles: ids }) => store.articles.diagnostics(ids),
  'articles.page deep': (store, { cursor }) => store.articles.page({}, NEWEST, { first: 20, after: cursor }),
  'articles.page last': (store, { cursor }) => store.articles.page({}, NEWEST, { last: 20, before: cursor }),
  'articles.page oldest': (store) =>
    store.articles.page({}, { field: 'PUBLISHED_AT', direction: 'ASC' }, PAGE),
  'articles.page title': (store) => store.articles.page({}, { field: 'TITLE', direction: 'ASC' }, PAGE),
  'articles.page mentions': (store) =>
    store.articles.page({}, { field: 'MENTION_COUNT', direction: 'DESC' }, PAGE),
  ...filtered({ companies: ['amazon'] }),
  ...filtered({ companies: ['amazon'] }, { field: 'TITLE', direction: 'ASC' }),
  ...filtered({ mentionsAll: [company('amazon'), company('meta')] }),
  ...filtered({ mentionsAny: [company('amazon'), product('quest')] }),
  ...filtered({ companies: ['amazon'], mentionsNone: [company('aws')] }),
  ...filtered({ topics: ['metaverse'] }),
  ...filtered({ category: ['news'] }),
  ...filtered({ tags: ['x'], source: 'wire' }),
  ...filtered({ language: 'en', publishedFrom: 0, publishedTo: 2e12 }),
  ...filtered({ text: '元宇宙' }),
  ...filtered({ text: 'cloud', companies: ['amazon'] }),
  'articles.pagesOfEntities': (store, { companies }) =>
    store.articles.pages(companies.map(scopeOf), {}, NEWEST, PAGE),
  'articles.pagesOfEntities filtered': (store, { companies }) =>
    store.articles.pages(companies.map(scopeOf), { topics: ['metaverse'], text: 'cloud' }, NEWEST, PAGE),
  'articles.pagesOfCategories': (store, { categories }) =>
    store.articles.pages(
      categories.map((id) => ({ kind: 'category', id, includeDescendants: true })),
      {},
      NEWEST,
      PAGE,
    ),
  'articles.counts': (store, { companies }) =>
    store.articles.counts(
      companies.map((id) => ({ kind: 'entity', type: 'Company', id })),
      { tags: ['x'] },
    ),
  'articles.facets': (store, { companies }) =>
    store.articles.facets(
      companies.map((id) => ({ kind: 'entity', type: 'Company', id })),
      {},
      'topics',
      PAGE,
    ),
  'articles.facets of the corpus': (store) =>
    store.articles.facets([{ kind: 'corpus' }], {}, 'companies', PAGE),
  'articles.matching': (store, { articles: ids }) =>
    store.articles.matching(ids, { text: 'cloud', tags: ['x'] }),
  'articles.related': (store, { articles: ids }) => store.articles.related(ids, PAGE),
  'articles.relatedCounts': (store, { articles: ids }) => store.articles.relatedCounts(ids),
  'companies.byIds': (store, { companies }) => store.companies.byIds(companies),
  'companies.page': (store) => store.companies.page({}, { field: 'MENTION_COUNT', direction: 'DESC' }, PAGE),
  'companies.page by name': (store) => store.companies.page({ name: 'a', mentioned: true }, BY_NAME, PAGE),
  'companies.count': (store) => store.companies.count({}),
  'companies.pagesOfArticles': (store, { articles: ids }) => store.companies.pagesOfArticles(ids, PAGE),
  'companies.countsOfArticles': (store, { articles: ids }) => store.companies.countsOfArticles(ids),
  'companies.timelines': (store, { companies }) =>
    store.articles.timelines(companies.map(scopeOf), {}, { interval: 'MONTH' }),
  'companies.subsidiaries': (store, { companies }) => store.companies.subsidiaries(companies, PAGE),
  'companies.subsidiaryCounts': (store, { companies }) => store.companies.subsidiaryCounts(companies),
  'companies.coMentions': (store, { companies }) => store.companies.coMentions(companies, {}, PAGE),
  'companies.coMentionCounts': (store, { companies }) => store.companies.coMentionCounts(companies, {}),
  'companies.sharedArticles': (store, { companies }) =>
    store.articles.pages(
      everyPair(companies, companies).map(([id, other]) => ({ kind: 'pair', id, other })),
      {},
      NEWEST,
      PAGE,
    ),
  'companies.topicCoverage': (store, { companies, topics }) =>
    store.companies.coverage(companies, [topics], {}),
  'companies.topicEvidence': (store, { companies, topics }) =>
    store.companies.coverageEvidence(
      companies.map((company) => ({ company, topics })),
      {},
      PAGE,
    ),
  'products.ofMakers': (store, { companies }) => store.products.ofMakers(companies, PAGE),
  'products.countsOfMakers': (store, { companies }) => store.products.countsOfMakers(companies),
  'topics.roots': (store) => store.topics.roots(PAGE),
  'topics.children': (store, { topics }) => store.topics.children(topics, PAGE),
  'topics.ancestors': (store, { topics }) => store.topics.ancestors(topics),
  'topics.companies': (store, { topics }) => store.topics.companies(topics, {}, PAGE),
  'tickers.page': (store) => store.tickers.page({ exchange: 'XNAS' }, BY_NAME, PAGE),
  'tickers.ofCompanies': (store, { companies }) => store.tickers.ofCompanies(companies),
  'tickers.pagesOfArticles': (store, { articles: ids }) => store.tickers.pagesOfArticles(ids, PAGE),
  'tickers.exchanges': (store) => store.tickers.exchanges(['XNAS', 'XHKG']),
  'categories.byIds': (store, { categories }) => store.categories.byIds(categories),
  'categories.page': (store) => store.categories.page(true, PAGE),
  'categories.ancestors': (store, { categories }) => store.categories.ancestors(categories),
  'categories.children': (store, { categories }) => store.categories.children(categories, PAGE),
  'categories.ofArticles': (store, { articles: ids }) => store.categories.ofArticles(ids, PAGE),
  'mentions.ofArticles': (store, { articles: ids }) =>
    store.mentions.ofArticles(ids, { types: ['Company'], entities: [company('amazon')] }, PAGE),
  'mentions.countsOfArticles': (store, { articles: ids }) => store.mentions.countsOfArticles(ids, {}),
  'mentions.byOrdinals': (store, { articles: ids }) => store.mentions.byOrdinals(ids.map((id) => [id, 0])),
  'mentions.ofPairs': (store, { articles: ids, companies }) =>
    store.mentions.ofPairs(everyPair(companies, ids)),
  'search.page rare': (store) => store.search.page({ query: '元宇宙' }, PAGE),
  'search.page prefix': (store) => store.search.page({ query: 'clo met' }, PAGE),
  'search.page filtered': (store) =>
    store.search.page({ query: '云', filter: { companies: ['amazon'] } }, PAGE),
  'search.count': (store) => store.search.count({ query: 'cloud' }),
  'corpus.get': (store) => store.corpus.get(),
  'corpus.diagnostics': (store) => store.corpus.diagnostics({ severity: 'ERROR' }, PAGE),
};

interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

describe.each(LASTING_ENGINES)('statements on $name', ({ engine, missing, open }) => {
  describe.skipIf(missing !== null)('', () => {
    let opened: TestStore;
    let store: Store;
    const sent: Statement[] = [];
    beforeAll(async () => {
      opened = await open();
      store = await openStore(opened.location, {
        onStatement: (text, parameters) => sent.push({ text, parameters }),
      });
    });
    afterAll(async () => {
      await store.close();
      await opened.remove();
    });

    test('their number depends on the question, never on how many rows or parents there are', async () => {
      const counts = async () => {
        const ids = await idsOf(store);
        const entries: [string, number][] = [];
        for (const [name, query] of Object.entries(QUERIES)) {
          const before = store.statementCount;
          await query(store, ids);
          entries.push([name, store.statementCount - before]);
        }
        return Object.fromEntries(entries);
      };
      await ingest(store, CATALOG, articles(0, 3));
      const few = await counts();
      await ingest(store, null, articles(3, 60));
      const many = await counts();
      expect(many).toEqual(few);
      expect(Object.entries(many).filter(([, count]) => count > 5)).toEqual([]);
    });

    test('none reads through a whole table that grows with the articles', async () => {
      const ids = await idsOf(store);
      const scans: [string, string[]][] = [];
      const explain =
        engine === 'sqlite' ? explainSqlite(opened.location) : await explainPostgres(opened.location);
      try {
        for (const [name, query] of Object.entries(QUERIES)) {
          sent.length = 0;
          await query(store, ids);
          for (const statement of sent) {
            const found = await explain.scans(statement);
            if (found.length > 0) scans.push([name, found]);
          }
        }
      } finally {
        await explain.close();
      }
      expect(scans).toEqual([]);
    });
  });
});

const GROWING = ['article', 'article_body', 'article_text', 'posting', 'removal', 'file', 'diagnostic'];

interface Explainer {
  scans(statement: Statement): Promise<string[]>;
  close(): Promise<void>;
}

function explainSqlite(location: string): Explainer {
  const database = new Database(location, { readonly: true });
  return {
    async scans({ text, parameters }) {
      const rows = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...parameters) as { detail: string }[];
      const aliases = new Map(
        [...text.matchAll(/(?:FROM|JOIN) "?(\w+)"? (\w+)/g)].map(([, table = '', alias = '']) => [
          alias,
          table,
        ]),
      );
      return rows.flatMap(({ detail }) => {
        // An index is read in its order up to the limit; the full-text index is asked for words (M).
        const [, name] = /^SCAN (\w+)(?!.* (?:VIRTUAL TABLE INDEX \d+:=?M|USING ))/.exec(detail) ?? [];
        const table = name === undefined ? undefined : (aliases.get(name) ?? name);
        // The article table is in the order of ids, which a page reads up to its limit.
        if (table === 'article' && /FROM article a WHERE[\s\S]*ORDER BY a\.id (ASC|DESC) LIMIT/.test(text))
          return [];
        return table !== undefined && GROWING.includes(table) ? [detail] : [];
      });
    },
    async close() {
      database.close();
    },
  };
}

/** With sequential scans made dear, PostgreSQL uses one only where no index serves. */
async function explainPostgres(location: string): Promise<Explainer> {
  const client = new pg.Client({ connectionString: location });
  await client.connect();
  await client.query('SET enable_seqscan = off');
  return {
    async scans({ text, parameters }) {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, [...parameters]);
      return rows
        .map((row) => row['QUERY PLAN'].trim())
        .filter((line) => {
          const [, table = ''] = /Seq Scan on (\w+)/.exec(line) ?? [];
          return GROWING.includes(table);
        });
    },
    close: () => client.end(),
  };
}
