import { ArticleConnection, EntityArticleConnection } from './articles.ts';
import { builder } from './builder.ts';
import { connection, nestedConnection, pageRequest } from './connections.ts';
import { ComponentCoverage, componentCoverage } from './coverage.ts';
import { articlesOf, timelineOfEntity } from './entity.ts';
import { checkedText } from './errors.ts';
import { faceted } from './facets.ts';
import {
  ArticleFilterInput,
  articleFilter,
  CompanyFilterInput,
  companyFilter,
  EntityOrigin,
} from './filters.ts';
import { knownFramework } from './framework.ts';
import { ArticleOrderInput, EntityOrderInput, entityOrder } from './orders.ts';
import { ProductConnection } from './product.ts';
import { Article, Company, Entity, Product, Ticker } from './refs.ts';
import { TimelineBucket, TimelineInterval } from './timeline.ts';

builder.node(Company, {
  interfaces: [Entity],
  description: 'A company or another organisation that texts name.',
  id: { resolve: ({ slug }) => slug },
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description: 'Its short, stable name in the catalog, for example `amazon` or `goldman-sachs`.',
    }),
    aliases: t.exposeStringList('aliases', {
      description: 'Further names under which texts know it, in all languages.',
    }),
    formerNames: t.exposeStringList('formerNames', {
      description: 'Names that it had before, in all languages.',
    }),
    country: t.exposeString('country', {
      nullable: true,
      description: 'Country of its headquarters, ISO 3166-1 alpha-2. Null if the catalog does not say.',
    }),
    defunct: t.exposeInt('defunct', {
      nullable: true,
      description:
        'The year in which it ceased to exist: it was dissolved, or bought and its name given up. Null if it exists.',
    }),
    origin: t.expose('origin', { type: EntityOrigin, description: 'How it came to be known.' }),
    parent: t.field({
      type: Company,
      nullable: true,
      description:
        'The company that owns it or that it is a division of. Null if the catalog names no owner.',
      resolve: ({ parentId }, _, { loaders }) => (parentId === null ? null : loaders.company.load(parentId)),
    }),
    subsidiaries: t.connection(
      {
        type: Company,
        description: 'The companies whose parent it is, by name.',
        resolve: ({ id }, args, context) =>
          nestedConnection(context, id, {
            field: 'Company.subsidiaries',
            page: pageRequest(args),
            pages: (ids, page) => context.store.companies.subsidiaries(ids, page),
            counts: (ids) => context.store.companies.subsidiaryCounts(ids),
          }),
      },
      CompanyConnection,
    ),
    products: t.connection(
      {
        type: Product,
        description: 'The products that it makes, by name.',
        resolve: ({ id }, args, context) =>
          nestedConnection(context, id, {
            field: 'Company.products',
            page: pageRequest(args),
            pages: (ids, page) => context.store.products.ofMakers(ids, page),
            counts: (ids) => context.store.products.countsOfMakers(ids),
          }),
      },
      ProductConnection,
    ),
    tickers: t.field({
      type: [Ticker],
      description: 'The listings of its shares, the primary one first. Empty if it is not listed.',
      resolve: ({ id }, _, { loaders }) => loaders.tickersOfCompany.load(id),
    }),
    articles: t.connection(
      {
        type: Article,
        description: 'The articles that name it, each with how often and where.',
        args: {
          includeOwned: t.arg.boolean({
            defaultValue: false,
            description:
              'Whether articles that name what it owns, its subsidiaries and products, count as well.',
          }),
          filter: t.arg({
            type: ArticleFilterInput,
            description: 'Which of them to take. All if not given.',
          }),
          orderBy: t.arg({
            type: ArticleOrderInput,
            description: 'The order of the articles. Newest first if not given.',
          }),
        },
        resolve: (row, args, context) => articlesOf(row, args, args.includeOwned ?? false, context),
      },
      EntityArticleConnection,
    ),
    timeline: t.field({
      type: [TimelineBucket],
      description:
        'How much was written about it over time, oldest first, with zeros where nothing was. The error `TIMELINE_TOO_LONG` if it would have more than 5,000 buckets.',
      args: {
        includeOwned: t.arg.boolean({
          defaultValue: false,
          description:
            'Whether articles that name what it owns, its subsidiaries and products, count as well.',
        }),
        interval: t.arg({
          type: TimelineInterval,
          required: true,
          description: 'The length of each bucket.',
        }),
        from: t.arg({
          type: 'Date',
          description: 'The first day. That of the first article that names it if not given.',
        }),
        to: t.arg({
          type: 'Date',
          description: 'The last day. That of the last article that names it if not given.',
        }),
        filter: t.arg({
          type: ArticleFilterInput,
          description: 'Which articles to count. All if not given.',
        }),
      },
      resolve: (row, args, context) => timelineOfEntity(row, args, args.includeOwned ?? false, context),
    }),
    frameworkCoverage: t.field({
      type: [ComponentCoverage],
      description:
        'How much the corpus says about this company and each component of a research framework, in the order of the framework.',
      complexity: { field: 200, multiplier: 6 },
      args: {
        framework: t.arg.string({
          required: true,
          description: 'The slug of the framework. Example: `metaverse`.',
        }),
        filter: t.arg({
          type: ArticleFilterInput,
          description: 'Which articles to count. All if not given.',
        }),
      },
      resolve: async ({ id }, args, context) => {
        const framework = await knownFramework('framework', args.framework, context);
        return componentCoverage(id, framework, articleFilter('filter', args.filter), context);
      },
    }),
    coMentions: t.connection(
      {
        type: Company,
        description: 'The companies that are named in the same articles, most articles first.',
        args: {
          filter: t.arg({
            type: ArticleFilterInput,
            description: 'Which articles to count. All if not given.',
          }),
        },
        resolve: ({ id }, args, context) => {
          const filter = articleFilter('filter', args.filter);
          const given = { filter, input: args.filter ?? {} };
          return nestedConnection(context, id, {
            field: 'Company.coMentions',
            args: { filter },
            page: pageRequest(args),
            pages: async (ids, request) => {
              const pages = await context.store.companies.coMentions(ids, filter, request);
              return pages.map((page, index) => ({
                ...page,
                edges: page.edges.map((edge) => ({ ...edge, ...given, companyId: ids[index] ?? id })),
              }));
            },
            counts: (ids) => context.store.companies.coMentionCounts(ids, filter),
          });
        },
      },
      {
        name: 'CoMentionConnection',
        description: 'Companies that are named in the same articles as another, most articles first.',
      },
      {
        name: 'CoMentionEdge',
        description: 'One company that is named together with another, and where.',
        fields: (t) => ({
          articleCount: t.exposeInt('articleCount', {
            description: 'How many articles name both companies.',
          }),
          articles: t.connection(
            {
              type: Article,
              description: 'The articles that name both companies, newest first.',
              args: {
                filter: t.arg({
                  type: ArticleFilterInput,
                  description: 'Which of them to take. Those that the co-mentions count if not given.',
                }),
              },
              resolve: (edge, args, context) => {
                const { store, loaders } = context;
                const pair = [edge.companyId, edge.node.id] as const;
                const request = pageRequest(args);
                const input = args.filter ?? edge.input;
                const filter = args.filter == null ? edge.filter : articleFilter('filter', args.filter);
                const scopes = (pairs: readonly (typeof pair)[]) =>
                  pairs.map(([id, other]) => ({ kind: 'pair' as const, id, other }));
                const value = connection({
                  page: () =>
                    loaders.together(
                      'CoMentionEdge.articles',
                      { filter, request },
                      pair,
                      (pairs: readonly (typeof pair)[]) =>
                        store.articles.pages(scopes(pairs), filter, NEWEST, request),
                    ),
                  count: async () =>
                    args.filter == null
                      ? edge.articleCount
                      : loaders.together(
                          'CoMentionEdge.articles count',
                          { filter },
                          pair,
                          (pairs: readonly (typeof pair)[]) => store.articles.counts(scopes(pairs), filter),
                        ),
                });
                const scope = { kind: 'pair', id: edge.companyId, other: edge.node.id } as const;
                return faceted(value, { scope, filter, input });
              },
            },
            ArticleConnection,
          ),
        }),
      },
    ),
  }),
});
const CompanyConnection = builder.connectionObject(
  { type: Company, name: 'CompanyConnection', description: 'A page of companies.' },
  { description: 'One company of a list.' },
);

const NEWEST = { field: 'PUBLISHED_AT', direction: 'DESC' } as const;

builder.queryFields((t) => ({
  company: t.field({
    type: Company,
    nullable: true,
    description: 'The company with this slug. Null if there is none.',
    args: {
      slug: t.arg.string({ required: true, description: 'The slug of the catalog. Example: `amazon`.' }),
    },
    resolve: (_, { slug }, { loaders }) => loaders.companyBySlug(checkedText('slug', slug)),
  }),
  companies: t.connection(
    {
      type: Company,
      description: 'The companies that are known, whether or not an article names them.',
      args: {
        filter: t.arg({
          type: CompanyFilterInput,
          description: 'Which companies to take. All if not given.',
        }),
        orderBy: t.arg({
          type: EntityOrderInput,
          description: 'The order of the companies. Most mentioned first if not given.',
        }),
      },
      resolve: (_, args, { store }) => {
        const filter = companyFilter(args.filter);
        const order = entityOrder(args.orderBy);
        const page = pageRequest(args);
        return connection({
          page: () => store.companies.page(filter, order, page),
          count: () => store.companies.count(filter),
        });
      },
    },
    CompanyConnection,
  ),
}));
