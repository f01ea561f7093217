import type { ArticleRow, EntityId, MentionedExtra } from '../store/store.ts';
import { builder } from './builder.ts';
import { type Connection, connection, pageRequest } from './connections.ts';
import { checkedText } from './errors.ts';
import { faceted, facetFields, type HasFacets } from './facets.ts';
import { ArticleFilterInput, articleFilter } from './filters.ts';
import { ArticleOrderInput, articleOrder } from './orders.ts';
import { Article, Mention } from './refs.ts';

/** A connection of articles that can be counted by facet. */
export type FacetedConnection<Extra = unknown> = Connection<ArticleRow, Extra> & HasFacets;

export const ArticleConnection = builder.connectionObject<typeof Article, FacetedConnection>(
  {
    type: Article,
    name: 'ArticleConnection',
    description: 'A page of articles, newest first unless another order is asked for.',
    fields: facetFields,
  },
  { description: 'One article of a list.' },
);

/** What the edge from an entity to an article knows besides the store's counts. */
export type EntityArticleExtra = MentionedExtra & { readonly entityIds: readonly EntityId[] };

export const EntityArticleConnection = builder.connectionObject<
  typeof Article,
  FacetedConnection<EntityArticleExtra>
>(
  {
    type: Article,
    name: 'EntityArticleConnection',
    description:
      'Articles that name a company, product, topic or ticker, newest first unless another order is asked for, each with the evidence.',
    fields: facetFields,
  },
  {
    description: 'One article that names the company, product, topic or ticker, with the evidence.',
    fields: (t) => ({
      mentionCount: t.exposeInt('mentionCount', {
        description: 'How many times the article names it; 0 if only a company ties the article to a ticker.',
      }),
      inTitle: t.exposeBoolean('inTitle', { description: 'Whether the title names it.' }),
      mentions: t.field({
        type: [Mention],
        description: 'Every place where the article names it, in the order of the text, title first.',
        resolve: async ({ entityIds, node }, _, { loaders }) => {
          const mentions = await Promise.all(
            entityIds.map((id) => loaders.mentionsOfPair.load([id, node.id])),
          );
          return mentions.flat().sort((left, right) => left.ordinal - right.ordinal);
        },
      }),
    }),
  },
);

builder.queryFields((t) => ({
  article: t.field({
    type: Article,
    nullable: true,
    description: 'The article with this slug. Null if there is no such article.',
    args: {
      slug: t.arg.string({
        required: true,
        description: 'The slug as `Article.slug` gives it. Example: `2024-05-24-launch`.',
      }),
    },
    resolve: (_, { slug }, { loaders }) => loaders.articleBySlug.load(checkedText('slug', slug)),
  }),
  articles: t.connection(
    {
      type: Article,
      description: 'Articles of the corpus, filtered and ordered.',
      args: {
        filter: t.arg({
          type: ArticleFilterInput,
          description: 'Which articles to take. All if not given.',
        }),
        orderBy: t.arg({
          type: ArticleOrderInput,
          description: 'The order of the articles. Newest first if not given.',
        }),
      },
      resolve: (_, args, { store }) => {
        const filter = articleFilter('filter', args.filter);
        const order = articleOrder(args.orderBy);
        const page = pageRequest(args);
        const scope = { kind: 'corpus' } as const;
        const value = connection({
          page: () => store.articles.page(filter, order, page),
          count: async () => (await store.articles.counts([scope], filter)).at(0) ?? 0,
        });
        return faceted(value, { scope, filter, input: args.filter ?? {} });
      },
    },
    ArticleConnection,
  ),
}));
