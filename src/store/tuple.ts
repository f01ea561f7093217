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

/**
 * The tables with most rows, spelled out: to look up every column by its name takes five times as long, and there are
 * fifty such rows in a post.
 */
const SPELLED: { readonly [Table in TableName]?: (row: Row<Table>) => Tuple } = {
  entity_article: (row) => [
    row.entity_id,
    row.sort_at,
    row.article_id,
    row.entity_type,
    row.mention_count,
    row.in_title,
    row.first_ordinal,
    row.origin,
  ],
  label_article: (row) => [row.label_id, row.sort_at, row.article_id, row.kind],
  mention: (row) => [
    row.article_id,
    row.ordinal,
    row.field,
    row.span_start,
    row.span_end,
    row.sentence_start,
    row.sentence_end,
    wellFormed(row.surface),
    row.alias === null ? null : wellFormed(row.alias),
    wellFormed(row.rule),
    row.entity_id,
    row.candidates === null ? null : wellFormed(row.candidates),
  ],
};

export function pack<Table extends TableName>(table: Table, rows: readonly Row<Table>[]): Tuple[] {
  const spelled = SPELLED[table];
  if (spelled !== undefined) return rows.map(spelled);
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
