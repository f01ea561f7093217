import type { ObjectRef } from '@pothos/core';
import type { EntityType } from '../catalog/catalog.ts';
import type {
  ArticleFilter,
  ArticleOrder,
  ArticleScope,
  EntityId,
  PageRequest,
  TimelineBucket as TimelineBucketData,
  TimelineRequest,
  TimelineTooLong,
} from '../store/store.ts';
import { EntityArticleConnection, type EntityArticleExtra, type FacetedConnection } from './articles.ts';
import { builder, type Types } from './builder.ts';
import { nestedConnection, pageArguments, pageRequest } from './connections.ts';
import type { GraphContext } from './context.ts';
import { ArticleFilterInput, articleFilter } from './filters.ts';
import { ArticleOrderInput, articleOrder } from './orders.ts';
import { TimelineBucket, TimelineInterval, timelineOf, timelineRequest } from './timeline.ts';

/** What companies, products, topics and tickers have in common. */
interface Entity {
  readonly id: EntityId;
  readonly mentionCount: number;
  readonly articleCount: number;
}

type Timelines = (
  context: GraphContext,
) => (
  ids: readonly EntityId[],
  request: TimelineRequest,
) => Promise<(TimelineBucketData[] | TimelineTooLong)[]>;

/** Adds articles, counts and the timeline to a type that texts can name. */
export function addEntityFields<Row extends Entity>(
  type: ObjectRef<Types, Row>,
  entityType: EntityType,
  timelines: Timelines,
  note = '',
): void {
  const noun = entityType.toLowerCase();
  const scopeOf = (id: EntityId): ArticleScope => ({ kind: 'entity', type: entityType, id });
  builder.objectFields(type as unknown as ObjectRef<Types, Entity>, (t) => ({
    articles: t.field({
      type: EntityArticleConnection.connection,
      description: `The articles that name this ${noun}, each with how often and where.${note}`,
      args: {
        filter: t.arg({
          type: ArticleFilterInput,
          description: 'Which of them to take; all where not given.',
        }),
        orderBy: t.arg({
          type: ArticleOrderInput,
          description: 'In which order they come; newest first where not given.',
        }),
        ...pageArguments,
      },
      resolve: async ({ id }, args, context, info): Promise<FacetedConnection<EntityArticleExtra>> => {
        const { store } = context;
        const filter = articleFilter('filter', args.filter);
        const order = articleOrder(args.orderBy);
        const value = await nestedConnection(info, context, id, {
          args: { filter, order },
          page: pageRequest(args),
          pages: (ids, page) => pagesWithEntity(context, ids, filter, order, page),
          counts: (ids) => store.articles.counts(ids.map(scopeOf), filter),
        });
        return { ...value, facets: { scope: scopeOf(id), filter, input: args.filter ?? {} } };
      },
    }),
    mentionCount: t.exposeInt('mentionCount', {
      description: `How many times the texts of the corpus name this ${noun}.`,
    }),
    articleCount: t.exposeInt('articleCount', {
      description: `How many articles of the corpus name this ${noun}.`,
    }),
    timeline: t.field({
      type: [TimelineBucket],
      description: `How much was written about this ${noun} over time, oldest first. Stretches in which nothing was written are in it, with zeros. Where it would have more than 5,000 buckets, it is the error \`TIMELINE_TOO_LONG\`.`,
      args: {
        interval: t.arg({ type: TimelineInterval, required: true, description: 'How long each bucket is.' }),
        from: t.arg({
          type: 'Date',
          description:
            'The first day; where not given, that of the first article that names it, however long ago that is.',
        }),
        to: t.arg({
          type: 'Date',
          description: 'The last day; where not given, that of the last article that names it.',
        }),
      },
      resolve: ({ id }, args, context, info) =>
        timelineOf(
          `${info.parentType.name}.timeline`,
          id,
          timelineRequest(args),
          context.loaders,
          timelines(context),
        ),
    }),
  }));
}

/** Pages of articles whose edges know the entity that they belong to, so that they can find its mentions. */
async function pagesWithEntity(
  { store }: GraphContext,
  ids: readonly EntityId[],
  filter: ArticleFilter,
  order: ArticleOrder,
  request: PageRequest,
) {
  const pages = await store.articles.pagesOfEntities(ids, filter, order, request);
  return pages.map((page, index) => {
    const entityId = ids[index];
    if (entityId === undefined) throw new Error('The store answered more pages than it was asked for');
    return { ...page, edges: page.edges.map((edge) => ({ ...edge, entityId })) };
  });
}
