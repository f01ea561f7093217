/**
 * Keyset pages: a page is found by the sort values of the row before it, never by counting rows, so that it costs
 * the same wherever it lies and stays true while rows are added.
 */
import { sql } from 'kysely';
import type { Parent, Reader, Sql } from '../engine.ts';
import type { Edge, OrderDirection, Page, PageRequest } from '../store.ts';
import { type CursorShape, type CursorValue, decodeCursor, encodeCursor } from './cursor.ts';

const NO_PARENT: Parent = {
  at: () => sql`NULL`,
  all: () => {
    throw new Error('A list without parents has none.');
  },
};

/** What a list is sorted by. The last key is unique within the list, so that no tie is left. */
export interface ListOrder {
  /** Name of the order, which its cursors carry. */
  readonly name: string;
  readonly direction: OrderDirection;
  /** Types of the keys; all of them run in the same direction. */
  readonly shape: CursorShape;
}

/** One list in SQL. */
export interface Listing {
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** As many as the order has. */
  readonly keys: readonly Sql[];
  /** Where no index both finds the rows and has them in order. */
  readonly unordered?: UnorderedSource;
  /** How many of the keys already leave no tie, where fewer do: an index may be read along those alone. */
  readonly decisive?: number;
  /** Columns by name, beside the keys. */
  readonly columns: Readonly<Record<string, Sql>>;
}

/**
 * Rows that one index finds, but another one sorts. The first `rows` in order are looked through, which is enough
 * where many are wanted ones; those after them are found by the other index and sorted.
 */
export interface UnorderedSource {
  /** The table with its alias, whose columns the keys are. */
  readonly table: Sql;
  /** What is joined to it. */
  readonly joins: Sql;
  readonly rows: number;
  /** The keys once more, written so that no index serves their order. */
  readonly keys: readonly Sql[];
}

/**
 * Lists that follow one another, the first of which comes first in either direction of the keys. A later one is
 * only read where the page is not yet full. Null keeps the place of one that is not wanted.
 */
export type Segments = readonly (Listing | null)[];

/** A list made of several, one for each row of a table `s(value)`; a row that stands in several of them comes once. */
export interface MergedListing {
  readonly table: Sql;
  readonly list: Listing | Segments;
}

/** The columns that every row of a page has beside its own. */
interface Placed {
  readonly place: number;
  readonly segment: number;
  readonly [key: `k${number}`]: CursorValue;
}

interface Window {
  readonly size: number;
  readonly backward: boolean;
  readonly after: CursorValue[] | null;
  readonly before: CursorValue[] | null;
}

/** A read-only view of everything a page statement needs beside its lists. */
export interface Selection {
  /** Columns of the nodes, from `t` (the list's rows) and what is joined to it. */
  readonly columns: Sql;
  readonly joins: Sql;
}

/**
 * The page of one list per parent, in one statement. Without parents there is one list, whose page comes alone.
 * `columns` names what `list` selects.
 */
export async function readPages<Row extends object>(
  engine: Reader,
  order: ListOrder,
  parents: readonly (readonly number[])[] | null,
  columns: readonly string[],
  list: (parent: Parent) => Listing | Segments | MergedListing,
  request: PageRequest,
  selection: Selection,
): Promise<Page<Row>[]> {
  const window = windowOf(order, request);
  if (parents?.length === 0) return [];
  const keys = order.shape.map((_, index) => `k${index}`);
  const names = [...columns, 'segment', ...keys];
  const body = (parent: Parent) => limited(engine, order, list(parent), columns, window);
  const table = parents
    ? engine.dialect.perParent(parents, names, body)
    : sql`(SELECT 0 AS place, b.* FROM (${body(NO_PARENT)}) b) t`;
  const sorted = keys.map((key) => sql`${sql.ref(`t.${key}`)} ${sql.raw(order.direction)}`);
  const rows = await engine.rows(sql<Row & Placed>`
    SELECT t.place, t.segment, ${sql.join(keys.map((key) => sql.ref(`t.${key}`)))}, ${selection.columns}
    FROM ${table} ${selection.joins}
    ORDER BY t.place, t.segment, ${sql.join(sorted)}`);
  const grouped = groupByPlace(rows, parents?.length ?? 1);
  return grouped.map((group) => pageOf(order, group, request, window));
}

/** Rows by their `place`, each group in the order of the rows. */
export function groupByPlace<Row extends { readonly place: number }>(
  rows: readonly Row[],
  places: number,
): Row[][] {
  const groups: Row[][] = Array.from({ length: places }, () => []);
  for (const row of rows) groups[row.place]?.push(row);
  return groups;
}

/** The same page with other nodes. */
export function mapPage<Row, Node, Extra extends object>(
  page: Page<Row>,
  node: (row: Row) => Node,
  extra: (row: Row) => Extra,
): Page<Node, Extra> {
  return {
    ...page,
    edges: page.edges.map((edge) => ({ ...extra(edge.node), node: node(edge.node), cursor: edge.cursor })),
  };
}

