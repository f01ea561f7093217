/** The links of an article: its categories, what it names with the evidence, and the articles close to it. */
import type { ArticleId, MentionedExtra, Page } from '../store/store.ts';
import { builder, type Types } from './builder.ts';
import { CategoryConnection } from './category.ts';
import { nestedConnection, pageRequest } from './connections.ts';
import { MentionFilterInput, mentionFilter } from './filters.ts';
import { MentionConnection, MentionedEntity } from './mention.ts';
import { Article, Category, Company, Mention, Product, Ticker, Topic } from './refs.ts';
import { selectsBelow } from './selection.ts';

/** An edge from an article knows the article, so that it can find the mentions. */
type Named<Extra> = Extra & { readonly articleId: ArticleId };

function fromArticles<Row, Extra>(
  pages: Page<Row, Extra>[],
  ids: readonly ArticleId[],
): Page<Row, Named<Extra>>[] {
  return pages.map((page, index) => {
    const articleId = ids[index];
    if (articleId === undefined) throw new Error('The store answered more pages than it was asked for');
    return { ...page, edges: page.edges.map((edge) => Object.assign(edge, { articleId })) };
  });
}

/** How often and where an article names the node of an edge. */
function mentionFields<Named extends MentionedExtra & { readonly articleId: ArticleId }>(
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, Named>,
  noun: string,
) {
  return {
    mentionCount: t.int({
      description: `How many times the article names this ${noun}.`,
      resolve: ({ mentionCount }) => mentionCount,
    }),
    inTitle: t.boolean({
      description: `Whether the title names this ${noun}.`,
      resolve: ({ inTitle }) => inTitle,
    }),
    firstMention: t.field({
      type: Mention,
      nullable: true,
      description: `The first place where the article names this ${noun}. Null if no place of the text does.`,
      resolve: ({ articleId, firstOrdinal }, _, { loaders }) =>
        firstOrdinal === null ? null : loaders.mention.load([articleId, firstOrdinal]),
    }),
  };
}

const TickerOrigin = builder.enumType('TickerOrigin', {
  description: 'How a ticker came to an article, from the strongest way to the weakest.',
  values: {
    STOCK_BLOCK: { description: 'A stock chart is embedded in the post.' },
    STOCK_LINK: { description: 'The markup links a name in the text to the quote of the security.' },
    TEXT: { description: 'The text writes it out, as in `NASDAQ: AMZN`, `$AMZN` or `09988.HK`.' },
    COMPANY: { description: 'The text names the company whose primary listing it is.' },
  } as const,
});

