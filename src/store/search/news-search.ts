/**
 * Search as readers mean it: first the articles that name what the words are a name of, in any language, newest
 * first; then those that hold the words; then what the corpus names by them, an exact name first; then categories.
 */
import type { EntityRef } from '../../catalog/catalog.ts';
import { type Part, pageOfParts } from '../pages/parts.ts';
import type {
  ArticleFilter,
  EntityId,
  KnownName,
  Page,
  PageRequest,
  SearchExtra,
  SearchNode,
  SearchRequest,
  SearchType,
  Store,
} from '../store.ts';
import { matchRanges, parseQuery } from './analyser.ts';
import { nameHighlights } from './highlight.ts';

/** What a search found: `named` are those whose names the words are, for an article that names one of them. */
export interface FoundExtra extends SearchExtra {
  readonly named: readonly EntityId[];
}

/** The articles of a search, as filters that no article passes twice. */
export interface FoundArticles {
  readonly filters: readonly ArticleFilter[];
}

type FoundPart = Part<SearchNode, FoundExtra>;

const NEWEST_FIRST = { field: 'PUBLISHED_AT', direction: 'DESC' } as const;
/** Scores of the parts, best first; within one part what is better adds less than one. */
const SCORE = { named: 4, words: 3, names: 2, categories: 1 } as const;
/** More than the inner search ever scores. */
const INNER = 10;

/** Which articles a search finds, for counts and facets. */
export async function foundArticles(store: Store, request: SearchRequest): Promise<FoundArticles> {
  const { types, filter = {}, query } = request;
  if (parseQuery(query).terms.length === 0 || (types !== undefined && !types.includes('ARTICLE'))) {
    return { filters: [] };
  }
  const names = await store.named(query);
  const naming = namingFilter(filter, names);
  const text = filter.text === undefined ? query : `${filter.text} ${query}`;
  const words = { ...withoutThem(filter, naming?.refs ?? []), text };
  return { filters: naming === null ? [words] : [naming.filter, words] };
}

export async function searchPage(
  store: Store,
  request: SearchRequest,
  page: PageRequest,
): Promise<Page<SearchNode, FoundExtra>> {
  return pageOfParts('found', await partsOf(store, request), page);
}

