/** Scopes as lists of terms, and the articles of each as SQL. */
import { sql } from 'kysely';
import { KIND } from '../database.ts';
import type { Engine, Parent, Sql } from '../engine.ts';
import type { ArticleScope } from '../store.ts';
import { type Clause, filterConditions, type ResolvedFilter, withoutClause } from './filter.ts';

/** A posting as short as this is sorted whole rather than read along another index. */
export const SHORT_POSTING = 500;

/** How the terms of a scope are read. */
export type ScopeReading = 'corpus' | 'one' | 'own' | 'any' | 'ticker' | 'both';

export interface ScopeTerms {
  readonly reading: ScopeReading;
  /** For each scope the terms of which its articles have one, or both. */
  readonly parents: readonly (readonly number[])[];
  /** For each scope the terms whose mentions are counted. */
  readonly counted: readonly (readonly number[])[];
}

/** Tickers are had by the articles of their company too, which takes a statement to know; nothing else takes one. */
export async function termsOfScopes(engine: Engine, scopes: readonly ArticleScope[]): Promise<ScopeTerms> {
  const parents = scopes.map(listOf);
  const [first] = scopes;
  if (first === undefined || first.kind === 'corpus') return { reading: 'corpus', parents, counted: parents };
  if (first.kind === 'pair') return { reading: 'both', parents, counted: parents };
  if (first.kind === 'any') return { reading: 'any', parents, counted: parents };
  if (first.kind === 'category')
    return { reading: first.includeDescendants ? 'one' : 'own', parents, counted: parents };
  if (first.type !== 'Ticker') return { reading: 'one', parents, counted: parents };
  const ids = parents.flat();
  const rows = await engine.rows(
    engine.db
      .selectFrom('entity')
      .select(['id', 'parent_id'])
      .where('kind', '=', KIND.Ticker)
      .where(sql<boolean>`id ${engine.dialect.anyId(ids)}`),
  );
  const companies = new Map(rows.map((row) => [row.id, row.parent_id]));
  return {
    reading: 'ticker',
    parents: ids.map((id) => [id, ...(companies.get(id) == null ? [] : [Number(companies.get(id))])]),
    counted: parents,
  };
}

function listOf(scope: ArticleScope): readonly number[] {
  if (scope.kind === 'corpus') return [0];
  if (scope.kind === 'any') return scope.ids;
  return scope.kind === 'pair' ? [scope.id, scope.other] : [scope.id];
}

/** The condition that `d` is a row of the posting. */
export function isPosting(reading: ScopeReading, term: Sql): Sql {
  return reading === 'own' ? sql`d.term_id = ${term} AND d.count > 0` : sql`d.term_id = ${term}`;
}

/** Of two postings the shorter one is read, and the article looked up in the other. */
export function isInBoth(parent: Parent, each: Sql): Sql[] {
  const [left, right] = [parent.at(0), parent.at(1)];
  const has = (term: Sql) =>
    sql`EXISTS (SELECT 1 FROM posting o WHERE o.term_id = ${term} AND o.article_id = d.article_id ${each})`;
  return [
    sql`d.term_id = (SELECT e.id FROM entity e WHERE e.id IN (${left}, ${right})
      ORDER BY e.article_count, e.id LIMIT 1)`,
    has(left),
    has(right),
  ];
}

/** Each article of the scope that the filter lets through, once, with the mentions of its terms: `id`, `count`. */
export function articlesOf(
  engine: Engine,
  reading: ScopeReading,
  parent: Parent,
  filter: ResolvedFilter,
): Sql {
  if (reading === 'corpus') return matchingArticles(engine, filter);
  const conditions = filterConditions(engine, filter, sql`d.article_id`, 'all');
  if (reading === 'any' || reading === 'ticker') {
    return sql`SELECT d.article_id AS id, ${sumOf(reading, parent)} AS count FROM ${parent.all('s')}
      JOIN posting d ON d.term_id = s.value WHERE ${allOf(conditions)} GROUP BY d.article_id`;
  }
  const where =
    reading === 'both'
      ? [...isInBoth(parent, sql``), ...conditions]
      : [isPosting(reading, parent.at(0)), ...conditions];
  return sql`SELECT d.article_id AS id, d.count AS count FROM posting d WHERE ${allOf(where)}`;
}

/** The mentions of several terms in an article; of a ticker its own. */
export function sumOf(reading: ScopeReading, parent: Parent): Sql {
  return reading === 'ticker'
    ? sql`sum(CASE WHEN d.term_id = ${parent.at(0)} THEN d.count ELSE 0 END)`
    : sql`sum(d.count)`;
}

/** Each article of the corpus that the filter lets through, once. */
function matchingArticles(engine: Engine, filter: ResolvedFilter): Sql {
  const { dialect } = engine;
  const clause = shortestClause(filter);
  if (filter.text !== null && (clause === undefined || clause.articles > SHORT_POSTING)) {
    const id = dialect.textId;
    const conditions = filterConditions(engine, { ...filter, text: null }, id, 'all');
    return sql`SELECT ${id} AS id, 0 AS count FROM article_text x
      WHERE ${allOf([dialect.textCondition(filter.text, false), ...conditions])}`;
  }
  if (clause === undefined) {
    return sql`SELECT a.id, a.mention_count AS count FROM article a
      WHERE ${allOf(filterConditions(engine, filter, sql`a.id`, 'all'))}`;
  }
  const rest = filterConditions(engine, withoutClause(filter, clause), sql`d.article_id`, 'all');
  const distinct = clause.terms.length > 1 ? sql`DISTINCT` : sql``;
  return sql`SELECT ${distinct} d.article_id AS id, 0 AS count FROM posting d
    WHERE ${allOf([sql`d.term_id ${dialect.anyId(clause.terms)}`, ...rest])}`;
}

export function shortestClause(filter: ResolvedFilter): Clause | undefined {
  return filter.clauses.toSorted((left, right) => left.articles - right.articles)[0];
}

export function allOf(conditions: readonly Sql[]): Sql {
  return sql.join([sql`1 = 1`, ...conditions], sql` AND `);
}
