import { sql } from 'kysely';
import {
  type Bucket,
  bucketCount,
  bucketsOf,
  type Days,
  dateOfDay,
  dayOfDate,
  dayOfInstant,
} from './buckets.ts';
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

const INTERVALS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;

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
    const spans = await spansOf(engine, ids, request, timeZone);
    const lines = spans.map(({ range }) =>
      range === null
        ? []
        : (tooLong(range, request.interval) ?? bucketsOf(range, request.interval, timeZone)),
    );
    const asked = lines.flatMap((line, index): Line[] =>
      line instanceof TimelineTooLong || line.length === 0
        ? []
        : [{ entity: ids[index] ?? 0, articles: spans[index]?.articles ?? 0, buckets: line }],
    );
    const counted = new Map(await countedLines(engine, asked));
    return lines.map((line) => (line instanceof TimelineTooLong ? line : (counted.get(line) ?? [])));
  };
}

/** A timeline that is to be counted. */
interface Line {
  readonly entity: EntityId;
  /** How many articles name the entity, in the range or not. */
  readonly articles: number;
  readonly buckets: readonly Bucket[];
}

type Counted = [buckets: readonly Bucket[], timeline: TimelineBucket[]];

/** An article with its date, or a bucket with how many articles it has instead. */
interface Row {
  readonly place: number;
  readonly at: number;
  readonly mentions: number;
}

/**
 * One statement for all: of an entity that fewer articles name than its timeline has buckets, it reads the articles;
 * otherwise it counts each bucket.
 */
async function countedLines(engine: Engine, lines: readonly Line[]): Promise<Counted[]> {
  const few = lines.filter(({ articles, buckets }) => articles <= buckets.length);
  const many = lines.filter(({ articles, buckets }) => articles > buckets.length);
  const parts = [
    ...(few.length === 0
      ? []
      : [sql`SELECT 0 AS counted, t.place, t.at, t.mentions FROM ${articlesOf(engine, few)}`]),
    ...(many.length === 0
      ? []
      : [sql`SELECT 1 AS counted, t.place, t.at, t.mentions FROM ${countsOf(engine, many)}`]),
  ];
  if (parts.length === 0) return [];
  const rows = await engine.aggregates().rows(sql<Row & { counted: number }>`
    SELECT u.counted, u.place, u.at, u.mentions FROM (${sql.join(parts, sql` UNION ALL `)}) u
    ORDER BY u.counted, u.place, u.at`);
  const articles = groupByPlace(
    rows.filter(({ counted }) => counted === 0),
    few.length,
  );
  const counts = new Map(rows.filter(({ counted }) => counted === 1).map((row) => [row.place, row]));
  let place = 0;
  return [
    ...few.map(({ buckets }, index): Counted => [buckets, sorted(buckets, articles[index] ?? [])]),
    ...many.map(({ buckets }): Counted => {
      const timeline = buckets.map(({ start }) => {
        const row = counts.get(place++);
        return { start, articleCount: row?.at ?? 0, mentionCount: row?.mentions ?? 0 };
      });
      return [buckets, timeline];
    }),
  ];
}

function articlesOf(engine: Engine, lines: readonly Line[]): Sql {
  const parents = lines.map(({ entity, buckets }) => [
    entity,
    buckets[0]?.from ?? 0,
    buckets.at(-1)?.to ?? 0,
  ]);
  return engine.dialect.perParent(
    parents,
    ['at', 'mentions'],
    (entity, from, to) => sql`
    SELECT d.sort_at AS at, d.mention_count AS mentions FROM entity_article d
    WHERE d.entity_id = ${entity} AND d.sort_at >= ${from} AND d.sort_at < ${to}`,
  );
}

function countsOf(engine: Engine, lines: readonly Line[]): Sql {
  const parents = lines.flatMap(({ entity, buckets }) => buckets.map(({ from, to }) => [entity, from, to]));
  return engine.dialect.perParent(
    parents,
    ['at', 'mentions'],
    (entity, from, to) => sql`
    SELECT count(*) AS at, CAST(coalesce(sum(d.mention_count), 0) AS bigint) AS mentions FROM entity_article d
    WHERE d.entity_id = ${entity} AND d.sort_at >= ${from} AND d.sort_at < ${to}`,
  );
}

/** The articles, the oldest first, in their buckets. */
function sorted(buckets: readonly Bucket[], articles: readonly Row[]): TimelineBucket[] {
  let next = 0;
  return buckets.map(({ start, to }) => {
    let articleCount = 0;
    let mentionCount = 0;
    for (let row = articles[next]; row !== undefined && row.at < to; row = articles[++next]) {
      articleCount += 1;
      mentionCount += row.mentions;
    }
    return { start, articleCount, mentionCount };
  });
}

interface Span {
  /** Null where the range is that of the articles, and none of them has a date. */
  readonly range: Days | null;
  readonly articles: number;
}

async function spansOf(
  engine: Engine,
  ids: readonly EntityId[],
  request: TimelineRequest,
  zone: string,
): Promise<Span[]> {
  const given = (date: string | undefined) => (date === undefined ? null : dayOfDate(date));
  const [from, to] = [given(request.from), given(request.to)];
  const end = (direction: Sql): Sql => sql`(SELECT d.sort_at FROM entity_article d
    WHERE d.entity_id = e.id AND d.sort_at > ${UNDATED} ORDER BY d.sort_at ${direction} LIMIT 1)`;
  const rows = await engine.rows(sql<Named>`
    SELECT e.id, e.article_count AS articles, ${from !== null ? sql`NULL` : end(sql`ASC`)} AS first,
      ${to !== null ? sql`NULL` : end(sql`DESC`)} AS last
    FROM entity e WHERE e.id ${engine.dialect.anyId(ids)}`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const named = byId.get(id);
    const at = (time: number | null | undefined) => (time == null ? null : dayOfInstant(time, zone));
    const [first, last] = [from ?? at(named?.first), to ?? at(named?.last)];
    return {
      range: first !== null && last !== null ? { first, last } : null,
      articles: named?.articles ?? 0,
    };
  });
}

interface Named {
  readonly id: EntityId;
  readonly articles: number;
  readonly first: number | null;
  readonly last: number | null;
}

function tooLong(range: Days, interval: TimelineInterval): TimelineTooLong | null {
  const buckets = bucketCount(range, interval);
  if (buckets <= MOST_BUCKETS) return null;
  const days = { first: dateOfDay(range.first), last: dateOfDay(range.last) };
  const fitting = INTERVALS.find((longer) => bucketCount(range, longer) <= MOST_BUCKETS) ?? null;
  return new TimelineTooLong(days, buckets, MOST_BUCKETS, fitting);
}
