import type { ObjectRef } from '@pothos/core';
import { DateTime } from 'luxon';
import type {
  ArticleFilter,
  ArticleOrder,
  EntityId,
  PageRequest,
  TimelineBucket as TimelineBucketData,
  TimelineRequest,
} from '../store/store.ts';
import { EntityArticleConnection, type EntityArticleExtra, type FacetedConnection } from './articles.ts';
import { builder, type Types } from './builder.ts';
import { nestedConnection, pageArguments, pageRequest } from './connections.ts';
import type { GraphContext } from './context.ts';
import { badUserInput } from './errors.ts';
import { ArticleFilterInput, articleFilter } from './filters.ts';
import { ArticleOrderInput, articleOrder } from './orders.ts';

const TimelineInterval = builder.enumType('TimelineInterval', {
  description: 'How long each bucket of a timeline is.',
  values: {
    DAY: { description: 'A day, from midnight to midnight in the time zone of the corpus.' },
    WEEK: { description: 'A week that starts on Monday, as ISO 8601 has it.' },
    MONTH: { description: 'A month of the calendar.' },
    QUARTER: { description: 'Three months that start in January, April, July or October.' },
    YEAR: { description: 'A year of the calendar.' },
  } as const,
});

const TimelineBucket = builder.objectRef<TimelineBucketData>('TimelineBucket').implement({
  description: 'One stretch of time, and how much was written in it.',
  fields: (t) => ({
    start: t.expose('start', {
      type: 'Date',
      description: 'The first day of the stretch, in the time zone of the corpus.',
    }),
    articleCount: t.exposeInt('articleCount', { description: 'How many articles of this time name it.' }),
    mentionCount: t.exposeInt('mentionCount', {
      description: 'How many times the articles of this time name it.',
    }),
  }),
});

/** What companies, products, topics and tickers have in common. */
interface Entity {
  readonly id: EntityId;
  readonly mentionCount: number;
  readonly articleCount: number;
}

type Timelines = (
  context: GraphContext,
) => (ids: readonly EntityId[], request: TimelineRequest) => Promise<TimelineBucketData[][]>;

/** Adds articles, counts and the timeline to a type that texts can name. */
export function addEntityFields<Row extends Entity>(
  type: ObjectRef<Types, Row>,
  noun: string,
  timelines: Timelines,
  note = '',
): void {
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
          counts: (ids) =>
            store.articles.counts(
              ids.map((entity) => ({ kind: 'entity', id: entity })),
              filter,
            ),
        });
        return { ...value, facets: { scope: { kind: 'entity', id }, filter, input: args.filter ?? {} } };
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
      description: `How much was written about this ${noun} over time, oldest first. Stretches in which nothing was written are in it, with zeros; it ends after 5,000 buckets.`,
      args: {
        interval: t.arg({ type: TimelineInterval, required: true, description: 'How long each bucket is.' }),
        from: t.arg({
          type: 'Date',
          description:
            'The first day, at most 1,000 buckets before the last; where not given, that of the first article that names it.',
        }),
        to: t.arg({
          type: 'Date',
          description: 'The last day; where not given, that of the last article that names it.',
        }),
      },
      resolve: ({ id }, { interval, from, to }, context, info) => {
        checkRange(interval, from, to, context.store.timeZone);
        const request: TimelineRequest = {
          interval,
          ...(from == null ? {} : { from }),
          ...(to == null ? {} : { to }),
        };
        return context.loaders.together(
          `${info.parentType.name}.timeline`,
          request,
          id,
          interval === 'DAY' ? MOST_BUCKETS : USUAL_BUCKETS,
          (ids: readonly EntityId[]) => timelines(context)(ids, request),
        );
      },
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

/** How many buckets a timeline has that is not by day, roughly; for the budget of rows. */
const USUAL_BUCKETS = 100;

/** The most buckets that a timeline between two days may have: a hundred entities of them still answer quickly. */
const MOST_BUCKETS = 1000;

const UNIT = { DAY: 'days', WEEK: 'weeks', MONTH: 'months', QUARTER: 'quarters', YEAR: 'years' } as const;

function checkRange(
  interval: TimelineRequest['interval'],
  from: string | null | undefined,
  to: string | null | undefined,
  zone: string,
): void {
  if (from != null && to != null && from > to) {
    throw badUserInput('from', `\`from\` (${from}) is later than \`to\` (${to}).`);
  }
  const unit = UNIT[interval];
  const day = (text: string | null | undefined) =>
    text == null ? DateTime.now() : DateTime.fromISO(text, { zone });
  const buckets = Math.ceil(day(to).diff(day(from), unit).as(unit));
  if (buckets > MOST_BUCKETS) {
    throw badUserInput(
      from == null ? 'to' : 'from',
      `From ${from ?? 'today'} to ${to ?? 'today'} there are ${buckets} ${unit}; at most ${MOST_BUCKETS} are allowed.`,
      'Take a later `from`, an earlier `to` or a longer `interval`.',
    );
  }
}
