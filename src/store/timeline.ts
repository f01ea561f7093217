import { sql } from 'kysely';
import { DateTime } from 'luxon';
import type { Engine, Sql } from './engine.ts';
import { groupByPlace } from './page.ts';
import { UNDATED } from './schema.ts';
import {
  type EntityId,
  type TimelineBucket,
  type TimelineInterval,
  type TimelineRequest,
  TimelineTooLong,
} from './store.ts';

/** More buckets than this are no picture any more. Ten years of days are 3,653. */
const MOST_BUCKETS = 5_000;

const UNIT = { DAY: 'day', WEEK: 'week', MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' } as const;
const INTERVALS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;

interface Bucket {
  readonly start: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Articles and mentions by bucket, whose bounds are midnights of the corpus time zone; weeks begin on Monday. Where
 * the request gives no range, each entity's goes from its first to its last dated article. Those with too many
 * buckets get an error in place of a timeline, and nothing is counted for them.
 */
export function timelinesOf(engine: Engine, timeZone: string) {
  return async (
    ids: readonly EntityId[],
    request: TimelineRequest,
  ): Promise<(TimelineBucket[] | TimelineTooLong)[]> => {
    const ranges = await rangesOf(engine, ids, request, timeZone);
    const lines = ranges.map((range) =>
      range === null
        ? []
        : (tooLong(range, request.interval) ?? bucketsOf(range, request.interval, timeZone)),
    );
    const parents = lines.flatMap((line, index) =>
      line instanceof TimelineTooLong
        ? []
        : line.map(({ from, to }): [number, number, number] => [ids[index] ?? 0, from, to]),
    );
    if (parents.length === 0) return lines.map((line) => (line instanceof TimelineTooLong ? line : []));
    const body = (entity: Sql, from: Sql, to: Sql): Sql => sql`
      SELECT count(*) AS articles, CAST(coalesce(sum(d.mention_count), 0) AS bigint) AS mentions FROM entity_article d
      WHERE d.entity_id = ${entity} AND d.sort_at >= ${from} AND d.sort_at < ${to}`;
    const table = engine.dialect.perParent(parents, ['articles', 'mentions'], body);
    const rows = await engine.aggregates().rows(sql<{ place: number; articles: number; mentions: number }>`
      SELECT t.place, t.articles, t.mentions FROM ${table}`);
    const counted = groupByPlace(rows, parents.length);
    let place = 0;
    return lines.map((line) => {
      if (line instanceof TimelineTooLong) return line;
      return line.map(({ start }) => {
        const [row] = counted[place++] ?? [];
        return { start, articleCount: row?.articles ?? 0, mentionCount: row?.mentions ?? 0 };
      });
    });
  };
}

interface Range {
  readonly first: DateTime;
  /** The last day, inclusive. */
  readonly last: DateTime;
}

async function rangesOf(
  engine: Engine,
  ids: readonly EntityId[],
  request: TimelineRequest,
  zone: string,
): Promise<(Range | null)[]> {
  const given = (day: string | undefined) => (day === undefined ? null : DateTime.fromISO(day, { zone }));
  const [from, to] = [given(request.from), given(request.to)];
  if (from && to) return ids.map(() => ({ first: from, last: to }));
  const body = (entity: Sql): Sql => sql`SELECT
    (SELECT d.sort_at FROM entity_article d WHERE d.entity_id = ${entity} AND d.sort_at > ${UNDATED}
      ORDER BY d.sort_at LIMIT 1) AS first,
    (SELECT d.sort_at FROM entity_article d WHERE d.entity_id = ${entity} AND d.sort_at > ${UNDATED}
      ORDER BY d.sort_at DESC LIMIT 1) AS last`;
  const table = engine.dialect.perParent(
    ids.map((id) => [id]),
    ['first', 'last'],
    body,
  );
  const rows = await engine.rows(sql<{ place: number; first: number | null; last: number | null }>`
    SELECT t.place, t.first, t.last FROM ${table}`);
  return groupByPlace(rows, ids.length).map(([row]) => {
    if (row === undefined || row.first === null || row.last === null) return null;
    return {
      first: from ?? DateTime.fromMillis(row.first, { zone }),
      last: to ?? DateTime.fromMillis(row.last, { zone }),
    };
  });
}

/** How many buckets a range has; none or fewer where it ends before it begins. */
function bucketCount({ first, last }: Range, interval: TimelineInterval): number {
  const unit = UNIT[interval];
  return Math.round(last.startOf(unit).diff(first.startOf(unit), unit).as(unit)) + 1;
}

function tooLong(range: Range, interval: TimelineInterval): TimelineTooLong | null {
  const buckets = bucketCount(range, interval);
  if (buckets <= MOST_BUCKETS) return null;
  const days = { first: range.first.toFormat('yyyy-MM-dd'), last: range.last.toFormat('yyyy-MM-dd') };
  const fitting = INTERVALS.find((longer) => bucketCount(range, longer) <= MOST_BUCKETS) ?? null;
  return new TimelineTooLong(days, buckets, MOST_BUCKETS, fitting);
}

function bucketsOf({ first, last }: Range, interval: TimelineInterval, zone: string): Bucket[] {
  const unit = UNIT[interval];
  const buckets: Bucket[] = [];
  const end = last.endOf('day');
  for (let start = first.startOf(unit); start <= end; ) {
    // Reckoned from the calendar, not by adding hours: days differ in length where clocks change.
    const next = start.plus({ [unit]: 1 }).startOf(unit);
    buckets.push({
      start: start.setZone(zone).toFormat('yyyy-MM-dd'),
      from: Math.max(start.toMillis(), first.startOf('day').toMillis()),
      to: Math.min(next.toMillis(), end.toMillis() + 1),
    });
    start = next;
  }
  return buckets;
}
