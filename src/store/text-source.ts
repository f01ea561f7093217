import { sql } from 'kysely';
import type { TextQuery } from './analyser.ts';
import type { Dialect, Sql } from './engine.ts';
import type { Listing } from './page.ts';

/**
 * Where texts that hold a query are read from in the order of their positions. `between` are the keys of the list
 * between position and id.
 */
export function textFrom(
  dialect: Dialect,
  query: TextQuery,
  titleOnly: boolean,
  joins: Sql,
  between: readonly Sql[],
): Pick<Listing, 'from' | 'unordered'> {
  const { textSource } = dialect;
  const from = sql`${textSource.from} ${joins}`;
  const rows = dialect.lookAhead(query, titleOnly);
  if (rows === null) return { from };
  const keys = [sql`(${textSource.position} + 0)`, ...between, textSource.id];
  return { from, unordered: { table: textSource.from, joins, rows, keys } };
}
