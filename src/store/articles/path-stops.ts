/** The nodes that a path may lead over, and the articles and things beside them. */
import { sql } from 'kysely';
import { KIND } from '../database.ts';
import type { Engine } from '../engine.ts';
import { groupByPlace } from '../pages/page.ts';
import type { ArticleId, EntityId, PathEnd } from '../store.ts';

/** A node of a way. An article has no terms. */
export interface Stop {
  readonly kind: number | 'article';
  readonly id: number;
  readonly key: string;
  /** What its articles are found by: a ticker is had by the articles of its company too. */
  readonly terms: readonly EntityId[];
  /** How many articles name it. */
  readonly articles: number;
}

export async function stopOf(engine: Engine, { type, id }: PathEnd): Promise<Stop | null> {
  if (type === 'Article') return { kind: 'article', id, key: '', terms: [], articles: 1 };
  const [row] = await engine.rows(
    engine.db.selectFrom('entity').select(['kind', 'key', 'parent_id', 'article_count']).where('id', '=', id),
  );
  if (row === undefined) return null;
  const company = row.kind === KIND.Ticker ? row.parent_id : null;
  const terms = company === null ? [id] : [id, company];
  return { kind: row.kind, id, key: row.key, terms, articles: row.article_count };
}

/** The newest articles in which both of each pair stand. Of the shorter list of articles two thousand are looked at. */
export async function sharedArticles(
  engine: Engine,
  pairs: readonly (readonly [Stop, Stop])[],
  limit: number,
): Promise<ArticleId[][]> {
  const ordered = pairs.map(([left, right]) =>
    left.articles <= right.articles ? [left, right] : [right, left],
  );
  const parents = ordered.map((stops) =>
    stops.flatMap(({ kind, id, terms }) =>
      // An article is not found by a term, but by its id.
      kind === 'article' ? [0, 0, id] : [terms[0] ?? 0, terms.at(-1) ?? 0, 0],
    ),
  );
  if (parents.length === 0) return [];
  const { dialect } = engine;
  const table = dialect.perParent(parents, ['article_id'], (parent) => {
    const isOf = (posting: string, place: number) =>
      sql`${sql.ref(`${posting}.term_id`)} IN (${parent.at(place)}, ${parent.at(place + 1)})`;
    return sql`SELECT DISTINCT d.article_id FROM (
        SELECT * FROM (SELECT i.article_id FROM posting i WHERE ${isOf('i', 0)}
          ORDER BY i.article_id DESC LIMIT 2000) newest
        UNION ALL SELECT n.id AS article_id FROM article n WHERE n.id = ${parent.at(2)}) d
      WHERE d.article_id = ${parent.at(5)}
        OR EXISTS (SELECT 1 FROM posting o WHERE ${isOf('o', 3)} AND o.article_id = d.article_id)
      ORDER BY d.article_id DESC LIMIT ${sql.lit(limit)}`;
  });
  const rows = await engine.rows(
    sql<{ place: number; article_id: number }>`SELECT t.place, t.article_id FROM ${table}`,
  );
  return groupByPlace(rows, pairs.length).map((found) => found.map(({ article_id }) => article_id));
}

/** What the newest articles of each name beside it. What only the corpus proves is no evidence for others. */
export async function neighbours(engine: Engine, stops: readonly Stop[], each: number): Promise<Stop[][]> {
  const parents = stops.flatMap(({ kind, id, terms }, place) =>
    kind === 'article' ? [{ place, id, term: 0 }] : terms.map((term) => ({ place, id: 0, term })),
  );
  const reader = engine.aggregates();
  const { dialect } = reader;
  const table = dialect.perParent(
    parents.map(({ term, id }) => [term, id]),
    ['article_id'],
    (parent) => sql`SELECT * FROM (SELECT d.article_id FROM posting d WHERE d.term_id = ${parent.at(0)}
        ORDER BY d.article_id DESC LIMIT ${sql.lit(each)}) newest
      UNION ALL SELECT n.id AS article_id FROM article n WHERE n.id = ${parent.at(1)}`,
  );
  const rows = await reader.rows(sql<{
    place: number;
    id: number;
    kind: number;
    key: string;
    articles: number;
  }>`SELECT t.place, e.id, e.kind, e.key, e.article_count AS articles
    FROM ${table} JOIN article a ON a.id = t.article_id ${dialect.termsOfArticle} JOIN entity e ON e.id = l.value
    WHERE e.kind <> ${sql.lit(KIND.Ticker)} AND e.origin <> 'DISCOVERED' AND e.article_count > 1
    GROUP BY t.place, e.id, e.kind, e.key, e.article_count`);
  const found = stops.map(() => new Map<EntityId, Stop>());
  for (const { place, ...row } of rows)
    found[parents[place]?.place ?? 0]?.set(row.id, { ...row, terms: [row.id] });
  return found.map((stopsById) => [...stopsById.values()]);
}
