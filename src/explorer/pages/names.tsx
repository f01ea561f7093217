import { type CombinedError, useQuery } from '@urql/preact';
import { useLocation } from 'preact-iso';
import { withParameter } from '../addresses.ts';
import { CompaniesDocument, ProductsDocument, TopicsDocument } from '../generated/graphql.ts';
import { Pages } from '../parts/articles.tsx';
import { EntityLink } from '../parts/names.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { useSpoken } from '../text/language.tsx';

type Type = 'companies' | 'products' | 'topics';

/** Everything of one type that a post names, most articles first. */
export default function NamesPage({ type }: { readonly type: Type }) {
  const { text } = useSpoken();
  const { url, query, route } = useLocation();
  useTitle(text[type]);
  return (
    <>
      <h1>{text[type]}</h1>
      {type !== 'topics' && (
        <form
          class="name-filter"
          onSubmit={(event) => {
            event.preventDefault();
            const name = new FormData(event.currentTarget).get('name');
            route(withParameter(withParameter(url, 'after', null), 'name', String(name ?? '').trim()));
          }}
        >
          <input
            type="search"
            name="name"
            aria-label={text.filterNames}
            placeholder={text.filterNames}
            defaultValue={query.name ?? ''}
          />
          <button type="submit">{text.search}</button>
        </form>
      )}
      <NameList {...useNames(type)} />
    </>
  );
}

type Named = Parameters<typeof EntityLink>[0]['entity'] & { readonly articleCount: number };

interface Names {
  readonly totalCount: number;
  readonly nodes: readonly Named[];
  readonly pageInfo: Parameters<typeof Pages>[0];
}

interface NameListProps {
  readonly state: { readonly fetching: boolean; readonly error?: CombinedError | undefined };
  readonly names: Names | undefined;
  readonly retry: () => void;
}

function NameList({ state: { error }, names, retry }: NameListProps) {
  const { text, number } = useSpoken();
  if (names === undefined) return error ? <Failure error={error} retry={retry} /> : <Loading />;
  const { totalCount, nodes, pageInfo } = names;
  return (
    <>
      <p class="muted">{text.results(totalCount, number(totalCount))}</p>
      <ol class="name-list">
        {nodes.map((entity) => (
          <li key={entity.id}>
            <EntityLink entity={entity} />
            <span class="ranking-count">
              {text.articleCount(entity.articleCount, number(entity.articleCount))}
            </span>
          </li>
        ))}
      </ol>
      <Pages {...pageInfo} />
    </>
  );
}

function useNames(type: Type): NameListProps {
  const { language } = useSpoken();
  const { query } = useLocation();
  const variables = { language, name: query.name || null, after: query.after ?? null };
  const [companies, companiesAgain] = useQuery({
    query: CompaniesDocument,
    variables,
    pause: type !== 'companies',
  });
  const [products, productsAgain] = useQuery({
    query: ProductsDocument,
    variables,
    pause: type !== 'products',
  });
  const [topics, topicsAgain] = useQuery({
    query: TopicsDocument,
    variables: { language, after: query.after ?? null },
    pause: type !== 'topics',
  });
  const policy = { requestPolicy: 'network-only' } as const;
  switch (type) {
    case 'companies':
      return { state: companies, names: companies.data?.companies, retry: () => companiesAgain(policy) };
    case 'products':
      return { state: products, names: products.data?.products, retry: () => productsAgain(policy) };
    case 'topics':
      return { state: topics, names: topics.data?.topics, retry: () => topicsAgain(policy) };
  }
}
