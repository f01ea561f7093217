import type { ArticleFilter, ArticleOrder, ArticleScope, EntityId, PageRequest } from '../store/store.ts';
import { EntityArticleConnection, type EntityArticleExtra, type FacetedConnection } from './articles.ts';
import { nestedConnection, pageArguments, pageRequest } from './connections.ts';
import type { GraphContext } from './context.ts';
import { Overtaken } from './errors.ts';
import { ArticleFilterInput, articleFilter } from './filters.ts';
import { localizedName } from './names.ts';
import { type EntityRow, entityTypeOf } from './nodes.ts';
import { ArticleOrderInput, articleOrder } from './orders.ts';
import { Entity } from './refs.ts';
import { TimelineBucket, TimelineInterval, timelineOf, timelineRequest } from './timeline.ts';

Entity.implement({
  description: 'What a text can name: a company, a product, a ticker or a topic.',
  resolveType: (row) => entityTypeOf(row),
  fields: (t) => ({
    id: t.id({
      description: 'The global id of this node. Give it to `node(id:)`.',
      resolve: (row) => {
        throw new Overtaken(`Every type that is an entity has an id of its own: ${entityTypeOf(row)}`);
      },
    }),
    name: t.string({
      description: 'The name in one language. For a ticker the name of its company, or its symbol.',
      args: {
        language: t.arg.string({
          description:
            'A BCP 47 tag, for example `zh` or `zh-Hant`. English if not given, or if there is no name in it.',
        }),
      },
      resolve: async (row, { language }, { loaders }) => {
        if (!('symbol' in row)) return localizedName(row.name, language);
        const company = row.companyId === null ? null : await loaders.company.load(row.companyId);
        return company === null ? row.symbol : localizedName(company.name, language);
      },
    }),
    articleCount: t.exposeInt('articleCount', { description: 'How many articles of the corpus name it.' }),
    mentionCount: t.exposeInt('mentionCount', {
      description: 'How many times the texts of the corpus name it.',
    }),
    articles: t.field({
      type: EntityArticleConnection.connection,
      description: 'The articles that name it, each with how often and where.',
      args: {
        filter: t.arg({
          type: ArticleFilterInput,
          description: 'Which of them to take. All if not given.',
        }),
        orderBy: t.arg({
          type: ArticleOrderInput,
          description: 'The order of the articles. Newest first if not given.',
        }),
        ...pageArguments,
      },
      resolve: async (row, args, context, info): Promise<FacetedConnection<EntityArticleExtra>> => {
        const { id } = row;
        const { store } = context;
        const filter = articleFilter('filter', args.filter);
        const order = articleOrder(args.orderBy);
        const scopeOf = (entity: EntityId) =>
          ({ kind: 'entity', type: entityTypeOf(row), id: entity }) as const;
        const value = await nestedConnection(info, context, id, {
          args: { filter, order },
          page: pageRequest(args),
          pages: (ids, page) => pagesWithEntity(context, row, ids, filter, order, page),
          counts: (ids) => store.articles.counts(ids.map(scopeOf), filter),
        });
        return { ...value, facets: { scope: scopeOf(id), filter, input: args.filter ?? {} } };
      },
    }),
    timeline: t.field({
      type: [TimelineBucket],
      description:
        'How much was written about it over time, oldest first, with zeros where nothing was. The error `TIMELINE_TOO_LONG` if it would have more than 5,000 buckets.',
      args: {
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
      },
      resolve: (row, args, { store, loaders }, info) =>
        timelineOf(
          `${info.parentType.name}.timeline`,
          row.id,
          timelineRequest(args),
          loaders,
          (ids, request) => store.articles.timelines(scopesOf(row, ids), {}, request),
        ),
    }),
  }),
});

function scopesOf(row: EntityRow, ids: readonly EntityId[]): ArticleScope[] {
  return ids.map((id) => ({ kind: 'entity', type: entityTypeOf(row), id }));
}

/** Pages of articles whose edges know the entity that they belong to, so that they can find its mentions. */
async function pagesWithEntity(
  { store }: GraphContext,
  row: EntityRow,
  ids: readonly EntityId[],
  filter: ArticleFilter,
  order: ArticleOrder,
  request: PageRequest,
) {
  const pages = await store.articles.pages(scopesOf(row, ids), filter, order, request);
  return pages.map((page, index) => {
    const entityId = ids[index];
    if (entityId === undefined) throw new Error('The store answered more pages than it was asked for');
    return { ...page, edges: page.edges.map((edge) => ({ ...edge, entityId })) };
  });
}
