/** What companies, products, topics and tickers have in common. */
import { sql } from 'kysely';
import type { Engine, Sql } from './engine.ts';
import { foldName } from './folding.ts';
import { companiesBeside, eitherWay, keptEntities } from './overlaps.ts';
import { groupByPlace, type Listing, type ListOrder, mapPage, readPages } from './page.ts';
import { ENTITY_COLUMNS, inOrder, type StoredEntity } from './rows.ts';
import { ENTITY_CODE } from './schema.ts';
import type {
  EntityFilter,
  EntityId,
  EntityOrder,
  MentionedExtra,
  Page,
  PageRequest,
  TickerExtra,
} from './store.ts';
import { timelinesOf } from './timeline.ts';

/** One of the four types: its code, and how its rows are handed out. */
export interface EntityKind<Row> {
  readonly code: number;
  readonly rowOf: (row: StoredEntity) => Row;
}

export const ENTITY = { columns: ENTITY_COLUMNS, joins: sql`JOIN entity e ON e.id = t.entity_id` };

async function entitiesByIds<Row>(
  engine: Engine,
  kind: EntityKind<Row>,
  ids: readonly EntityId[],
): Promise<(Row | null)[]> {
  const rows = await engine.rows(sql<StoredEntity>`SELECT ${ENTITY_COLUMNS} FROM entity e
    WHERE e.id ${engine.dialect.anyId(ids)} AND e.type = ${sql.lit(kind.code)}`);
  return inOrder(ids, new Map(rows.map((row) => [row.id, kind.rowOf(row)])));
}

/** The conditions that filters of all four types share; `own` are those of one. */
function conditionsOf(engine: Engine, code: number, filter: EntityFilter, own: readonly Sql[]): Sql[] {
  const conditions = [sql`e.type = ${sql.lit(code)}`, ...own];
  if (filter.mentioned !== undefined) {
    conditions.push(filter.mentioned ? sql`e.article_count > 0` : sql`e.article_count = 0`);
  }
  if (filter.name !== undefined) {
    const contains = engine.dialect.indexOf(sql`n.names`, sql`${foldName(filter.name)}`);
    conditions.push(sql`EXISTS (SELECT 1 FROM name n WHERE n.node_id = e.id AND ${contains} > 0)`);
  }
  return conditions;
}

export async function entityPage<Row>(
  engine: Engine,
  kind: EntityKind<Row>,
  filter: EntityFilter,
  own: readonly Sql[],
  order: EntityOrder,
  page: PageRequest,
): Promise<Page<Row>> {
  const { listOrder, keys } = sorting(order);
  const listing: Listing = {
    from: sql`entity e`,
    where: conditionsOf(engine, kind.code, filter, own),
    keys,
    columns: { entity_id: sql`e.id` },
  };
  const pages = await readPages<StoredEntity>(
    engine,
    listOrder,
    null,
    ['entity_id'],
    () => listing,
    page,
    ENTITY,
  );
  return onlyPage(pages, kind);
}

/** Largest first are ascending in the negative, so that ties stay in the order of their keys. */
function sorting(order: EntityOrder): { listOrder: ListOrder; keys: Sql[] } {
  const { field, direction } = order;
  if (field === 'NAME') {
    return {
      listOrder: { name: 'entities NAME', direction, shape: ['text', 'text'] },
      keys: [sql`e.sort_name`, sql`e.key`],
    };
  }
  const count = field === 'MENTION_COUNT' ? sql`e.mention_count` : sql`e.article_count`;
  return {
    listOrder: { name: `entities ${field} ${direction}`, direction: 'ASC', shape: ['integer', 'text'] },
    keys: [direction === 'DESC' ? sql`(-${count})` : count, sql`e.key`],
  };
}

function onlyPage<Row>(pages: readonly Page<StoredEntity>[], kind: EntityKind<Row>): Page<Row> {
  const [page] = pages;
  if (page === undefined) throw new Error('A list without parents has one page.');
  return mapPage(page, kind.rowOf, () => ({}));
}

