import { Suspense } from 'react';
import { graphql, RelayEnvironmentProvider, useLazyLoadQuery } from 'react-relay';
import type { Environment } from 'relay-runtime';
import type { AppQuery } from './__generated__/AppQuery.graphql';
import { CategoryList } from './CategoryList';
import { CompanyName } from './CompanyName';
import { TickerList } from './TickerList';

interface Subject {
  readonly article: string;
  readonly company: string;
}

export function App({ environment, ...subject }: Subject & { environment: Environment }) {
  return (
    <RelayEnvironmentProvider environment={environment}>
      <Suspense fallback="Loading">
        <Page {...subject} />
      </Suspense>
    </RelayEnvironmentProvider>
  );
}

function Page(variables: Subject) {
  const query = useLazyLoadQuery<AppQuery>(
    graphql`
      query AppQuery($article: String!, $company: String!) {
        ...CategoryList_query
        article(slug: $article) {
          id
          title
          ...TickerList_article
        }
        company(slug: $company) {
          id
          ...CompanyName_company
        }
      }
    `,
    variables,
  );
  return (
    <main>
      <h1>{query.article?.title}</h1>
      <CategoryList query={query} />
      {query.article && <TickerList article={query.article} />}
      {query.company && <CompanyName company={query.company} />}
    </main>
  );
}
