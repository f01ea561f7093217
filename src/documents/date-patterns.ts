/**
 * How posts write dates, stated once: for whole texts that are a date, and for dates that stand within a line, a title or
 * the name of a file.
 */
const YEAR_FIRST = String.raw`(?<year>\d{4})\s*[-/.年]\s*(?<month>\d{1,2})\s*[-/.月]\s*(?<day>\d{1,2})\s*[日号號]?`;
const MONTH = '(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}';
/** RFC 2822 and kin: `02 Dec 2021`. */
const DAY_FIRST = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?[\s\-]+${MONTH}\.?,?[\s\-]+(?<year>\d{4})`;
/** American prose and `Date.toString()`: `Dec. 2, 2021`, `Dec 02 2021`. */
const MONTH_FIRST = String.raw`${MONTH}\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})`;
const WEEKDAY = String.raw`(?:[a-z]{3,9}\.?,?\s+)?`;
const HALF = String.raw`上午|下午|凌晨|早上|晚上|中午|am|pm|a\.m\.|p\.m\.`;
const CLOCK =
  String.raw`(?<hour>\d{1,2})[:：时時点點](?<minute>\d{1,2})?` +
  String.raw`(?:[:：分](?<second>\d{1,2})?(?:[.,](?<fraction>\d{1,9}))?)?\s*[秒分]?`;
const TIME =
  String.raw`(?:[T\s,，_\-]*(?:(?:星期|周|週)[一二三四五六日天])?\s*(?:at\s+)?(?<before>${HALF})?\s*` +
  String.raw`${CLOCK}\s*(?<after>${HALF})?)?`;
const ZONE = String.raw`(?:\s*(?:Z|GMT|UTC|[CEMP][SD]T|HKT|JST)?(?:[+\-]\d{2}:?\d{2})?)?`;

/** Every form of a whole date. `zone` is whatever follows, which may turn out not to be a zone. */
export const WHOLE_DATES: readonly RegExp[] = [
  new RegExp(String.raw`^${YEAR_FIRST}${TIME}\s*(?<zone>.*)$`, 'iu'),
  new RegExp(String.raw`^${WEEKDAY}${DAY_FIRST}${TIME}\s*(?<zone>.*)$`, 'iu'),
  new RegExp(String.raw`^${WEEKDAY}${MONTH_FIRST}${TIME}\s*(?<zone>.*)$`, 'iu'),
  // `date(1)`, `Thu Dec  2 21:48:00 CST 2021`, and `ctime(3)`, which has no zone.
  new RegExp(
    String.raw`^${WEEKDAY}${MONTH}\s+(?<day>\d{1,2})\s+(?<hour>\d{1,2}):(?<minute>\d{2}):(?<second>\d{2})` +
      String.raw`(?:\s+(?<zone>[A-Z]{2,5}|[+\-]\d{4}))?\s+(?<year>\d{4})$`,
    'iu',
  ),
];

/** Without the names of its groups, which may stand only once in an expression. */
function unnamed(pattern: string): string {
  return pattern.replace(/\(\?<[a-z]+>/g, '(?:');
}

const ANY_DAY = unnamed(`(?:${YEAR_FIRST}|${DAY_FIRST}|${MONTH_FIRST})(?!\\d)`);
const MOMENT = `${ANY_DAY}${unnamed(TIME)}${ZONE}`;
const DATE_LINE = new RegExp(`^${WEEKDAY}${MOMENT}$`, 'iu');
const DATED = new RegExp(String.raw`(?<![\d.])${MOMENT}`, 'iu');

/** Whether a line is a date from its first character to its last, with a time perhaps. */
export function isDateLine(line: string): boolean {
  return line.length <= 60 && DATE_LINE.test(line);
}

/** The first date within a line, with its time where one stands behind it. */
export function dateWithin(line: string): string | null {
  return /\d{4}/.test(line) ? (DATED.exec(line)?.[0].trim() ?? null) : null;
}

const DAY = unnamed(YEAR_FIRST);
const TITLE_DATE = new RegExp(String.raw`^[^\p{L}\p{N}]*(${DAY})(?!\d)|(?<!\d)(${DAY})[^\p{L}\p{N}]*$`, 'u');
const DAY_WITHIN = new RegExp(String.raw`(?<!\d)${DAY}(?!\d)`, 'u');

/** The date that a title starts or ends with, as those of daily digests do. */
export function dateOfTitle(title: string): string | null {
  if (!/\d{4}\s*[-/.年]/.test(title)) return null;
  const match = TITLE_DATE.exec(title);
  return match?.[1] ?? match?.[2] ?? null;
}

/** A date in numbers wherever it stands. */
export function dayWithin(text: string): string | null {
  return DAY_WITHIN.exec(text)?.[0] ?? null;
}

const STEM_DATE =
  /(?<!\d)((?:19|20)\d\d)(?:([-_.])(\d{1,2})\2(\d{1,2})(?!\d)|年(\d{1,2})月(\d{1,2})日|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d))/;

/** The date in the name of a file: `2024-03-05-slug`, `20240305`, `日报-2024年3月5日`; null where there is none. */
export function dateOfStem(stem: string): string | null {
  const match = STEM_DATE.exec(stem);
  if (match === null) return null;
  const [, year, , ...parts] = match;
  const [month = '', day = ''] = parts.filter((part) => part !== undefined);
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
