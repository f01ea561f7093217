import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDate } from '../../src/documents/dates.ts';
import { documentOf } from './reading.ts';

/** The instant and offset of a date, or why it is none. */
function instantOf(written: Parameters<typeof readDate>[0], timeZone: string) {
  const result = readDate(written, timeZone);
  if (result.date === null) return result;
  const { at, offset } = result.date;
  return { date: { at, offset } };
}

const SHANGHAI = 'Asia/Shanghai';

describe('the day of publication', () => {
  it.each([
    ['2021-09-24 13:34:00 +0000 UTC', '2021-09-24T13:34:00Z', '2021-09-24'],
    ['2021-09-24 23:34:00 -0700 PDT', '2021-09-25T06:34:00Z', '2021-09-24'],
    ['2024-03-05', '2024-03-04T16:00:00Z', '2024-03-05'],
    ['2024-03-05 24:00:00 +0800', '2024-03-05T16:00:00Z', '2024-03-06'],
  ])('is that of the own zone of the post: %s', (written, at, on) => {
    const { publishedAt, publishedOn } = documentOf(`---\ntitle: x\ndate: ${written}\n---\nText.`);
    expect([publishedAt, publishedOn]).toEqual([at, on]);
  });

  it('is the day in the assumed zone where the date is a number of seconds', () => {
    expect(documentOf('---\ntitle: x\ndate: 1632519240\n---\nText.').publishedOn).toBe('2021-09-25');
  });
});

