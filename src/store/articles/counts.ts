import { sql } from 'kysely';
import { canonical } from '../canonical.ts';
import type { Engine, Parent, Sql, Tally } from '../engine.ts';
import { groupByPlace } from '../pages/page.ts';
import type { ArticleFilter, ArticleScope } from '../store.ts';
import { resolveFilter } from './filter.ts';
import { articlesOf, termsOfScopes } from './scopes.ts';

/** How many articles each scope holds under the filter, whatever that is. */
export async function countArticles(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
): Promise<number[]> {
  const [first] = scopes;
  if (first === undefined) return [];
  if (first.kind === 'corpus' && isEmpty(filter)) return storedCount(engine, scopes);
  const isStored = first.kind === 'entity' || (first.kind === 'category' && first.includeDescendants);
  if (isStored && isEmpty(filter)) return storedCounts(engine, scopes);
  return answersOf(
    engine,
    'count',
    scopes,
    filter,
    (session, missing) => findCounts(session, missing, filter),
    () => 8,
  );
}

/** Answers to one question about each scope under a filter, from the cache or found together. */
export function answersOf<Value>(
  engine: Engine,
  question: string,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  find: (session: Engine, missing: readonly ArticleScope[]) => Promise<readonly Value[]>,
  bytesOf: (value: Value) => number,
): Promise<Value[]> {
  const filtered = canonical(filter);
  const questions = scopes.map((scope) => `${question} ${canonical(scope)} ${filtered}`);
  return engine.answers.all(
    engine,
    questions,
    (session, missing) =>
      find(
        session,
        missing.flatMap((index) => scopes[index] ?? []),
      ),
    bytesOf,
  );
}

export function isEmpty(filter: ArticleFilter): boolean {
  return Object.entries(filter).every(([name, part]) => part === undefined || name === 'includeDescendants');
}

/** What to count for the scopes; null where the filter lets nothing through. `value` is a column of `m` or `a`. */
export async function tallyOf(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  value: 'terms' | 'mentions',
): Promise<Tally | null> {
  const resolved = await resolveFilter(engine, filter);
  if (resolved.nothing) return null;
  const { reading, parents } = await termsOfScopes(engine, scopes);
  const body = (parent: Parent): Sql => {
    const articles = articlesOf(engine, reading, parent, resolved);
    if (value === 'terms')
      return sql`SELECT m.id, a.terms AS value FROM (${articles}) m JOIN article a ON a.id = m.id`;
    return reading === 'corpus'
      ? sql`SELECT m.id, a.mention_count AS value FROM (${articles}) m JOIN article a ON a.id = m.id`
      : sql`SELECT m.id, m.count AS value FROM (${articles}) m`;
  };
  return { parents, body };
}

async function findCounts(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
): Promise<number[]> {
  const resolved = await resolveFilter(engine, filter);
  if (resolved.nothing) return scopes.map(() => 0);
  const { reading, parents } = await termsOfScopes(engine, scopes);
  const reader = engine.aggregates();
  const table = reader.dialect.perParent(
    parents,
    ['n'],
    (parent) => sql`SELECT count(*) AS n FROM (${articlesOf(engine, reading, parent, resolved)}) m`,
  );
  const rows = await reader.rows(sql<{ place: number; n: number }>`SELECT t.place, t.n FROM ${table}`);
  return groupByPlace(rows, scopes.length).map(([row]) => row?.n ?? 0);
}

async function storedCount(engine: Engine, scopes: readonly ArticleScope[]): Promise<number[]> {
  const [row] = await engine.rows(engine.db.selectFrom('corpus').select('article_count'));
  return scopes.map(() => row?.article_count ?? 0);
}

/** From the sums that are kept of each term. */
async function storedCounts(engine: Engine, scopes: readonly ArticleScope[]): Promise<number[]> {
  const table = scopes[0]?.kind === 'category' ? sql`label` : sql`entity`;
  const ids = scopes.flatMap((scope) => ('id' in scope ? [scope.id] : []));
  const rows = await engine.rows(sql<{ id: number; n: number }>`
    SELECT id, article_count AS n FROM ${table} WHERE id ${engine.dialect.anyId(ids)}`);
  const counts = new Map(rows.map(({ id, n }) => [id, n]));
  return ids.map((id) => counts.get(id) ?? 0);
}
