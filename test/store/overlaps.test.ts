import Database from 'better-sqlite3';
import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { Catalog, EntityType } from '../../src/catalog/catalog.ts';
import type {
  ArticleFilter,
  ArticleInput,
  ArticleScope,
  EntityOrder,
  FacetName,
  Page,
  Store,
} from '../../src/store/store.ts';
import { articleOf, catalogOf, company, ingest, product, ticker, topic } from './corpus-builder.ts';
import { LASTING_ENGINES, type TestEngine } from './stores.ts';

const PARENTS = [null, 'tech', 'cloud'] as const;

/** Where topics lie differs; `nobody` is named by no article. */
function catalogWith(parent: (typeof PARENTS)[number]): Catalog {
  return catalogOf({
    companies: [{ slug: 'amazon', tickers: ['XNAS:AMZN'] }, { slug: 'meta' }, { slug: 'nobody' }],
    products: [{ slug: 'quest', maker: 'meta' }],
    topics: [{ slug: 'tech' }, { slug: 'cloud', parent: 'tech' }, { slug: 'games', parent }],
    tickers: ['XNAS:AMZN'],
  });
}

const NAMES = {
  Amazon: company('amazon'),
  Meta: company('meta'),
  Quest: product('quest'),
  AMZN: ticker('XNAS:AMZN'),
  tech: topic('tech'),
  cloud: topic('cloud'),
  games: topic('games'),
};

const article: fc.Arbitrary<ArticleInput> = fc
  .record({
    slug: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    title: fc.constantFrom('Nothing', 'Amazon', 'Meta and games'),
    words: fc.array(fc.constantFrom(...Object.keys(NAMES), '. ', 'and'), { maxLength: 9 }),
    categories: fc.uniqueArray(fc.constantFrom(['news'], ['news', 'tech'], ['other']), { maxLength: 2 }),
    tags: fc.uniqueArray(fc.constantFrom('x', 'y')),
    language: fc.constantFrom('en', 'zh-Hans', 'zh-Hant'),
    source: fc.constantFrom(null, 'wire', 'daily'),
    publishedAt: fc.constantFrom(null, '2022-01-31T20:00:00Z', '2022-03-01T00:00:00Z'),
  })
  .map(({ slug, words, source, ...parts }) =>
    articleOf(slug, {
      ...parts,
      bodyText: words.join(' '),
      source: source === null ? null : { name: source, url: null, kind: 'SITE' },
      names: NAMES,
    }),
  );

interface Step {
  readonly parent: (typeof PARENTS)[number] | 'unchanged';
  readonly put: readonly ArticleInput[];
  readonly remove: readonly string[];
}
const START: Step = { parent: 'tech', put: [], remove: [] };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    parent: fc.constantFrom('unchanged' as const, ...PARENTS),
    put: fc.array(article, { maxLength: 6 }),
    remove: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 5 },
);

async function withSteps<Result>(
  engine: TestEngine,
  overlapsFrom: number,
  taken: readonly Step[],
  use: (store: Store, location: string) => Promise<Result>,
): Promise<Result> {
  const { store, location, remove } = await engine.open({ overlapsFrom });
  try {
    for (const { parent, put, remove: removed } of taken) {
      await ingest(store, parent === 'unchanged' ? null : catalogWith(parent), put, removed);
    }
    return await use(store, location);
  } finally {
    await remove();
  }
}

/** The rows of a statement beside the store, their integers as numbers. */
async function run(location: string, statement: string): Promise<unknown[][]> {
  if (location.startsWith('postgres:')) {
    const client = new pg.Client({ connectionString: location });
    await client.connect();
    try {
      const { rows } = await client.query<unknown[]>({ text: statement, rowMode: 'array' });
      return rows.map((row) => row.map(Number));
    } finally {
      await client.end();
    }
  }
  const database = new Database(location, { readonly: true });
  try {
    return database.prepare<[], unknown[]>(statement).raw().all();
  } finally {
    database.close();
  }
}

const READ = 'SELECT set_kind, set_id, share_kind, share_id, count FROM overlap ORDER BY 1, 2, 3, 4';

/** The same from what is stored of the articles, written a second time, as one statement; numbers as in schema.ts. */
const TREES = `SELECT DISTINCT d.article_id, ta.ancestor_id AS id FROM entity_article d
  JOIN topic_ancestor ta ON ta.topic_id = d.entity_id WHERE d.entity_type = 4`;
const SETS = `SELECT article_id, 1 AS kind, entity_id AS id FROM entity_article WHERE entity_type <> 3
  UNION ALL SELECT t.article_id, 2, t.id FROM (${TREES}) t
  UNION ALL SELECT article_id, 3, label_id FROM label_article WHERE kind IN (1, 4, 5)`;