export async function searchCount(store: Store, request: SearchRequest): Promise<number> {
  const counts = await Promise.all((await partsOf(store, request)).map((part) => part.count()));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function partsOf(store: Store, request: SearchRequest): Promise<FoundPart[]> {
  const { types, filter = {}, query } = request;
  if (parseQuery(query).terms.length === 0) return [];
  const parts: FoundPart[] = [];
  if (types === undefined || types.includes('ARTICLE')) {
    const naming = namingFilter(filter, await store.named(query));
    if (naming !== null) parts.push(namingPart(store, naming));
    const rest = withoutThem(filter, naming?.refs ?? []);
    parts.push(innerPart(store, { query, types: ['ARTICLE'], filter: rest }, SCORE.words));
  }
  if (types === undefined) {
    parts.push(await namesPart(store, query));
    parts.push(innerPart(store, { query, types: ['CATEGORY'] }, SCORE.categories));
  } else {
    const others: readonly SearchType[] = types.filter((type) => type !== 'ARTICLE');
    if (others.length > 0) parts.push(innerPart(store, { query, types: others }, SCORE.names));
  }
  return parts;
}

interface Naming {
  readonly filter: ArticleFilter;
  readonly refs: readonly EntityRef[];
  readonly ids: readonly EntityId[];
}

/** The filter, and that an article names one of them; null where they are none. */
function namingFilter(filter: ArticleFilter, names: readonly KnownName[]): Naming | null {
  const [most] = names;
  if (most === undefined) return null;
  // A filter holds one set of alternatives only.
  const taken = filter.mentionsAny === undefined ? names : [most];
  const refs = taken.map(({ type, key }) => ({ type, key }));
  const ids = taken.map(({ id }) => id);
  return taken.length === 1
    ? { filter: { ...filter, mentionsAll: [...(filter.mentionsAll ?? []), ...refs] }, refs, ids }
    : { filter: { ...filter, mentionsAny: refs }, refs, ids };
}

function withoutThem(filter: ArticleFilter, refs: readonly EntityRef[]): ArticleFilter {
  return refs.length === 0 ? filter : { ...filter, mentionsNone: [...(filter.mentionsNone ?? []), ...refs] };
}

function namingPart(store: Store, { filter, ids }: Naming): FoundPart {
  const extra = { score: SCORE.named, highlights: [], named: ids };
  return {
    async page(request) {
      const page = await store.articles.page(filter, NEWEST_FIRST, request);
      return {
        ...page,
        edges: page.edges.map(({ node, cursor }) => ({
          node: { type: 'ARTICLE', article: node },
          cursor,
          ...extra,
        })),
      };
    },
    count: async () => (await store.articles.counts([{ kind: 'corpus' }], filter)).at(0) ?? 0,
  };
}

function innerPart(store: Store, request: SearchRequest, base: number): FoundPart {
  return {
    async page(page) {
      const { edges, ...rest } = await store.search.page(request, page);
      return {
        ...rest,
        edges: edges.map((edge) => ({ ...edge, score: base + edge.score / INNER, named: [] })),
      };
    },
    count: () => store.search.count(request),
  };
}

/** What the corpus names by the words. It is in memory, and so its cursors are places. */
async function namesPart(store: Store, text: string): Promise<FoundPart> {
  const query = parseQuery(text);
  const names = await store.namesWith(
    query.terms.map(({ folded }) => folded.replace(/[^\p{L}\p{N}]/gu, '')),
    (name) => query.terms.every((term) => matchRanges(name, { ...query, terms: [term] }).length > 0),
    text,
  );
  return {
    async page({ first, last, after, before }) {
      const start = after === undefined ? 0 : Number(after) + 1;
      const end = before === undefined ? names.length : Math.min(Number(before), names.length);
      const from = last === undefined ? start : Math.max(start, end - last);
      const to = first === undefined ? end : Math.min(end, start + first);
      const taken = names.slice(from, Math.max(from, to));
      const rows = await nodesOf(store, taken);
      return {
        edges: taken.flatMap((name, index) => {
          const node = rows[index] ?? null;
          if (node === null) return [];
          const share = name.articleCount / (name.articleCount + 100);
          return [
            {
              node,
              cursor: String(from + index),
              score: SCORE.names + share * (from + index === 0 ? 1 : 0.99),
              highlights: nameHighlights([name.text], query),
              named: [],
            },
          ];
        }),
        hasNextPage: to < names.length,
        hasPreviousPage: from > 0,
      };
    },
    count: async () => names.length,
  };
}

/** The nodes of names, one statement a type; null where one was removed. */
async function nodesOf(store: Store, names: readonly KnownName[]): Promise<(SearchNode | null)[]> {
  const ids = (type: KnownName['type']) => names.filter((name) => name.type === type).map(({ id }) => id);
  const read = async <Row extends { readonly id: EntityId }>(
    wanted: readonly EntityId[],
    byIds: (some: readonly EntityId[]) => Promise<(Row | null)[]>,
    node: (row: Row) => SearchNode,
  ): Promise<[EntityId, SearchNode][]> => {
    const rows = wanted.length === 0 ? [] : await byIds(wanted);
    return rows.flatMap((row) => (row === null ? [] : [[row.id, node(row)]]));
  };
  const { companies, products, topics, tickers } = store;
  const nodes = await Promise.all([
    read(ids('Company'), companies.byIds, (company) => ({ type: 'COMPANY', company })),
    read(ids('Product'), products.byIds, (product) => ({ type: 'PRODUCT', product })),
    read(ids('Topic'), topics.byIds, (topic) => ({ type: 'TOPIC', topic })),
    read(ids('Ticker'), tickers.byIds, (ticker) => ({ type: 'TICKER', ticker })),
  ]);
  const byId = new Map(nodes.flat());
  return names.map(({ id }) => byId.get(id) ?? null);
}