export async function entityCount(
  engine: Engine,
  code: number,
  filter: EntityFilter,
  own: readonly Sql[],
): Promise<number> {
  const where = sql.join(conditionsOf(engine, code, filter, own), sql` AND `);
  const [row] = await engine.rows(sql<{ n: number }>`SELECT count(*) AS n FROM entity e WHERE ${where}`);
  return row?.n ?? 0;
}

const OF_ARTICLE: ListOrder = { name: 'links', direction: 'ASC', shape: ['integer', 'text'] };
const LINK = ['link_mentions', 'in_title', 'first_ordinal', 'origin'] as const;
interface StoredLink extends StoredEntity {
  readonly link_mentions: number;
  readonly in_title: number;
  readonly first_ordinal: number | null;
  readonly link_origin: string | null;
}

/** The entities of one type that each article names, most mentioned first, then by key. */
export async function entitiesOfArticles<Row, Extra extends MentionedExtra>(
  engine: Engine,
  kind: EntityKind<Row>,
  ids: readonly number[],
  page: PageRequest,
  extraOf: (extra: MentionedExtra, origin: string | null) => Extra,
): Promise<Page<Row, Extra>[]> {
  const list = (article: Sql): Listing => ({
    from: sql`entity_article d JOIN entity f ON f.id = d.entity_id`,
    where: [sql`d.article_id = ${article}`, sql`d.entity_type = ${sql.lit(kind.code)}`],
    keys: [sql`(-d.mention_count)`, sql`f.key`],
    columns: {
      entity_id: sql`d.entity_id`,
      link_mentions: sql`d.mention_count`,
      in_title: sql`d.in_title`,
      first_ordinal: sql`d.first_ordinal`,
      origin: sql`d.origin`,
    },
  });
  const selection = {
    columns: sql`${ENTITY_COLUMNS}, t.link_mentions, t.in_title, t.first_ordinal, t.origin AS link_origin`,
    joins: ENTITY.joins,
  };
  const pages = await readPages<StoredLink>(
    engine,
    OF_ARTICLE,
    ids.map((id) => [id]),
    ['entity_id', ...LINK],
    list,
    page,
    selection,
  );
  return pages.map((one) =>
    mapPage(one, kind.rowOf, (row) =>
      extraOf(
        { mentionCount: row.link_mentions, inTitle: row.in_title === 1, firstOrdinal: row.first_ordinal },
        row.link_origin,
      ),
    ),
  );
}

/** The entities below others: subsidiaries, products of a maker, topics below a topic. */
export async function entitiesOfParents<Row>(
  engine: Engine,
  kind: EntityKind<Row>,
  parents: readonly EntityId[],
  page: PageRequest,
): Promise<Page<Row>[]> {
  const order: ListOrder = { name: 'children', direction: 'ASC', shape: ['integer', 'text', 'text'] };
  const list = (parent: Sql): Listing => ({
    from: sql`entity d`,
    where: [sql`d.parent_id = ${parent}`, sql`d.type = ${sql.lit(kind.code)}`],
    keys: [sql`d.position`, sql`d.sort_name`, sql`d.key`],
    columns: { entity_id: sql`d.id` },
  });
  const pages = await readPages<StoredEntity>(
    engine,
    order,
    parents.map((id) => [id]),
    ['entity_id'],
    list,
    page,
    ENTITY,
  );
  return pages.map((one) => mapPage(one, kind.rowOf, () => ({})));
}

export async function countsOfParents(
  engine: Engine,
  code: number,
  parents: readonly EntityId[],
): Promise<number[]> {
  const rows = await engine.rows(sql<{ parent_id: number; n: number }>`
    SELECT parent_id, count(*) AS n FROM entity
    WHERE parent_id ${engine.dialect.anyId(parents)} AND type = ${sql.lit(code)} GROUP BY parent_id`);
  const counts = new Map(rows.map((row) => [row.parent_id, row.n]));
  return parents.map((id) => counts.get(id) ?? 0);
}

