import { sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { groupByPlace } from '../pages/page.ts';
import {
  type ArticleFilter,
  type ArticleScope,
  type TimelineBucket,
  type TimelineInterval,
  type TimelineRequest,
  TimelineTooLong,
} from '../store.ts';
import { FIRST_DATED, firstIdAt, secondOf } from './article-id.ts';
import {
  type Bucket,
  bucketCount,
  bucketsOf,
  type Days,
  dateOfDay,
  dayOfDate,
  dayOfInstant,
} from './buckets.ts';
import { answersOf, tallyOf } from './counts.ts';
import { resolveFilter } from './filter.ts';
import { articlesOf, termsOfScopes } from './scopes.ts';

/** More buckets than this are no picture any more. Ten years of days are 3,653. */
const MOST_BUCKETS = 5_000;
const BUCKET_BYTES = 60;

const INTERVALS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;

/**
 * Articles and mentions by bucket, whose bounds are midnights of the corpus time zone; weeks begin on Monday. Where
 * the request gives no range, that of each scope goes from its first to its last dated article. Scopes with too many
 * buckets get an error in place of a timeline, and nothing is counted for them.
 */
export function timelinesOf(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  request: TimelineRequest,
  timeZone: string,
): Promise<(TimelineBucket[] | TimelineTooLong)[]> {
  return answersOf(
    engine,
    `timeline ${request.interval} ${request.from ?? ''} ${request.to ?? ''}`,
    scopes,
    filter,
    (session, missing) => findTimelines(session, missing, filter, request, timeZone),
    (line) => (line instanceof TimelineTooLong ? 1 : line.length) * BUCKET_BYTES,
  );
}

/** Articles by month, YYYY-MM. */
export async function monthsOf(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  timeZone: string,
): Promise<Map<string, number>[]> {
  const lines = await findTimelines(
    engine,
    scopes,
    filter,
    { interval: 'MONTH' },
    timeZone,
    Number.POSITIVE_INFINITY,
  );
  return lines.map((line) => {
    const months = line instanceof TimelineTooLong ? [] : line.filter(({ articleCount }) => articleCount > 0);
    return new Map(months.map(({ start, articleCount }) => [start.slice(0, -3), articleCount]));
  });
}

async function findTimelines(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  request: TimelineRequest,
  timeZone: string,
  most = MOST_BUCKETS,
): Promise<(TimelineBucket[] | TimelineTooLong)[]> {
  const ranges = await rangesOf(engine, scopes, filter, request, timeZone);
  const lines = ranges.map((range) =>
    range === null
      ? []
      : (tooLong(range, request.interval, most) ?? bucketsOf(range, request.interval, timeZone)),
  );
  const asked = lines.flatMap((line, index) => {
    const scope = scopes[index];
    return scope === undefined || line instanceof TimelineTooLong || line.length === 0
      ? []
      : [{ scope, line }];
  });
  const counted = await countBuckets(engine, asked, filter);
  return lines.map((line) => (line instanceof TimelineTooLong ? line : (counted.get(line) ?? [])));
}

interface Line {
  readonly scope: ArticleScope;
  readonly line: readonly Bucket[];
}

/** One count for all: of the stretches between all bounds, each of which lies within one bucket of each line. */
async function countBuckets(
  engine: Engine,
  lines: readonly Line[],
  filter: ArticleFilter,
): Promise<Map<readonly Bucket[], TimelineBucket[]>> {
  const counted = new Map<readonly Bucket[], TimelineBucket[]>();
  if (lines.length === 0) return counted;
  const starts = lines.flatMap(({ line }) =>
    line.flatMap(({ from, to }) => [firstIdAt(from), firstIdAt(to)]),
  );
  const bounds = [...new Set(starts)].sort((left, right) => left - right);
  const tally = await tallyOf(
    engine,
    lines.map(({ scope }) => scope),
    filter,
    'mentions',
  );
  if (tally === null) return counted;
  const counts = await engine.countStretches(tally, bounds);
  for (const [index, { line }] of lines.entries()) {
    let place = 0;
    const stretches = [...(counts[index] ?? [])].sort(([left], [right]) => left - right);
    counted.set(
      line,
      line.map(({ start, from, to }) => {
        let [articleCount, mentionCount] = [0, 0];
        for (; place < stretches.length; place++) {
          const [at, count] = stretches[place] ?? [0, { articles: 0, value: 0 }];
          const id = at < 0 ? Number.NEGATIVE_INFINITY : (bounds[at] ?? 0);
          if (id >= firstIdAt(to)) break;
          if (id < firstIdAt(from)) continue;
          articleCount += count.articles;
          mentionCount += count.value;
        }
        return { start, articleCount, mentionCount };
      }),
    );
  }
  return counted;
}

/** Null where the range is that of the articles, and none of them has a date. */
async function rangesOf(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  request: TimelineRequest,
  zone: string,
): Promise<(Days | null)[]> {
  const given = (date: string | undefined) => (date === undefined ? null : dayOfDate(date));
  const [from, to] = [given(request.from), given(request.to)];
  if (from !== null && to !== null) return scopes.map(() => ({ first: from, last: to }));
  const resolved = await resolveFilter(engine, filter);
  if (resolved.nothing) return scopes.map(() => null);
  const { reading, parents } = await termsOfScopes(engine, scopes);
  const dated = { ...resolved, from: Math.max(resolved.from ?? FIRST_DATED, FIRST_DATED) };
  const reader = engine.aggregates();
  const table = reader.dialect.perParent(
    parents,
    ['first', 'last'],
    (parent) =>
      sql`SELECT min(m.id) AS first, max(m.id) AS last FROM (${articlesOf(engine, reading, parent, dated)}) m`,
  );
  const rows = await reader.rows(sql<{ place: number; first: number | null; last: number | null }>`
    SELECT t.place, t.first, t.last FROM ${table}`);
  return groupByPlace(rows, scopes.length).map(([row]) => {
    const dayOf = (id: number | null | undefined) => {
      const second = id == null ? null : secondOf(id);
      return second === null ? null : dayOfInstant(second, zone);
    };
    const [first, last] = [from ?? dayOf(row?.first), to ?? dayOf(row?.last)];
    return first !== null && last !== null ? { first, last } : null;
  });
}

function tooLong(range: Days, interval: TimelineInterval, most: number): TimelineTooLong | null {
  const buckets = bucketCount(range, interval);
  if (buckets <= most) return null;
  const days = { first: dateOfDay(range.first), last: dateOfDay(range.last) };
  const fitting = INTERVALS.find((longer) => bucketCount(range, longer) <= MOST_BUCKETS) ?? null;
  return new TimelineTooLong(days, buckets, MOST_BUCKETS, fitting);
}
