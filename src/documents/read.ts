import type { Diagnostic } from '../diagnostic.ts';
import { type Block, readBlocks } from './blocks.ts';
import { assemble } from './body-text.ts';
import { findBoilerplate } from './boilerplate.ts';
import { type Report, reporter } from './codes.ts';
import { type DateReading, type PublishedDate, readDate } from './dates.ts';
import { decode } from './decoding.ts';
import type { ArticleSource, Document, Json, JsonObject, ReadResult, SourceFile } from './document.ts';
import { FAMILIES } from './families/index.ts';
import type { Family, Post, Reading } from './family.ts';
import { firstText, namesOf, textOf } from './fields.ts';
import { readFrontMatter } from './front-matter.ts';
import { writeHtml } from './html.ts';
import { heroImage, imagesOf } from './images.ts';
import { detectLanguage } from './language.ts';
import type { ReadLimits } from './limits.ts';
import { renderMarkdown } from './markdown.ts';
import { isHtmlThroughout, type Markup, parseMarkup } from './markup.ts';
import { type Credits, readCredits } from './source.ts';
import { countWords, readingMinutes } from './text.ts';
import { resolveHttpUrl, siteName } from './urls.ts';

export { DEFAULT_LIMITS, type ReadLimits } from './limits.ts';

/** Bumped when the same bytes give another document, so that what was read before is read again. */
export const READER_VERSION = '1';

export interface ReadOptions {
  /** IANA zone of dates that name none. */
  readonly timeZone: string;
  readonly limits: ReadLimits;
}

/**
 * Reads a post of any family. Pure: the same bytes, path and options give the same result, and nothing is thrown for
 * what a file may hold. A file that is no post gives the reasons instead.
 */
export function readDocument(file: SourceFile, options: ReadOptions): ReadResult {
  const diagnostics: Diagnostic[] = [];
  const report = reporter(file.path, diagnostics);
  const text = readText(file, options.limits, report);
  if (text === null) return { document: null, diagnostics };
  const post = readPost(file.path, text, options.limits, report);
  const { family, reason } = recognise(post.post);
  return { document: readAs(family, reason, post.post, post.bodyLine, options, report), diagnostics };
}

function readText(file: SourceFile, limits: ReadLimits, report: Report): string | null {
  if (file.bytes.length > limits.fileBytes) {
    report(
      'FILE_TOO_LARGE',
      null,
      `The file has ${file.bytes.length} bytes; the limit is ${limits.fileBytes}.`,
    );
    return null;
  }
  const text = decode(file.bytes, report);
  if (text === null) {
    report('NOT_TEXT', null, 'The file holds binary data.');
    return null;
  }
  if (text.trim() === '') {
    report('FILE_EMPTY', null, 'The file is empty.');
    return null;
  }
  return text;
}

function readPost(
  path: string,
  text: string,
  limits: ReadLimits,
  report: Report,
): { post: Post; bodyLine: number } {
  const frontMatter = readFrontMatter(text, limits, report);
  const folders = path.split('/');
  const name = folders.pop() ?? path;
  const dot = name.lastIndexOf('.');
  const post: Post = {
    path,
    folders,
    stem: dot > 0 ? name.slice(0, dot) : name,
    extension: dot > 0 ? name.slice(dot + 1).toLowerCase() : '',
    format: frontMatter.format,
    frontMatter: frontMatter.data,
    afterBlankLine: frontMatter.afterBlankLine,
    body: frontMatter.body,
  };
  return { post, bodyLine: frontMatter.bodyLine };
}

function recognise(post: Post): { family: Family; reason: string } {
  for (const family of FAMILIES) {
    const reason = family.recognise(post);
    if (reason !== null) return { family, reason };
  }
  throw new Error('The last family takes every post.');
}

