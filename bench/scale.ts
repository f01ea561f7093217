/**
 * `npm run bench -- scale [--sizes 10000,100000,1000000] [--engines sqlite,postgres] [--rounds 15] [--statistic median]
 * [--postgres postgres://…]`, or with `--against CHECKOUT [--steps 10] [--step 20000]` how this commit and another one
 * grow, in turn, step by step: the last line is everything as JSON.
 *
 * Grows one store through the sizes and asks it the same questions at each. Printed is the median of the rounds (with
 * `--statistic best` the best of them, for a machine that is busy with other things), and its growth against the
 * first size: that, not the milliseconds, is what a larger machine does not change. With `--postgres` an empty database
 * of that address is filled and left as it is, in place of one on a server of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { EntityRef } from '../src/catalog/catalog.ts';
import { openStore } from '../src/store/open.ts';
import type { ArticleOrder, ArticleScope, Store } from '../src/store/store.ts';
import { startPostgres } from '../test/store/postgres-server.ts';
import { generatedArticle, generatedCatalog } from './generated-corpus.ts';
import type { Step } from './sides/growth.ts';

const COMMIT = 50_000;
const BATCH = 500;

const NEWEST: ArticleOrder = { field: 'PUBLISHED_AT', direction: 'DESC' };
const PAGE = { first: 20 };
const company = (rank: number): EntityRef => ({ type: 'Company', key: `company-${rank}` });
const topic = (rank: number): EntityRef => ({ type: 'Topic', key: `topic-${rank}` });

interface Question {
  readonly name: string;
  /** Whether it is to cost the same at every size; if not, why it does not. */
  readonly aim: 'flat' | string;
  ask(store: Store, round: Round): Promise<unknown>;
}

/** What differs from round to round, so that no answer is only remembered. */
interface Round {
  readonly articles: readonly number[];
  readonly cursor: string;
  readonly slug: string;
  readonly number: number;
  /** Of `company` by rank. */
  readonly companies: readonly number[];
  readonly category: number;
}

const scopeOf = (id: number): ArticleScope => ({ kind: 'entity', type: 'Company', id });
const company0 = ({ companies }: Round): ArticleScope => scopeOf(companies[0] ?? 0);
const company30 = ({ companies }: Round): ArticleScope => scopeOf(companies[30] ?? 0);

