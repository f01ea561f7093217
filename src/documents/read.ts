import type { ChildNode } from 'domhandler';
import type { Diagnostic } from '../diagnostic.ts';
import { type Block, readBlocks } from './blocks.ts';
import { assemble } from './body-text.ts';
import { findBoilerplate, isPictureCredit, pictureCredit } from './boilerplate.ts';
import { type Report, reporter } from './codes.ts';
import { decode } from './decoding.ts';
import type { Document, ReadResult, SourceFile } from './document.ts';
import { FAMILIES } from './families/index.ts';
import type { Family, Post, Reading } from './family.ts';
import { tagsOf, textOf } from './fields.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { type HtmlTree, isHtmlThroughout, parseHtml } from './html-tree.ts';
import { heroImage, imagesOf, pictureCredits } from './images.ts';
import { detectLanguage } from './language.ts';
import type { ReadLimits } from './limits.ts';
import { renderMarkdown } from './markdown.ts';
import { whyNotAPost } from './not-a-post.ts';
import { COLUMN_TITLES } from './phrases.ts';
import {
  authorOf,
  canonicalUrl,
  languageHint,
  publishedDate,
  sourceOf,
  withTrailingCredit,
} from './publication.ts';
import { serveHtml } from './served-html.ts';
import { type Credits, isDatedLine, readCredits, withHeadApart } from './source.ts';
import { countWords, readingMinutes } from './text.ts';

export { DEFAULT_LIMITS, type ReadLimits } from './limits.ts';

/** Bumped when the same bytes give another document, so that what was read before is read again. */
export const READER_VERSION = '5';

