import { composeServices } from '@apollo/composition';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../src/graph/context.ts';
import { createSchema, printSubgraphSchema } from '../../src/graph/schema.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ingest, POSTS } from './corpus.ts';

const QUOTES = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key"])
  type Query { movers: [Ticker!]! }
  type Ticker @key(fields: "mic symbol") { mic: String! symbol: String! price: Float }
`;
const PRICES: Record<string, number> = { 'XNYS:BABA': 120.5, 'XNAS:AMZN': 170 };

interface Security {
  readonly mic: string;
  readonly symbol: string;
}

const quotes = buildSubgraphSchema({
  typeDefs: parse(QUOTES),
  resolvers: {
    Query: {
      movers: () => [
        { mic: 'XNYS', symbol: 'BABA' },
        { mic: 'XNAS', symbol: 'AMZN' },
      ],
    },
    Ticker: {
      __resolveReference: (security: Security) => security,
      price: ({ mic, symbol }: Security) => PRICES[`${mic}:${symbol}`] ?? null,
    },
  },
});

let store: Store;
let gateway: ApolloGateway;
beforeAll(async () => {
  store = await openStore(':memory:');
  await ingest(store, POSTS);
  const services = { newsgraph: printSubgraphSchema(), quotes: QUOTES };
  const { supergraphSdl, errors } = composeServices(
    Object.entries(services).map(([name, sdl]) => ({
      name,
      url: `http://${name}.test`,
      typeDefs: parse(sdl),
    })),
  );
  if (supergraphSdl === undefined) throw new Error(String(errors));
  gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => subgraph(name === 'quotes' ? quotes : createSchema()),
  });
  await gateway.load();
});
afterAll(async () => {
  await gateway.stop();
  await store.close();
});

/** A subgraph in this process: each request of the gateway gets a context of its own, as over HTTP. */
function subgraph(schema: GraphQLSchema): GraphQLDataSource {
  return {
    async process({ request }) {
      const { data, errors } = await execute({
        schema,
        document: parse(request.query ?? ''),
        variableValues: request.variables,
        contextValue: createContext(store),
      });
      return JSON.parse(JSON.stringify({ data, errors }));
    },
  };
}

async function askGateway(query: string): Promise<unknown> {
  const { data, errors } = await gateway.executor({
    request: { query },
    document: parse(query),
    queryHash: query,
    operationName: null,
    context: {},
    cache: new Map() as never,
    schema: gateway.schema as GraphQLSchema,
    metrics: {},
    logger: console,
    overallCachePolicy: {} as never,
  } as never);
  return JSON.parse(JSON.stringify({ data, errors: errors ?? [] }));
}

test('one query crosses from prices to news and back', async () => {
  expect(
    await askGateway(`{
      movers { symbol price company { name articles(first: 1) { nodes { slug tickers { nodes { symbol price } } } } } }
    }`),
  ).toEqual({
    data: {
      movers: [
        {
          symbol: 'BABA',
          price: 120.5,
          company: {
            name: 'Alibaba',
            articles: {
              nodes: [
                {
                  slug: 'giants',
                  tickers: {
                    nodes: [
                      { symbol: '09988', price: null },
                      { symbol: 'AMZN', price: 170 },
                      { symbol: 'BABA', price: 120.5 },
                    ],
                  },
                },
              ],
            },
          },
        },
        {
          symbol: 'AMZN',
          price: 170,
          company: {
            name: 'Amazon',
            articles: {
              nodes: [
                {
                  slug: 'giants',
                  tickers: {
                    nodes: [
                      { symbol: '09988', price: null },
                      { symbol: 'AMZN', price: 170 },
                      { symbol: 'BABA', price: 120.5 },
                    ],
                  },
                },
              ],
            },
          },
        },
      ],
    },
    errors: [],
  });
});
