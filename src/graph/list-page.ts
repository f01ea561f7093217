import { decodeCursor, encodeCursor } from '../store/pages/cursor.ts';
import type { Page, PageRequest } from '../store/store.ts';

/** One page of a list that is in memory. Cursors say places of the list by this name. */
export function pageOfList<Row>(
  name: string,
  rows: readonly Row[],
  { first, last, after, before }: PageRequest,
): Page<Row> {
  const start = after === undefined ? 0 : placeOf('after', after, name) + 1;
  const end = before === undefined ? rows.length : Math.min(placeOf('before', before, name), rows.length);
  const from = last === undefined ? start : Math.max(start, end - last);
  const to = first === undefined ? end : Math.min(end, start + first);
  return {
    edges: rows
      .slice(from, Math.max(from, to))
      .map((node, index) => ({ node, cursor: encodeCursor(name, [from + index]) })),
    hasNextPage: to < rows.length,
    hasPreviousPage: from > 0,
  };
}

function placeOf(argument: 'after' | 'before', cursor: string, name: string): number {
  const [place] = decodeCursor(argument, cursor, name, ['integer']);
  return Number(place);
}
