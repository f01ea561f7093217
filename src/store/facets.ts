import { sql } from 'kysely';
import { parentsOf, scopedArticles } from './article-counts.ts';
import { isFree, type ResolvedFilter, resolveFilter } from './article-filter.ts';
import type { Engine, PerParent, Reader, Sql } from './engine.ts';
import { type ArticleSet, eitherWay, facetOfSet, keptScopes, scopeSet, setsOfFilter } from './overlaps.ts';
import { groupByPlace } from './page.ts';
import { ENTITY_CODE, LABEL_CODE } from './schema.ts';
import type { ArticleFilter, ArticleScope, FacetName, FacetValue } from './store.ts';

interface StoredValue {
  readonly place: number;
  readonly id: number;
  readonly key: string;
  readonly n: number;
}

/**
 * The values of a facet over the articles of each scope, those of most articles first, then by key: from summaries
 * for the corpus and for sets whose overlaps are maintained, else counted.
 */
export async function facetsOf(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  facet: FacetName,
  limit: number,
): Promise<FacetValue[][]> {
  const [first] = scopes;
  if (first === undefined) return [];
  const resolved = await resolveFilter(engine, filter);
  if (resolved.nothing) return scopes.map(() => []);
  if (first.kind === 'corpus') {
    const set = setOf(resolved);
    if (isFree(resolved)) return valuesOf(engine, scopes, facet, limit, () => summarised(facet));
    if (set) return valuesOf(engine.aggregates(), scopes, facet, limit, () => facetOfSet(set, facet));
  }
  const kept = isFree(resolved) ? await keptScopes(engine, scopes) : scopes.map(() => false);
  return eitherWay(scopes, kept, (some, keptScope) =>
    valuesOf(engine.aggregates(), some, facet, limit, (parent, other) => {
      const set = keptScope ? scopeSet(first, parent, true) : null;
      return set === null
        ? counted(facet, scopedArticles(engine, first, [parent, other], resolved))
        : facetOfSet(set, facet);
    }),
  );
}

async function valuesOf(
  reader: Reader,
  scopes: readonly ArticleScope[],
  facet: FacetName,
  limit: number,
  values: PerParent<Sql>,
): Promise<FacetValue[][]> {
  const body: PerParent<Sql> = (...parent) =>
    sql`SELECT v.id, v.key, v.n FROM (${values(...parent)}) v ORDER BY v.n DESC, v.key LIMIT ${sql.lit(limit)}`;
  const table = reader.dialect.perParent(parentsOf(scopes), ['id', 'key', 'n'], body);
  const rows = await reader.rows(sql<StoredValue>`
    SELECT t.place, t.id, t.key, t.n FROM ${table} ORDER BY t.place, t.n DESC, t.key`);
  const named = facet !== 'sources' && facet !== 'months';
  return groupByPlace(rows, scopes.length).map((found) =>
    found.map(({ id, key, n }) => ({ key, id: named ? id : null, count: n })),
  );
}

/** The one set that the filter stands for, where its overlaps are kept. */
function setOf(filter: ResolvedFilter): ArticleSet | null {
  const [only, ...others] = setsOfFilter(filter) ?? [];
  return only?.kept && others.length === 0 ? only : null;
}

const ENTITY_FACETS = { companies: ENTITY_CODE.Company, products: ENTITY_CODE.Product } as const;
const LABEL_FACETS = {
  categories: LABEL_CODE.Category,
  sources: LABEL_CODE.Source,
  months: LABEL_CODE.Month,
} as const;

/** The facet of the whole corpus from the maintained counts. */
function summarised(facet: FacetName): Sql {
  if (facet === 'companies' || facet === 'products') {
    return sql`SELECT e.id, e.key, e.article_count AS n FROM entity e
      WHERE e.type = ${sql.lit(ENTITY_FACETS[facet])} AND e.article_count > 0`;
  }
  if (facet === 'topics') {
    return sql`SELECT e.id, e.key, e.tree_count AS n FROM entity e
      WHERE e.type = ${sql.lit(ENTITY_CODE.Topic)} AND e.tree_count > 0`;
  }
  return sql`SELECT l.id, l.name AS key, l.article_count AS n FROM label l
    WHERE l.kind = ${sql.lit(LABEL_FACETS[facet])} AND l.article_count > 0`;
}

/** The facet counted over a query of `article_id`, each article once. */
function counted(facet: FacetName, articles: Sql): Sql {
  if (facet === 'companies' || facet === 'products') {
    return sql`SELECT e.id, e.key, g.n FROM (
        SELECT d.entity_id, count(*) AS n FROM (${articles}) m JOIN entity_article d ON d.article_id = m.article_id
        WHERE d.entity_type = ${sql.lit(ENTITY_FACETS[facet])} GROUP BY d.entity_id) g
      JOIN entity e ON e.id = g.entity_id`;
  }
  if (facet === 'topics') {
    return sql`SELECT e.id, e.key, g.n FROM (
        SELECT ta.ancestor_id, count(DISTINCT m.article_id) AS n
        FROM (${articles}) m JOIN entity_article d ON d.article_id = m.article_id
        JOIN topic_ancestor ta ON ta.topic_id = d.entity_id
        WHERE d.entity_type = ${sql.lit(ENTITY_CODE.Topic)} GROUP BY ta.ancestor_id) g
      JOIN entity e ON e.id = g.ancestor_id`;
  }
  return sql`SELECT l.id, l.name AS key, g.n FROM (
      SELECT d.label_id, count(*) AS n FROM (${articles}) m JOIN label_article d ON d.article_id = m.article_id
      WHERE d.kind = ${sql.lit(LABEL_FACETS[facet])} GROUP BY d.label_id) g
    JOIN label l ON l.id = g.label_id`;
}
