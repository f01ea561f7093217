import type { ObjectRef } from '@pothos/core';
import type {
  ArticleFilter,
  ArticleScope,
  CategoryRow,
  CompanyRow,
  FacetName,
  FacetValue,
  ProductRow,
  TopicRow,
} from '../store/store.ts';
import { builder, type Types } from './builder.ts';
import { checkedSize } from './connections.ts';
import type { GraphContext } from './context.ts';
import type { ArticleFilterArgument } from './filters.ts';
import type { LoaderKey } from './loaders.ts';
import {
  narrowed,
  narrowedToCategory,
  narrowedToEntity,
  narrowedToMonth,
  narrowedToTopic,
} from './narrowing.ts';
import { Category, Company, Product, Topic } from './refs.ts';

/** Which articles the facets of a connection count, and the filter as the client sent it. */
export interface FacetSource {
  readonly scope: ArticleScope;
  readonly filter: ArticleFilter;
  readonly input: ArticleFilterArgument;
}

/** One value of a facet, with its node where it has one. */
interface FacetEntry<Node> {
  readonly value: string;
  readonly count: number;
  readonly node: Node;
  readonly input: ArticleFilterArgument;
}

const VALUE = {
  count: 'How many articles of the connection, on all its pages, have this value.',
  filter:
    'The filter of the connection, narrowed to this value: send it as `filter` of the same field. It leaves exactly `count` articles.',
  filterOrNull:
    'The filter of the connection, narrowed to this value: send it as `filter` of the same field. It leaves exactly `count` articles. Null if the filter already asks for others and no one filter can say both.',
};

function entryType<Node extends object>(
  name: string,
  node: ObjectRef<Types, Node>,
  text: { readonly description: string; readonly value: string; readonly node: string },
): ObjectRef<Types, FacetEntry<Node>> {
  const type = builder.objectRef<FacetEntry<object>>(name).implement({
    description: text.description,
    fields: (t) => ({
      value: t.exposeString('value', { description: text.value }),
      count: t.exposeInt('count', { description: VALUE.count }),
      node: t.field({
        type: node as unknown as ObjectRef<Types, object>,
        description: text.node,
        resolve: (entry) => entry.node,
      }),
    }),
  });
  return type as unknown as ObjectRef<Types, FacetEntry<Node>>;
}

const CompanyFacet = entryType<CompanyRow>('CompanyFacet', Company, {
  description: 'A company that articles of a connection name.',
  value: 'The slug of the company.',
  node: 'The company.',
});
builder.objectField(CompanyFacet, 'filter', (t) =>
  t.field({
    type: 'JSON',
    description: VALUE.filter,
    resolve: ({ input, value }) => narrowedToEntity(input, 'companies', 'Company', value),
  }),
);

const ProductFacet = entryType<ProductRow>('ProductFacet', Product, {
  description: 'A product that articles of a connection name.',
  value: 'The slug of the product.',
  node: 'The product.',
});
builder.objectField(ProductFacet, 'filter', (t) =>
  t.field({
    type: 'JSON',
    description: VALUE.filter,
    resolve: ({ input, value }) => narrowedToEntity(input, 'products', 'Product', value),
  }),
);

const TopicFacet = entryType<TopicRow>('TopicFacet', Topic, {
  description: 'A topic that articles of a connection name, itself or a topic below it.',
  value: 'The slug of the topic.',
  node: 'The topic.',
});
builder.objectField(TopicFacet, 'filter', (t) =>
  t.field({
    type: 'JSON',
    nullable: true,
    description: VALUE.filterOrNull,
    resolve: ({ input, node }, _, { loaders }) => narrowedToTopic(input, node, loaders),
  }),
);

const CategoryFacet = entryType<CategoryRow>('CategoryFacet', Category, {
  description: 'A category that articles of a connection are in, or below which they are.',
  value: 'The path of the category as JSON.',
  node: 'The category.',
});
builder.objectField(CategoryFacet, 'filter', (t) =>
  t.field({
    type: 'JSON',
    nullable: true,
    description: VALUE.filterOrNull,
    resolve: ({ input, node }) => narrowedToCategory(input, node.path),
  }),
);

const SourceFacet = builder.objectRef<FacetEntry<null>>('SourceFacet').implement({
  description: 'A source that articles of a connection come from.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'The name of the source.' }),
    count: t.exposeInt('count', { description: VALUE.count }),
    filter: t.field({
      type: 'JSON',
      description: VALUE.filter,
      resolve: ({ input, value }) => narrowed(input, { source: value }),
    }),
  }),
});

const MonthFacet = builder.objectRef<FacetEntry<null>>('MonthFacet').implement({
  description: 'A month of the calendar in which articles of a connection were published.',
  fields: (t) => ({
    value: t.exposeString('value', {
      description: 'The month in the time zone of the corpus, for example `2021-12`.',
    }),
    count: t.exposeInt('count', { description: VALUE.count }),
    filter: t.field({
      type: 'JSON',
      description: VALUE.filter,
      resolve: ({ input, value }, _, { store }) => narrowedToMonth(input, value, store.timeZone),
    }),
  }),
});

