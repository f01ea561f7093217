import { sql } from 'kysely';
import {
  filterConditions,
  isFree,
  type ResolvedFilter,
  resolveFilter,
  withoutGroup,
} from './article-filter.ts';
import { postingIs } from './article-lists.ts';
import type { Engine, PerParent, Reader, Sql } from './engine.ts';
import { eitherWay, keptScopes, overlapOf, scopeSet, setsOfFilter } from './overlaps.ts';
import type { ArticleFilter, ArticleScope } from './store.ts';

/**
 * How many articles each scope holds under the filter. Without a filter, or with one whose overlap with the scope is
 * maintained, the answer is a summary; else the rows of the shortest posting are counted, so that it costs as much
 * as that has rows.
 */
export async function countArticles(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
): Promise<number[]> {
  const [first] = scopes;
  if (first === undefined) return [];
  const resolved = await resolveFilter(engine, filter);
  if (resolved.nothing) return scopes.map(() => 0);
  if (first.kind === 'corpus') {
    const summary = summaryOfCorpus(engine, resolved);
    const reader = summary === null ? engine.aggregates() : engine;
    const count = summary ?? sql`SELECT count(*) AS n FROM (${matchingArticles(engine, resolved)}) m`;
    const [row] = await reader.rows(sql<{ n: number }>`${count}`);
    return scopes.map(() => row?.n ?? 0);
  }
  if (isFree(resolved) && first.kind !== 'pair') return countEach(engine, scopes, summaryOf(first));
  const isSummary = (kept: boolean) => overlapOfScope(first, sql`0`, kept, resolved) !== null;
  // Where the overlaps of the filter are kept, it does not matter whether those of the scopes are.
  const kept =
    isSummary(true) && !isSummary(false) ? await keptScopes(engine, scopes) : scopes.map(() => false);
  return eitherWay(scopes, kept, (some, ofScope) =>
    countEach(
      isSummary(ofScope) ? engine : engine.aggregates(),
      some,
      (parent, other) =>
        overlapOfScope(first, parent, ofScope, resolved) ??
        sql`SELECT count(*) AS n FROM (${scopedArticles(engine, first, [parent, other], resolved)}) m`,
    ),
  );
}

async function countEach(
  reader: Reader,
  scopes: readonly ArticleScope[],
  body: PerParent<Sql>,
): Promise<number[]> {
  const table = reader.dialect.perParent(parentsOf(scopes), ['n'], body);
  const rows = await reader.rows(sql<{ place: number; n: number }>`SELECT t.place, t.n FROM ${table}`);
  const counts = new Map(rows.map((row) => [row.place, row.n]));
  return scopes.map((_, place) => counts.get(place) ?? 0);
}

/** A query of one row `n`; null where the articles must be counted. */
function summaryOfCorpus({ dialect }: Engine, filter: ResolvedFilter): Sql | null {
  if (isFree(filter)) return sql`SELECT article_count AS n FROM corpus`;
  const [left, right, ...others] = setsOfFilter(filter) ?? [];
  if (left === undefined || others.length > 0) return null;
  const [group] = filter.groups;
  if (right === undefined && group?.ids.length === 1)
    return sql`SELECT ${dialect.integer(group.articles)} AS n`;
  return overlapOf(left, right ?? left);
}

/** The same of a scope; `kept` says whether its own overlaps are. */
function overlapOfScope(scope: ArticleScope, parent: Sql, kept: boolean, filter: ResolvedFilter): Sql | null {
  const set = scopeSet(scope, parent, kept);
  const [only, ...others] = setsOfFilter(filter) ?? [];
  return set === null || only === undefined || others.length > 0 ? null : overlapOf(set, only);
}

/** The number `n` of all articles of an entity or a category. */
function summaryOf(scope: ArticleScope): PerParent<Sql> {
  if (scope.kind === 'entity')
    return (parent) => sql`SELECT e.article_count AS n FROM entity e WHERE e.id = ${parent}`;
  const descendants = scope.kind === 'category' && scope.includeDescendants;
  return (parent) => {
    const label = descendants ? parent : sql`(SELECT c.only_id FROM category c WHERE c.id = ${parent})`;
    return sql`SELECT l.article_count AS n FROM label l WHERE l.id = ${label}`;
  };
}

