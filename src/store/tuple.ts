import { COLUMNS, type Row, type TableName } from './schema.ts';
import { wellFormed } from './text.ts';

type Value = string | number | null;
/**
 * A row as its values in the order of `COLUMNS`, every text well-formed: what statements bind, and what costs least
 * to copy between threads (an object is copied with the names of its columns).
 */
export type Tuple = Value[];
export type PackedRows = { readonly [Table in TableName]?: readonly Tuple[] };

const NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(COLUMNS).map(([table, columns]) => [table, Object.keys(columns)]),
);

/** The columns of a table, in the order of its tuples. */
export function columnsOf(table: TableName): readonly string[] {
  return NAMES.get(table) ?? [];
}

/** Where an article's id stands in the rows of a table that has one; the row's own id elsewhere. */
export function articleColumnOf(table: TableName): number {
  const columns = columnsOf(table);
  return columns.includes('article_id') ? columns.indexOf('article_id') : columns.indexOf('id');
}

export function pack<Table extends TableName>(table: Table, rows: readonly Row<Table>[]): Tuple[] {
  const names = columnsOf(table);
  return rows.map((row) => {
    // Every column of every table is a text, an integer or null.
    const values = row as unknown as Readonly<Record<string, Value>>;
    return names.map((name) => {
      const value = values[name] ?? null;
      return typeof value === 'string' ? wellFormed(value) : value;
    });
  });
}

export function packAll(tables: { readonly [Table in TableName]?: readonly Row<Table>[] }): PackedRows {
  const packed = Object.entries(tables).map(([name, rows]) => {
    const table = name as TableName;
    return [table, pack(table, rows as readonly Row<typeof table>[])];
  });
  return Object.fromEntries(packed);
}