const EXPECTED = `SELECT p.* FROM (
  SELECT s.kind, s.id, h.kind AS share_kind, h.id AS share_id, count(*) AS count FROM (${SETS}) s JOIN (
      SELECT article_id, entity_type AS kind, entity_id AS id FROM entity_article WHERE entity_type IN (1, 2)
      UNION ALL SELECT t.article_id, 3, t.id FROM (${TREES}) t
      UNION ALL SELECT article_id, CASE kind WHEN 1 THEN 4 WHEN 4 THEN 5 WHEN 6 THEN 6 ELSE 7 END, label_id
        FROM label_article WHERE kind IN (1, 4, 5, 6)) h
    ON h.article_id = s.article_id GROUP BY s.kind, s.id, h.kind, h.id
  UNION ALL SELECT 1, c.company_id, 8, c.ancestor_id, count(*) FROM (
      SELECT DISTINCT c.company_id, ta.ancestor_id, c.article_id, c.field, c.sentence_start
      FROM coverage c JOIN topic_ancestor ta ON ta.topic_id = c.topic_id) c GROUP BY c.company_id, c.ancestor_id) p
  JOIN overlap_set o ON o.set_kind = p.kind AND o.set_id = p.id ORDER BY 1, 2, 3, 4`;
const LARGE_NOT_KEPT = `SELECT s.kind, s.id, count(*) FROM (${SETS}) s WHERE NOT EXISTS
    (SELECT 1 FROM overlap_set o WHERE o.set_kind = s.kind AND o.set_id = s.id)
  GROUP BY s.kind, s.id HAVING count(*) >= 2`;

const FACETS: readonly FacetName[] = ['companies', 'products', 'topics', 'categories', 'sources', 'months'];
const ALL = { first: 100 };
const BY_NAME: EntityOrder = { field: 'NAME', direction: 'ASC' };

async function scopesOf(store: Store): Promise<ArticleScope[]> {
  const ofType = (type: EntityType, { edges }: Page<{ readonly id: number }>) =>
    edges.map(({ node }): ArticleScope => ({ kind: 'entity', type, id: node.id }));
  const { edges } = await store.categories.page(false, ALL);
  return [
    { kind: 'corpus' },
    ...ofType('Company', await store.companies.page({}, BY_NAME, ALL)),
    ...ofType('Product', await store.products.page({}, BY_NAME, ALL)),
    ...ofType('Topic', await store.topics.page({}, BY_NAME, ALL)),
    ...ofType('Ticker', await store.tickers.page({}, BY_NAME, ALL)),
    ...[true, false].flatMap((includeDescendants) =>
      edges.map(({ node }): ArticleScope => ({ kind: 'category', id: node.id, includeDescendants })),
    ),
  ];
}

const FILTERS: readonly ArticleFilter[] = [
  {},
  { companies: ['amazon'] },
  { companies: ['amazon', 'meta'] },
  { companies: ['amazon'], products: ['quest'] },
  { mentionsAll: [company('amazon'), topic('cloud')] },
  { mentionsAll: [topic('tech'), topic('cloud')] },
  { topics: ['tech'] },
  { topics: ['games'], mentionsAny: [company('meta')] },
  { tickers: ['XNAS:AMZN'] },
  { category: ['news'] },
  { category: ['news'], language: 'zh' },
  { source: 'wire', companies: ['meta'] },
  { tags: ['x'], companies: ['meta'] },
  { language: 'zh-hans' },
];

/** What every scope holds under every filter, with its facets, and what is named together. */
async function answers(store: Store): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const scope of await scopesOf(store)) {
    for (const filter of FILTERS) {
      const facets: unknown[] = [];
      for (const name of FACETS) facets.push(await store.articles.facets([scope], filter, name, 100));
      found.push([scope, filter, await store.articles.counts([scope], filter), facets]);
    }
  }
  const companies = (await store.companies.page({}, BY_NAME, ALL)).edges.map(({ node }) => node.id);
  const topics = (await store.topics.page({}, BY_NAME, ALL)).edges.map(({ node }) => node.id);
  return [
    ...found,
    await store.companies.coMentions(companies, ALL),
    await store.companies.coMentionCounts(companies),
    await store.topics.companies(topics, ALL),
    await store.topics.companyCounts(topics),
    await store.companies.topicCoverage(companies, null),
  ];
}

describe.each(LASTING_ENGINES)('overlaps on $name', (engine) => {
  describe.skipIf(engine.missing !== null)('', () => {
    test('are, after any ingests, what the stored articles say, of every set that is large', async () => {
      await fc.assert(
        fc.asyncProperty(steps, (taken) =>
          withSteps(engine, 2, [START, ...taken], async (_, location) => {
            expect(await run(location, READ)).toEqual(await run(location, EXPECTED));
            expect(await run(location, LARGE_NOT_KEPT)).toEqual([]);
          }),
        ),
        { numRuns: engine.engine === 'sqlite' ? 60 : 12 },
      );
    });

    test('give to the letter what reading every article gives', async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (taken) => {
          const kept = await withSteps(engine, 2, [START, ...taken], answers);
          expect(kept).toEqual(await withSteps(engine, 1_000_000, [START, ...taken], answers));
        }),
        { numRuns: engine.engine === 'sqlite' ? 6 : 2 },
      );
    });
  });
});
