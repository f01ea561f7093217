/** Stretches of the calendar whose bounds are midnights of a time zone. Days are counted from 1970-01-01. */
import { DateTime } from 'luxon';
import type { TimelineInterval } from '../store.ts';

/** From the first to the last day, inclusive. */
export interface Days {
  readonly first: number;
  readonly last: number;
}

export interface Bucket {
  /** The day that it starts with, YYYY-MM-DD, even where the range begins later. */
  readonly start: string;
  /** Milliseconds since 1970 in UTC, within the range; `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

const MS_A_DAY = 24 * 60 * 60 * 1000;
const MONTHS = { MONTH: 1, QUARTER: 3, YEAR: 12 } as const;

/** The day of a date, YYYY-MM-DD. */
export function dayOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / MS_A_DAY;
}

export function dateOfDay(day: number): string {
  return new Date(day * MS_A_DAY).toISOString().slice(0, 10);
}

/** The day on which something was, in the time zone. */
export function dayOfInstant(time: number, zone: string): number {
  return dayOfDate(DateTime.fromMillis(time, { zone }).toFormat('yyyy-MM-dd'));
}

/** The number of the bucket that a day is in: those of one interval follow one another. */
function numberOf(day: number, interval: TimelineInterval): number {
  if (interval === 'DAY') return day;
  // 1970-01-01 was a Thursday, and weeks begin on Monday.
  if (interval === 'WEEK') return Math.floor((day + 3) / 7);
  const date = new Date(day * MS_A_DAY);
  return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / MONTHS[interval]);
}

function firstDayOf(number: number, interval: TimelineInterval): number {
  if (interval === 'DAY') return number;
  if (interval === 'WEEK') return number * 7 - 3;
  const months = number * MONTHS[interval];
  const date = new Date(0);
  // Date.UTC takes years below 100 for years of the 20th century.
  date.setUTCFullYear(Math.floor(months / 12), months % 12, 1);
  return date.getTime() / MS_A_DAY;
}

/** How many buckets a range has; none or fewer where it ends before it begins. */
export function bucketCount({ first, last }: Days, interval: TimelineInterval): number {
  return numberOf(last, interval) - numberOf(first, interval) + 1;
}

export function bucketsOf({ first, last }: Days, interval: TimelineInterval, zone: string): Bucket[] {
  const buckets: Bucket[] = [];
  const end = numberOf(last, interval);
  for (let number = numberOf(first, interval); number <= end; number += 1) {
    const start = firstDayOf(number, interval);
    const next = firstDayOf(number + 1, interval);
    buckets.push({
      start: dateOfDay(start),
      from: midnightOf(Math.max(start, first), zone),
      to: midnightOf(Math.min(next, last + 1), zone),
    });
  }
  return buckets;
}

/** When a day begins: mostly at 0:00, later where clocks go forward then. */
function midnightOf(day: number, zone: string): number {
  const known = midnights.get(zone) ?? new Map<number, number>();
  midnights.set(zone, known);
  let time = known.get(day);
  if (time === undefined) {
    time = DateTime.fromMillis(day * MS_A_DAY, { zone: 'utc' })
      .setZone(zone, { keepLocalTime: true })
      .toMillis();
    if (known.size >= MIDNIGHTS_KEPT) known.clear();
    known.set(day, time);
  }
  return time;
}

/** Asking for the offset of a time zone takes some 30 µs, so that a hundred timelines by day would take seconds. */
const midnights = new Map<string, Map<number, number>>();
const MIDNIGHTS_KEPT = 40_000;
