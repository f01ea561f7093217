/** A subgraph of its own: it owns prices, and adds them to the tickers that Newsgraph knows. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';

export const QUOTES_SDL = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key"])

  type Query {
    "Securities whose price moved, the largest move first, whichever way it went."
    movers(first: Int! = 5): [Ticker!]!
  }

  type Ticker @key(fields: "mic symbol") {
    mic: String!
    symbol: String!
    "The last price; null for a security that is not quoted here."
    price: Price
  }

  "What a security costs."
  type Price {
    "In the currency of the exchange."
    last: Float!
    "Against the close before, in percent."
    changePercent: Float!
  }
`;

interface Security {
  readonly mic: string;
  readonly symbol: string;
}
interface Price {
  readonly last: number;
  readonly changePercent: number;
}

/** Made-up prices; a real subgraph would ask a market. */
const PRICES = new Map<string, Price>([
  ['XNAS:AMZN', { last: 170.02, changePercent: -1.7 }],
  ['XNYS:BABA', { last: 120.56, changePercent: 3.4 }],
  ['XHKG:09988', { last: 116.2, changePercent: 0.6 }],
  ['XNAS:MSFT', { last: 323.8, changePercent: -0.3 }],
]);

const resolvers = {
  Query: {
    movers: (_: unknown, { first }: { first: number }): Security[] =>
      [...PRICES]
        .toSorted(([, left], [, right]) => Math.abs(right.changePercent) - Math.abs(left.changePercent))
        .slice(0, first)
        .map(([key]) => {
          const [mic = '', symbol = ''] = key.split(':');
          return { mic, symbol };
        }),
  },
  Ticker: {
    __resolveReference: ({ mic, symbol }: Security): Security => ({ mic, symbol }),
    price: ({ mic, symbol }: Security): Price | null => PRICES.get(`${mic}:${symbol}`) ?? null,
  },
};

/** A handler of requests for any server that speaks `fetch`, and for Node's. */
export const quotes = createYoga({
  schema: buildSubgraphSchema({ typeDefs: parse(QUOTES_SDL), resolvers }),
  landingPage: false,
});
