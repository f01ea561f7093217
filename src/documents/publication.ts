import type { Block } from './blocks.ts';
import type { Report } from './codes.ts';
import { type DateReading, type PublishedDate, readDate } from './dates.ts';
import type { ArticleSource, Json, JsonObject } from './document.ts';
import type { Reading } from './family.ts';
import { dateOfTitle, firstText, peopleOf } from './fields.ts';
import type { FrontMatter } from './front-matter.ts';
import type { Credits } from './source.ts';
import { resolveHttpUrl, siteName } from './urls.ts';

const AUTHOR_KEYS = ['author', 'authors', 'original_author', 'originalAuthor', '作者', 'byline', 'writer'];

/** Who wrote the post, by its front matter or page. */
export function authorOf(frontMatter: JsonObject, reading: Reading): string | null {
  if (reading.author) return reading.author;
  for (const key of AUTHOR_KEYS) {
    const people = peopleOf(frontMatter[key]);
    if (people !== null) return people;
  }
  return null;
}

/** Where the post was first published, as an absolute address. */
export function canonicalUrl(frontMatter: JsonObject, reading: Reading, credits: Credits): string | null {
  const keys = [
    'canonical_url',
    'canonicalUrl',
    'canonical',
    'original_link',
    'original_url',
    'originalUrl',
    'originalLink',
    'original',
    '原文链接',
    '原文連結',
    'source_url',
  ];
  const written =
    reading.url ?? firstText(frontMatter, [...keys, 'link', 'url', 'permalink']) ?? credits.originalHref;
  return resolveHttpUrl(written ?? undefined, null);
}

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

/** The first of the dates that can be read, of the front matter, the file's name or page, the byline, the title; what is wrong with one before it is reported. */
export function publishedDate(
  { data, lineOf }: FrontMatter,
  reading: Reading,
  credits: Credits,
  title: string,
  timeZone: string,
  report: Report,
): PublishedDate | null {
  const written: readonly (readonly [string, Json])[] = [
    ...DATE_KEYS.map((key) => [key, data[key] ?? null] as const).filter(([, value]) => value !== null),
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

/** The language that the post says it is in, as BCP 47; null where it says none, or nothing of that form. */
export function languageHint(frontMatter: JsonObject, reading: Reading): string | null {
  const written = reading.language ?? firstText(frontMatter, ['lang', 'language', 'locale']);
  return written !== null && /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(written)
    ? written.replaceAll('_', '-')
    : null;
}

/** Credits with the publisher that a family knows to stand at the end of the first or last paragraph. */
export function withTrailingCredit(credits: Credits, article: readonly Block[], reading: Reading): Credits {
  if (credits.credit !== null || reading.credit === undefined) return credits;
  for (const block of [article[0], article.at(-1)]) {
    const name = reading.credit.exec(block?.text ?? '')?.[1];
    if (name !== undefined) return { ...credits, credit: { name, href: null } };
  }
  return credits;
}

/** Who the text credits, else the site of its original, else its author, else the site that published it. */
export function sourceOf(
  credits: Credits,
  author: string | null,
  frontMatter: JsonObject,
  reading: Reading,
  url: string | null,
): ArticleSource | null {
  if (credits.credit !== null) {
    const { name, href } = credits.credit;
    return { name, url: resolveHttpUrl(href ?? undefined, url), kind: 'CREDIT' };
  }
  const named = firstText(frontMatter, ['source', 'publisher', 'media']);
  if (named !== null && !/^https?:/.test(named)) return { name: named, url: null, kind: 'CREDIT' };
  const original = resolveHttpUrl(
    credits.originalHref ??
      firstText(frontMatter, ['original_link', 'original_url', 'source_url', 'source']) ??
      undefined,
    url,
  );
  const site = original === null ? null : siteName(original);
  if (site !== null) return { name: site, url: original, kind: 'SITE' };
  if (author !== null) return { name: author, url: null, kind: 'AUTHOR' };
  const publisher = reading.site ?? (url === null ? null : siteName(url));
  return publisher === null ? null : { name: publisher, url, kind: 'SITE' };
}
