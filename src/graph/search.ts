import { fragmentAround } from '../store/search/highlight.ts';
import { foundArticles, searchCount, searchPage } from '../store/search/news-search.ts';
import type {
  ArticleRow,
  EntityId,
  Highlight as HighlightData,
  SearchNode,
  SearchRequest,
} from '../store/store.ts';
import { builder } from './builder.ts';
import { connection, pageRequest } from './connections.ts';
import type { GraphContext } from './context.ts';
import { checkedText } from './errors.ts';
import { faceted, facetFields } from './facets.ts';
import { ArticleFilterInput, articleFilter } from './filters.ts';
import { Article, Category, Company, Product, Ticker, Topic } from './refs.ts';
import type { FoundRow } from './rows.ts';

export const SearchType = builder.enumType('SearchType', {
  description: 'The types that a search can find.',
  values: {
    ARTICLE: { description: 'Articles, by title and text.' },
    COMPANY: { description: 'Companies, by names and aliases.' },
    PRODUCT: { description: 'Products, by names and aliases.' },
    TICKER: { description: 'Tickers, by symbol.' },
    TOPIC: { description: 'Topics, by names and aliases.' },
    CATEGORY: { description: 'Categories, by name.' },
  } as const,
});

const SearchResult = builder.unionType('SearchResult', {
  description: 'What a search can find.',
  types: [Article, Company, Product, Ticker, Topic, Category],
  resolveType: (row: FoundRow) => row.type,
});

const HighlightRange = builder.objectRef<HighlightData['ranges'][number]>('HighlightRange').implement({
  description: 'A place of a fragment that matched the query.',
  fields: (t) => ({
    start: t.exposeInt('start', {
      description: 'Where it starts in `fragment`, in UTF-16 code units from 0.',
    }),
    end: t.exposeInt('end', { description: 'Where it ends, exclusive, in UTF-16 code units.' }),
  }),
});

const Highlight = builder.objectRef<HighlightData>('Highlight').implement({
  description: 'A piece of text that matched the query, with the places that did.',
  fields: (t) => ({
    field: t.exposeString('field', {
      description: 'Which field of the node it is from: `title`, `bodyText` or `name`.',
    }),
    start: t.exposeInt('start', {
      description: 'Where the fragment starts in that field, in UTF-16 code units from 0.',
    }),
    end: t.exposeInt('end', {
      description: 'Where the fragment ends in that field, exclusive, in UTF-16 code units.',
    }),
    fragment: t.exposeString('fragment', { description: 'The piece of text, as plain text.' }),
    ranges: t.field({
      type: [HighlightRange],
      description: 'The places that matched, in the order of the text. They do not overlap.',
      resolve: ({ ranges }) => ranges,
    }),
  }),
});

/** Fragments of an article show at most so many mentions apart. */
const MOST_FRAGMENTS = 2;

/** Where an article names one of these: its title, and the first sentences of its text. */
async function namingHighlights(
  article: ArticleRow,
  named: readonly EntityId[],
  { loaders }: GraphContext,
): Promise<HighlightData[]> {
  const [body, ...mentions] = await Promise.all([
    loaders.body.load(article.id),
    ...named.map((id) => loaders.mentionsOfPair.load([id, article.id])),
  ]);
  const places = mentions.flat().sort((left, right) => left.start - right.start);
  const inTitle = places.filter(({ field }) => field === 'TITLE');
  const inBody = places.filter(({ field }) => field === 'BODY');
  const { title } = article;
  const fragments: HighlightData[] = [];
  for (const place of inBody) {
    if (fragments.length === MOST_FRAGMENTS) break;
    if (fragments.some(({ start, end }) => start <= place.start && place.end <= end)) continue;
    fragments.push(fragmentAround(body?.bodyText ?? '', place, inBody));
  }
  const ofTitle = {
    field: 'title',
    start: 0,
    end: title.length,
    fragment: title,
    ranges: inTitle.map(({ start, end }) => ({ start, end })),
  };
  return inTitle.length === 0 ? fragments : [ofTitle, ...fragments];
}

function row(node: SearchNode): FoundRow {
  switch (node.type) {
    case 'ARTICLE':
      return node.article;
    case 'COMPANY':
      return node.company;
    case 'PRODUCT':
      return node.product;
    case 'TICKER':
      return node.ticker;
    case 'TOPIC':
      return node.topic;
    case 'CATEGORY':
      return node.category;
  }
}

builder.queryField('search', (t) =>
  t.connection(
    {
      type: SearchResult,
      description:
        'Finds the articles that name what the words are a name of, in any language, then those that hold the words, then what the corpus names by them. Names that the corpus does not name are found if `types` asks for them. Chinese needs no spaces: `人工智能`. Several words must all occur; a phrase in double quotes must occur as it is; a Latin word also finds longer words that begin with it.',
      args: {
        query: t.arg.string({
          required: true,
          description:
            'What to look for, at most 1,000 characters. Example: `人工智能 芯片` or `"cloud computing"`.',
        }),
        types: t.arg({ type: [SearchType], description: 'Which types to find. All six if not given.' }),
        filter: t.arg({
          type: ArticleFilterInput,
          description: 'Which articles to take. The other types are found whatever the filter says.',
        }),
      },
      resolve: (_, args, { store }) => {
        const query = checkedText('query', args.query);
        const filter = articleFilter('filter', args.filter);
        const page = pageRequest(args);
        const request: SearchRequest = {
          query,
          ...(args.types == null ? {} : { types: [...new Set(args.types)] }),
          ...(args.filter == null ? {} : { filter }),
        };
        const value = connection({
          page: async () => {
            const { edges, ...rest } = await searchPage(store, request, page);
            return { ...rest, edges: edges.map((edge) => ({ ...edge, node: row(edge.node) })) };
          },
          count: () => searchCount(store, request),
        });
        return faceted(value, async () => {
          const { filters } = await foundArticles(store, request);
          return filters.map((found) => ({
            scope: { kind: 'corpus' },
            filter: found,
            input: args.filter ?? {},
          }));
        });
      },
    },
    {
      name: 'SearchConnection',
      description: 'What a search found, best first. Its facets count the articles among it.',
      fields: (t) => facetFields(t),
    },
    {
      name: 'SearchEdge',
      description: 'One thing that a search found, with how well it matches and where.',
      fields: (t) => ({
        score: t.exposeFloat('score', {
          description:
            'Larger is better. Articles that name what the words are a name of come before those that hold the words, newest first; then names, an exact one first. Only good for comparing within one search.',
        }),
        highlights: t.field({
          type: [Highlight],
          description: 'The pieces of text that matched.',
          resolve: ({ highlights, named, node }, _, context) =>
            named.length === 0 || node.type !== 'Article'
              ? highlights
              : namingHighlights(node, named, context),
        }),
      }),
    },
  ),
);
