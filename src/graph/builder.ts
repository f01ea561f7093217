import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DirectivesPlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import RelayPlugin from '@pothos/plugin-relay';
import type { GraphContext } from './context.ts';
import { costOf, DEFAULT_PAGE, LARGEST_PAGE, mostCost, tooCostly } from './cost.ts';
import { globalId, type NodeType } from './ids.ts';
import type { NodeRow } from './rows.ts';

/** The one builder: plugins, scalar types and what the Relay types say of themselves. */
export const builder = new SchemaBuilder<{
  Context: GraphContext;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  /** What every connection has besides its page. */
  Connection: { totalCount(): Promise<number> };
  Scalars: {
    ID: { Input: string; Output: string };
    /** Milliseconds since 1970 in UTC. */
    DateTime: { Input: number; Output: number };
    /** YYYY-MM-DD. */
    Date: { Input: string; Output: string };
    URL: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    FacetFilter: { Input: unknown; Output: unknown };
  };
}>({
  plugins: [ComplexityPlugin, RelayPlugin, DirectivesPlugin, FederationPlugin],
  defaultFieldNullability: false,
  complexity: {
    limit: (context) => ({ complexity: mostCost(context) }),
    fieldComplexity: (args, _, field) => costOf(args, field),
    complexityError: (_, { complexity, maxComplexity = 0 }) => tooCostly(complexity, maxComplexity),
  },
  relay: {
    cursorType: 'String',
    // Every `builder.node` is one of the types that ids.ts knows.
    encodeGlobalID: (type, key) => globalId(type as NodeType, String(key)),
    idFieldOptions: {
      description:
        'The global id of this node: opaque, unique over all types, and the same after every re-ingest and on every machine. Give it to `node(id:)`.',
    },
    nodeTypeOptions: {
      description: 'Anything that has a global id and can be fetched again by it with `node(id:)`.',
      // Every type with an id is a row of the store.
      resolveType: (value) => (value as NodeRow).type,
    },
    // Defined in node.ts, where a wrong id is an error that names its argument.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    firstArgOptions: {
      description: `How many edges to take from the front, or right after \`after\`: from 0 to ${LARGEST_PAGE}. ${DEFAULT_PAGE} if neither \`first\` nor \`last\` is given.`,
    },
    afterArgOptions: { description: 'A cursor of an earlier answer: only edges that come after it.' },
    lastArgOptions: {
      description: `How many edges to take from the back, or right before \`before\`: from 0 to ${LARGEST_PAGE}. Cannot be combined with \`first\`.`,
    },
    beforeArgOptions: { description: 'A cursor of an earlier answer: only edges that come before it.' },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The edges of this page, each a node with its cursor and what belongs to the link.',
    },
    nodesOnConnection: {
      description: 'The nodes of this page, for when the edges say nothing more that you need.',
    },
    nodeFieldOptions: { nullable: false, description: 'What the edge leads to.' },
    cursorFieldOptions: {
      description: 'Where this edge stands. Give it to `after` or `before` to go on from here.',
    },
    pageInfoFieldOptions: { description: 'Whether there is more, and the cursors to go on from.' },
    pageInfoTypeOptions: {
      description: 'Where a page of a connection stands, and whether there is more before or after it.',
      shareable: true,
    },
    hasNextPageFieldOptions: {
      description: 'Whether there are more edges after this page. Fetch them with `after: endCursor`.',
    },
    hasPreviousPageFieldOptions: {
      description: 'Whether there are more edges before this page. Fetch them with `before: startCursor`.',
    },
    startCursorFieldOptions: {
      description: 'The cursor of the first edge of this page. Null if the page is empty.',
    },
    endCursorFieldOptions: {
      description: 'The cursor of the last edge of this page. Null if the page is empty.',
    },
  },
});

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'How many edges there are on all pages together. Counted only where it is selected.',
    resolve: (connection) => connection.totalCount(),
  }),
);

export type Types = typeof builder.$inferSchemaTypes;
