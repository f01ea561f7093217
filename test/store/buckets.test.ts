import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { bucketCount, bucketsOf, dayOfDate, dayOfInstant } from '../../src/store/articles/buckets.ts';

const UNIT = { DAY: 'day', WEEK: 'week', MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' } as const;
const INTERVALS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;

/** Ranges over changes of clocks: at midnight in São Paulo, in China's summers of 1986 to 1991, and before 1970. */
const RANGES: readonly (readonly [zone: string, first: string, last: string])[] = [
  ['Asia/Shanghai', '2021-11-30', '2022-02-02'],
  ['Asia/Shanghai', '1986-04-20', '1987-10-01'],
  ['Asia/Shanghai', '1900-11-20', '1901-02-03'],
  ['America/Sao_Paulo', '2017-09-28', '2018-03-05'],
  ['Europe/Berlin', '1969-10-06', '1970-01-05'],
  ['America/New_York', '2024-02-29', '2024-11-04'],
  ['UTC', '0001-01-01', '0002-02-01'],
  ['UTC', '9999-10-01', '9999-12-31'],
];

describe('buckets', () => {
  test.each(RANGES)('in %s from %s to %s are those of the calendar', (zone, first, last) => {
    const range = { first: dayOfDate(first), last: dayOfDate(last) };
    const begin = DateTime.fromISO(first, { zone });
    const end = DateTime.fromISO(last, { zone }).plus({ days: 1 }).startOf('day');
    for (const interval of INTERVALS) {
      const expected: object[] = [];
      for (let start = begin.startOf(UNIT[interval]); start < end; ) {
        const next = start.plus({ [UNIT[interval]]: 1 }).startOf(UNIT[interval]);
        expected.push({
          start: start.toFormat('yyyy-MM-dd'),
          from: Math.max(start.toMillis(), begin.toMillis()),
          to: Math.min(next.toMillis(), end.toMillis()),
        });
        start = next;
      }
      const buckets = bucketsOf(range, interval, zone);
      expect({ interval, buckets }).toEqual({ interval, buckets: expected });
      expect({ interval, count: bucketCount(range, interval) }).toEqual({ interval, count: expected.length });
    }
  });

  test('there are none where the last day is before the first', () => {
    const range = { first: dayOfDate('2022-01-02'), last: dayOfDate('2021-12-20') };
    expect(INTERVALS.map((interval) => bucketsOf(range, interval, 'UTC'))).toEqual([[], [], [], [], []]);
  });

  test('an instant belongs to the day of its time zone', () => {
    const time = Date.parse('2021-12-31T16:00:00Z');
    expect([dayOfInstant(time, 'Asia/Shanghai'), dayOfInstant(time, 'UTC')]).toEqual([
      dayOfDate('2022-01-01'),
      dayOfDate('2021-12-31'),
    ]);
  });
});
