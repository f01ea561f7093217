import type { CompanyRow, EntityId, FacetValue, Page } from '../store/store.ts';
import { EntityArticleConnection } from './articles.ts';
import { builder } from './builder.ts';
import { connection, nestedConnection, pageRequest } from './connections.ts';
import type { GraphContext } from './context.ts';
import { articleCountOf, articlesOf, mentionCountOf, timelineOfEntity } from './entity.ts';
import { membersOf } from './entity-members.ts';
import { badUserInput, checkedText } from './errors.ts';
import { ArticleFilterInput, articleFilter, TopicFilterInput, topicFilter } from './filters.ts';
import { ArticleOrderInput, EntityOrderInput, topicOrder } from './orders.ts';
import { Article, Company, Entity, Topic } from './refs.ts';
import { TimelineBucket, TimelineInterval } from './timeline.ts';

builder.node(Topic, {
  interfaces: [Entity],
  description: 'A subject that texts name, such as cloud computing. Topics form a tree.',
  id: { resolve: ({ slug }) => slug },
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description: 'Its short, stable name in the catalog, for example `cloud-computing`.',
    }),
    aliases: t.exposeStringList('aliases', {
      description: 'Further names under which texts know it, in all languages.',
    }),
    parent: t.field({
      type: Topic,
      nullable: true,
      description: 'The topic that it is a kind of. Null if it has none.',
      resolve: ({ parentId }, _, { loaders }) => (parentId === null ? null : loaders.topic.load(parentId)),
    }),
    ancestors: t.field({
      type: [Topic],
      description: 'The way down to it: the root first, its parent last. Empty if it is a root.',
      resolve: ({ id }, _, { loaders }) => loaders.topicAncestors.load(id),
    }),
    children: t.connection(
      {
        type: Topic,
        description: 'Its kinds, in the order of the catalog.',
        resolve: ({ id }, args, context) =>
          nestedConnection(context, id, {
            field: 'Topic.children',
            page: pageRequest(args),
            pages: (ids, page) => context.store.topics.children(ids, page),
            counts: (ids) => context.store.topics.childCounts(ids),
          }),
      },
      TopicConnection,
    ),
    articles: t.connection(
      {
        type: Article,
        description: 'The articles that name it or a topic below it, each with how often and where.',
        args: {
          includeDescendants: t.arg.boolean({
            defaultValue: true,
            description: 'Whether articles that name a topic below it count as well.',
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
        resolve: (row, args, context) => articlesOf(row, args, args.includeDescendants ?? true, context),
      },
      EntityArticleConnection,
    ),
    timeline: t.field({
      type: [TimelineBucket],
      description:
        'How much was written about it over time, oldest first, with zeros where nothing was. The error `TIMELINE_TOO_LONG` if it would have more than 5,000 buckets.',
      args: {
        includeDescendants: t.arg.boolean({
          defaultValue: true,
          description: 'Whether articles that name a topic below it count as well.',
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
      resolve: (row, args, context) => timelineOfEntity(row, args, args.includeDescendants ?? true, context),
    }),
    articleCount: t.int({
      description: 'How many articles of the corpus name it or a topic below it.',
      args: {
        includeDescendants: t.arg.boolean({
          defaultValue: true,
          description: 'Whether articles that name a topic below it count as well.',
        }),
      },
      resolve: (row, { includeDescendants }, context) =>
        articleCountOf(row, includeDescendants ?? true, context),
    }),
    mentionCount: t.int({
      description: 'How many times the texts of the corpus name it or a topic below it.',
      args: {
        includeDescendants: t.arg.boolean({
          defaultValue: true,
          description: 'Whether articles that name a topic below it count as well.',
        }),
      },
      resolve: (row, { includeDescendants }, context) =>
        mentionCountOf(row, includeDescendants ?? true, context),
    }),
    companies: t.connection(
      {
        type: Company,
        description:
          'The companies that are named in the articles that name this topic or one below it, most articles first.',
        args: {
          includeDescendants: t.arg.boolean({
            defaultValue: true,
            description: 'Whether articles that name a topic below it count as well.',
          }),
          filter: t.arg({
            type: ArticleFilterInput,
            description: 'Which articles to count. All if not given.',
          }),
        },
        resolve: ({ id }, args, context) => {
          const filter = articleFilter('filter', args.filter);
          const wide = args.includeDescendants ?? true;
          const scopes = async (ids: readonly EntityId[]) =>
            (await membersOf('Topic', ids, wide, context)).map((topics) => ({
              kind: 'any' as const,
              ids: topics,
            }));
          return nestedConnection(context, id, {
            field: 'Topic.companies',
            args: { filter, wide },
            page: pageRequest(args),
            pages: async (ids, page) =>
              Promise.all(
                (await context.store.articles.facets(await scopes(ids), filter, 'companies', page)).map(
                  (found) => companiesOf(found, context),
                ),
              ),
            counts: async (ids) => context.store.articles.facetCounts(await scopes(ids), filter, 'companies'),
          });
        },
      },
      {
        name: 'TopicCompanyConnection',
        description: 'Companies that are named together with a topic, most articles first.',
      },
      {
        name: 'TopicCompanyEdge',
        description: 'One company that is named together with a topic.',
        fields: (edge) => ({
          articleCount: edge.exposeInt('articleCount', {
            description: 'How many articles name both the company and the topic.',
          }),
        }),
      },
    ),
  }),
});
export const TopicConnection = builder.connectionObject(
  { type: Topic, name: 'TopicConnection', description: 'A page of topics.' },
  { description: 'One topic of a list.' },
);

type CompanyPage = Page<CompanyRow, { readonly articleCount: number }>;

async function companiesOf(page: Page<FacetValue>, { loaders }: GraphContext): Promise<CompanyPage> {
  const edges = await Promise.all(
    page.edges.map(async ({ node: { id, count }, cursor }) => {
      const company: number | null = id;
      const node = company === null ? null : await loaders.company.load(company);
      return node === null ? [] : [{ node, cursor, articleCount: count }];
    }),
  );
  return { ...page, edges: edges.flat() };
}

builder.queryFields((t) => ({
  topic: t.field({
    type: Topic,
    nullable: true,
    description: 'The topic with this slug. Null if there is none.',
    args: {
      slug: t.arg.string({ required: true, description: 'The slug of the catalog. Example: `metaverse`.' }),
    },
    resolve: (_, { slug }, { loaders }) => loaders.topicBySlug(checkedText('slug', slug)),
  }),
  topics: t.connection(
    {
      type: Topic,
      description: 'The topics that are known, whether or not an article names them.',
      args: {
        rootsOnly: t.arg.boolean({
          description:
            'True: only the topics that have no parent, in the order of the catalog. Neither filter nor order can be given with it. Follow `children` from there.',
        }),
        filter: t.arg({ type: TopicFilterInput, description: 'Which topics to take. All if not given.' }),
        orderBy: t.arg({
          type: EntityOrderInput,
          description: 'The order of the topics. By name if not given.',
        }),
      },
      resolve: (_, args, { store }) => {
        const page = pageRequest(args);
        const filter = topicFilter(args.filter);
        const order = topicOrder(args.orderBy);
        if (args.rootsOnly === true) {
          if (args.filter != null || args.orderBy != null) {
            throw badUserInput('rootsOnly', '`rootsOnly` cannot be combined with `filter` or `orderBy`.');
          }
          return connection({
            page: () => store.topics.roots(page),
            count: () => store.topics.rootCount(),
          });
        }
        return connection({
          page: () => store.topics.page(filter, order, page),
          count: () => store.topics.count(filter),
        });
      },
    },
    TopicConnection,
  ),
}));
