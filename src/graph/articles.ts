import type { EntityRef } from '../catalog/catalog.ts';
import type { ArticleRow, EntityId, MentionedExtra } from '../store/store.ts';
import { builder } from './builder.ts';
import { type Connection, connection, connectionTypes, pageArguments, pageRequest } from './connections.ts';
import { checkedText } from './errors.ts';
import { addFacets, type HasFacets } from './facets.ts';
import { ArticleFilterInput, articleFilter } from './filters.ts';
import { MentionedEntity } from './mention.ts';
import { ArticleOrderInput, articleOrder } from './orders.ts';
import { Article, Mention } from './refs.ts';

/** A connection of articles that can be counted by facet. */
export interface FacetedConnection<Extra = unknown> extends Connection<ArticleRow, Extra> {
  readonly facets: HasFacets['facets'];
}

export const ArticleConnection = connectionTypes<ArticleRow, unknown, FacetedConnection>(Article, {
  name: 'Article',
  description: 'A page of articles, newest first unless another order is asked for.',
  edge: 'One article of a list.',
});
addFacets(ArticleConnection.connection);

/** What the edge from an entity to an article knows besides the store's counts. */
export type EntityArticleExtra = MentionedExtra & { readonly entityIds: readonly EntityId[] };

export const EntityArticleConnection = connectionTypes<
  ArticleRow,
  EntityArticleExtra,
  FacetedConnection<EntityArticleExtra>
>(Article, {
  name: 'EntityArticle',
  description:
    'Articles that name a company, product, topic or ticker, newest first unless another order is asked for, each with the evidence.',
  edge: 'One article that names the company, product, topic or ticker, with the evidence.',
});
addFacets(EntityArticleConnection.connection);

builder.objectFields(EntityArticleConnection.edge, (t) => ({
  mentionCount: t.exposeInt('mentionCount', {
    description: 'How many times the article names it; 0 where only a company ties the article to a ticker.',
  }),
  inTitle: t.exposeBoolean('inTitle', { description: 'Whether the title names it.' }),
  mentions: t.field({
    type: [Mention],
    description: 'Every place where the article names it, in the order of the text, title first.',
    resolve: async ({ entityIds, node }, _, { loaders }) => {
      const mentions = await Promise.all(entityIds.map((id) => loaders.mentionsOfPair.load([id, node.id])));
      return mentions.flat().sort((left, right) => left.ordinal - right.ordinal);
    },
  }),
}));

export const RelatedArticleConnection = connectionTypes<
  ArticleRow,
  { readonly score: number; readonly shared: readonly EntityRef[] }
>(Article, {
  name: 'RelatedArticle',
  description:
    'Articles that name the same things, closest first. What few articles name counts for more than what many do.',
  edge: 'One related article, with how close it is and what the two share.',
});

builder.objectFields(RelatedArticleConnection.edge, (t) => ({
  score: t.exposeFloat('score', {
    description: 'How close the two articles are; larger is closer. Only good for comparing within one list.',
  }),
  sharedEntities: t.field({
    type: [MentionedEntity],
    description: 'What both articles name, the most telling first.',
    resolve: ({ shared }, _, { loaders }) => loaders.entities(shared),
  }),
}));

builder.queryFields((t) => ({
  article: t.field({
    type: Article,
    nullable: true,
    description: 'The article with this slug; null where there is none.',
    args: {
      slug: t.arg.string({
        required: true,
        description: 'The slug as `Article.slug` gives it. Example: `2024-05-24-launch`.',
      }),
    },
    resolve: (_, { slug }, { loaders }) => loaders.articleBySlug.load(checkedText('slug', slug)),
  }),
  articles: t.field({
    type: ArticleConnection.connection,
    description: 'Articles of the corpus, filtered and ordered.',
    args: {
      filter: t.arg({
        type: ArticleFilterInput,
        description: 'Which articles to take; all where not given.',
      }),
      orderBy: t.arg({
        type: ArticleOrderInput,
        description: 'In which order they come; newest first where not given.',
      }),
      ...pageArguments,
    },
    resolve: async (_, args, { store }, info) => {
      const filter = articleFilter('filter', args.filter);
      const order = articleOrder(args.orderBy);
      const page = pageRequest(args);
      const scope = { kind: 'corpus' } as const;
      const value = await connection(info, {
        page: () => store.articles.page(filter, order, page),
        count: async () => (await store.articles.counts([scope], filter)).at(0) ?? 0,
      });
      return { ...value, facets: { scope, filter, input: args.filter ?? {} } };
    },
  }),
}));
