/** What companies, products, topics and tickers have in common. */
import { sql } from 'kysely';
import { facetValues } from '../articles/facets.ts';
import { inOrder } from '../articles/rows.ts';
import { allOf } from '../articles/scopes.ts';
import type { EntityKindName, KIND } from '../database.ts';
import type { Engine, Sql } from '../engine.ts';
import {
  groupByPlace,
  type Listing,
  type ListOrder,
  mapPage,
  pageOfSorted,
  readPages,
} from '../pages/page.ts';
import { foldName } from '../search/folding.ts';
import type {
  ArticleFilter,
  ArticleScope,
  EntityFilter,
  EntityId,
  EntityOrder,
  MentionedExtra,
  Page,
  PageRequest,
} from '../store.ts';
import { ENTITY_COLUMNS, type StoredEntity } from './rows.ts';

/** One of the four types: its code, and how its rows are handed out. */
export interface EntityKind<Row> {
  readonly code: (typeof KIND)[EntityKindName];
  readonly rowOf: (row: StoredEntity) => Row;
}

export const ENTITY = { columns: ENTITY_COLUMNS, joins: sql`JOIN entity e ON e.id = t.entity_id` };

export async function entitiesByIds<Row>(
  engine: Engine,
  kind: EntityKind<Row>,
  ids: readonly EntityId[],
): Promise<(Row | null)[]> {
  const rows = await engine.rows(sql<StoredEntity>`SELECT ${ENTITY_COLUMNS} FROM entity e
    WHERE e.id ${engine.dialect.anyId(ids)} AND e.kind = ${sql.lit(kind.code)}`);
  return inOrder(ids, new Map(rows.map((row) => [row.id, kind.rowOf(row)])));
}

