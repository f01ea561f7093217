import { sql } from 'kysely';
import type { Dialect, Sql } from '../engine.ts';
import type { Listing } from '../pages/page.ts';
import type { TextQuery } from './analyser.ts';

/**
 * Where texts that hold a query are read from in the order of their articles' ids. `after` are the keys of the list
 * after the id.
 */
export function textFrom(
  dialect: Dialect,
  query: TextQuery,
  titleOnly: boolean,
  joins: Sql,
  after: readonly Sql[],
): Pick<Listing, 'from' | 'unordered'> {
  const from = sql`article_text x ${joins}`;
  const rows = dialect.lookAhead(query, titleOnly);
  if (rows === null) return { from };
  const keys = [sql`(${dialect.textId} + 0)`, ...after];
  return { from, unordered: { table: sql`article_text x`, joins, rows, keys } };
}
