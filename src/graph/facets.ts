import type { FieldRef } from '@pothos/core';
import type {
  CategoryRow,
  CompanyRow,
  FacetName,
  FacetOrder,
  FacetValue,
  ProductRow,
  TickerRow,
  TopicRow,
} from '../store/store.ts';
import { builder, type Types } from './builder.ts';
import type { GraphContext } from './context.ts';
import { type FacetSource, facetValues } from './facet-values.ts';
import type { ArticleFilterArgument } from './filters.ts';
import {
  narrowed,
  narrowedToCategory,
  narrowedToEntity,
  narrowedToMonth,
  type Offered,
  offeredCategories,
  offeredCompanies,
  offeredTags,
} from './narrowing.ts';
import { Category, Company, Product, Ticker, Topic } from './refs.ts';

/** One value of a facet. */
interface FacetEntry {
  readonly value: string;
  readonly count: number;
  readonly cursor: string;
  readonly filter: unknown;
}

/** One whose value is a node. */
interface NodeEntry<Node> extends FacetEntry {
  readonly node: Node;
}

builder.scalarType('FacetFilter', {
  description:
    'An `ArticleFilter` as JSON, ready to be sent as the variable of one. codegen can be told that it is one: `scalars: { FacetFilter: "ArticleFilter" }`.',
  serialize: (value) => value,
  parseValue: (value) => value,
});

/** The fields that every facet has. */
function entryFields<Entry extends FacetEntry>(
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, Entry>,
  value: string,
) {
  return {
    value: t.string({ description: value, resolve: (entry) => entry.value }),
    count: t.int({
      description: 'How many articles of the connection, on all its pages, have this value.',
      resolve: (entry) => entry.count,
    }),
    cursor: t.string({
      description: 'Where this value stands. Give it to `after` to go on from here.',
      resolve: (entry) => entry.cursor,
    }),
    filter: t.field({
      type: 'FacetFilter',
      description:
        'The filter of the connection, narrowed to this value: send it as `filter` of the same field. It leaves exactly `count` articles.',
      resolve: (entry) => entry.filter,
    }),
  };
}

const CompanyFacet = builder.objectRef<NodeEntry<CompanyRow>>('CompanyFacet').implement({
  description: 'A company that articles of a connection name.',
  fields: (t) => ({
    ...entryFields(t, 'The slug of the company.'),
    node: t.field({ type: Company, description: 'The company.', resolve: ({ node }) => node }),
  }),
});

const ProductFacet = builder.objectRef<NodeEntry<ProductRow>>('ProductFacet').implement({
  description: 'A product that articles of a connection name, itself or a member of its family.',
  fields: (t) => ({
    ...entryFields(t, 'The slug of the product.'),
    node: t.field({ type: Product, description: 'The product.', resolve: ({ node }) => node }),
  }),
});

const TopicFacet = builder.objectRef<NodeEntry<TopicRow>>('TopicFacet').implement({
  description: 'A topic that articles of a connection name, itself or a topic below it.',
  fields: (t) => ({
    ...entryFields(t, 'The slug of the topic.'),
    node: t.field({ type: Topic, description: 'The topic.', resolve: ({ node }) => node }),
  }),
});

const TickerFacet = builder.objectRef<NodeEntry<TickerRow>>('TickerFacet').implement({
  description: 'A ticker that articles of a connection are tied to.',
  fields: (t) => ({
    ...entryFields(t, 'Market code and symbol, for example `XNAS:AMZN`.'),
    node: t.field({ type: Ticker, description: 'The ticker.', resolve: ({ node }) => node }),
  }),
});

const CategoryFacet = builder.objectRef<NodeEntry<CategoryRow>>('CategoryFacet').implement({
  description: 'A category that articles of a connection are in, or below which they are.',
  fields: (t) => ({
    ...entryFields(t, 'The path of the category as JSON.'),
    node: t.field({ type: Category, description: 'The category.', resolve: ({ node }) => node }),
  }),
});

const TagFacet = builder.objectRef<FacetEntry>('TagFacet').implement({
  description: 'A tag that articles of a connection have.',
  fields: (t) => entryFields(t, 'The tag.'),
});

