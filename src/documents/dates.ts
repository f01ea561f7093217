import { DateTime, IANAZone } from 'luxon';
import type { DocumentCode } from './codes.ts';
import { WHOLE_DATES } from './date-patterns.ts';
import type { Json } from './document.ts';

export interface PublishedDate {
  /** RFC 3339 in UTC with `Z`; milliseconds only where there are some. */
  readonly at: string;
  /** As written, `+08:00`; null where the post gave none. */
  readonly offset: string | null;
  /** The day as the post wrote it, or in the assumed zone for a number of seconds: YYYY-MM-DD. */
  readonly on: string;
}

export type DateReading =
  | { readonly date: PublishedDate }
  | { readonly date: null; readonly code: DocumentCode; readonly message: string };

/** The parts of a written date; `offset` in minutes east of UTC, null where none is written. */
interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly offset: number | null;
}

/** `2021-12-20 09:31:14 Asia/Shanghai`. */
const ZONE_NAME = /\s\(?([A-Z][A-Za-z]{2,12}(?:\/[A-Z][A-Za-z_+-]{1,24}){1,2})\)?$/;
/** `13/05/2023` and `05/13/2023`: readable only if one of the two numbers is too large to be a month. */
const SLASHED = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?=$|[T\s,])/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads a date as posts write it: RFC 2822, ISO 8601, Jekyll and Hexo with and without zone, Chinese, English prose,
 * seconds or milliseconds since 1970. What has no zone is in `timeZone`, an IANA name. `CST` is China's where
 * `timeZone` does not say that it is America's. Never today, and never 1970 for want of a date.
 */
export function readDate(written: Json, timeZone: string): DateReading {
  if (typeof written === 'number') return readEpoch(written, timeZone);
  const text = typeof written === 'string' ? written.trim() : '';
  if (text === '') return missing('The post gives no date.');
  if (/^\d{10}$|^\d{13}$/.test(text)) return readEpoch(Number(text), timeZone);
  const zone = ZONE_NAME.exec(text)?.[1];
  if (zone !== undefined && IANAZone.isValidZone(zone))
    return readDate(text.slice(0, -zone.length).trim(), zone);
  const parts = partsOf(yearFirst(text.slice(0, 200)), timeZone);
  if (parts === null) return unreadable(text);
  if (isPlaceholder(parts)) {
    return { date: null, code: 'DATE_PLACEHOLDER', message: `The date “${excerpt(text)}” is a placeholder.` };
  }
  const millis = instantOf(parts, timeZone);
  if (millis === null) return unreadable(text);
  const offset = parts.offset === null ? null : writeOffset(parts.offset);
  // The 24th hour is the next day's first.
  const day = new Date(Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour));
  return { date: { at: toRfc3339(millis), offset, on: day.toISOString().slice(0, 10) } };
}

function missing(message: string): DateReading {
  return { date: null, code: 'DATE_MISSING', message };
}

