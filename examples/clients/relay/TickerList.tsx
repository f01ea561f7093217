import { graphql, usePaginationFragment } from 'react-relay';
import type { TickerList_article$key } from './__generated__/TickerList_article.graphql';

/** Starts with the last page and goes backward; the article is read again through `node(id:)`. */
export function TickerList({ article }: { article: TickerList_article$key }) {
  const { data, hasPrevious, loadPrevious } = usePaginationFragment(
    graphql`
      fragment TickerList_article on Article
      @refetchable(queryName: "TickerListPaginationQuery")
      @argumentDefinitions(last: { type: "Int", defaultValue: 1 }, before: { type: "String" }) {
        tickers(last: $last, before: $before) @connection(key: "TickerList_tickers") {
          edges {
            origin
            node {
              id
              mic
              symbol
            }
          }
        }
      }
    `,
    article,
  );
  return (
    <section id="tickers">
      <p>Tickers: {data.tickers.edges.map(({ node }) => `${node.mic}:${node.symbol}`).join(', ')}</p>
      <button type="button" disabled={!hasPrevious} onClick={() => loadPrevious(1)}>
        Earlier
      </button>
    </section>
  );
}