const SourceFacet = builder.objectRef<FacetEntry>('SourceFacet').implement({
  description: 'A source that articles of a connection come from.',
  fields: (t) => entryFields(t, 'The name of the source.'),
});

const AuthorFacet = builder.objectRef<FacetEntry>('AuthorFacet').implement({
  description: 'An author of articles of a connection.',
  fields: (t) => entryFields(t, 'The author.'),
});

const LanguageFacet = builder.objectRef<FacetEntry>('LanguageFacet').implement({
  description: 'A language that articles of a connection are written in.',
  fields: (t) => entryFields(t, 'The BCP 47 tag of the language, for example `zh-Hans`.'),
});

const MonthFacet = builder.objectRef<FacetEntry>('MonthFacet').implement({
  description: 'A month of the calendar in which articles of a connection were published.',
  fields: (t) => entryFields(t, 'The month in the time zone of the corpus, for example `2021-12`.'),
});

// ---------------------------------------------------------------- counting

interface FacetArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly orderBy?: FacetOrder | null | undefined;
}

/** How a facet is narrowed to a value, and which values it offers at all; all if not given. */
interface Narrowing {
  readonly narrow: (input: ArticleFilterArgument, value: FacetValue) => unknown;
  readonly offered?: (input: ArticleFilterArgument) => Offered;
}

/** Every source of one connection has the filter that the client sent. */
async function entries(
  sources: readonly FacetSource[],
  facet: FacetName,
  args: FacetArguments,
  { narrow, offered }: Narrowing,
  context: GraphContext,
): Promise<(FacetEntry & Pick<FacetValue, 'id'>)[]> {
  const input = sources[0]?.input ?? {};
  const found = await facetValues(sources, facet, args, offered?.(input) ?? null, context);
  return found.map(({ node: value, cursor }) => ({
    value: value.key,
    id: value.id,
    count: value.count,
    cursor,
    filter: narrow(input, value),
  }));
}

async function withNodes<Node>(
  counted: Promise<(FacetEntry & Pick<FacetValue, 'id'>)[]>,
  load: (id: number) => Promise<Node | null>,
): Promise<NodeEntry<Node>[]> {
  const loaded = await Promise.all(
    (await counted).map(async ({ id, ...entry }) => {
      const node = id === null ? null : await load(id);
      return node === null ? [] : [{ ...entry, node }];
    }),
  );
  return loaded.flat();
}

const FacetOrderEnum = builder.enumType('FacetOrder', {
  description: 'The order of the values of a facet.',
  values: {
    COUNT: { value: 'COUNT', description: 'Most articles first.' },
    VALUE: {
      value: 'KEY',
      description: 'By the value, character by character; months in the order of time.',
    },
  } as const,
});

const facetArguments = builder.args((t) => ({
  first: t.int({ description: 'How many values to take: from 0 to 100.', defaultValue: 10 }),
  after: t.string({ description: 'A cursor of an earlier answer: only values that come after it.' }),
  orderBy: t.field({
    type: FacetOrderEnum,
    defaultValue: 'COUNT',
    description: 'The order of the values.',
  }),
}));