function windowOf(order: ListOrder, request: PageRequest): Window {
  const shape: CursorShape = ['integer', ...order.shape];
  const decode = (argument: 'after' | 'before') => {
    const cursor = request[argument];
    return cursor === undefined ? null : decodeCursor(argument, cursor, nameOf(order), shape);
  };
  return {
    size: request.last ?? request.first ?? 20,
    backward: request.last !== undefined,
    after: decode('after'),
    before: decode('before'),
  };
}

function nameOf(order: ListOrder): string {
  return `${order.name} ${order.direction}`;
}

/** The rows of one list that the page needs, and one more, read from the end that the page is at. */
function limited(
  engine: Reader,
  order: ListOrder,
  list: Listing | Segments | MergedListing,
  columns: readonly string[],
  window: Window,
): Sql {
  if ('table' in list) return merged(engine, order, list, columns, window);
  const limit = sql.lit(window.size + 1);
  const branches = (isListing(list) ? [list] : list).flatMap((segment, number) => {
    if (segment === null) return [];
    const bounds = boundsOf(order, segment, number, window);
    return bounds === null ? [] : [segmentOf(order, segment, columns, number, bounds, window)];
  });
  if (window.backward) branches.reverse();
  const [first, ...others] = branches;
  // Cursors of one page may exclude each other: then nothing lies between them.
  if (first === undefined) return nothing(order, columns);
  if (others.length === 0) return first;
  const parts = branches.map((branch, index) => sql`SELECT * FROM (${branch}) ${sql.ref(`b${index}`)}`);
  // Materialised, because SQLite otherwise gives the order of the statement around it to the parts, merges them in it,
  // and so takes the first rows where a page that is read from its end wants the last.
  return sql`WITH u AS MATERIALIZED (${sql.join(parts, sql` UNION ALL `)} LIMIT ${limit}) SELECT * FROM u`;
}

function isListing(list: Listing | Segments): list is Listing {
  return !Array.isArray(list);
}

function segmentOf(
  order: ListOrder,
  list: Listing,
  columns: readonly string[],
  segment: number,
  bounds: readonly Sql[],
  window: Window,
): Sql {
  const ascending = (order.direction === 'ASC') !== window.backward;
  const decisive = list.keys.slice(0, list.decisive);
  const sorted = decisive.map((key) => sql`${key} ${sql.raw(ascending ? 'ASC' : 'DESC')}`);
  const selected = [
    ...columns.map((column) => sql`${list.columns[column] ?? sql.ref(column)} AS ${sql.ref(column)}`),
    sql`${sql.lit(segment)} AS segment`,
    ...list.keys.map((key, index) => sql`${key} AS ${sql.ref(`k${index}`)}`),
  ];
  const limit = sql.lit(window.size + 1);
  const { unordered } = list;
  if (unordered === undefined) {
    return sql`SELECT ${sql.join(selected)} FROM ${list.from} WHERE ${allOf([...list.where, ...bounds])}
      ORDER BY ${sql.join(sorted)} LIMIT ${limit}`;
  }
  const sortedAside = unordered.keys.map((key) => sql`${key} ${sql.raw(ascending ? 'ASC' : 'DESC')}`);
  const from = sql`${unordered.table} ${unordered.joins}`;
  if (unordered.rows === 0) {
    return sql`SELECT ${sql.join(selected)} FROM ${from} WHERE ${allOf([...list.where, ...bounds])}
      ORDER BY ${sql.join(sortedAside)} LIMIT ${limit}`;
  }
  const names = list.keys.map((_, index) => sql.ref(`k${index}`));
  const keys = list.keys.map((key, index) => sql`${key} AS ${sql.ref(`k${index}`)}`);
  const ahead = (what: Sql) => sql`SELECT ${what} FROM ${unordered.table} WHERE ${allOf(bounds)}
    ORDER BY ${sql.join(sorted)} LIMIT ${sql.lit(unordered.rows)}`;
  const last = sql`SELECT ${sql.join(names)} FROM (${ahead(sql.join(keys))}) w
    ORDER BY ${sql.join(names.map((name) => sql`${name} ${sql.raw(ascending ? 'DESC' : 'ASC')}`))} LIMIT 1`;
  const after = sql`(${sql.join([...unordered.keys])}) ${sql.raw(ascending ? '>' : '<')} (${last})`;
  return sql`SELECT * FROM (
      SELECT * FROM (SELECT ${sql.join(selected)} FROM (${ahead(sql`x.*`)}) x ${unordered.joins}
        WHERE ${allOf(list.where)} ORDER BY ${sql.join(sorted)} LIMIT ${limit}) near
      UNION ALL
      SELECT * FROM (SELECT ${sql.join(selected)} FROM ${from} WHERE ${allOf([...list.where, after])}
        ORDER BY ${sql.join(sortedAside)} LIMIT ${limit}) far
      LIMIT ${limit}) s`;
}

function allOf(conditions: readonly Sql[]): Sql {
  return sql.join([sql`1 = 1`, ...conditions], sql` AND `);
}