async function entitiesByKeys<Row>(
  engine: Engine,
  kind: EntityKind<Row>,
  keys: readonly string[],
): Promise<(Row | null)[]> {
  const rows = await engine.rows(sql<StoredEntity>`SELECT ${ENTITY_COLUMNS} FROM entity e
    WHERE e.kind = ${sql.lit(kind.code)} AND e.key ${engine.dialect.anyText(keys)}`);
  const byKey = new Map(rows.map((row) => [row.key, kind.rowOf(row)]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** The conditions that filters of all four types share; `own` are those of one. */
function conditionsOf(engine: Engine, code: number, filter: EntityFilter, own: readonly Sql[]): Sql[] {
  const conditions = [sql`e.kind = ${sql.lit(code)}`, ...own];
  if (filter.mentioned !== undefined) {
    conditions.push(filter.mentioned ? sql`e.article_count > 0` : sql`e.article_count = 0`);
  }
  if (filter.name !== undefined) {
    const contains = engine.dialect.indexOf(sql`n.names`, sql`${foldName(filter.name)}`);
    conditions.push(sql`EXISTS (SELECT 1 FROM name n WHERE n.term_id = e.id AND ${contains} > 0)`);
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
  const [found] = await readPages<StoredEntity>(
    engine,
    listOrder,
    null,
    ['entity_id'],
    () => listing,
    page,
    ENTITY,
  );
  if (found === undefined) throw new Error('A list without parents has one page.');
  return mapPage(found, kind.rowOf, () => ({}));
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

export async function entityCount(
  engine: Engine,
  code: number,
  filter: EntityFilter,
  own: readonly Sql[],
): Promise<number> {
  const where = allOf(conditionsOf(engine, code, filter, own));
  const [row] = await engine.rows(sql<{ n: number }>`SELECT count(*) AS n FROM entity e WHERE ${where}`);
  return row?.n ?? 0;
}

const OF_ARTICLE: ListOrder = { name: 'links', direction: 'ASC', shape: ['integer', 'text'] };
const LINK = ['link_mentions', 'in_title', 'first_ordinal', 'origin'] as const;
interface StoredLink extends StoredEntity {
  readonly link_mentions: number;
  readonly in_title: number;
  readonly first_ordinal: number | null;
  readonly link_origin: number | null;
}

/**
 * The entities of one type that each article names, most mentioned first, then by key. `linksOf` selects them, as
 * `d.*` of `posting` and the entity's `key`.
 */
export async function entitiesOfArticles<Row, Extra extends MentionedExtra>(
  engine: Engine,
  kind: EntityKind<Row>,
  ids: readonly number[],
  page: PageRequest,
  extraOf: (extra: MentionedExtra, origin: number | null) => Extra,
  linksOf: (engine: Engine, kind: number, article: Sql) => Sql = namedLinks,
): Promise<Page<Row, Extra>[]> {
  const list = (article: Sql): Listing => ({
    from: sql`(${linksOf(engine, kind.code, article)}) named`,
    where: [],
    keys: [sql`(-named.count)`, sql`named.key`],
    columns: {
      entity_id: sql`named.term_id`,
      link_mentions: sql`named.count`,
      in_title: sql`named.in_title`,
      first_ordinal: sql`named.first_ordinal`,
      origin: sql`named.origin`,
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
    (parent) => list(parent.at(0)),
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

/** The kind is no reason to look up entities by it (`+`): SQLite would pass over all companies for each article. */
export function namedLinks({ dialect }: Engine, kind: number, article: Sql): Sql {
  return sql`SELECT f.id AS term_id, f.key, d.count, d.in_title, d.first_ordinal, d.origin
    FROM article a ${dialect.termsOfArticle} JOIN entity f ON f.id = l.value AND +f.kind = ${sql.lit(kind)}
    JOIN posting d ON d.term_id = f.id AND d.article_id = a.id WHERE a.id = ${article}`;
}

export async function countsOfArticles(
  engine: Engine,
  code: number,
  ids: readonly number[],
  linksOf: (engine: Engine, kind: number, article: Sql) => Sql = namedLinks,
): Promise<number[]> {
  const table = engine.dialect.perParent(
    ids.map((id) => [id]),
    ['n'],
    (parent) => sql`SELECT count(*) AS n FROM (${linksOf(engine, code, parent.at(0))}) named`,
  );
  const rows = await engine.rows(sql<{ place: number; n: number }>`SELECT t.place, t.n FROM ${table}`);
  return groupByPlace(rows, ids.length).map(([row]) => row?.n ?? 0);
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
    where: [sql`d.parent_id = ${parent}`, sql`d.kind = ${sql.lit(kind.code)}`],
    keys: [sql`d.position`, sql`d.sort_name`, sql`d.key`],
    columns: { entity_id: sql`d.id` },
  });
  const pages = await readPages<StoredEntity>(
    engine,
    order,
    parents.map((id) => [id]),
    ['entity_id'],
    (parent) => list(parent.at(0)),
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
    WHERE parent_id ${engine.dialect.anyId(parents)} AND kind = ${sql.lit(code)} GROUP BY parent_id`);
  const counts = new Map(rows.map((row) => [row.parent_id, row.n]));
  return parents.map((id) => counts.get(id) ?? 0);
}

/** The queries of `LinkedEntityQueries` that are the same for every type. */
export function linkedQueries<Row>(engine: Engine, kind: EntityKind<Row>) {
  return {
    byIds: (ids: readonly EntityId[]) => entitiesByIds(engine, kind, ids),
    byKeys: (keys: readonly string[]) => entitiesByKeys(engine, kind, keys),
    countsOfArticles: (ids: readonly number[]) => countsOfArticles(engine, kind.code, ids),
  };
}

export function mentionedExtra(extra: MentionedExtra): MentionedExtra {
  return extra;
}

const MOST_ARTICLES: ListOrder = { name: 'co-mentions', direction: 'ASC', shape: ['integer', 'text'] };

/** Companies that articles of each scope name too, most articles first, then by key. */
export async function companiesBeside<Row>(
  engine: Engine,
  company: EntityKind<Row>,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  page: PageRequest,
): Promise<Page<Row, { readonly articleCount: number }>[]> {
  const pages = (await besideValues(engine, scopes, filter)).map((values) =>
    pageOfSorted(MOST_ARTICLES, values, ({ key, count }) => [-count, key], page),
  );
  const ids: EntityId[] = [
    ...new Set(pages.flatMap(({ edges }) => edges.map(({ node }) => Number(node.id)))),
  ];
  const rows = await entitiesByIds(engine, company, ids);
  const byId = new Map(rows.map((row, index) => [ids[index], row]));
  return pages.map((one) => ({
    ...one,
    edges: one.edges.flatMap(({ node: { id, count }, cursor }) => {
      const node = byId.get(Number(id)) ?? null;
      return node === null ? [] : [{ node, cursor, articleCount: count }];
    }),
  }));
}

export async function companiesBesideCounts(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
): Promise<number[]> {
  return (await besideValues(engine, scopes, filter)).map(({ length }) => length);
}

async function besideValues(engine: Engine, scopes: readonly ArticleScope[], filter: ArticleFilter) {
  const all = await facetValues({ engine, timeZone: 'UTC' }, scopes, filter, 'companies');
  return all.map((values, index) => {
    const scope = scopes[index];
    return values.filter(({ id }) => scope?.kind !== 'entity' || id !== scope.id);
  });
}
