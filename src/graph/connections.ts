import type { PageInfoShape } from '@pothos/plugin-relay';
import type { Edge, Page, PageRequest } from '../store/store.ts';
import type { GraphContext } from './context.ts';
import { DEFAULT_PAGE, LARGEST_PAGE } from './cost.ts';
import { badUserInput, cursorsChecked, wellFormedCursor } from './errors.ts';
import type { LoaderKey } from './loaders.ts';

/** Relay's arguments as a client sends them. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** Translates and checks a connection's arguments. `before` alone asks for the page that ends there. */
export function pageRequest({ first, after, last, before }: PageArguments): PageRequest {
  if (first != null && last != null) {
    throw badUserInput(
      'last',
      '`first` and `last` cannot be combined.',
      'Send `first` with `after` to go forward, or `last` with `before` to go backward.',
    );
  }
  const size =
    last != null || (first == null && before != null && after == null)
      ? { last: checkedSize('last', last ?? DEFAULT_PAGE) }
      : { first: checkedSize('first', first ?? DEFAULT_PAGE) };
  return {
    ...size,
    ...(after == null ? {} : { after: wellFormedCursor('after', after) }),
    ...(before == null ? {} : { before: wellFormedCursor('before', before) }),
  };
}

/** The argument `first` of a plain list, or of the edges of a page. */
export function checkedSize(argument: string, size: number, limit = LARGEST_PAGE): number {
  if (size < 0 || size > limit) {
    throw badUserInput(argument, `\`${argument}\` must be from 0 to ${limit}, not ${size}.`);
  }
  return size;
}

/** The value of a connection field. Its page is fetched once, and counted is only where the count is selected. */
export interface Connection<Row, Extra = unknown> {
  readonly edges: Promise<Edge<Row, Extra>[]>;
  readonly pageInfo: Promise<PageInfoShape>;
  totalCount(): Promise<number>;
}

/** How to fetch the page of a connection, and how to count. */
interface Source<Row, Extra> {
  page(): Promise<Page<Row, Extra>>;
  count(): Promise<number>;
}

/** A connection that fetches its page when `edges`, `nodes` or `pageInfo` is first read, and not before. */
export function connection<Row, Extra>(source: Source<Row, Extra>): Connection<Row, Extra> {
  let fetched: Promise<Page<Row, Extra>> | undefined;
  const page = () => {
    fetched ??= cursorsChecked(source.page());
    return fetched;
  };
  return {
    get edges() {
      return page().then(({ edges }) => [...edges]);
    },
    get pageInfo() {
      return page().then(({ edges, hasNextPage, hasPreviousPage }) => ({
        hasNextPage,
        hasPreviousPage,
        startCursor: edges.at(0)?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      }));
    },
    totalCount: () => source.count(),
  };
}

interface NestedSource<Key extends LoaderKey, Row, Extra> {
  /** The field, as `Type.field`. With the arguments and the page it says what is batched together. */
  readonly field: string;
  /** Everything besides the page that the rows depend on. */
  readonly args?: object;
  readonly page: PageRequest;
  pages(keys: readonly Key[], page: PageRequest): Promise<Page<Row, Extra>[]>;
  counts(keys: readonly Key[]): Promise<number[]>;
}

/**
 * The connection of a field under a parent row. The same field with the same arguments under any number of parents
 * asks the store once for their pages, and once for their counts where those are selected.
 */
export function nestedConnection<Key extends LoaderKey, Row, Extra>(
  { loaders }: GraphContext,
  key: Key,
  source: NestedSource<Key, Row, Extra>,
): Connection<Row, Extra> {
  const { field, args = {}, page } = source;
  return connection({
    page: () =>
      loaders.together(field, { args, page }, key, (keys: readonly Key[]) => source.pages(keys, page)),
    count: () =>
      loaders.together(`${field} count`, { args }, key, (keys: readonly Key[]) => source.counts(keys)),
  });
}
