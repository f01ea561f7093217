/** What the facets of a connection count, and a page of the values of one. */
import { pageOfFacet } from '../store/articles/facets.ts';
import type {
  ArticleFilter,
  ArticleScope,
  Edge,
  FacetName,
  FacetOrder,
  FacetValue,
  PageRequest,
} from '../store/store.ts';
import { checkedSize } from './connections.ts';
import type { GraphContext } from './context.ts';
import { cursorsChecked, wellFormedCursor } from './errors.ts';
import type { ArticleFilterArgument } from './filters.ts';
import type { LoaderKey } from './loaders.ts';

/** Which articles the facets of a connection count, and the filter as the client sent it. */
export interface FacetSource {
  readonly scope: ArticleScope;
  readonly filter: ArticleFilter;
  readonly input: ArticleFilterArgument;
}

interface FacetArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly orderBy?: FacetOrder | null | undefined;
}

/** A page shows at most a hundred values; what is in several sources is added up over all of them. */
const ALL: PageRequest = { first: 1_000_000 };

/** A page of a facet over sources that share no article, of the values that can be narrowed to. */
export async function facetValues(
  sources: readonly FacetSource[],
  facet: FacetName,
  args: FacetArguments,
  isOffered: ((value: string) => boolean) | null,
  context: GraphContext,
): Promise<readonly Edge<FacetValue>[]> {
  const page: PageRequest = {
    first: checkedSize('first', args.first ?? 10),
    ...(args.after == null ? {} : { after: wellFormedCursor('after', args.after) }),
  };
  const order = args.orderBy ?? 'COUNT';
  const [only] = sources;
  if (only !== undefined && sources.length === 1 && isOffered === null)
    return cursorsChecked(counted(only, facet, page, order, context));
  const all = await Promise.all(sources.map((source) => counted(source, facet, ALL, order, context)));
  const sums = new Map<string, FacetValue>();
  for (const { node: value } of all.flat()) {
    if (isOffered !== null && !isOffered(value.key)) continue;
    sums.set(value.key, { ...value, count: value.count + (sums.get(value.key)?.count ?? 0) });
  }
  const found = async () => pageOfFacet([...sums.values()], order, page);
  return (await cursorsChecked(found())).edges;
}

/** Counts one facet; together with the same facet of the same filter under other parents. */
function counted(
  { scope, filter }: FacetSource,
  facet: FacetName,
  page: PageRequest,
  order: FacetOrder,
  { store, loaders }: GraphContext,
): Promise<readonly Edge<FacetValue>[]> {
  const alike = scopeOf(scope, []);
  return loaders.together(
    `facet ${facet}`,
    { alike, filter, page, order },
    keyOf(scope),
    async (keys: readonly LoaderKey[]) => {
      const scopes = keys.map((key) => scopeOf(scope, key));
      const pages = await store.articles.facets(scopes, filter, facet, page, order);
      return pages.map(({ edges }) => edges);
    },
  );
}

function keyOf(scope: ArticleScope): LoaderKey {
  if (scope.kind === 'pair') return [scope.id, scope.other];
  if (scope.kind === 'any') return scope.ids;
  return 'id' in scope ? scope.id : 0;
}

/** The scope like this one that has the key. */
function scopeOf(scope: ArticleScope, key: LoaderKey): ArticleScope {
  if (scope.kind === 'corpus') return scope;
  const ids = typeof key === 'number' ? [key] : key;
  if (scope.kind === 'any') return { ...scope, ids };
  const [id = 0, other = 0] = ids;
  return scope.kind === 'pair' ? { ...scope, id, other } : { ...scope, id };
}