/** As each of the lists gives as many rows as the page needs, the first of them all are among those. */
function merged(
  engine: Reader,
  order: ListOrder,
  list: MergedListing,
  columns: readonly string[],
  window: Window,
): Sql {
  const keys = order.shape.map((_, index) => `k${index}`);
  const names = [...columns, 'segment', ...keys];
  const selected = names.map((name) => sql.ref(name));
  const direction = (ascending: boolean) => sql.raw(ascending !== window.backward ? 'ASC' : 'DESC');
  const sorted = keys.map((key) => sql`${sql.ref(key)} ${direction(order.direction === 'ASC')}`);
  const rows = engine.dialect.forEach(list.table, names, limited(engine, order, list.list, columns, window));
  return sql`SELECT DISTINCT ${sql.join(selected)} FROM ${rows}
    ORDER BY segment ${direction(true)}, ${sql.join(sorted)} LIMIT ${sql.lit(window.size + 1)}`;
}

function nothing(order: ListOrder, columns: readonly string[]): Sql {
  const names = [...columns, 'segment', ...order.shape.map((_, index) => `k${index}`)];
  return sql`SELECT ${sql.join(names.map((name) => sql`CAST(NULL AS bigint) AS ${sql.ref(name)}`))} WHERE 1 = 0`;
}

/** Conditions that keep a segment between the cursors; null where none of it lies there. */
function boundsOf(order: ListOrder, list: Listing, segment: number, window: Window): Sql[] | null {
  const keys = list.keys.slice(0, list.decisive);
  const bounds: Sql[] = [];
  const forward = order.direction === 'ASC' ? '>' : '<';
  const backward = order.direction === 'ASC' ? '<' : '>';
  if (window.after) {
    const [at, ...values] = window.after;
    if (Number(at) > segment) return null;
    if (at === segment) bounds.push(beyond(keys, forward, values));
  }
  if (window.before) {
    const [at, ...values] = window.before;
    if (Number(at) < segment) return null;
    if (at === segment) bounds.push(beyond(keys, backward, values));
  }
  return bounds;
}

function beyond(keys: readonly Sql[], operator: '<' | '>', values: readonly CursorValue[]): Sql {
  const bounds = values.slice(0, keys.length).map((value) => sql`${value}`);
  return sql`(${sql.join([...keys])}) ${sql.raw(operator)} (${sql.join(bounds)})`;
}

function pageOf<Row extends object>(
  order: ListOrder,
  rows: readonly (Row & Placed)[],
  request: PageRequest,
  window: Window,
): Page<Row> {
  const more = rows.length > window.size;
  const kept = window.backward ? rows.slice(more ? 1 : 0) : rows.slice(0, window.size);
  const name = nameOf(order);
  const edges = kept.map((row): Edge<Row> => {
    const values = order.shape.map((_, index): CursorValue => row[`k${index}`] ?? 0);
    return { node: row, cursor: encodeCursor(name, [row.segment, ...values]) };
  });
  return { edges, ...endsOf(more, request, window.backward) };
}

/** A page of a list that is in memory, sorted by the keys. */
export function pageOfSorted<Item extends object>(
  order: ListOrder,
  items: readonly Item[],
  keysOf: (item: Item) => readonly CursorValue[],
  request: PageRequest,
): Page<Item> {
  const window = windowOf(order, request);
  const sign = order.direction === 'ASC' ? 1 : -1;
  const isBeyond = (item: Item, [, ...bound]: readonly CursorValue[], way: 1 | -1) =>
    compareKeys(keysOf(item), bound) * sign * way > 0;
  const { after, before, size, backward } = window;
  const inside =
    after === null && before === null
      ? items
      : items.filter(
          (item) =>
            (after === null || isBeyond(item, after, 1)) && (before === null || isBeyond(item, before, -1)),
        );
  const name = nameOf(order);
  const kept = backward ? inside.slice(Math.max(0, inside.length - size)) : inside.slice(0, size);
  return {
    edges: kept.map((item) => ({ node: item, cursor: encodeCursor(name, [0, ...keysOf(item)]) })),
    ...endsOf(inside.length > size, request, backward),
  };
}

/** Whether there is more before and after a page. `more`: whether there is at the end that it was not read from. */
function endsOf(more: boolean, request: PageRequest, backward: boolean) {
  return {
    hasNextPage: backward ? request.before !== undefined : more || request.before !== undefined,
    hasPreviousPage: backward ? more || request.after !== undefined : request.after !== undefined,
  };
}

/** Texts by code points, as both engines compare them. */
export function compareKeys(left: readonly CursorValue[], right: readonly CursorValue[]): number {
  for (const [index, one] of left.entries()) {
    const other = right[index];
    const difference =
      typeof one === 'string' ? compareText(one, String(other ?? '')) : one - Number(other ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (one !== other) return codePointRank(one) - codePointRank(other);
  }
  return left.length - right.length;
}

/** UTF-16 has surrogates before the last characters of one unit, which come before them by code points. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