function unreadable(text: string): DateReading {
  // Templates that had no date to fill in leave a zone or a word such as “null”.
  if (/^[+-]\d{2}:?\d{2}$|^(?:invalid date|null|undefined|nan|none)$/i.test(text)) {
    return missing(`The post gives “${excerpt(text)}” instead of a date.`);
  }
  return {
    date: null,
    code: 'DATE_UNREADABLE',
    message: `The date “${excerpt(text)}” cannot be understood.`,
  };
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function readEpoch(value: number, timeZone: string): DateReading {
  const millis = value > 1e11 ? value : value * 1000;
  if (millis < Date.UTC(1990, 0) || millis > Date.UTC(2100, 0)) {
    return { date: null, code: 'DATE_UNREADABLE', message: `The date “${value}” cannot be understood.` };
  }
  const on = DateTime.fromMillis(millis, { zone: timeZone }).toISODate() ?? toRfc3339(millis).slice(0, 10);
  return { date: { at: toRfc3339(Math.trunc(millis)), offset: null, on } };
}

function yearFirst(text: string): string {
  return text.replace(SLASHED, (written, first: string, _, second: string, year: string) => {
    if (Number(first) > 12 && Number(second) <= 12) return `${year}-${second}-${first}`;
    return Number(second) > 12 && Number(first) <= 12 ? `${year}-${first}-${second}` : written;
  });
}

function partsOf(text: string, timeZone: string): Parts | null {
  for (const form of WHOLE_DATES) {
    const written = form.exec(text)?.groups;
    const offset = written === undefined ? undefined : zoneOf(written.zone ?? '', timeZone);
    if (written === undefined || offset === undefined) continue;
    const { year, month = '', day, hour, minute, second, fraction, before, after } = written;
    return {
      year: Number(year),
      month: MONTHS.indexOf(month.toLowerCase()) + 1 || Number(month),
      day: Number(day),
      hour: hourOf(hour, before ?? after),
      minute: Number(minute ?? 0),
      second: Number(second ?? 0),
      millisecond: Math.trunc(Number(`0.${fraction ?? 0}`) * 1000),
      offset,
    };
  }
  return null;
}

function hourOf(written: string | undefined, half: string | undefined): number {
  const hour = Number(written ?? 0);
  const name = half?.toLowerCase().replaceAll('.', '');
  if (name === 'pm' || name === '下午' || name === '晚上') return hour < 12 ? hour + 12 : hour;
  if (name === '中午') return hour < 11 ? hour + 12 : hour;
  return hour === 12 && (name === 'am' || name === '上午' || name === '凌晨') ? 0 : hour;
}

/** Minutes east of UTC. Abbreviations with several meanings are left out; for `CST` see `zoneOf`. */
const ABBREVIATIONS: Readonly<Record<string, number>> = {
  Z: 0,
  GMT: 0,
  UTC: 0,
  UT: 0,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  HKT: 480,
  SGT: 480,
  JST: 540,
  KST: 540,
  CET: 60,
  CEST: 120,
  BST: 60,
  北京时间: 480,
};

/** Minutes; null where no zone is written, undefined where what is written is none. */
function zoneOf(written: string, timeZone: string): number | null | undefined {
  const text = written.trim().replace(/\s*\([^)]*\)$/, '');
  if (text === '') return null;
  // Go writes the name behind the offset, or the offset twice: `+0000 UTC`, `+0800 +0800`.
  const numeric = /^(?:GMT|UTC)?\s*([+-])(\d{1,2})(?::?(\d{2}))?(?:\s+(?:[A-Z]{2,5}|[+-]\d{4}))?$/i.exec(
    text,
  );
  if (numeric !== null) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
    if (minutes > 14 * 60) return undefined;
    return numeric[1] === '-' ? -minutes : minutes;
  }
  if (text.toUpperCase() === 'CST') return timeZone.startsWith('America/') ? -360 : 480;
  return ABBREVIATIONS[text.toUpperCase()];
}

/** Dates that programs write if they have none: the start of 1970, years long past. */
function isPlaceholder({ year, month, day }: Parts): boolean {
  return year === 1970 || year <= 1900 || (year === 1969 && month === 12 && day === 31);
}

/** Milliseconds since 1970; null where there is no such day or time. */
function instantOf(parts: Parts, timeZone: string): number | null {
  const { year, month, day, hour, minute, second, millisecond, offset } = parts;
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return null;
  const utc = Date.UTC(year, month - 1, day);
  if (year > 2200) return null;
  const date = new Date(utc);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return null;
  const local = utc + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  if (offset !== null) return local - offset * 60_000;
  return zonedInstant(local, timeZone);
}

/** The instant at which clocks of the zone show `local`; where they show it twice, the first. */
function zonedInstant(local: number, timeZone: string): number {
  return DateTime.fromMillis(local, { zone: 'utc' })
    .setZone(IANAZone.create(timeZone), { keepLocalTime: true })
    .toMillis();
}

function toRfc3339(millis: number): string {
  const text = new Date(millis).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

function writeOffset(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}