async function countsOfArticles(engine: Engine, code: number, ids: readonly number[]): Promise<number[]> {
  const rows = await engine.rows(sql<{ article_id: number; n: number }>`
    SELECT d.article_id, count(*) AS n FROM entity_article d
    WHERE d.article_id ${engine.dialect.anyId(ids)} AND d.entity_type = ${sql.lit(code)} GROUP BY d.article_id`);
  const counts = new Map(rows.map((row) => [row.article_id, row.n]));
  return ids.map((id) => counts.get(id) ?? 0);
}

/** The queries of `LinkedEntityQueries` that are the same for every type. */
export function linkedQueries<Row>(engine: Engine, kind: EntityKind<Row>, timeZone: string) {
  return {
    byIds: (ids: readonly EntityId[]) => entitiesByIds(engine, kind, ids),
    countsOfArticles: (ids: readonly number[]) => countsOfArticles(engine, kind.code, ids),
    timelines: timelinesOf(engine, timeZone),
  };
}

export function mentionedExtra(extra: MentionedExtra): MentionedExtra {
  return extra;
}

export function tickerExtra(extra: MentionedExtra, origin: string | null): TickerExtra {
  // Every link to a ticker is written with an origin.
  return { ...extra, origin: (origin ?? 'TEXT') as TickerExtra['origin'] };
}

/** Companies that articles of each entity name too, most articles first, then by key. */
export async function namedTogether<Row>(
  engine: Engine,
  company: EntityKind<Row>,
  ids: readonly EntityId[],
  page: PageRequest,
): Promise<Page<Row, { readonly articleCount: number }>[]> {
  const order: ListOrder = { name: 'together', direction: 'ASC', shape: ['integer', 'text'] };
  const selection = { columns: sql`${ENTITY_COLUMNS}, t.articles`, joins: ENTITY.joins };
  const pages = await eitherWay(ids, await keptEntities(engine, ids), (some, kept) =>
    readPages<StoredEntity & { articles: number }>(
      engine.aggregates(),
      order,
      some.map((id) => [id]),
      ['entity_id', 'articles'],
      (parent) => ({
        from: sql`(${kept ? companiesBeside(parent) : countedBeside(parent)}) g JOIN entity f ON f.id = g.entity_id`,
        where: [],
        keys: [sql`(-g.articles)`, sql`f.key`],
        columns: { entity_id: sql`g.entity_id`, articles: sql`g.articles` },
      }),
      page,
      selection,
    ),
  );
  return pages.map((one) => mapPage(one, company.rowOf, (row) => ({ articleCount: row.articles })));
}

export async function namedTogetherCounts(engine: Engine, ids: readonly EntityId[]): Promise<number[]> {
  return eitherWay(ids, await keptEntities(engine, ids), async (some, kept) => {
    const reader = kept ? engine : engine.aggregates();
    const table = reader.dialect.perParent(
      some.map((id) => [id]),
      ['n'],
      (parent) =>
        sql`SELECT count(*) AS n FROM (${kept ? companiesBeside(parent) : countedBeside(parent)}) g`,
    );
    const rows = await reader.rows(sql<{ place: number; n: number }>`SELECT t.place, t.n FROM ${table}`);
    return groupByPlace(rows, some.length).map(([row]) => row?.n ?? 0);
  });
}

/** What `companiesBeside` is, counted article by article. */
function countedBeside(parent: Sql): Sql {
  return sql`SELECT o.entity_id, count(*) AS articles
    FROM entity_article d JOIN entity_article o ON o.article_id = d.article_id
    WHERE d.entity_id = ${parent} AND o.entity_type = ${sql.lit(ENTITY_CODE.Company)} AND o.entity_id <> ${parent}
    GROUP BY o.entity_id`;
}
