import { fetchQuery, graphql } from 'react-relay';
import type { Environment } from 'relay-runtime';
import type { nodeTitleQuery } from './__generated__/nodeTitleQuery.graphql';

/**
 * Any node by its id, outside of React. `@alias` is what Relay asks for where a fragment may not apply: `node` can
 * be of another type.
 */
export async function nodeTitle(environment: Environment, id: string): Promise<string | null> {
  const data = await fetchQuery<nodeTitleQuery>(
    environment,
    graphql`
      query nodeTitleQuery($id: ID!) {
        node(id: $id) {
          id
          ... on Article @alias(as: "article") {
            title
          }
        }
      }
    `,
    { id },
  ).toPromise();
  return data?.node?.article?.title ?? null;
}
