import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices as composeWithGuild } from '@theguild/federation-composition';
import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { FederationNode } from '../../src/graph/federation.ts';
import { printSubgraphSchema } from '../../src/graph/schema.ts';

const QUOTES = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key", "@shareable", "@inaccessible"])
  type Query { movers: [Ticker!]! }
  type Ticker @key(fields: "mic symbol") { mic: String! symbol: String! price: Float }
`;
const NODES = 'node(id: ID!): Node nodes(ids: [ID!]!): [Node]!';
const NODE_TYPES =
  'interface Node { id: ID! } type Quote implements Node @key(fields: "id") { id: ID! close: Float }';

const SECOND: Record<string, string> = {
  'without node': QUOTES,
  'with node of its own': `${QUOTES} extend type Query { ${NODES} } ${NODE_TYPES}`,
  'with node that it shares and hides': `${QUOTES}
    extend type Query { ${NODES.replaceAll(/(: Node|\[Node\]!)/g, '$1 @shareable @inaccessible')} } ${NODE_TYPES}`,
};

const SHOP = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key"])
  type Query { movers: [Product!]! }
  type Product @key(fields: "id") { id: ID! name: String! kind: ProductKind! images: [Image!]! }
  enum ProductKind { BOOK GARMENT }
  type Image { url: String! caption: String }
`;

interface Outcome {
  readonly errors: readonly string[];
  /** Fields of Query that clients of the supergraph see, of those that matter here. */
  readonly visible: readonly string[];
}

const COMPOSERS: Record<string, (sdls: { name: string; sdl: string }[]) => Outcome> = {
  '@apollo/composition': (sdls) => {
    const result = composeWithApollo(
      sdls.map(({ name, sdl }) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) })),
    );
    return outcome(
      result.errors,
      result.schema?.toAPISchema().toGraphQLJSSchema().getQueryType()?.getFields(),
    );
  },
  '@theguild/federation-composition': (sdls) => {
    const result = composeWithGuild(
      sdls.map(({ name, sdl }) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) })),
    );
    return outcome(
      result.errors,
      result.publicSdl === undefined
        ? undefined
        : buildSchema(result.publicSdl, { assumeValidSDL: true }).getQueryType()?.getFields(),
    );
  },
};

function outcome(
  errors: readonly { extensions?: unknown }[] | undefined,
  fields: object | undefined,
): Outcome {
  const codes = (errors ?? []).map(({ extensions }) =>
    String((extensions as { code?: unknown } | undefined)?.code),
  );
  return {
    errors: [...new Set(codes)].toSorted(),
    visible: ['articles', 'movers', 'node', 'nodes'].filter((name) => fields !== undefined && name in fields),
  };
}

const COMPOSED = { errors: [], visible: ['articles', 'movers'] };
const COMPOSED_WITH_NODE = { errors: [], visible: ['articles', 'movers', 'node', 'nodes'] };
const CLASH = { errors: ['INVALID_FIELD_SHARING'], visible: [] };

const EXPECTED: [FederationNode, string, Outcome][] = [
  ['keep', 'without node', COMPOSED_WITH_NODE],
  ['keep', 'with node of its own', CLASH],
  ['hide', 'without node', COMPOSED],
  ['hide', 'with node that it shares and hides', COMPOSED],
  ['hide', 'with node of its own', CLASH],
  ['omit', 'without node', COMPOSED],
  ['omit', 'with node of its own', COMPOSED_WITH_NODE],
  ['omit', 'with node that it shares and hides', COMPOSED],
];

describe.each(Object.entries(COMPOSERS))('%s', (_, compose) => {
  test.each(EXPECTED)('node: %s, beside a subgraph %s', (federationNode, second, expected) => {
    const sdls = [
      { name: 'newsgraph', sdl: printSubgraphSchema({ federationNode }) },
      { name: 'quotes', sdl: SECOND[second] ?? '' },
    ];
    expect(compose(sdls)).toEqual(expected);
  });

  test.each([
    ['', { errors: ['ENUM_VALUE_MISMATCH', 'FIELD_TYPE_MISMATCH', 'INVALID_FIELD_SHARING'], visible: [] }],
    ['News', COMPOSED],
  ])(
    'beside a subgraph that has images and products of its own, with the prefix "%s"',
    (typePrefix, expected) => {
      const sdls = [
        { name: 'newsgraph', sdl: printSubgraphSchema({ typePrefix, federationNode: 'omit' }) },
        { name: 'shop', sdl: SHOP },
      ];
      expect(compose(sdls)).toEqual(expected);
    },
  );
});
