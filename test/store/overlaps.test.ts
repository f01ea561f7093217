import Database from 'better-sqlite3';
import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { Catalog, EntityType } from '../../src/catalog/catalog.ts';
import { openStore } from '../../src/store/open.ts';
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
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    parent: fc.constantFrom('unchanged' as const, ...PARENTS),
    put: fc.array(article, { maxLength: 6 }),
    remove: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 5 },
);

async function withSteps(
  engine: TestEngine,
  taken: readonly Step[],
  use: (store: Store, location: string) => Promise<void>,
): Promise<void> {
  const { store, location, remove } = await engine.open();
  try {
    for (const { parent, put, remove: removed } of taken) {
      await ingest(store, parent === 'unchanged' ? null : catalogWith(parent), put, removed);
    }
    await use(store, location);
  } finally {
    await remove();
  }
}

/** Runs statements beside the store; answers with the rows of the last, integers as numbers. */
async function run(location: string, statements: readonly string[]): Promise<unknown[][]> {
  if (location.startsWith('postgres:')) {
    const client = new pg.Client({ connectionString: location });
    await client.connect();
    try {
      let rows: unknown[][] = [];
      for (const text of statements) {
        ({ rows } = await client.query<unknown[]>({ text, rowMode: 'array' }));
      }
      return rows.map((row) => row.map(Number));
    } finally {
      await client.end();
    }
  }
  const database = new Database(location);
  try {
    let rows: unknown[][] = [];
    for (const text of statements) {
      const statement = database.prepare(text);
      if (statement.reader) rows = statement.raw().all() as unknown[][];
      else statement.run();
    }
    return rows;
  } finally {
    database.close();
  }
}

const READ = `SELECT set_kind, set_id, share_kind, share_id, count FROM overlap ORDER BY 1, 2, 3, 4`;
const FORGET = ['DROP TABLE overlap', "DELETE FROM kysely_migration WHERE name = '002-overlaps'"];

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

/** What every scope holds under every filter, with its facets. `more` is added to each filter. */
async function answers(store: Store, more: ArticleFilter): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const scope of await scopesOf(store)) {
    for (const filter of FILTERS) {
      const asked = { ...filter, ...more };
      const facets: unknown[] = [];
      for (const name of FACETS) facets.push(await store.articles.facets([scope], asked, name, 100));
      found.push([scope, filter, await store.articles.counts([scope], asked), facets]);
    }
  }
  return found;
}

describe.each(LASTING_ENGINES)('overlaps on $name', (engine) => {
  describe.skipIf(engine.missing !== null)('', () => {
    test('are, after any ingests, what the stored articles say', async () => {
      await fc.assert(
        fc.asyncProperty(steps, (taken) =>
          withSteps(engine, taken, async (_, location) => {
            const maintained = await run(location, [READ]);
            await run(location, FORGET);
            await (await openStore(location)).close();
            expect(maintained).toEqual(await run(location, [READ]));
          }),
        ),
        { numRuns: engine.engine === 'sqlite' ? 100 : 15 },
      );
    });

    test('give the counts and facets that reading every article gives', async () => {
      await fc.assert(
        fc.asyncProperty(steps, (taken) =>
          withSteps(engine, [{ parent: 'tech', put: [], remove: [] }, ...taken], async (store) => {
            // Nobody is named, so that this leaves out none, but no summary knows it.
            const counted = { mentionsNone: [company('nobody')] };
            expect(await answers(store, {})).toEqual(await answers(store, counted));
          }),
        ),
        { numRuns: engine.engine === 'sqlite' ? 15 : 3 },
      );
    });
  });
});
