import type { ChildNode } from 'domhandler';
import type { Diagnostic } from '../diagnostic.ts';
import { canonicalUrl, sourceOf, withTrailingCredit } from './article-source.ts';
import { authorOf } from './author.ts';
import { type Block, type Blocks, readBlocks } from './blocks.ts';
import { assemble } from './body-text.ts';
import { bodyTree } from './body-tree.ts';
import { findBoilerplate, pictureCredit } from './boilerplate.ts';
import { type Report, reporter } from './codes.ts';
import { type Credits, readCredits } from './credits.ts';
import { decode } from './decoding.ts';
import type { Document, ReadResult, SourceFile } from './document.ts';
import { FAMILIES } from './families/index.ts';
import type { Family, Post, Reading } from './family.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { type HtmlTree, parseHtml } from './html-tree.ts';
import { heroImage, imagesOf, pictureCredits } from './images.ts';
import { detectLanguage, languageHint } from './language.ts';
import type { ReadLimits } from './limits.ts';
import { whyNotAPost } from './not-a-post.ts';
import { publishedDate } from './published-date.ts';
import { serveHtml } from './served-html.ts';
import { countWords, readingMinutes } from './text.ts';
import { titleOf } from './title.ts';
import { tagsOf } from './values.ts';

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
  const post = postOf(file.path, readFrontMatter(text, options.limits, report), options.limits);
  const refusal = whyNotAPost(post);
  if (refusal !== null) {
    report('NOT_A_POST', null, refusal);
    return { document: null, diagnostics };
  }
  const { family, reason } = recognise(post);
  return { document: readAs(family, reason, post, options, report), diagnostics };
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

function postOf(path: string, { data, ...matter }: FrontMatter, limits: ReadLimits): Post {
  let html: HtmlTree | null = null;
  const folders = path.split('/');
  const name = folders.pop() ?? path;
  const dot = name.lastIndexOf('.');
  return {
    path,
    folders,
    stem: dot > 0 ? name.slice(0, dot) : name,
    isHtmlFile: /.\.x?html?$/i.test(name),
    ...matter,
    frontMatter: data,
    html: () => {
      html ??= parseHtml(matter.body, limits.markupDepth);
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

function readAs(family: Family, reason: string, post: Post, options: ReadOptions, report: Report): Document {
  const reading = family.read(post);
  const tree = bodyTree(reading, post, options.limits.markupDepth, report);
  const body = readBlocks(tree);
  for (const market of new Set(body.unknownMarkets)) {
    report('STOCK_MARKET_UNKNOWN', null, `The market of ${market} is not known.`);
  }
  const credits = readCredits(body.blocks);
  const facts = factsOf(post, reading, body.blocks, credits, options, report);
  const article = articleOf(body.blocks, credits, facts);
  const content = contentOf(post, tree, body, article, facts, report);
  const date = publishedDate(post, reading, credits, facts.title, options.timeZone, report);
  const hint = languageHint(post.frontMatter, reading);
  return {
    path: post.path,
    family: family.name,
    familyReason: reason,
    ...facts,
    ...content,
    publishedAt: date?.at ?? null,
    publishedOn: date?.on ?? null,
    publishedOffset: date?.offset ?? null,
    language: detectLanguage(`${facts.title}\n${content.bodyText}`, hint),
    source: sourceOf(withTrailingCredit(credits, article, reading), facts.author, post, reading, facts.url),
    heroImage: heroImage(post.frontMatter, reading.heroImage ?? null, facts.url),
    frontMatter: post.frontMatter,
  };
}

/** What a post says of itself: in its front matter, its page, its byline. */
type Facts = Pick<Document, 'title' | 'url' | 'author' | 'tags' | 'categories'>;

function factsOf(
  post: Post,
  reading: Reading,
  blocks: readonly Block[],
  credits: Credits,
  { columnTitles = new Set() }: ReadOptions,
  report: Report,
): Facts {
  const { frontMatter } = post;
  const title = titleOf(post, reading, blocks, credits, columnTitles, report);
  return {
    title,
    url: canonicalUrl(frontMatter, reading, credits),
    author: authorOf(frontMatter, reading) ?? credits.author,
    tags: reading.tags ?? tagsOf(frontMatter.tags ?? frontMatter.tag ?? frontMatter.keywords),
    categories: reading.categories,
  };
}

/** The blocks that are the article: without its credits, and without the furniture of the page around it. */
function articleOf(blocks: readonly Block[], credits: Credits, facts: Facts): readonly Block[] {
  const rest = blocks.filter((block) => !credits.lines.has(block));
  const boilerplate = findBoilerplate(rest, facts.title, [...facts.categories.flat(), ...facts.tags]);
  return rest.filter((block) => !boilerplate.has(block));
}

type Content = Pick<
  Document,
  | 'bodyText'
  | 'bodyHtml'
  | 'unlinked'
  | 'emphasis'
  | 'wordCount'
  | 'readingMinutes'
  | 'images'
  | 'links'
  | 'media'
  | 'stockReferences'
>;

/** The article itself: its text and HTML, and what stands where in it. */
function contentOf(
  post: Post,
  tree: HtmlTree,
  { blocks, stockBlocks, media }: Blocks,
  article: readonly Block[],
  { url }: Facts,
  report: Report,
): Content {
  const { text, stockLinks, ...ranges } = assemble(article, url, post.path);
  if (text === '') report('BODY_EMPTY', post.bodyLine, 'The post has no text.');
  const counts = countWords(text);
  return {
    bodyText: text,
    bodyHtml: serveHtml(tree, leavesOf(article), url),
    ...ranges,
    wordCount: counts.cjk + counts.words,
    readingMinutes: readingMinutes(counts),
    images: imagesOf(article, pictureCredits(blocks, pictureCredit), url),
    media,
    stockReferences: [...stockBlocks, ...stockLinks],
  };
}

function leavesOf(blocks: readonly Block[]): Set<ChildNode> {
  const leaves = new Set<ChildNode>();
  for (const block of blocks) for (const leaf of block.leaves) leaves.add(leaf);
  return leaves;
}
