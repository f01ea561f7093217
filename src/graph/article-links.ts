/** The links of an article: its categories, what it names with the evidence, and the articles close to it. */
import type { ObjectRef } from '@pothos/core';
import type {
  ArticleId,
  CompanyRow,
  Edge,
  MentionedExtra,
  Page,
  ProductRow,
  TickerExtra,
  TickerRow,
  TopicRow,
} from '../store/store.ts';
import { RelatedArticleConnection } from './articles.ts';
import { builder, type Types } from './builder.ts';
import { CategoryConnection } from './category.ts';
import { connectionTypes, nestedConnection, pageArguments, pageRequest } from './connections.ts';
import { MentionFilterInput, mentionFilter } from './filters.ts';
import { MentionConnection } from './mention.ts';
import { Article, Company, Mention, Product, Ticker, Topic } from './refs.ts';

/** An edge from an article knows the article, so that it can find the mentions. */
type Named<Extra> = Extra & { readonly articleId: ArticleId };

function fromArticles<Row, Extra>(
  pages: Page<Row, Extra>[],
  ids: readonly ArticleId[],
): Page<Row, Named<Extra>>[] {
  return pages.map((page, index) => {
    const articleId = ids[index];
    if (articleId === undefined) throw new Error('The store answered more pages than it was asked for');
    return { ...page, edges: page.edges.map((edge) => ({ ...edge, articleId })) };
  });
}

/** Adds how often and where an article names the node of an edge. */
function addMentionFields<Row, Extra extends MentionedExtra>(
  edge: ObjectRef<Types, Edge<Row, Named<Extra>>>,
  noun: string,
): void {
  builder.objectFields(edge as unknown as ObjectRef<Types, Named<MentionedExtra>>, (t) => ({
    mentionCount: t.exposeInt('mentionCount', {
      description: `How many times the article names this ${noun}.`,
    }),
    inTitle: t.exposeBoolean('inTitle', { description: `Whether the title names this ${noun}.` }),
    firstMention: t.field({
      type: Mention,
      nullable: true,
      description: `The first place where the article names this ${noun}; null where no place of the text does.`,
      resolve: ({ articleId, firstOrdinal }, _, { loaders }) =>
        firstOrdinal === null ? null : loaders.mention.load([articleId, firstOrdinal]),
    }),
  }));
}

const ArticleCompanyConnection = connectionTypes<CompanyRow, Named<MentionedExtra>>(Company, {
  name: 'ArticleCompany',
  description: 'Companies that an article names, most mentioned first.',
  edge: 'One company that an article names, with how often and where.',
});
addMentionFields(ArticleCompanyConnection.edge, 'company');

const ArticleProductConnection = connectionTypes<ProductRow, Named<MentionedExtra>>(Product, {
  name: 'ArticleProduct',
  description: 'Products that an article names, most mentioned first.',
  edge: 'One product that an article names, with how often and where.',
});
addMentionFields(ArticleProductConnection.edge, 'product');

const ArticleTopicConnection = connectionTypes<TopicRow, Named<MentionedExtra>>(Topic, {
  name: 'ArticleTopic',
  description: 'Topics that an article names, most mentioned first.',
  edge: 'One topic that an article names, with how often and where.',
});
addMentionFields(ArticleTopicConnection.edge, 'topic');

const ArticleTickerConnection = connectionTypes<TickerRow, Named<TickerExtra>>(Ticker, {
  name: 'ArticleTicker',
  description: 'Tickers that an article is tied to, most mentioned first.',
  edge: 'One ticker that an article is tied to, with how it came to be.',
});
addMentionFields(ArticleTickerConnection.edge, 'ticker');

const TickerOrigin = builder.enumType('TickerOrigin', {
  description: 'How a ticker came to an article, from the strongest way to the weakest.',
  values: {
    STOCK_BLOCK: { description: 'A stock chart is embedded in the post.' },
    STOCK_LINK: { description: 'The markup links a name in the text to the quote of the security.' },
    TEXT: { description: 'The text writes it out, as in `NASDAQ: AMZN`, `$AMZN` or `09988.HK`.' },
    COMPANY: { description: 'The text names the company whose primary listing it is.' },
  } as const,
});