const QUESTIONS: readonly Question[] = [
  { name: 'article by slug', aim: 'flat', ask: (store, { slug }) => store.articles.bySlugs([slug]) },
  { name: '20 bodies', aim: 'flat', ask: (store, { articles }) => store.articles.bodies(articles) },
  { name: 'newest page', aim: 'flat', ask: (store) => store.articles.page({}, NEWEST, PAGE) },
  {
    name: 'deep page',
    aim: 'flat',
    ask: (store, { cursor }) => store.articles.page({}, NEWEST, { first: 20, after: cursor }),
  },
  {
    name: 'page by title',
    aim: 'flat',
    ask: (store) => store.articles.page({}, { field: 'TITLE', direction: 'ASC' }, PAGE),
  },
  {
    name: 'articles of a common company',
    aim: 'flat',
    ask: (store, round) => store.articles.pages([company0(round)], {}, NEWEST, PAGE),
  },
  {
    name: 'articles of 20 companies',
    aim: 'flat',
    ask: (store, { number, companies }) => {
      const ids = Array.from({ length: 20 }, (_, rank) => companies[rank * 5 + (number % 5)] ?? 0);
      return store.articles.pages(ids.map(scopeOf), {}, NEWEST, { first: 5 });
    },
  },
  {
    name: 'both of two entities',
    aim: 'flat',
    ask: (store) => store.articles.page({ mentionsAll: [company(1), topic(2)] }, NEWEST, PAGE),
  },
  {
    name: 'any of two entities',
    aim: 'flat',
    ask: (store) => store.articles.page({ mentionsAny: [company(1), company(40)] }, NEWEST, PAGE),
  },
  {
    name: 'topic with those below',
    aim: 'flat',
    ask: (store) => store.articles.page({ topics: ['topic-11'] }, NEWEST, PAGE),
  },
  {
    name: 'category with those below',
    aim: 'flat',
    ask: (store, { category }) =>
      store.articles.pages([{ kind: 'category', id: category, includeDescendants: true }], {}, NEWEST, PAGE),
  },
  {
    name: 'category and company',
    aim: 'flat',
    ask: (store) =>
      store.articles.page({ category: ['news', 'section 1'], companies: ['company-2'] }, NEWEST, PAGE),
  },
  { name: 'search, common word', aim: 'flat', ask: (store) => store.search.page({ query: '"word1"' }, PAGE) },
  { name: 'search, rare word', aim: 'flat', ask: (store) => store.search.page({ query: '"needle"' }, PAGE) },
  { name: 'search, two characters', aim: 'flat', ask: (store) => store.search.page({ query: '丁一' }, PAGE) },
  { name: 'search, one character', aim: 'flat', ask: (store) => store.search.page({ query: '丄' }, PAGE) },
  {
    name: 'text and company',
    aim: 'flat',
    ask: (store) => store.articles.page({ text: '"word2"', companies: ['company-1'] }, NEWEST, PAGE),
  },
  {
    name: 'companies of 20 articles',
    aim: 'flat',
    ask: (store, { articles }) => store.companies.pagesOfArticles(articles, PAGE),
  },
  {
    name: 'mentions of 20 articles',
    aim: 'flat',
    ask: (store, { articles }) => store.mentions.ofArticles(articles, {}, PAGE),
  },
  {
    name: 'related to an article',
    aim: 'reads at most 2,400 links, which small corpora do not have',
    ask: (store, { articles }) => store.articles.related(articles.slice(0, 1), PAGE),
  },
  {
    name: 'articles of a company, counted',
    aim: 'flat',
    ask: (store, round) => store.articles.counts([company0(round)], {}),
  },
  {
    name: 'facet of the corpus',
    aim: 'flat',
    ask: (store) => store.articles.facets([{ kind: 'corpus' }], {}, 'companies', PAGE),
  },
  {
    name: 'two entities, counted',
    aim: 'flat',
    ask: (store) => store.articles.counts([{ kind: 'corpus' }], { mentionsAll: [company(1), topic(2)] }),
  },
  {
    name: 'facet of a company',
    aim: 'flat',
    ask: (store, round) => store.articles.facets([company30(round)], {}, 'companies', PAGE),
  },
  {
    name: 'facet of the commonest company',
    aim: 'flat',
    ask: (store, round) => store.articles.facets([company0(round)], {}, 'topics', PAGE),
  },
  {
    name: 'facet of a category',
    aim: 'flat',
    ask: (store) =>
      store.articles.facets([{ kind: 'corpus' }], { category: ['news', 'section 1'] }, 'companies', PAGE),
  },
  {
    name: 'named with a company',
    aim: 'flat',
    ask: (store, { companies }) => store.companies.coMentions([companies[30] ?? 0], {}, PAGE),
  },
  {
    name: 'topic coverage',
    aim: 'flat',
    ask: async (store, { companies }) =>
      store.companies.coverage(
        [companies[30] ?? 0],
        (await store.topics.tree()).map(({ id }) => [id]),
        {},
      ),
  },
  {
    name: 'timeline of a company',
    aim: "reads the company's links in their order",
    ask: (store, round) => store.articles.timelines([company30(round)], {}, { interval: 'MONTH' }),
  },
  {
    name: 'facet of two entities',
    aim: 'reads the shorter list, and what its articles name',
    ask: (store) =>
      store.articles.facets(
        [{ kind: 'corpus' }],
        { mentionsAll: [company(1), company(30)] },
        'companies',
        PAGE,
      ),
  },
  {
    name: 'three sets, counted',
    aim: 'reads the shortest list',
    ask: (store) =>
      store.articles.counts([{ kind: 'corpus' }], {
        companies: ['company-1'],
        topics: ['topic-11'],
        category: ['news', 'section 1'],
      }),
  },
];

interface Rounds {
  readonly count: number;
  readonly best: boolean;
}

interface Measured {
  readonly size: number;
  readonly medians: ReadonlyMap<string, number>;
  readonly bytesAnArticle: number;
  readonly articlesASecond: number;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: '10000,100000,1000000' },
      engines: { type: 'string', default: 'sqlite,postgres' },
      rounds: { type: 'string', default: '15' },
      statistic: { type: 'string', default: 'median' },
      postgres: { type: 'string' },
      against: { type: 'string' },
      step: { type: 'string', default: '20000' },
      steps: { type: 'string', default: '10' },
    },
  });
  if (values.against !== undefined) {
    const { against, step, steps } = values;
    for (const engine of values.engines.split(',')) compareGrowth(engine, against, step, steps);
    return;
  }
  const sizes = values.sizes.split(',').map(Number);
  for (const engine of values.engines.split(',')) {
    const rounds: Rounds = { count: Number(values.rounds), best: values.statistic === 'best' };
    if (engine === 'sqlite') await onSqlite(sizes, rounds);
    else if (values.postgres === undefined) await onPostgres(sizes, rounds);
    else await onDatabase(values.postgres, sizes, rounds);
  }
}

/** Both commits fill a store of their own with the same articles. */
function compareGrowth(engine: string, against: string, step: string, steps: string): void {
  const side = join(import.meta.dirname, 'sides/growth.ts');
  const grown = (root: string): Step[] => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [side, root, engine, step, steps], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(stderr);
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Step);
  };
  const theirs = grown(resolve(against));
  const ours = grown(resolve(import.meta.dirname, '..'));
  const micros = ({ seconds }: Step) => Math.round((seconds * 1e6) / Number(step));
  console.log(`\n${engine}: µs an article (CPU seconds), this commit and the other`);
  for (const [place, mine] of ours.entries()) {
    const other = theirs[place] ?? mine;
    console.log(
      `${String(mine.articles).padStart(10)} ${micros(mine)} (${mine.cpu.toFixed(1)})  ${micros(other)} (${other.cpu.toFixed(1)})`,
    );
  }
  console.log(JSON.stringify({ engine, this: ours, other: theirs }));
}

