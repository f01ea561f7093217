import type { Report } from './codes.ts';
import type { Credits } from './credits.ts';
import { dateOfTitle } from './date-patterns.ts';
import { type DateReading, type PublishedDate, readDate } from './dates.ts';
import type { Json } from './document.ts';
import type { Post, Reading } from './family.ts';

const DATE_KEYS = [
  'date',
  'published',
  'publishDate',
  'pubDate',
  'published_at',
  'publishedAt',
  'pubdate',
  'created',
  'lastmod',
  'updated',
];

/**
 * The first date that can be read: of the front matter, the file's name or page, the byline, the title. What is wrong with
 * one before it is reported.
 */
export function publishedDate(
  { frontMatter, lineOf }: Post,
  reading: Reading,
  credits: Credits,
  title: string,
  timeZone: string,
  report: Report,
): PublishedDate | null {
  const written: readonly (readonly [string, Json])[] = [
    ...DATE_KEYS.map((key) => [key, frontMatter[key] ?? null] as const).filter(([, value]) => value !== null),
    ['', reading.date ?? null],
    ['', credits.date],
    ['', credits.datedLine],
    ['', dateOfTitle(title)],
  ];
  let failure: (DateReading & { readonly date: null }) | null = null;
  let failedKey = 'date';
  let found: PublishedDate | null = null;
  for (const [key, value] of written) {
    const result = readDate(value, timeZone);
    if (result.date !== null) {
      found = result.date;
      break;
    }
    if (failure !== null && failure.code !== 'DATE_MISSING') continue;
    failure = result;
    failedKey = key || failedKey;
  }
  // That a date is missing matters only where no other one was found.
  if (failure !== null && (found === null || failure.code !== 'DATE_MISSING')) {
    report(failure.code, lineOf(failedKey), failure.message);
  }
  return found;
}
