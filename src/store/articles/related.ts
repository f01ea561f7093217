import { sql } from 'kysely';
import type { EntityRef } from '../../catalog/catalog.ts';
import { KIND } from '../database.ts';
import type { Engine, Sql } from '../engine.ts';
import { refOf } from '../entities/rows.ts';
import { groupByPlace, type Listing, type ListOrder, mapPage, readPages } from '../pages/page.ts';
import type { ArticleId, ArticleRow, Page, PageRequest } from '../store.ts';
import { SECOND } from './article-id.ts';
import { ARTICLE_COLUMNS, articleOf, jsonOf, type StoredArticle } from './rows.ts';

/** Only the rarest entities of an article, and the newest articles of each, are looked at: at most 2,400 links. */
const ENTITIES = 12;
const ARTICLES_EACH = 200;
/** Rare is what so many articles name, or so small a share of the corpus. */
const FEW = 10;
const SHARE = 1000;
/** Weights are whole numbers, so that both engines add them up to the same score in any order. */
const WEIGHT = 1_000_000_000;

const BY_SCORE: ListOrder = { name: 'related', direction: 'DESC', shape: ['integer', 'integer'] };

/**
 * Articles that name the same rare companies, products and topics, without copies of the same post: those of the same
 * second that name three quarters of what it names. Each shared entity counts as much as it is rare, one
 * by the number of its articles: the resource-allocation index of link prediction.
 */
function relatedTo(engine: Engine, article: Sql): Sql {
  const { dialect } = engine;
  const newest = dialect.lateral(
    'o',
    'article_id',
    sql`SELECT i.article_id FROM posting i WHERE i.term_id = s.id
      ORDER BY i.article_id DESC LIMIT ${sql.lit(ARTICLES_EACH)}`,
  );
  const rare = sql`SELECT e.id, e.kind, e.key, ${sql.lit(WEIGHT)} / e.article_count AS weight
    FROM article a ${dialect.termsOfArticle} JOIN entity e ON e.id = l.value
    WHERE a.id = ${article} AND e.kind <> ${sql.lit(KIND.Ticker)} AND e.article_count > 1
      AND (e.article_count <= ${sql.lit(FEW)}
        OR e.article_count * ${sql.lit(SHARE)} <= (SELECT c.article_count FROM corpus c))
    ORDER BY e.article_count, e.id LIMIT ${sql.lit(ENTITIES)}`;
  const second = (id: Sql) => sql`${id} / ${sql.lit(SECOND)}`;
  return sql`SELECT ${newest.value} AS article_id, CAST(sum(s.weight) AS bigint) AS score,
      ${dialect.collect([sql`s.weight`, sql`s.kind`, sql`s.key`])} AS shared
    FROM (${rare}) s ${newest.join}
    WHERE ${newest.value} <> ${article} GROUP BY ${newest.value}
    HAVING NOT (${second(newest.value)} = ${second(article)}
      AND count(*) * 4 >= 3 * (SELECT count(*) FROM (${rare}) all_of_it))`;
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
    from: sql`(${relatedTo(engine, article)}) g`,
    where: [],
    keys: [sql`g.score`, sql`g.article_id`],
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
    (parent) => list(parent.at(0)),
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
    .map(([, kind, key]) => refOf(kind, key));
}

export async function relatedCounts(engine: Engine, ids: readonly ArticleId[]): Promise<number[]> {
  const table = engine.dialect.perParent(
    ids.map((id) => [id]),
    ['n'],
    (parent) => sql`SELECT count(*) AS n FROM (${relatedTo(engine, parent.at(0))}) g`,
  );
  const rows = await engine.rows(sql<{ place: number; n: number }>`SELECT t.place, t.n FROM ${table}`);
  return groupByPlace(rows, ids.length).map(([row]) => row?.n ?? 0);
}
