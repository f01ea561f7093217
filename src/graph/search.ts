import type { InterfaceRef } from '@pothos/core';
import type { Highlight as HighlightData, SearchExtra, SearchNode, SearchRequest } from '../store/store.ts';
import { builder, type Types } from './builder.ts';
import { type Connection, connection, connectionTypes, pageArguments, pageRequest } from './connections.ts';
import { checkedText } from './errors.ts';
import { addFacets, type FacetSource } from './facets.ts';
import { ArticleFilterInput, articleFilter } from './filters.ts';
import { type NodeRow, typeNameOf } from './nodes.ts';
import { Article, Category, Company, Product, Ticker, Topic } from './refs.ts';

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
  resolveType: (row: NodeRow) => typeNameOf(row),
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
    fragment: t.exposeString('fragment', { description: 'The piece of text, as plain text.' }),
    ranges: t.field({
      type: [HighlightRange],
      description: 'The places that matched, in the order of the text. They do not overlap.',
      resolve: ({ ranges }) => ranges,
    }),
  }),
});

/** A page of search results, whose articles can be counted by facet. */
interface SearchConnectionValue extends Connection<NodeRow, SearchExtra> {
  readonly facets: FacetSource;
}

const SearchConnection = connectionTypes<NodeRow, SearchExtra, SearchConnectionValue>(
  SearchResult as unknown as InterfaceRef<Types, NodeRow>,
  {
    name: 'Search',
    description: 'What a search found, best first. Its facets count the articles among it.',
    edge: 'One thing that a search found, with how well it matches and where.',
  },
);
addFacets(SearchConnection.connection);

builder.objectFields(SearchConnection.edge, (t) => ({
  score: t.exposeFloat('score', {
    description: 'How well it matches; larger is better. Only good for comparing within one search.',
  }),
  highlights: t.field({
    type: [Highlight],
    description: 'The pieces of text that matched.',
    resolve: ({ highlights }) => highlights,
  }),
}));

function row(node: SearchNode): NodeRow {
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
  t.field({
    type: SearchConnection.connection,
    description:
      'Finds articles, companies, products, tickers, topics and categories by words, best first. Chinese needs no spaces: `人工智能`. Several words must all occur; a phrase in double quotes must occur as it is; a Latin word also finds longer words that begin with it.',
    args: {
      query: t.arg.string({
        required: true,
        description:
          'What to look for, at most 1,000 characters. Example: `人工智能 芯片` or `"cloud computing"`.',
      }),
      types: t.arg({ type: [SearchType], description: 'Which types to find; all six where not given.' }),
      filter: t.arg({
        type: ArticleFilterInput,
        description: 'Which articles to take. The other types are found whatever the filter says.',
      }),
      ...pageArguments,
    },
    resolve: async (_, args, { store }, info): Promise<SearchConnectionValue> => {
      const query = checkedText('query', args.query);
      const filter = articleFilter('filter', args.filter);
      const page = pageRequest(args);
      const request: SearchRequest = {
        query,
        ...(args.types == null ? {} : { types: [...new Set(args.types)] }),
        ...(args.filter == null ? {} : { filter }),
      };
      const value = await connection(info, {
        page: async () => {
          const { edges, ...rest } = await store.search.page(request, page);
          return { ...rest, edges: edges.map((edge) => ({ ...edge, node: row(edge.node) })) };
        },
        count: () => store.search.count(request),
      });
      const text = filter.text === undefined ? query : `${filter.text} ${query}`;
      return {
        ...value,
        facets: { scope: { kind: 'corpus' }, filter: { ...filter, text }, input: args.filter ?? {} },
      };
    },
  }),
);
