import type { InterfaceRef, ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { Edge, Page, PageRequest } from '../store/store.ts';
import { builder, type Types } from './builder.ts';
import type { GraphContext } from './context.ts';
import { DEFAULT_PAGE, LARGEST_PAGE } from './cost.ts';
import { badUserInput, cursorsChecked, wellFormedCursor } from './errors.ts';
import type { LoaderKey } from './loaders.ts';
import { selects } from './selection.ts';

/** Relay's arguments as a client sends them. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

export const pageArguments = builder.args((t) => ({
  first: t.int({
    description: `How many edges to take from the front, or right after \`after\`: from 0 to ${LARGEST_PAGE}. Where neither \`first\` nor \`last\` is given, the page has ${DEFAULT_PAGE} edges.`,
  }),
  after: t.string({ description: 'A cursor of an earlier answer: only edges that come after it.' }),
  last: t.int({
    description: `How many edges to take from the back, or right before \`before\`: from 0 to ${LARGEST_PAGE}. It cannot be combined with \`first\`.`,
  }),
  before: t.string({ description: 'A cursor of an earlier answer: only edges that come before it.' }),
}));

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
    throw badUserInput(argument, `\`${argument}\` is ${size}, but must be from 0 to ${limit}.`);
  }
  return size;
}

/** A page of rows, fetched once, and a count that is only sent for when it is selected. */
export interface Connection<Row, Extra = unknown> {
  page(): Promise<Page<Row, Extra>>;
  totalCount(): Promise<number>;
}

/** What a connection is made of: how to fetch its page and how to count. */
interface Source<Row, Extra> {
  page(): Promise<Page<Row, Extra>>;
  count(): Promise<number>;
}

/**
 * The value of a connection field. The page is fetched before the field is answered, so that a malformed cursor is
 * one error at the connection; where only `totalCount` or facets are selected it is not fetched at all.
 */
export async function connection<Row, Extra>(
  info: GraphQLResolveInfo,
  source: Source<Row, Extra>,
): Promise<Connection<Row, Extra>> {
  let page: Promise<Page<Row, Extra>> | undefined;
  const value: Connection<Row, Extra> = {
    page() {
      page ??= cursorsChecked(source.page());
      return page;
    },
    totalCount: () => source.count(),
  };
  if (selects(info, ['edges', 'nodes', 'pageInfo'])) await value.page();
  return value;
}

interface NestedSource<Key extends LoaderKey, Row, Extra> {
  /** Everything besides the page that the rows depend on; part of what is batched together. */
  readonly args?: object;
  readonly page: PageRequest;
  pages(keys: readonly Key[], page: PageRequest): Promise<Page<Row, Extra>[]>;
  counts(keys: readonly Key[]): Promise<number[]>;
}

/**
 * The value of a connection field under a parent row. The same field with the same arguments under any number of
 * parents asks the store once for their pages, and once for their counts where those are selected.
 */
export function nestedConnection<Key extends LoaderKey, Row, Extra>(
  info: GraphQLResolveInfo,
  context: GraphContext,
  key: Key,
  source: NestedSource<Key, Row, Extra>,
): Promise<Connection<Row, Extra>> {
  const field = `${info.parentType.name}.${info.fieldName}`;
  const { args = {}, page } = source;
  return connection(info, {
    page: () =>
      context.loaders.together(field, { args, page }, key, (keys: readonly Key[]) =>
        source.pages(keys, page),
      ),
    count: () =>
      context.loaders.together(`${field} count`, { args }, key, (keys: readonly Key[]) =>
        source.counts(keys),
      ),
  });
}

interface ConnectionTypeOptions {
  /** Name of the connection without `Connection`. */
  readonly name: string;
  /** What one edge leads to, in a sentence that follows "Each edge …". */
  readonly edge: string;
  /** What the nodes are and in which order: "Companies that …, most mentioned first". */
  readonly description: string;
}

export interface ConnectionTypes<Row, Extra, Value extends Connection<Row, Extra>> {
  readonly connection: ObjectRef<Types, Value>;
  readonly edge: ObjectRef<Types, Edge<Row, Extra>>;
}

/**
 * Defines `XConnection` and `XEdge` over pages of the store. Fields of the link are added to `edge`, further
 * fields of the whole to `connection`, with `builder.objectFields`.
 */
export function connectionTypes<
  Row,
  Extra = unknown,
  Value extends Connection<Row, Extra> = Connection<Row, Extra>,
>(
  node: ObjectRef<Types, Row> | InterfaceRef<Types, Row>,
  { name, description, edge: edgeDescription }: ConnectionTypeOptions,
): ConnectionTypes<Row, Extra, Value> {
  // The fields that every connection has do not depend on what the rows are.
  const nodeType = node as ObjectRef<Types, object>;
  const edge = builder.objectRef<Edge<object>>(`${name}Edge`).implement({
    description: edgeDescription,
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        description: 'Where this edge stands. Give it to `after` or `before` to go on from here.',
      }),
      node: t.field({
        type: nodeType,
        description: 'What the edge leads to.',
        resolve: ({ node: row }) => row,
      }),
    }),
  });
  const connectionType = builder.objectRef<Connection<object>>(`${name}Connection`).implement({
    description,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        description: 'The edges of this page, each a node with its cursor and what belongs to the link.',
        resolve: async (value) => (await value.page()).edges,
      }),
      nodes: t.field({
        type: [nodeType],
        description: 'The nodes of this page, for when the edges say nothing more that you need.',
        resolve: async (value) => (await value.page()).edges.map(({ node: row }) => row),
      }),
      pageInfo: t.field({
        type: builder.pageInfoRef(),
        description: 'Whether there is more, and the cursors to go on from.',
        resolve: async (value) => {
          const { edges, hasNextPage, hasPreviousPage } = await value.page();
          return {
            hasNextPage,
            hasPreviousPage,
            startCursor: edges.at(0)?.cursor ?? null,
            endCursor: edges.at(-1)?.cursor ?? null,
          };
        },
      }),
      totalCount: t.int({
        description: 'How many edges there are on all pages together. Counted only where it is selected.',
        resolve: (value) => value.totalCount(),
      }),
    }),
  });
  return {
    connection: connectionType as unknown as ObjectRef<Types, Value>,
    edge: edge as unknown as ObjectRef<Types, Edge<Row, Extra>>,
  };
}