function readAs(
  family: Family,
  familyReason: string,
  post: Post,
  bodyLine: number,
  options: ReadOptions,
  report: Report,
): Document {
  const { frontMatter } = post;
  const reading = family.read(post);
  const html =
    reading.markup === 'HTML' || isHtmlThroughout(reading.body) ? reading.body : renderMarkdown(reading.body);
  const { markup, tooDeep } = parseMarkup(html, options.limits);
  if (tooDeep) report('MARKUP_TOO_DEEP', bodyLine, 'The elements of the body are nested too deep.');
  const { blocks, stockBlocks, unknownMarkets } = readBlocks(markup);
  for (const market of new Set(unknownMarkets)) {
    report('STOCK_MARKET_UNKNOWN', null, `The market of ${market} is not known.`);
  }
  const credits = readCredits(blocks);
  const written = reading.title ?? textOf(frontMatter.title);
  const title = written ?? fallbackTitle(blocks, credits, post, report);
  const url = canonicalUrl(frontMatter, reading, credits);
  const article = articleOf(blocks, credits, title);
  const body = assemble(article, url);
  if (body.text === '') report('BODY_EMPTY', bodyLine, 'The post has no text.');
  const counts = countWords(body.text);
  const date = publishedDate(frontMatter, reading, options.timeZone, report);
  const author =
    reading.author ?? firstText(frontMatter, ['author', 'authors', 'original_author']) ?? credits.author;
  return {
    path: post.path,
    family: family.name,
    familyReason,
    title,
    url,
    publishedAt: date?.at ?? null,
    publishedOffset: date?.offset ?? null,
    language: detectLanguage(`${title}\n${body.text}`, languageHint(frontMatter, reading)),
    author,
    source: sourceOf(withTrailingCredit(credits, article, reading), author, frontMatter, reading, url),
    bodyText: body.text,
    bodyHtml: bodyHtml(markup, article, url),
    unlinked: body.unlinked,
    wordCount: counts.cjk + counts.words,
    readingMinutes: readingMinutes(counts),
    heroImage: heroImage(frontMatter, reading.heroImage ?? null, url),
    images: imagesOf(article, url),
    links: body.links,
    stockReferences: [...stockBlocks, ...body.stockLinks],
    tags: reading.tags ?? namesOf(frontMatter.tags ?? frontMatter.tag ?? frontMatter.keywords),
    categories: reading.categories,
    frontMatter,
  };
}

/** The blocks that are the article: without its credits, and without the furniture of the page around it. */
function articleOf(blocks: readonly Block[], credits: Credits, title: string): readonly Block[] {
  const rest = blocks.filter((block) => !credits.lines.has(block));
  const boilerplate = findBoilerplate(rest, title);
  return rest.filter((block) => !boilerplate.has(block));
}

function bodyHtml(markup: Markup, article: readonly Block[], base: string | null): string {
  const kept = new Uint8Array(markup.length);
  for (const block of article) for (const leaf of block.leaves) kept[leaf] = 1;
  return writeHtml(markup, kept, base);
}

const FIRST_SENTENCE = /^.{0,200}?(?:[。！？]|[!?](?=\s|$)|\p{Ll}{2}\.(?=\s|$))|^.{1,80}/u;

/** The first heading, the first sentence, or the file's name. */
function fallbackTitle(blocks: readonly Block[], credits: Credits, post: Post, report: Report): string {
  const filled = blocks.filter((block) => block.text !== '' && !credits.lines.has(block));
  const heading = filled.find((block) => /^h[1-3]$/.test(block.element)) ?? null;
  const [sentence = ''] = FIRST_SENTENCE.exec(filled[0]?.text ?? '') ?? [];
  const title = (heading?.text ?? sentence).replace(/\s+/g, ' ').trim();
  const shown = title.length > 120 ? `${title.slice(0, 119).toWellFormed()}…` : title;
  const from = heading === null ? 'its first sentence' : 'its first heading';
  report('TITLE_MISSING', null, `The post has no title; ${shown === '' ? 'its file name' : from} was taken.`);
  return shown === '' ? post.stem : shown;
}

function canonicalUrl(frontMatter: JsonObject, reading: Reading, credits: Credits): string | null {
  const keys = [
    'canonical_url',
    'canonicalUrl',
    'canonical',
    'original_link',
    'original_url',
    'originalUrl',
    'source_url',
  ];
  const written = reading.url ?? firstText(frontMatter, [...keys, 'link', 'url']) ?? credits.originalHref;
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

function publishedDate(
  frontMatter: JsonObject,
  reading: Reading,
  timeZone: string,
  report: Report,
): PublishedDate | null {
  let failure: DateReading | null = null;
  const written: Json[] = DATE_KEYS.flatMap((key) => frontMatter[key] ?? []);
  for (const value of [...written, reading.date ?? null]) {
    const result = readDate(value, timeZone);
    if (result.date !== null) {
      if (failure?.date === null && failure.code !== 'DATE_MISSING')
        report(failure.code, null, failure.message);
      return result.date;
    }
    if (failure?.date !== null || failure.code === 'DATE_MISSING') failure = result;
  }
  if (failure?.date === null) report(failure.code, null, failure.message);
  return null;
}

function languageHint(frontMatter: JsonObject, reading: Reading): string | null {
  const written = reading.language ?? firstText(frontMatter, ['lang', 'language', 'locale']);
  return written !== null && /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(written)
    ? written.replaceAll('_', '-')
    : null;
}

function withTrailingCredit(credits: Credits, article: readonly Block[], reading: Reading): Credits {
  if (credits.credit !== null || reading.credit === undefined) return credits;
  for (const block of [article[0], article.at(-1)]) {
    const name = reading.credit.exec(block?.text ?? '')?.[1];
    if (name !== undefined) return { ...credits, credit: { name, href: null } };
  }
  return credits;
}

/** Who the text credits, else the site of its original, else its author, else the site that published it. */
function sourceOf(
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
