/** What companies, products, topics and tickers have in common. */
import { sql } from 'kysely';
import { facetValues } from '../articles/facets.ts';
import { allOf } from '../articles/scopes.ts';
import type { EntityKindName, KIND } from '../database.ts';
import type { Engine, Sql } from '../engine.ts';
import {
  compareText,
  type Listing,
  type ListOrder,
  mapPage,
  pageOfSorted,
  readPages,
} from '../pages/page.ts';
import { foldName } from '../search/folding.ts';
import type {
  ArticleFilter,
  ArticleId,
  ArticleScope,
  EntityFilter,
  EntityId,
  EntityOrder,
  MentionedExtra,
  Page,
  PageRequest,
} from '../store.ts';
import { type ArticleLink, namedLinks } from './article-links.ts';
import { entitiesOf } from './known-entities.ts';
import { ENTITY_COLUMNS, type StoredEntity } from './rows.ts';

/** One of the four types: its code, and how its rows are handed out. */
export interface EntityKind<Row> {
  readonly code: (typeof KIND)[EntityKindName];
  readonly rowOf: (row: StoredEntity) => Row;
}

export const ENTITY = { columns: ENTITY_COLUMNS, joins: sql`JOIN entity e ON e.id = t.entity_id` };

/** A row made once of each entity that is kept. */
export function madeOnce<Row extends object>(rowOf: (row: StoredEntity) => Row): (row: StoredEntity) => Row {
  const rows = new WeakMap<StoredEntity, Row>();
  return (stored) => {
    let row = rows.get(stored);
    if (row === undefined) {
      row = rowOf(stored);
      rows.set(stored, row);
    }
    return row;
  };
}

export async function entitiesByIds<Row>(
  engine: Engine,
  kind: EntityKind<Row>,
  ids: readonly EntityId[],
): Promise<(Row | null)[]> {
  const known = await entitiesOf(engine).byIds(engine, ids);
  return ids.map((id) => {
    const stored = known.get(id);
    return stored?.kind === kind.code ? kind.rowOf(stored) : null;
  });
}

async function entitiesByKeys<Row>(
  engine: Engine,
  kind: EntityKind<Row>,
  keys: readonly string[],
): Promise<(Row | null)[]> {
  const known = await entitiesOf(engine).byKeys(engine, kind.code, keys);
  return keys.map((key) => {
    const stored = known.get(key);
    return stored === undefined ? null : kind.rowOf(stored);
  });
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

/** The entities of one type that each article names, most mentioned first, then by key. */
export async function entitiesOfArticles<Row, Extra extends MentionedExtra>(
  engine: Engine,
  kind: EntityKind<Row>,
  ids: readonly ArticleId[],
  page: PageRequest,
  extraOf: (extra: MentionedExtra, origin: number | null) => Extra,
  linksOf: (engine: Engine, kind: number, ids: readonly ArticleId[]) => Promise<ArticleLink[][]> = namedLinks,
): Promise<Page<Row, Extra>[]> {
  const all = await linksOf(engine, kind.code, ids);
  return all.map((links) => {
    const sorted = links.sort(
      (left, right) => right.count - left.count || compareText(left.entity.key, right.entity.key),
    );
    const found = pageOfSorted(OF_ARTICLE, sorted, ({ count, entity }) => [-count, entity.key], page);
    return mapPage(
      found,
      ({ entity }) => kind.rowOf(entity),
      ({ count, inTitle, firstOrdinal, origin }) =>
        extraOf({ mentionCount: count, inTitle, firstOrdinal }, origin),
    );
  });
}

export async function countsOfArticles(
  engine: Engine,
  code: number,
  ids: readonly ArticleId[],
  linksOf: (engine: Engine, kind: number, ids: readonly ArticleId[]) => Promise<ArticleLink[][]> = namedLinks,
): Promise<number[]> {
  return (await linksOf(engine, code, ids)).map(({ length }) => length);
}

/** What the entities below others have in a column: subsidiaries, products of a maker or a family, topics below one. */
type Upward = 'parent_id' | 'family_id';

export async function entitiesOfParents<Row>(
  engine: Engine,
  kind: EntityKind<Row>,
  parents: readonly EntityId[],
  page: PageRequest,
  upward: Upward = 'parent_id',
): Promise<Page<Row>[]> {
  const order: ListOrder = { name: 'children', direction: 'ASC', shape: ['integer', 'text', 'text'] };
  const list = (parent: Sql): Listing => ({
    from: sql`entity d`,
    where: [sql`d.${sql.ref(upward)} = ${parent}`, sql`d.kind = ${sql.lit(kind.code)}`],
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
  upward: Upward = 'parent_id',
): Promise<number[]> {
  const column = sql.ref(upward);
  const rows = await engine.rows(sql<{ parent: number; n: number }>`
    SELECT ${column} AS parent, count(*) AS n FROM entity
    WHERE ${column} ${engine.dialect.anyId(parents)} AND kind = ${sql.lit(code)} GROUP BY ${column}`);
  const counts = new Map(rows.map((row) => [row.parent, row.n]));
  return parents.map((id) => counts.get(id) ?? 0);
}

/** The queries of `LinkedEntityQueries` that are the same for every type. */
export function linkedQueries<Row>(engine: Engine, kind: EntityKind<Row>) {
  return {
    byIds: (ids: readonly EntityId[]) => entitiesByIds(engine, kind, ids),
    byKeys: (keys: readonly string[]) => entitiesByKeys(engine, kind, keys),
    countsOfArticles: (ids: readonly ArticleId[]) => countsOfArticles(engine, kind.code, ids),
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
