import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DirectivesPlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import RelayPlugin from '@pothos/plugin-relay';
import type { GraphContext } from './context.ts';
import { costOf, MOST_COST, tooCostly } from './cost.ts';
import { globalId, type NodeType } from './ids.ts';
import { type NodeRow, typeNameOf } from './nodes.ts';

/** The one builder: plugins, scalar types and what the Relay types say of themselves. */
export const builder = new SchemaBuilder<{
  Context: GraphContext;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    /** Milliseconds since 1970 in UTC. */
    DateTime: { Input: number; Output: number };
    /** YYYY-MM-DD. */
    Date: { Input: string; Output: string };
    URL: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
  };
}>({
  plugins: [ComplexityPlugin, RelayPlugin, DirectivesPlugin, FederationPlugin],
  defaultFieldNullability: false,
  complexity: {
    limit: { complexity: MOST_COST },
    fieldComplexity: (args, _, field) => costOf(args, field),
    complexityError: (_, { complexity }) => tooCostly(complexity),
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
      resolveType: (value) => typeNameOf(value as NodeRow),
    },
    // Defined in node.ts, where a wrong id is an error that names its argument.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
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
      description: 'The cursor of the first edge of this page; null where the page is empty.',
    },
    endCursorFieldOptions: {
      description: 'The cursor of the last edge of this page; null where the page is empty.',
    },
  },
});

export type Types = typeof builder.$inferSchemaTypes;