const ArticleFacets = builder.objectRef<readonly FacetSource[]>('ArticleFacets').implement({
  description:
    'What the articles of a connection, on all its pages, have in common: each value with how many articles have it. Only what is selected is counted. A value that the filter cannot be narrowed to is left out.',
  fields: (t) => ({
    companies: t.field({
      type: [CompanyFacet],
      description: 'The companies that they name.',
      args: facetArguments,
      resolve: (sources, args, context) =>
        withNodes(
          entries(
            sources,
            'companies',
            args,
            {
              narrow: (input, { key }) => narrowedToEntity(input, 'companies', key),
              offered: offeredCompanies,
            },
            context,
          ),
          (id) => context.loaders.company.load(id),
        ),
    }),
    products: t.field({
      type: [ProductFacet],
      description: 'The products that they name, each counted with the members of its family.',
      args: facetArguments,
      resolve: (sources, args, context) => {
        const narrow: Narrowing['narrow'] = (input, { key }) => narrowedToEntity(input, 'products', key);
        return withNodes(entries(sources, 'products', args, { narrow }, context), (id) =>
          context.loaders.product.load(id),
        );
      },
    }),
    topics: t.field({
      type: [TopicFacet],
      description: 'The topics that they name, each counted with the topics below it.',
      args: facetArguments,
      resolve: (sources, args, context) => {
        const narrow: Narrowing['narrow'] = (input, { key }) => narrowedToEntity(input, 'topics', key);
        return withNodes(entries(sources, 'topics', args, { narrow }, context), (id) =>
          context.loaders.topic.load(id),
        );
      },
    }),
    tickers: t.field({
      type: [TickerFacet],
      description: 'The tickers that they are tied to.',
      args: facetArguments,
      resolve: (sources, args, context) => {
        const narrow: Narrowing['narrow'] = (input, { key }) => narrowedToEntity(input, 'tickers', key);
        return withNodes(entries(sources, 'tickers', args, { narrow }, context), (id) =>
          context.loaders.ticker.load(id),
        );
      },
    }),
    categories: t.field({
      type: [CategoryFacet],
      description: 'The categories that they are in, each counted with the categories below it.',
      args: facetArguments,
      resolve: (sources, args, context) =>
        withNodes(
          entries(
            sources,
            'categories',
            args,
            {
              narrow: (input, { key }) => narrowedToCategory(input, JSON.parse(key) as string[]),
              offered: offeredCategories,
            },
            context,
          ),
          (id) => context.loaders.category.load(id),
        ),
    }),
    tags: t.field({
      type: [TagFacet],
      description: 'The tags that they have.',
      args: facetArguments,
      resolve: (sources, args, context) => {
        const narrow: Narrowing['narrow'] = (input, { key }) => narrowed(input, { tags: [key] });
        return entries(sources, 'tags', args, { narrow, offered: offeredTags }, context);
      },
    }),
    sources: t.field({
      type: [SourceFacet],
      description: 'The sources that they come from.',
      args: facetArguments,
      resolve: (sources, args, context) => {
        const narrow: Narrowing['narrow'] = (input, { key }) => narrowed(input, { source: key });
        return entries(sources, 'sources', args, { narrow }, context);
      },
    }),
    authors: t.field({
      type: [AuthorFacet],
      description: 'Their authors.',
      args: facetArguments,
      resolve: (sources, args, context) => {
        const narrow: Narrowing['narrow'] = (input, { key }) => narrowed(input, { author: key });
        return entries(sources, 'authors', args, { narrow }, context);
      },
    }),
    languages: t.field({
      type: [LanguageFacet],
      description: 'The languages that they are written in, `zh` counted with `zh-Hans` and `zh-Hant`.',
      args: facetArguments,
      resolve: async (sources, args, context) => {
        const narrow: Narrowing['narrow'] = (input, { key }) => narrowed(input, { language: key });
        const found = await entries(sources, 'languages', args, { narrow }, context);
        return found.map((entry) => ({
          ...entry,
          value: Intl.getCanonicalLocales(entry.value)[0] ?? entry.value,
        }));
      },
    }),
    months: t.field({
      type: [MonthFacet],
      description: 'The months in which they were published.',
      args: facetArguments,
      resolve: (sources, args, context) => {
        const narrow: Narrowing['narrow'] = (input, { key }) =>
          narrowedToMonth(input, key, context.store.timeZone);
        return entries(sources, 'months', args, { narrow }, context);
      },
    }),
  }),
});

/** A connection whose articles are counted by facet: of one source, or of several that share no article. */
export interface HasFacets {
  facets(): Promise<readonly FacetSource[]>;
}

/** The connection, as one whose articles can be counted by facet. */
export function faceted<Value extends object>(
  connection: Value,
  facets: FacetSource | HasFacets['facets'],
): Value & HasFacets {
  // The getters of the connection stay getters.
  return Object.assign(connection, {
    facets: typeof facets === 'function' ? facets : async () => [facets],
  });
}

/** The field `facets` of a type of connections whose articles can be counted by facet. */
export function facetFields<Value extends HasFacets>(
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, Value>,
): { readonly facets: FieldRef<Types, unknown, 'Object'> } {
  return {
    facets: t.field({
      type: ArticleFacets,
      description:
        'What these articles have in common, counted over all pages: companies, products, topics, tickers, categories, tags, sources, authors, languages and months.',
      resolve: (connection) => connection.facets(),
    }),
  };
}