/** A page shows at most a hundred values; what is in several sources is added up over all of them. */
const ALL_VALUES = 100_000;

/** Counts one facet over sources that share no article. */
async function values(
  sources: readonly FacetSource[],
  facet: FacetName,
  first: number | null | undefined,
  context: GraphContext,
): Promise<FacetValue[]> {
  const limit = checkedSize('first', first ?? 10);
  const [only] = sources;
  if (only !== undefined && sources.length === 1) return counted(only, facet, limit, context);
  const all = await Promise.all(sources.map((source) => counted(source, facet, ALL_VALUES, context)));
  const sums = new Map<string, FacetValue>();
  for (const value of all.flat()) {
    sums.set(value.key, { ...value, count: value.count + (sums.get(value.key)?.count ?? 0) });
  }
  return [...sums.values()]
    .sort((left, right) => right.count - left.count || (left.key < right.key ? -1 : 1))
    .slice(0, limit);
}

/** Counts one facet; together with the same facet of the same filter under other parents. */
function counted(
  { scope, filter }: FacetSource,
  facet: FacetName,
  limit: number,
  { store, loaders }: GraphContext,
): Promise<FacetValue[]> {
  const alike = scopeOf(scope, []);
  return loaders.together(
    `facet ${facet}`,
    { alike, filter, limit },
    keyOf(scope),
    async (keys: readonly LoaderKey[]) => {
      const pages = await store.articles.facets(
        keys.map((key) => scopeOf(scope, key)),
        filter,
        facet,
        { first: limit },
      );
      return pages.map(({ edges }) => edges.map(({ node }) => node));
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

/** Every source of one connection has the filter that the client sent. */
function inputOf([source]: readonly FacetSource[]): ArticleFilterArgument {
  return source?.input ?? {};
}

async function withNodes<Node>(
  sources: readonly FacetSource[],
  counts: Promise<FacetValue[]>,
  load: (id: number) => Promise<Node | null>,
): Promise<FacetEntry<Node>[]> {
  const entries = await Promise.all(
    (await counts).map(async ({ key, id, count }) => {
      const node = id === null ? null : await load(id);
      return node === null ? [] : [{ value: key, count, node, input: inputOf(sources) }];
    }),
  );
  return entries.flat();
}

const first = {
  description: 'How many values to take, most articles first: from 0 to 100.',
  defaultValue: 10,
} as const;

const ArticleFacets = builder.objectRef<readonly FacetSource[]>('ArticleFacets').implement({
  description:
    'What the articles of a connection, on all its pages, have in common: each value with how many articles have it, most first. Only what is selected is counted.',
  fields: (t) => ({
    companies: t.field({
      type: [CompanyFacet],
      description: 'The companies that they name.',
      args: { first: t.arg.int(first) },
      resolve: (source, args, context) =>
        withNodes(source, values(source, 'companies', args.first, context), (id) =>
          context.loaders.company.load(id),
        ),
    }),
    products: t.field({
      type: [ProductFacet],
      description: 'The products that they name.',
      args: { first: t.arg.int(first) },
      resolve: (source, args, context) =>
        withNodes(source, values(source, 'products', args.first, context), (id) =>
          context.loaders.product.load(id),
        ),
    }),
    topics: t.field({
      type: [TopicFacet],
      description: 'The topics that they name, each counted with the topics below it.',
      args: { first: t.arg.int(first) },
      resolve: (source, args, context) =>
        withNodes(source, values(source, 'topics', args.first, context), (id) =>
          context.loaders.topic.load(id),
        ),
    }),
    categories: t.field({
      type: [CategoryFacet],
      description: 'The categories that they are in, each counted with the categories below it.',
      args: { first: t.arg.int(first) },
      resolve: (source, args, context) =>
        withNodes(source, values(source, 'categories', args.first, context), (id) =>
          context.loaders.category.load(id),
        ),
    }),
    sources: t.field({
      type: [SourceFacet],
      description: 'The sources that they come from.',
      args: { first: t.arg.int(first) },
      resolve: (source, args, context) => plain(source, values(source, 'sources', args.first, context)),
    }),
    months: t.field({
      type: [MonthFacet],
      description: 'The months in which they were published, most articles first.',
      args: { first: t.arg.int(first) },
      resolve: (source, args, context) => plain(source, values(source, 'months', args.first, context)),
    }),
  }),
});

async function plain(
  sources: readonly FacetSource[],
  counts: Promise<FacetValue[]>,
): Promise<FacetEntry<null>[]> {
  const input = inputOf(sources);
  return (await counts).map(({ key, count }) => ({ value: key, count, node: null, input }));
}

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
export function facetFields<Value extends HasFacets>(t: PothosSchemaTypes.ObjectFieldBuilder<Types, Value>) {
  return {
    facets: t.field({
      type: ArticleFacets,
      description: 'What these articles have in common, counted over all pages.',
      resolve: (connection) => connection.facets(),
    }),
  };
}