async function onSqlite(sizes: readonly number[], rounds: Rounds): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-scale-'));
  try {
    const file = join(folder, 'graph.db');
    await grow(file, sizes, rounds, async () => statSync(file).size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onPostgres(sizes: readonly number[], rounds: Rounds): Promise<void> {
  const server = await startPostgres(['-c', 'shared_buffers=1GB', '-c', 'max_wal_size=4GB']);
  try {
    await onDatabase(`${server.address}/postgres`, sizes, rounds);
  } finally {
    await server.stop();
  }
}

async function onDatabase(location: string, sizes: readonly number[], rounds: Rounds): Promise<void> {
  const client = new pg.Client({ connectionString: location });
  await client.connect();
  try {
    await grow(location, sizes, rounds, async () => {
      await client.query('VACUUM ANALYZE');
      const { rows } = await client.query<{ size: string }>(
        'SELECT pg_database_size(current_database()) AS size',
      );
      return Number(rows[0]?.size ?? 0);
    });
  } finally {
    await client.end();
  }
}

async function grow(
  location: string,
  sizes: readonly number[],
  rounds: Rounds,
  bytes: () => Promise<number>,
): Promise<void> {
  const store = await openStore(location);
  const measured: Measured[] = [];
  try {
    let size = 0;
    for (const next of sizes) {
      const started = performance.now();
      const from = size;
      for (; size < next; size += COMMIT) await ingest(store, size, Math.min(next, size + COMMIT));
      size = next;
      const seconds = (performance.now() - started) / 1000;
      const bytesAnArticle = (await bytes()) / size;
      measured.push({
        size,
        medians: await ask(store, size, rounds),
        bytesAnArticle,
        articlesASecond: (size - from) / seconds,
      });
      print(store.engine, measured);
    }
  } finally {
    await store.close();
  }
}

async function ingest(store: Store, from: number, to: number): Promise<void> {
  const transaction = await store.beginIngest();
  if (from === 0) await transaction.putCatalog(generatedCatalog());
  for (let at = from; at < to; at += BATCH) {
    const length = Math.min(BATCH, to - at);
    await transaction.putArticles(Array.from({ length }, (_, index) => generatedArticle(at + index)));
  }
  await transaction.commit();
}

async function ask(store: Store, size: number, rounds: Rounds): Promise<Map<string, number>> {
  const medians = new Map<string, number>();
  const prepared: Round[] = [];
  const ranks = Array.from({ length: 100 }, (_, rank) => company(rank).key);
  const companies = (await store.companies.byKeys(ranks)).map((row) => row?.id ?? 0);
  const [category] = await store.categories.byPaths([['news', 'section 1']]);
  for (let number = 0; number < rounds.count + 2; number++) {
    const slugs = Array.from(
      { length: 20 },
      (_, index) => `article-${(number * 7919 + index * 104_729) % size}`,
    );
    const rows = await store.articles.bySlugs(slugs);
    const from = rows[0]?.publishedAt ?? 0;
    const { edges } = await store.articles.page({ publishedTo: from }, NEWEST, { first: 1 });
    prepared.push({
      articles: rows.flatMap((row) => (row ? [row.id] : [])),
      cursor: edges[0]?.cursor ?? '',
      slug: slugs[0] ?? '',
      number,
      companies,
      category: category?.id ?? 0,
    });
  }
  for (const { name, ask: question } of QUESTIONS) {
    const times: number[] = [];
    for (const round of prepared) {
      const started = performance.now();
      await question(store, round);
      times.push(performance.now() - started);
    }
    // The first two rounds warm the caches, as the questions before them did in real use.
    const sorted = times.slice(2).sort((left, right) => left - right);
    medians.set(name, sorted[rounds.best ? 0 : Math.floor(sorted.length / 2)] ?? 0);
  }
  return medians;
}

function print(engine: string, measured: readonly Measured[]): void {
  const [first] = measured;
  if (first === undefined) return;
  const heads = measured.map(({ size }) => `${size.toLocaleString('en')}`.padStart(12)).join('');
  console.log(`\n${engine.padEnd(32)}${heads}   (ms at ${first.size.toLocaleString('en')}, then growth)`);
  for (const { name, aim } of QUESTIONS) {
    const base = first.medians.get(name) ?? 0;
    const cells = measured.map(({ medians }, index) => {
      const time = medians.get(name) ?? 0;
      return (index === 0 ? time.toFixed(2) : `×${(time / base).toFixed(2)}`).padStart(12);
    });
    console.log(`${name.padEnd(32)}${cells.join('')}   ${aim === 'flat' ? '' : aim}`);
  }
  const row = (name: string, value: (one: Measured) => number) =>
    console.log(`${name.padEnd(32)}${measured.map((one) => value(one).toFixed(0).padStart(12)).join('')}`);
  row('bytes an article', (one) => one.bytesAnArticle);
  row('articles a second, ingested', (one) => one.articlesASecond);
}
