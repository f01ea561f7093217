import { Client, fetchExchange } from '@urql/core';
import type { FragmentOf } from 'gql.tada';
import { graphql, readFragment } from './graphql.ts';

const TICKER = graphql(`
  fragment TickerLine on Ticker {
    id
    symbol
    exchange {
      mic
      country
    }
    company {
      id
      name
    }
  }
`);

const ARTICLE = graphql(
  `
    query ArticleWithTickers($slug: String!) {
      article(slug: $slug) {
        id
        title
        publishedAt
        publishedOffset
        source {
          name
        }
        tickers(first: 10) {
          edges {
            origin
            node {
              id
              ...TickerLine
            }
          }
        }
      }
    }
  `,
  [TICKER],
);

/** The securities that an article shows charts of, with the company behind each. */
export async function main(url: string): Promise<string[]> {
  const client = new Client({ url, exchanges: [fetchExchange], preferGetMethod: true });
  const { data, error } = await client.query(ARTICLE, { slug: '004_d789849ebc96f254' });
  if (error) throw error;
  const article = data?.article;
  if (!article) throw new Error('There is no such article.');
  return [
    article.title,
    `${article.publishedAt} (${article.publishedOffset}), ${article.source?.name}`,
    ...article.tickers.edges.map(({ origin, node }) => `${origin}: ${line(node)}`),
  ];
}

function line(masked: FragmentOf<typeof TICKER>): string {
  const { symbol, exchange, company } = readFragment(TICKER, masked);
  return `${exchange.mic}:${symbol} (${exchange.country}), ${company?.name ?? 'no company'}`;
}
