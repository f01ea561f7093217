import { useQuery } from '@urql/preact';
import { useLocation } from 'preact-iso';
import { addresses } from '../addresses.ts';
import { graphiqlAddress } from '../client.ts';
import {
  type ArticleLineFragment,
  FilteredArticlesDocument,
  SearchArticlesDocument,
  type SearchArticlesQuery,
  SearchNamesDocument,
} from '../generated/graphql.ts';
import { ArticleEntry, Pages } from '../parts/articles.tsx';
import { Facets } from '../parts/facets.tsx';
import { ActiveFilters } from '../parts/filters.tsx';
import { MarkedRanges } from '../parts/marked.tsx';
import { TypeName } from '../parts/names.tsx';
import { foundAddress, foundName } from '../parts/search-box.tsx';
import { Answer } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { useSpoken } from '../text/language.tsx';

type Filter = Readonly<Record<string, unknown>>;

/** The filter of the address; an address that somebody broke is no reason to fail. */
function filterOf(text: string | undefined): Filter {
  try {
    const filter: unknown = JSON.parse(text ?? '{}');
    return typeof filter === 'object' && filter !== null && !Array.isArray(filter) ? { ...filter } : {};
  } catch {
    return {};
  }
}

export default function Search() {
  const { text } = useSpoken();
  const { query } = useLocation();
  const words = query.q ?? '';
  const filter = filterOf(query.filter);
  useTitle(words === '' ? text.search : `${text.search}: ${words}`);
  return (
    <>
      <h1>{words === '' ? text.articles : `${text.search}: ${words}`}</h1>
      <ActiveFilters words={words} filter={filter} />
      {words === '' ? (
        <AllArticles filter={filter} after={query.after ?? null} />
      ) : (
        <>
          {Object.keys(filter).length === 0 && <Names words={words} />}
          <FoundArticles words={words} filter={filter} after={query.after ?? null} />
        </>
      )}
    </>
  );
}

function Names({ words }: { readonly words: string }) {
  const { text, language } = useSpoken();
  const [{ data }] = useQuery({ query: SearchNamesDocument, variables: { query: words, language } });
  const nodes = data?.search.nodes ?? [];
  if (nodes.length === 0) return null;
  return (
    <section aria-labelledby="names">
      <h2 id="names">{text.names}</h2>
      <ul class="found-names">
        {nodes.map((one) => (
          <li key={`${one.__typename} ${foundName(one)}`}>
            <TypeName type={one.__typename} /> <a href={foundAddress(one)}>{foundName(one)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FoundArticles({
  words,
  filter,
  after,
}: {
  readonly words: string;
  readonly filter: Filter;
  readonly after: string | null;
}) {
  const { language } = useSpoken();
  const variables = { query: words, filter, after, language };
  const result = useQuery({ query: SearchArticlesDocument, variables });
  return (
    <Answer result={result}>
      {({ search }) => (
        <div class="columns facets-first">
          <Facets facets={search.facets} query={words} />
          <div class="main-column">
            <Count total={search.totalCount} href={graphiqlAddress(SearchArticlesDocument, variables)} />
            {search.edges.map((edge) => {
              const article = articleOf(edge.node);
              return (
                article && (
                  <ArticleEntry key={article.id} article={article}>
                    <Highlights highlights={edge.highlights} />
                  </ArticleEntry>
                )
              );
            })}
            <Pages {...search.pageInfo} />
          </div>
        </div>
      )}
    </Answer>
  );
}

type Edge = SearchArticlesQuery['search']['edges'][number];

function articleOf(node: Edge['node']): ArticleLineFragment | null {
  return node.__typename === 'Article' ? node : null;
}

function Highlights({ highlights }: { readonly highlights: Edge['highlights'] }) {
  return (
    <ul class="sentences">
      {highlights
        .filter(({ field }) => field !== 'title')
        .map(({ field, fragment, ranges }) => (
          <li key={`${field} ${fragment}`}>
            <MarkedRanges text={fragment} ranges={ranges} />
          </li>
        ))}
    </ul>
  );
}

function AllArticles({ filter, after }: { readonly filter: Filter; readonly after: string | null }) {
  const { language } = useSpoken();
  const variables = { filter, after, language };
  const result = useQuery({ query: FilteredArticlesDocument, variables });
  return (
    <Answer result={result}>
      {({ articles }) => (
        <div class="columns facets-first">
          <Facets facets={articles.facets} query="" />
          <div class="main-column">
            <Count total={articles.totalCount} href={graphiqlAddress(FilteredArticlesDocument, variables)} />
            {articles.nodes.map((article) => (
              <ArticleEntry key={article.id} article={article}>
                <p class="excerpt">{article.excerpt}</p>
              </ArticleEntry>
            ))}
            <Pages {...articles.pageInfo} />
          </div>
        </div>
      )}
    </Answer>
  );
}

function Count({ total, href }: { readonly total: number; readonly href: string }) {
  const { text, number } = useSpoken();
  return (
    <>
      <p class="count" role="status">
        {text.articleCount(total, number(total))} <a href={href}>{text.openInGraphiql}</a>
      </p>
      {total === 0 && (
        <div class="notice">
          <p>{text.noResults}</p>
          <p>{text.noResultsHint}</p>
          <p>
            <a href={addresses.search()}>
              {text.all}: {text.articles}
            </a>
          </p>
        </div>
      )}
    </>
  );
}