export interface ReadOptions {
  /** IANA zone of dates that name none. */
  readonly timeZone: string;
  readonly limits: ReadLimits;
  /** Titles that many posts beside this one have, so that they say nothing of it. */
  readonly columnTitles?: ReadonlySet<string>;
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
  const frontMatter = readFrontMatter(text, options.limits, report);
  const post = postOf(file.path, frontMatter, options.limits);
  const refusal = whyNotAPost(post);
  if (refusal !== null) {
    report('NOT_A_POST', null, refusal);
    return { document: null, diagnostics };
  }
  const { family, reason } = recognise(post);
  return { document: readAs(family, reason, post, frontMatter, options, report), diagnostics };
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

function postOf(path: string, frontMatter: FrontMatter, limits: ReadLimits): Post {
  let html: HtmlTree | null = null;
  const folders = path.split('/');
  const name = folders.pop() ?? path;
  const dot = name.lastIndexOf('.');
  return {
    path,
    folders,
    stem: dot > 0 ? name.slice(0, dot) : name,
    extension: dot > 0 ? name.slice(dot + 1).toLowerCase() : '',
    format: frontMatter.format,
    frontMatter: frontMatter.data,
    afterBlankLine: frontMatter.afterBlankLine,
    body: frontMatter.body,
    html: () => {
      html ??= parseHtml(frontMatter.body, limits.markupDepth);
      return html;
    },
  };
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
  matter: FrontMatter,
  options: ReadOptions,
  report: Report,
): Document {
  const { frontMatter } = post;
  const { bodyLine, lineOf } = matter;
  const reading = family.read(post);
  const { tree, isTooDeep, openFence } = treeOf(reading, post, options.limits);
  if (openFence !== null) {
    report('CODE_FENCE_UNCLOSED', bodyLine + openFence, 'The fence of code has no end.');
  }
  if (isTooDeep) report('MARKUP_TOO_DEEP', bodyLine, 'The elements of the body are nested too deep.');
  const { blocks, stockBlocks, unknownMarkets, media } = readBlocks(tree);
  for (const market of new Set(unknownMarkets)) {
    report('STOCK_MARKET_UNKNOWN', null, `The market of ${market} is not known.`);
  }
  const credits = readCredits(blocks);
  const tags = reading.tags ?? tagsOf(frontMatter.tags ?? frontMatter.tag ?? frontMatter.keywords);
  const written = sayingMore(reading.title ?? textOf(frontMatter.title), blocks, options.columnTitles);
  const title = written ?? fallbackTitle(blocks, credits, post.stem, lineOf('title'), report);
  const url = canonicalUrl(frontMatter, reading, credits);
  const article = articleOf(blocks, credits, title, [...reading.categories.flat(), ...tags]);
  const body = assemble(article, url, post.path);
  if (body.text === '') report('BODY_EMPTY', bodyLine, 'The post has no text.');
  const counts = countWords(body.text);
  const date = publishedDate(matter, reading, credits, title, options.timeZone, report);
  const author = authorOf(frontMatter, reading) ?? credits.author;
  return {
    path: post.path,
    family: family.name,
    familyReason,
    title,
    url,
    publishedAt: date?.at ?? null,
    publishedOn: date?.on ?? null,
    publishedOffset: date?.offset ?? null,
    language: detectLanguage(`${title}\n${body.text}`, languageHint(frontMatter, reading)),
    author,
    source: sourceOf(withTrailingCredit(credits, article, reading), author, frontMatter, reading, url),
    bodyText: body.text,
    bodyHtml: serveHtml(tree, leavesOf(article), url),
    unlinked: body.unlinked,
    emphasis: body.emphasis,
    wordCount: counts.cjk + counts.words,
    readingMinutes: readingMinutes(counts),
    heroImage: heroImage(frontMatter, reading.heroImage ?? null, url),
    images: imagesOf(article, pictureCredits(blocks, pictureCredit), url),
    links: body.links,
    media,
    stockReferences: [...stockBlocks, ...body.stockLinks],
    tags,
    categories: reading.categories,
    frontMatter,
  };
}

function leavesOf(blocks: readonly Block[]): Set<ChildNode> {
  const leaves = new Set<ChildNode>();
  for (const block of blocks) for (const leaf of block.leaves) leaves.add(leaf);
  return leaves;
}

/** The body as a tree: HTML as it stands, Markdown by way of the HTML that it gives. */
function treeOf(
  reading: Reading,
  post: Post,
  { markupDepth }: ReadLimits,
): { readonly tree: HtmlTree; readonly isTooDeep: boolean; readonly openFence: number | null } {
  const { body } = reading;
  const html = typeof body === 'string' ? rawHtmlOf(body, reading.markup, post, markupDepth) : body;
  if (html !== null) return { tree: html, isTooDeep: html.isTooDeep, openFence: null };
  const text = String(body);
  const rendered = renderMarkdown(post.format === null ? withHeadApart(text) : text);
  const tree = parseHtml(rendered.html, markupDepth);
  return { tree, isTooDeep: tree.isTooDeep || rendered.isFlattened, openFence: rendered.openFence };
}

/** Null for a text that has to be read as Markdown. */
function rawHtmlOf(body: string, markup: Reading['markup'], post: Post, maxDepth: number): HtmlTree | null {
  const text = body.trim();
  if (markup !== 'HTML' && !(text.startsWith('<') && text.endsWith('>'))) return null;
  // Where a family looked at the body as HTML and left it as it is, it has been parsed already.
  const tree = body === post.body ? post.html() : parseHtml(body, maxDepth);
  return markup === 'HTML' || isHtmlThroughout(tree) ? tree : null;
}

/** The blocks that are the article: without its credits, and without the furniture of the page around it. */
function articleOf(
  blocks: readonly Block[],
  credits: Credits,
  title: string,
  labels: readonly string[],
): readonly Block[] {
  const rest = blocks.filter((block) => !credits.lines.has(block));
  const boilerplate = findBoilerplate(rest, title, labels);
  return rest.filter((block) => !boilerplate.has(block));
}

const COLUMNS = new Set(COLUMN_TITLES);

/** A title that a column gives to each of its posts gives way to the first heading, which says more. */
function sayingMore(
  title: string | null,
  blocks: readonly Block[],
  columnTitles: ReadonlySet<string> = COLUMNS,
): string | null {
  if (title === null || !(COLUMNS.has(title.toLowerCase()) || columnTitles.has(title))) return title;
  const heading = blocks.find(({ element, text }) => /^h[1-3]$/.test(element) && text.length > title.length);
  return heading?.text.replace(/\s+/g, ' ') ?? title;
}

const FIRST_SENTENCE = /^.{0,200}?(?:[。！？]|[!?](?=\s|$)|\p{Ll}{2}\.(?=\s|$))|^.{1,80}/u;

/** The first heading, the first sentence, or the file's name. */
function fallbackTitle(
  blocks: readonly Block[],
  credits: Credits,
  stem: string,
  line: number | null,
  report: Report,
): string {
  const filled = blocks.filter(
    (block) =>
      block.text !== '' &&
      block.element !== 'figcaption' &&
      !credits.lines.has(block) &&
      !isPictureCredit(block) &&
      !isDatedLine(block),
  );
  const heading = filled.find((block) => /^h[1-3]$/.test(block.element)) ?? null;
  const [sentence = ''] = FIRST_SENTENCE.exec(filled[0]?.text ?? '') ?? [];
  const title = (heading?.text ?? sentence).replace(/\s+/g, ' ').trim();
  const shown = title.length > 120 ? `${title.slice(0, 119).toWellFormed()}…` : title;
  const from = heading === null ? 'its first sentence' : 'its first heading';
  report('TITLE_MISSING', line, `The post has no title; ${shown === '' ? 'its file name' : from} was taken.`);
  return shown === '' ? stem : shown;
}