describe('a date', () => {
  it.each([
    ['Thu, 02 Dec 2021 13:48:00 GMT', '2021-12-02T13:48:00Z', '+00:00'],
    ['Mon, 6 Dec 2021 08:00:00 +0800', '2021-12-06T00:00:00Z', '+08:00'],
    ['2021-12-20 09:31:14 +0800', '2021-12-20T01:31:14Z', '+08:00'],
    ['2021-12-20 09:31:14 +08:00', '2021-12-20T01:31:14Z', '+08:00'],
    ['2021-12-20 09:31:14 -0330', '2021-12-20T13:01:14Z', '-03:30'],
    ['2021-12-20T09:31:14Z', '2021-12-20T09:31:14Z', '+00:00'],
    ['2024-09-05T23:34:44.000+00:00', '2024-09-05T23:34:44Z', '+00:00'],
    ['2024-09-05T23:34:44.125+00:00', '2024-09-05T23:34:44.125Z', '+00:00'],
    ['2024-09-05T23:34:44.123456789+08:00', '2024-09-05T15:34:44.123Z', '+08:00'],
    ['2021-12-20 09:31:14', '2021-12-20T01:31:14Z', null],
    ['2021-12-20 09:31', '2021-12-20T01:31:00Z', null],
    ['2021-12-20', '2021-12-19T16:00:00Z', null],
    ['2021/12/20 9:31', '2021-12-20T01:31:00Z', null],
    ['2021.12.20', '2021-12-19T16:00:00Z', null],
    ['2024年3月5日 09:31', '2024-03-05T01:31:00Z', null],
    ['2024年3月5日', '2024-03-04T16:00:00Z', null],
    ['2024年3月5日 星期二 下午3:05', '2024-03-05T07:05:00Z', null],
    ['2024年03月05日 15时05分30秒', '2024-03-05T07:05:30Z', null],
    ['2024-03-05 09:31:00 CST', '2024-03-05T01:31:00Z', '+08:00'],
    ['Tue Mar  5 09:31:00 CST 2024', '2024-03-05T01:31:00Z', '+08:00'],
    ['Tue Mar 05 2024 09:31:00 GMT+0800 (China Standard Time)', '2024-03-05T01:31:00Z', '+08:00'],
    ['Tue Mar  5 09:31:00 2024', '2024-03-05T01:31:00Z', null],
    ['2024-03-05 09:31:00 America/New_York', '2024-03-05T14:31:00Z', null],
    ['25/03/2024 09:31', '2024-03-25T01:31:00Z', null],
    ['03/25/2024', '2024-03-24T16:00:00Z', null],
    ['March 5, 2024', '2024-03-04T16:00:00Z', null],
    ['Mar. 5, 2024 at 9:31 pm', '2024-03-05T13:31:00Z', null],
    ['5 March 2024', '2024-03-04T16:00:00Z', null],
    ['2024-03-05 12:00 am', '2024-03-04T16:00:00Z', null],
    [1638452880, '2021-12-02T13:48:00Z', null],
    [1638452880000, '2021-12-02T13:48:00Z', null],
    ['1638452880', '2021-12-02T13:48:00Z', null],
  ])('%s', (written, at, offset) => {
    expect(instantOf(written, SHANGHAI)).toEqual({ date: { at, offset } });
  });

  it.each([
    [null, 'DATE_MISSING'],
    ['', 'DATE_MISSING'],
    ['Invalid Date', 'DATE_MISSING'],
    ['+0800', 'DATE_MISSING'],
    ['undefined', 'DATE_MISSING'],
    ['1970-01-01', 'DATE_PLACEHOLDER'],
    ['Mon, 19 Jan 1970 10:51:32 GMT', 'DATE_PLACEHOLDER'],
    ['1970年1月1日', 'DATE_PLACEHOLDER'],
    ['0001-01-01T00:00:00Z', 'DATE_PLACEHOLDER'],
    ['03/05/2024', 'DATE_UNREADABLE'],
    ['1900-01-01', 'DATE_PLACEHOLDER'],
    [0, 'DATE_UNREADABLE'],
    ['2021-02-30', 'DATE_UNREADABLE'],
    ['2021-13-01', 'DATE_UNREADABLE'],
    ['2021-12-20 25:00', 'DATE_UNREADABLE'],
    ['2021-12-20 09:61', 'DATE_UNREADABLE'],
    ['2021-12-20 09:31 +99:00', 'DATE_UNREADABLE'],
    ['9999-12-31', 'DATE_UNREADABLE'],
    ['yesterday', 'DATE_UNREADABLE'],
    ['2021', 'DATE_UNREADABLE'],
    [['2021-12-20'], 'DATE_MISSING'],
  ])('%j is none, and never today or 1970', (written, code) => {
    const reading = instantOf(written, SHANGHAI);
    expect(reading.date === null ? reading.code : reading.date).toEqual(code);
  });

  it('without a zone is in the configured one, summer time included', () => {
    expect([
      instantOf('2024-07-01 12:00', 'America/New_York'),
      instantOf('2024-01-01 12:00', 'America/New_York'),
    ]).toEqual([
      { date: { at: '2024-07-01T16:00:00Z', offset: null } },
      { date: { at: '2024-01-01T17:00:00Z', offset: null } },
    ]);
  });

  it('with CST is American where the configured zone is', () => {
    expect(instantOf('2024-01-01 12:00 CST', 'America/Chicago')).toEqual({
      date: { at: '2024-01-01T18:00:00Z', offset: '-06:00' },
    });
  });

  it('in the form of ISO 8601 or of RFC 2822 is the instant that JavaScript gives', () => {
    const instants = fc.date({
      min: new Date('1990-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (date) => {
        const whole = new Date(Math.trunc(date.getTime() / 1000) * 1000);
        const at = whole.toISOString().replace('.000Z', 'Z');
        const expected = { date: { at, offset: '+00:00' } };
        expect([instantOf(at, SHANGHAI), instantOf(whole.toUTCString(), SHANGHAI)]).toEqual([
          expected,
          expected,
        ]);
      }),
    );
  });

  it('is never thrown over, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.integer(), fc.double(), fc.stringMatching(/^[0-9年月日:+ T-]{1,30}$/)),
        (written) => {
          const { date } = instantOf(Number.isNaN(written) ? null : written, SHANGHAI);
          expect(
            date === null || /^(?:19|20|21|22)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/.test(date.at),
          ).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
