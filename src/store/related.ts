import { sql } from 'kysely';
import type { EntityRef } from '../catalog/catalog.ts';
import type { Engine, Sql } from './engine.ts';
import { groupByPlace, type Listing, type ListOrder, mapPage, readPages } from './page.ts';
import { ARTICLE_COLUMNS, articleOf, jsonOf, refOf, type StoredArticle } from './rows.ts';
import { ENTITY_CODE } from './schema.ts';
import type { ArticleId, ArticleRow, Page, PageRequest } from './store.ts';

/** Only the rarest entities of an article, and the newest articles of each, are looked at: at most 2,400 links. */
const ENTITIES = 12;
const ARTICLES_EACH = 200;
/** Weights are whole numbers, so that both engines add them up to the same score in any order. */
const WEIGHT = 1_000_000_000;

const BY_SCORE: ListOrder = { name: 'related', direction: 'DESC', shape: ['integer', 'integer', 'integer'] };

/**
 * Articles that name the same companies, products and topics. Each shared entity counts as much as it is rare, one
 * by the number of its articles: the resource-allocation index of link prediction.
 */
function relatedTo(engine: Engine, article: Sql): Sql {
  const newest = engine.dialect.lateral(
    'o',
    'article_id',
    sql`SELECT i.article_id FROM entity_article i WHERE i.entity_id = s.id
      ORDER BY i.sort_at DESC, i.article_id DESC LIMIT ${sql.lit(ARTICLES_EACH)}`,
  );
  return sql`SELECT ${newest.value} AS article_id, CAST(sum(s.weight) AS bigint) AS score,
      ${engine.dialect.collect([sql`s.weight`, sql`s.type`, sql`s.key`])} AS shared
    FROM (SELECT e.id, e.type, e.key, ${sql.lit(WEIGHT)} / e.article_count AS weight
      FROM entity_article d JOIN entity e ON e.id = d.entity_id
      WHERE d.article_id = ${article} AND d.entity_type <> ${sql.lit(ENTITY_CODE.Ticker)} AND e.article_count > 1
      ORDER BY e.article_count, e.id LIMIT ${sql.lit(ENTITIES)}) s
    ${newest.join}
    WHERE ${newest.value} <> ${article} GROUP BY ${newest.value}`;
}

interface StoredRelation extends StoredArticle {
  readonly score: number;
  readonly shared: string;
}

export async function relatedArticles(
  engine: Engine,
  ids: readonly ArticleId[],
  page: PageRequest,
): Promise<Page<ArticleRow, { readonly score: number; readonly shared: readonly EntityRef[] }>[]> {
  const list = (article: Sql): Listing => ({
    from: sql`(${relatedTo(engine, article)}) g JOIN article f ON f.id = g.article_id`,
    where: [],
    keys: [sql`g.score`, sql`f.sort_at`, sql`g.article_id`],
    columns: { article_id: sql`g.article_id`, score: sql`g.score`, shared: sql`g.shared` },
  });
  const selection = {
    columns: sql`${ARTICLE_COLUMNS}, t.score, t.shared`,
    joins: sql`JOIN article a ON a.id = t.article_id`,
  };
  const pages = await readPages<StoredRelation>(
    engine,
    BY_SCORE,
    ids.map((id) => [id]),
    ['article_id', 'score', 'shared'],
    list,
    page,
    selection,
  );
  return pages.map((one) =>
    mapPage(one, articleOf, (row) => ({ score: row.score / WEIGHT, shared: sharedOf(row.shared) })),
  );
}

/** Most telling first, then by key. */
function sharedOf(collected: string): EntityRef[] {
  return jsonOf<[number, number, string][]>(collected)
    .toSorted(([left, , leftKey], [right, , rightKey]) => right - left || (leftKey < rightKey ? -1 : 1))
    .map(([, type, key]) => refOf(type, key));
}

export async function relatedCounts(engine: Engine, ids: readonly ArticleId[]): Promise<number[]> {
  const table = engine.dialect.perParent(
    ids.map((id) => [id]),
    ['n'],
    (article) => sql`SELECT count(*) AS n FROM (${relatedTo(engine, article)}) g`,
  );
  const rows = await engine.rows(sql<{ place: number; n: number }>`SELECT t.place, t.n FROM ${table}`);
  return groupByPlace(rows, ids.length).map(([row]) => row?.n ?? 0);
}
