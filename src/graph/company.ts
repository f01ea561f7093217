import type { CompanyRow, EntityId, Page } from '../store/store.ts';
import { ArticleConnection, type FacetedConnection } from './articles.ts';
import { builder } from './builder.ts';
import { connection, connectionTypes, nestedConnection, pageArguments, pageRequest } from './connections.ts';
import { TopicCoverage, topicCoverage, withinDepth } from './coverage.ts';
import { badUserInput, checkedText } from './errors.ts';
import { CompanyFilterInput, companyFilter, EntityOrigin } from './filters.ts';
import { globalId } from './ids.ts';
import { EntityOrderInput, entityOrder } from './orders.ts';
import { ProductConnection } from './product.ts';
import { Company, Entity, Ticker } from './refs.ts';
import { selects } from './selection.ts';
import { knownTopic } from './topic.ts';

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
      description: 'Country of its headquarters, ISO 3166-1 alpha-2; null where the catalog does not say.',
    }),
    origin: t.expose('origin', { type: EntityOrigin, description: 'How it came to be known.' }),
    parent: t.field({
      type: Company,
      nullable: true,
      description: 'The company that owns it or that it is a division of; null where the catalog names none.',
      resolve: ({ parentId }, _, { loaders }) => (parentId === null ? null : loaders.company.load(parentId)),
    }),
    subsidiaries: t.field({
      type: CompanyConnection.connection,
      description: 'The companies whose parent it is, by name.',
      args: pageArguments,
      resolve: ({ id }, args, context, info) =>
        nestedConnection(info, context, id, {
          page: pageRequest(args),
          pages: (ids, page) => context.store.companies.subsidiaries(ids, page),
          counts: (ids) => context.store.companies.subsidiaryCounts(ids),
        }),
    }),
    products: t.field({
      type: ProductConnection.connection,
      description: 'The products that it makes, by name.',
      args: pageArguments,
      resolve: ({ id }, args, context, info) =>
        nestedConnection(info, context, id, {
          page: pageRequest(args),
          pages: (ids, page) => context.store.products.ofMakers(ids, page),
          counts: (ids) => context.store.products.countsOfMakers(ids),
        }),
    }),
    tickers: t.field({
      type: [Ticker],
      description: 'The listings of its shares, the primary one first; empty where it is not listed.',
      resolve: ({ id }, _, { loaders }) => loaders.tickersOfCompany.load(id),
    }),
    coMentions: t.field({
      type: CoMentionConnection.connection,
      description: 'The companies that are named in the same articles, most articles first.',
      args: pageArguments,
      resolve: ({ id }, args, context, info) =>
        nestedConnection(info, context, id, {
          page: pageRequest(args),
          pages: async (ids, request) => {
            const pages = await context.store.companies.coMentions(ids, {}, request);
            return pages.map((page, index) => withCompany(page, ids[index] ?? id));
          },
          counts: (ids) => context.store.companies.coMentionCounts(ids, {}),
        }),
    }),
    topicCoverage: t.field({
      type: [TopicCoverage],
      description:
        'How many sentences of the corpus name both this company and a topic, or one below it, for each topic in the order of the catalog, parents before their children.',
      args: {
        root: t.arg.string({
          description: 'Slug of a topic: only topics below it. All topics where not given.',
        }),
        depth: t.arg.int({
          description:
            'How many levels to go down, at least 1: with 1 only the children of `root`, or only the topics without a parent. All levels where not given.',
        }),
      },
      resolve: async ({ id }, { root, depth }, { store, loaders }) => {
        if (depth != null && depth < 1) {
          throw badUserInput('depth', `\`depth\` is ${depth}, but must be at least 1.`);
        }
        const topic = root == null ? null : await knownTopic('root', root, loaders);
        const all = await loaders.together(
          'Company.topicCoverage',
          { topic },
          id,
          (ids: readonly EntityId[]) => topicCoverage(store, ids, topic),
        );
        const covered = depth == null ? all : await withinDepth(all, topic, depth, loaders);
        return covered.map((coverage) => ({ ...coverage, companyId: id }));
      },
    }),
  }),
});
const CompanyConnection = connectionTypes<CompanyRow>(Company, {
  name: 'Company',
  description: 'A page of companies.',
  edge: 'One company of a list.',
});

const NEWEST = { field: 'PUBLISHED_AT', direction: 'DESC' } as const;

interface CoMentionExtra {
  readonly articleCount: number;
  /** The company that the other one is named with. */
  readonly companyId: EntityId;
}

const CoMentionConnection = connectionTypes<CompanyRow, CoMentionExtra>(Company, {
  name: 'CoMention',
  description: 'Companies that are named in the same articles as another, most articles first.',
  edge: 'One company that is named together with another, and where.',
});

function withCompany(
  page: Page<CompanyRow, { articleCount: number }>,
  companyId: EntityId,
): Page<CompanyRow, CoMentionExtra> {
  return { ...page, edges: page.edges.map((edge) => ({ ...edge, companyId })) };
}

builder.objectFields(CoMentionConnection.edge, (t) => ({
  articleCount: t.exposeInt('articleCount', { description: 'How many articles name both companies.' }),
  articles: t.field({
    type: ArticleConnection.connection,
    description: 'The articles that name both companies, newest first.',
    args: pageArguments,
    resolve: async ({ companyId, node, articleCount }, args, context, info): Promise<FacetedConnection> => {
      const { store, loaders } = context;
      const pair = [companyId, node.id] as const;
      const request = pageRequest(args);
      const value = await connection(info, {
        page: () =>
          loaders.together('CoMentionEdge.articles', request, pair, (pairs: readonly (typeof pair)[]) =>
            store.articles.pages(
              pairs.map(([id, other]) => ({ kind: 'pair', id, other })),
              {},
              NEWEST,
              request,
            ),
          ),
        count: async () => articleCount,
      });
      const slug = selects(info, ['facets']) ? ((await loaders.company.load(companyId))?.slug ?? '') : '';
      const input = { mentions: { all: [globalId('Company', slug), globalId('Company', node.slug)] } };
      const scope = { kind: 'pair', id: companyId, other: node.id } as const;
      return { ...value, facets: { scope, filter: {}, input } };
    },
  }),
}));

builder.queryFields((t) => ({
  company: t.field({
    type: Company,
    nullable: true,
    description: 'The company with this slug; null where there is none.',
    args: {
      slug: t.arg.string({ required: true, description: 'The slug of the catalog. Example: `amazon`.' }),
    },
    resolve: (_, { slug }, { loaders }) => loaders.companyBySlug(checkedText('slug', slug)),
  }),
  companies: t.field({
    type: CompanyConnection.connection,
    description: 'The companies that are known, whether or not an article names them.',
    args: {
      filter: t.arg({
        type: CompanyFilterInput,
        description: 'Which companies to take; all where not given.',
      }),
      orderBy: t.arg({
        type: EntityOrderInput,
        description: 'In which order they come; most mentioned first where not given.',
      }),
      ...pageArguments,
    },
    resolve: (_, args, { store }, info) => {
      const filter = companyFilter(args.filter);
      const order = entityOrder(args.orderBy);
      const page = pageRequest(args);
      return connection(info, {
        page: () => store.companies.page(filter, order, page),
        count: () => store.companies.count(filter),
      });
    },
  }),
}));
