import type { Edge, Page, PageRequest } from '../store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

/** One of several lists that follow one another as one. */
export interface Part<Node, Extra> {
  page(request: PageRequest): Promise<Page<Node, Extra>>;
  count(): Promise<number>;
}

/** A page over all parts. Its cursors say the part and the cursor within it. */
export async function pageOfParts<Node, Extra>(
  name: string,
  parts: readonly Part<Node, Extra>[],
  { first, last, after, before }: PageRequest,
): Promise<Page<Node, Extra>> {
  const from = after === undefined ? null : place('after', after, name);
  const until = before === undefined ? null : place('before', before, name);
  const backward = last !== undefined;
  const size = last ?? first ?? 20;
  const order = [...parts.keys()].filter(
    (index) => index >= (from?.part ?? 0) && index <= (until?.part ?? parts.length),
  );
  const edges: Edge<Node, Extra>[] = [];
  for (const index of backward ? order.reverse() : order) {
    // One more than the page shows whether anything follows.
    const wanted = size + 1 - edges.length;
    if (wanted <= 0) break;
    const page = await parts[index]?.page({
      ...(backward ? { last: wanted } : { first: wanted }),
      ...(from?.part === index ? { after: from.cursor } : {}),
      ...(until?.part === index ? { before: until.cursor } : {}),
    });
    const found = (page?.edges ?? []).map((edge) => ({
      ...edge,
      cursor: encodeCursor(name, [index, edge.cursor]),
    }));
    if (backward) edges.unshift(...found);
    else edges.push(...found);
  }
  const more = edges.length > size;
  const shown = backward ? edges.slice(Math.max(0, edges.length - size)) : edges.slice(0, size);
  return {
    edges: shown,
    hasNextPage: backward ? until !== null : more,
    hasPreviousPage: backward ? more : from !== null,
  };
}

function place(argument: 'after' | 'before', cursor: string, name: string): { part: number; cursor: string } {
  const [part, inner] = decodeCursor(argument, cursor, name, ['integer', 'text']);
  return { part: Number(part), cursor: String(inner) };
}
