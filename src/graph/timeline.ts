import { GraphQLError } from 'graphql';
import {
  type EntityId,
  type TimelineBucket as TimelineBucketData,
  type TimelineRequest,
  TimelineTooLong,
} from '../store/store.ts';
import { builder } from './builder.ts';
import { badUserInput } from './errors.ts';
import type { Loaders } from './loaders.ts';

export const TimelineInterval = builder.enumType('TimelineInterval', {
  description: 'How long each bucket of a timeline is.',
  values: {
    DAY: { description: 'A day, from midnight to midnight in the time zone of the corpus.' },
    WEEK: { description: 'A week that starts on Monday, as ISO 8601 has it.' },
    MONTH: { description: 'A month of the calendar.' },
    QUARTER: { description: 'Three months that start in January, April, July or October.' },
    YEAR: { description: 'A year of the calendar.' },
  } as const,
});

export const TimelineBucket = builder.objectRef<TimelineBucketData>('TimelineBucket').implement({
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

interface TimelineArguments {
  readonly interval: TimelineRequest['interval'];
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

/** Translates and checks the arguments. How long the range is shows only where both ends are known. */
export function timelineRequest({ interval, from, to }: TimelineArguments): TimelineRequest {
  if (from != null && to != null && from > to) {
    throw badUserInput('from', `\`from\` (${from}) must not be later than \`to\` (${to}).`);
  }
  return { interval, ...(from == null ? {} : { from }), ...(to == null ? {} : { to }) };
}

/** The timeline of one entity, together with those of others that the same field asks for. */
export function timelineOf(
  field: string,
  id: EntityId,
  request: TimelineRequest,
  loaders: Loaders,
  load: (
    ids: readonly EntityId[],
    request: TimelineRequest,
  ) => Promise<(TimelineBucketData[] | TimelineTooLong)[]>,
): Promise<TimelineBucketData[]> {
  return loaders.together<EntityId, TimelineBucketData[]>(field, request, id, async (ids) =>
    (await load(ids, request)).map((timeline) =>
      timeline instanceof TimelineTooLong ? refusal(timeline, request) : timeline,
    ),
  );
}

const BUCKETS = { DAY: 'days', WEEK: 'weeks', MONTH: 'months', QUARTER: 'quarters', YEAR: 'years' } as const;

/** Says where the range came from, so that the one article with a date of long ago is found. */
function refusal(
  { first, last, buckets, limit, fitting }: TimelineTooLong,
  { interval, from, to }: TimelineRequest,
): GraphQLError {
  const ends = [
    ...(from === undefined ? [`The first article that names it is of ${first}.`] : []),
    ...(to === undefined ? [`The last article that names it is of ${last}.`] : []),
  ];
  const longer = fitting === null ? '' : `Ask for \`interval: ${fitting}\`, or give`;
  const advice = `${longer || 'Give'} a later \`from\` or an earlier \`to\`.`;
  return new GraphQLError(
    `From ${first} to ${last} there are ${buckets} ${BUCKETS[interval]}; a timeline has at most ${limit} buckets.`,
    {
      extensions: {
        code: 'TIMELINE_TOO_LONG',
        argument: from === undefined ? 'interval' : 'from',
        limit,
        hint: [...ends, advice].join(' '),
      },
    },
  );
}