builder.objectFields(ArticleTickerConnection.edge, (t) => ({
  origin: t.expose('origin', {
    type: TickerOrigin,
    description: 'The strongest way in which the article is tied to the ticker.',
  }),
}));

builder.objectFields(Article, (t) => ({
  categories: t.field({
    type: CategoryConnection.connection,
    description: 'The categories that the article is in, each with its whole path, in the order of the post.',
    args: pageArguments,
    resolve: ({ id }, args, context, info) =>
      nestedConnection(info, context, id, {
        page: pageRequest(args),
        pages: (ids, page) => context.store.categories.ofArticles(ids, page),
        counts: (ids) => context.store.categories.countsOfArticles(ids),
      }),
  }),
  companies: t.field({
    type: ArticleCompanyConnection.connection,
    description: 'The companies that the article names, most mentioned first.',
    args: pageArguments,
    resolve: ({ id }, args, context, info) =>
      nestedConnection(info, context, id, {
        page: pageRequest(args),
        pages: async (ids, page) =>
          fromArticles(await context.store.companies.pagesOfArticles(ids, page), ids),
        counts: (ids) => context.store.companies.countsOfArticles(ids),
      }),
  }),
  products: t.field({
    type: ArticleProductConnection.connection,
    description: 'The products that the article names, most mentioned first.',
    args: pageArguments,
    resolve: ({ id }, args, context, info) =>
      nestedConnection(info, context, id, {
        page: pageRequest(args),
        pages: async (ids, page) =>
          fromArticles(await context.store.products.pagesOfArticles(ids, page), ids),
        counts: (ids) => context.store.products.countsOfArticles(ids),
      }),
  }),
  tickers: t.field({
    type: ArticleTickerConnection.connection,
    description: 'The tickers that the article is tied to, by charts, links, its text or its companies.',
    args: pageArguments,
    resolve: ({ id }, args, context, info) =>
      nestedConnection(info, context, id, {
        page: pageRequest(args),
        pages: async (ids, page) => fromArticles(await context.store.tickers.pagesOfArticles(ids, page), ids),
        counts: (ids) => context.store.tickers.countsOfArticles(ids),
      }),
  }),
  topics: t.field({
    type: ArticleTopicConnection.connection,
    description: 'The topics that the article names, most mentioned first.',
    args: pageArguments,
    resolve: ({ id }, args, context, info) =>
      nestedConnection(info, context, id, {
        page: pageRequest(args),
        pages: async (ids, page) => fromArticles(await context.store.topics.pagesOfArticles(ids, page), ids),
        counts: (ids) => context.store.topics.countsOfArticles(ids),
      }),
  }),
  mentions: t.field({
    type: MentionConnection.connection,
    description:
      'Every place where the article names something, in the order of the text, title first, with the evidence.',
    args: {
      filter: t.arg({
        type: MentionFilterInput,
        description: 'Which mentions to take; all where not given.',
      }),
      ...pageArguments,
    },
    resolve: ({ id }, args, context, info) => {
      const filter = mentionFilter(args.filter);
      return nestedConnection(info, context, id, {
        args: filter,
        page: pageRequest(args),
        pages: (ids, page) => context.store.mentions.ofArticles(ids, filter, page),
        counts: (ids) => context.store.mentions.countsOfArticles(ids, filter),
      });
    },
  }),
  related: t.field({
    type: RelatedArticleConnection.connection,
    description: 'Articles that name the same things, closest first, with what they share.',
    args: pageArguments,
    resolve: ({ id }, args, context, info) =>
      nestedConnection(info, context, id, {
        page: pageRequest(args),
        pages: (ids, page) => context.store.articles.related(ids, page),
        counts: (ids) => context.store.articles.relatedCounts(ids),
      }),
  }),
}));