builder.objectFields(Article, (t) => ({
  categories: t.connection(
    {
      type: Category,
      description:
        'The categories that the article is in, each with its whole path, in the order of the post.',
      resolve: ({ id }, args, context) =>
        nestedConnection(context, id, {
          field: 'Article.categories',
          page: pageRequest(args),
          pages: (ids, page) => context.store.categories.ofArticles(ids, page),
          counts: (ids) => context.store.categories.countsOfArticles(ids),
        }),
    },
    CategoryConnection,
  ),
  companies: t.connection(
    {
      type: Company,
      description: 'The companies that the article names, most mentioned first.',
      resolve: ({ id }, args, context) =>
        nestedConnection(context, id, {
          field: 'Article.companies',
          page: pageRequest(args),
          pages: async (ids, page) =>
            fromArticles(await context.store.companies.pagesOfArticles(ids, page), ids),
          counts: (ids) => context.store.companies.countsOfArticles(ids),
        }),
    },
    {
      name: 'ArticleCompanyConnection',
      description: 'Companies that an article names, most mentioned first.',
    },
    {
      name: 'ArticleCompanyEdge',
      description: 'One company that an article names, with how often and where.',
      fields: (t) => mentionFields(t, 'company'),
    },
  ),
  products: t.connection(
    {
      type: Product,
      description: 'The products that the article names, most mentioned first.',
      resolve: ({ id }, args, context) =>
        nestedConnection(context, id, {
          field: 'Article.products',
          page: pageRequest(args),
          pages: async (ids, page) =>
            fromArticles(await context.store.products.pagesOfArticles(ids, page), ids),
          counts: (ids) => context.store.products.countsOfArticles(ids),
        }),
    },
    {
      name: 'ArticleProductConnection',
      description: 'Products that an article names, most mentioned first.',
    },
    {
      name: 'ArticleProductEdge',
      description: 'One product that an article names, with how often and where.',
      fields: (t) => mentionFields(t, 'product'),
    },
  ),
  tickers: t.connection(
    {
      type: Ticker,
      description: 'The tickers that the article is tied to, by charts, links, its text or its companies.',
      resolve: ({ id }, args, context) =>
        nestedConnection(context, id, {
          field: 'Article.tickers',
          page: pageRequest(args),
          pages: async (ids, page) =>
            fromArticles(await context.store.tickers.pagesOfArticles(ids, page), ids),
          counts: (ids) => context.store.tickers.countsOfArticles(ids),
        }),
    },
    {
      name: 'ArticleTickerConnection',
      description: 'Tickers that an article is tied to, most mentioned first.',
    },
    {
      name: 'ArticleTickerEdge',
      description: 'One ticker that an article is tied to, with how it came to be.',
      fields: (t) => ({
        ...mentionFields(t, 'ticker'),
        origin: t.expose('origin', {
          type: TickerOrigin,
          description: 'The strongest way in which the article is tied to the ticker.',
        }),
      }),
    },
  ),
  topics: t.connection(
    {
      type: Topic,
      description: 'The topics that the article names, most mentioned first.',
      resolve: ({ id }, args, context) =>
        nestedConnection(context, id, {
          field: 'Article.topics',
          page: pageRequest(args),
          pages: async (ids, page) =>
            fromArticles(await context.store.topics.pagesOfArticles(ids, page), ids),
          counts: (ids) => context.store.topics.countsOfArticles(ids),
        }),
    },
    { name: 'ArticleTopicConnection', description: 'Topics that an article names, most mentioned first.' },
    {
      name: 'ArticleTopicEdge',
      description: 'One topic that an article names, with how often and where.',
      fields: (t) => mentionFields(t, 'topic'),
    },
  ),
  mentions: t.connection(
    {
      type: Mention,
      description:
        'Every place where the article names something, in the order of the text, title first, with the evidence.',
      args: {
        filter: t.arg({
          type: MentionFilterInput,
          description: 'Which mentions to take. All if not given.',
        }),
      },
      resolve: ({ id }, args, context, info) => {
        const filter = mentionFilter(args.filter);
        const sentences = selectsBelow(info, 'sentence');
        return nestedConnection(context, id, {
          field: 'Article.mentions',
          args: { filter, sentences },
          page: pageRequest(args),
          pages: (ids, page) => context.store.mentions.ofArticles(ids, filter, page, { sentences }),
          counts: (ids) => context.store.mentions.countsOfArticles(ids, filter),
        });
      },
    },
    MentionConnection,
  ),
  related: t.connection(
    {
      type: Article,
      description: 'Articles that share something rare, closest first, with what they share.',
      resolve: ({ id }, args, context) =>
        nestedConnection(context, id, {
          field: 'Article.related',
          page: pageRequest(args),
          pages: (ids, page) => context.store.articles.related(ids, page),
          counts: (ids) => context.store.articles.relatedCounts(ids),
        }),
    },
    {
      name: 'RelatedArticleConnection',
      description:
        'Articles that share something rare, closest first: what at most ten articles name, or a thousandth of the corpus. Copies of the same post are not among them.',
    },
    {
      name: 'RelatedArticleEdge',
      description: 'One related article, with how close it is and what the two share.',
      fields: (t) => ({
        score: t.exposeFloat('score', {
          description:
            'How close the two articles are; larger is closer. Only good for comparing within one list.',
        }),
        sharedEntities: t.field({
          type: [MentionedEntity],
          description: 'Why the two are related: the rare things that both name, the rarest first.',
          resolve: ({ shared }, _, { loaders }) => loaders.entities(shared),
        }),
      }),
    },
  ),
}));
