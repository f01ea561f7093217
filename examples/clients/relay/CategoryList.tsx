import { graphql, usePaginationFragment } from 'react-relay';
import type { CategoryList_query$key } from './__generated__/CategoryList_query.graphql';

/** Pages forward, from a field of the query itself. */
export function CategoryList({ query }: { query: CategoryList_query$key }) {
  const { data, hasNext, loadNext } = usePaginationFragment(
    graphql`
      fragment CategoryList_query on Query
      @refetchable(queryName: "CategoryListPaginationQuery")
      @argumentDefinitions(first: { type: "Int", defaultValue: 2 }, after: { type: "String" }) {
        categories(first: $first, after: $after) @connection(key: "CategoryList_categories") {
          totalCount
          edges {
            node {
              id
              path
            }
          }
        }
      }
    `,
    query,
  );
  const { edges, totalCount } = data.categories;
  return (
    <section id="categories">
      <p>
        Categories ({edges.length} of {totalCount}): {edges.map(({ node }) => node.path.join('/')).join(', ')}
      </p>
      <button type="button" disabled={!hasNext} onClick={() => loadNext(2)}>
        More
      </button>
    </section>
  );
}
