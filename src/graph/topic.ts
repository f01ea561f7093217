import type { CompanyRow, EntityId, TopicRow } from '../store/store.ts';
import { builder } from './builder.ts';
import { connection, connectionTypes, nestedConnection, pageArguments, pageRequest } from './connections.ts';
import { badUserInput, checkedText } from './errors.ts';
import { TopicFilterInput, topicFilter } from './filters.ts';
import type { Loaders } from './loaders.ts';
import { EntityOrderInput, topicOrder } from './orders.ts';
import { Company, Entity, Topic } from './refs.ts';

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
      description: 'The wider topic that it is part of; null for a root.',
      resolve: ({ parentId }, _, { loaders }) => (parentId === null ? null : loaders.topic.load(parentId)),
    }),
    ancestors: t.field({
      type: [Topic],
      description: 'The way down to it: the root first, its parent last; empty for a root.',
      resolve: ({ id }, _, { loaders }) => loaders.topicAncestors.load(id),
    }),
    children: t.field({
      type: TopicConnection.connection,
      description: 'The topics that it is divided into, in the order of the catalog.',
      args: pageArguments,
      resolve: ({ id }, args, context, info) =>
        nestedConnection(info, context, id, {
          page: pageRequest(args),
          pages: (ids, page) => context.store.topics.children(ids, page),
          counts: (ids) => context.store.topics.childCounts(ids),
        }),
    }),
    companies: t.field({
      type: TopicCompanyConnection.connection,
      description: 'The companies that are named in the articles that name this topic, most articles first.',
      args: pageArguments,
      resolve: ({ id }, args, context, info) =>
        nestedConnection(info, context, id, {
          page: pageRequest(args),
          pages: (ids, page) => context.store.topics.companies(ids, {}, page),
          counts: (ids) => context.store.topics.companyCounts(ids, {}),
        }),
    }),
  }),
});
export const TopicConnection = connectionTypes<TopicRow>(Topic, {
  name: 'Topic',
  description: 'A page of topics.',
  edge: 'One topic of a list.',
});

const TopicCompanyConnection = connectionTypes<CompanyRow, { readonly articleCount: number }>(Company, {
  name: 'TopicCompany',
  description: 'Companies that are named together with a topic, most articles first.',
  edge: 'One company that is named together with a topic.',
});

builder.objectFields(TopicCompanyConnection.edge, (t) => ({
  articleCount: t.exposeInt('articleCount', {
    description: 'How many articles name both the company and the topic.',
  }),
}));

/** The id of the topic that an argument names by its slug; a topic that does not exist is the client's error. */
export async function knownTopic(argument: string, slug: string, loaders: Loaders): Promise<EntityId> {
  const topic = await loaders.topicBySlug(checkedText(argument, slug));
  if (topic === null) {
    throw badUserInput(
      argument,
      `There is no topic with the slug ${JSON.stringify(slug.slice(0, 60))}.`,
      'Take the `slug` of one of `topics`.',
    );
  }
  return topic.id;
}

builder.queryFields((t) => ({
  topic: t.field({
    type: Topic,
    nullable: true,
    description: 'The topic with this slug; null where there is none.',
    args: {
      slug: t.arg.string({ required: true, description: 'The slug of the catalog. Example: `metaverse`.' }),
    },
    resolve: (_, { slug }, { loaders }) => loaders.topicBySlug(checkedText('slug', slug)),
  }),
  topics: t.field({
    type: TopicConnection.connection,
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
      ...pageArguments,
    },
    resolve: (_, args, { store }, info) => {
      const page = pageRequest(args);
      const filter = topicFilter(args.filter);
      const order = topicOrder(args.orderBy);
      if (args.rootsOnly === true) {
        if (args.filter != null || args.orderBy != null) {
          throw badUserInput('rootsOnly', '`rootsOnly` cannot be combined with `filter` or `orderBy`.');
        }
        return connection(info, {
          page: () => store.topics.roots(page),
          count: () => store.topics.rootCount(),
        });
      }
      return connection(info, {
        page: () => store.topics.page(filter, order, page),
        count: () => store.topics.count(filter),
      });
    },
  }),
}));