/** The integers that tell scopes of one kind apart, for `perParent`. */
export function parentsOf(scopes: readonly ArticleScope[]): number[][] {
  return scopes.map((scope) => {
    if (scope.kind === 'pair') return [scope.id, scope.other];
    return [scope.kind === 'corpus' ? 0 : scope.id];
  });
}

/**
 * Each article of the scope that the filter lets through, once: `article_id`. The parent is what `parentsOf` gives:
 * two integers of a pair, otherwise one.
 */
export function scopedArticles(
  engine: Engine,
  scope: ArticleScope,
  [parent, other]: readonly [Sql, Sql],
  filter: ResolvedFilter,
): Sql {
  if (scope.kind === 'corpus') return matchingArticles(engine, filter);
  if (scope.kind === 'pair') {
    // The rarer of the two is read, and the other one looked up.
    const where = [
      sql`d.entity_id = (SELECT e.id FROM entity e WHERE e.id IN (${parent}, ${other})
        ORDER BY e.article_count, e.id LIMIT 1)`,
      ...[parent, other].map(
        (entity) => sql`EXISTS (SELECT 1 FROM entity_article o
          WHERE o.article_id = d.article_id AND o.sort_at = d.sort_at AND o.entity_id = ${entity})`,
      ),
      ...filterConditions(engine, filter, sql`d.article_id`, sql`d.sort_at`, 'all'),
    ];
    return sql`SELECT d.article_id FROM entity_article d WHERE ${sql.join(where, sql` AND `)}`;
  }
  const posting = scope.kind === 'entity' ? 'entity' : scope.includeDescendants ? 'label' : 'only';
  const table = posting === 'entity' ? sql`entity_article` : sql`label_article`;
  const where = [
    postingIs(posting, parent),
    ...filterConditions(engine, filter, sql`d.article_id`, sql`d.sort_at`, 'all'),
  ];
  return sql`SELECT d.article_id FROM ${table} d WHERE ${sql.join(where, sql` AND `)}`;
}

/** Each article of the corpus that the filter lets through, once: `article_id`. */
function matchingArticles(engine: Engine, filter: ResolvedFilter): Sql {
  const { dialect } = engine;
  const group = filter.groups.toSorted((left, right) => left.articles - right.articles)[0];
  if (filter.text !== null && (group === undefined || group.articles > 500)) {
    const rest = { ...filter, text: null };
    const conditions = filterConditions(engine, rest, sql`a.id`, sql`a.sort_at`, 'all');
    const where = [dialect.textCondition(filter.text, false), ...conditions];
    return sql`SELECT a.id AS article_id FROM ${dialect.textSource.from}
      JOIN article a ON ${dialect.textSource.isArticle} WHERE ${sql.join(where, sql` AND `)}`;
  }
  if (group === undefined) {
    const conditions = filterConditions(engine, filter, sql`a.id`, sql`a.sort_at`, 'all');
    return sql`SELECT a.id AS article_id FROM article a WHERE ${sql.join([sql`1 = 1`, ...conditions], sql` AND `)}`;
  }
  const rest = filterConditions(
    engine,
    withoutGroup(filter, group),
    sql`d.article_id`,
    sql`d.sort_at`,
    'all',
  );
  const [table, column] =
    group.table === 'entity'
      ? [sql`entity_article`, sql`d.entity_id`]
      : [sql`label_article`, sql`d.label_id`];
  const where = sql.join([sql`${column} ${dialect.anyId(group.ids)}`, ...rest], sql` AND `);
  const distinct = group.ids.length > 1 ? sql`DISTINCT` : sql``;
  return sql`SELECT ${distinct} d.article_id FROM ${table} d WHERE ${where}`;
}
