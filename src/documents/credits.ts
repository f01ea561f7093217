import type { Block, LinkSpan } from './blocks.ts';
import { dateWithin, isDateLine } from './date-patterns.ts';
import { BYLINE_LABELS, CREDIT_LABELS, DATE_LABELS, ORIGINAL_LABELS } from './phrases.ts';

/** What the lines of a body say about where it comes from. */
export interface Credits {
  /** The publisher that the text credits, and the address behind its name. */
  readonly credit: { readonly name: string; readonly href: string | null } | null;
  /** Address of the original that the text is a copy or digest of, as written. */
  readonly originalHref: string | null;
  readonly author: string | null;
  /** The date of publication as the byline or a line of its own near the start writes it. */
  readonly date: string | null;
  /** A date within a short line near the start; used only if nothing else gives one. */
  readonly datedLine: string | null;
  /** The blocks that say so; they are data, not text. */
  readonly lines: ReadonlySet<Block>;
}

/** One `label: value` of a byline; offsets are into the block's text. */
interface Field {
  readonly label: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const AUTHOR_LABELS = new Set([
  '作者',
  '文',
  '撰文',
  '记者',
  '記者',
  'author',
  'by',
  'written by',
  'reporting by',
]);
/** `記者王小明／台北報導`, `记者 张三 李四 北京报道`, `（记者 张三）`: who reports, and perhaps from where. */
const REPORTER =
  /^[（(【[]?(?:[本\p{Script=Han}]{1,8}[报報社网網])?(?:记者|記者)[\s:：]*(\p{Script=Han}{2,4}(?:[\s、,，]+\p{Script=Han}{2,4}){0,3}?)(?:\s*[／/|｜]\s*|\s+)?(?:\p{Script=Han}{2,6}[报報][道導])?[）)】\]]?$/u;
const CREDITS = new Set(CREDIT_LABELS.map((label) => label.toLowerCase()));
const DATES = new Set(DATE_LABELS.map((label) => label.toLowerCase()));
/** `By Jane Doe and John Roe`, from the first character to the last. */
const PERSON =
  "\\p{Lu}[\\p{L}.'’-]*(?:\\s+(?:(?:de|da|van|von|der|den|la|le|bin|al)\\s+)*\\p{Lu}[\\p{L}.'’-]*){1,3}";
const BY = new RegExp(`^By:?\\s+(${PERSON}(?:(?:,|,? and| &)\\s+${PERSON})*)$`, 'u');
const ORIGINALS = new Set(ORIGINAL_LABELS.map((label) => label.toLowerCase()));
/** Labels that speak of the article; other credits in the middle of a text belong to a table or picture. */
const EXPLICIT = /^(?:文章|信息|新闻|新聞|内容|稿件|本文)/;
const EXPLICIT_LINE = /^[^\p{L}\p{N}]{0,8}(?:文章|信息|新闻|新聞|内容|稿件|本文)/u;

/** Chinese bylines also have a bar or a slash: `作者｜张三`, `文/张三`. */
const LABELS = `(${[...CREDIT_LABELS, ...ORIGINAL_LABELS, ...BYLINE_LABELS]
  .sort((a, b) => b.length - a.length)
  .join('|')})[ \\t]*(?:[:：]|(?<=[者辑輯文责責译譯記记源][ \\t]*)[｜|丨/／])[ \\t]*`;
const LABEL = new RegExp(`(?<=^|[\\s|｜/，,;；（(【\\[>*])${LABELS}`, 'giu');
const FIRST_LABEL = new RegExp(`^[^\\p{L}\\p{N}]{0,8}${LABELS}`, 'iu');

/** How far from the start and the end of a post its byline may stand, in blocks. */
const REACH = 6;

/** Finds the lines that credit the publisher, link the original or name the author, however tags split them. */
export function readCredits(blocks: readonly Block[]): Credits {
  const lines = new Set<Block>();
  let credit: Credits['credit'] = null;
  let originalHref: string | null = null;
  let author: string | null = null;
  let date: string | null = null;
  let datedLine: string | null = null;
  blocks.forEach((block, index) => {
    if (index < REACH) {
      if (isDateLine(block.text)) {
        date ??= block.text;
        lines.add(block);
      } else if (isCaptionOfPost(block.text)) datedLine ??= dateWithin(block.text);
      const writer = writerOf(block) ?? reporterOf(block);
      if (writer !== null) {
        author ??= writer;
        lines.add(block);
      }
    }
    const near = index < REACH || index >= blocks.length - REACH;
    if (!near && !EXPLICIT_LINE.test(block.text)) return;
    const fields = bylineOf(block);
    if (fields === null || (!near && !fields.some(({ label }) => EXPLICIT.test(label)))) return;
    lines.add(block);
    for (const field of fields) {
      const link = block.links.find(({ start, end }) => start < field.end && end > field.start) ?? null;
      if (CREDITS.has(field.label)) credit = creditOf(field, link) ?? credit;
      else if (ORIGINALS.has(field.label))
        originalHref ??= link?.href ?? /https?:\/\/\S+/.exec(field.value)?.[0] ?? null;
      else if (DATES.has(field.label)) date ??= field.value;
      else if (AUTHOR_LABELS.has(field.label)) author ??= field.value === '' ? null : field.value;
    }
  });
  return { credit, originalHref, author, date, datedLine, lines };
}

/** Whether a text is short and no sentence, like lines that say who wrote a post, where and when. */
function isCaptionOfPost(text: string): boolean {
  return text.length <= 100 && !/[。！？!?；;]|[a-z]{2}\.(?:\s|$)/.test(text);
}

/** Whether a block says when, and perhaps by whom and where, the post was written. */
export function isDatedLine({ text }: Block): boolean {
  return isCaptionOfPost(text) && /\d:\d\d/.test(text) && dateWithin(text) !== null;
}

function reporterOf({ text }: Block): string | null {
  if (text.length > 40 || !/[记記]者/.test(text)) return null;
  return REPORTER.exec(text)?.[1]?.replace(/[\s、,，]+/g, ', ') ?? null;
}

/** The writer named in a line of its own: `By Jane Doe`, or a linked name with a title or profession after it. */
function writerOf(block: Block): string | null {
  if (!block.text.startsWith('By')) return null;
  const named = BY.exec(block.text)?.[1];
  if (named !== undefined) return named;
  const [link] = block.links;
  const isName =
    link?.start === 3 && block.text.length <= 250 && /^.$|^[,|·]/.test(block.text.slice(link.end));
  return isName ? block.text.slice(link.start, link.end) : null;
}

/**
 * A text without front matter, with blank lines between its first line and the lines right below it that are a date
 * or a byline, which Markdown would join to one paragraph.
 */
export function withHeadApart(text: string): string {
  const lines = text.slice(0, 1_000).split('\n', 8);
  const first = lines.findIndex((line) => line.trim() !== '');
  let last = first;
  while (last !== -1 && isHeadLine(lines[last + 1] ?? '')) last += 1;
  if (last <= first) return text;
  const head = lines.slice(0, last + 1);
  return `${head.join('\n\n')}\n\n${text.slice(head.join('\n').length + 1)}`;
}

function isHeadLine(line: string): boolean {
  const written = line.trim();
  return written.length <= 200 && (isDateLine(written) || FIRST_LABEL.test(written) || BY.test(written));
}

function creditOf(field: Field, link: LinkSpan | null): Credits['credit'] {
  const name = field.value.replace(/^[《「“"]+|[》」”"。，,;；]+$/g, '').trim();
  if (name === '') return null;
  const covers = link !== null && link.end - link.start >= field.value.length;
  return { name, href: covers ? link.href : null };
}

/** The fields of a block that is a byline from its first character to its last; null for every other block. */
function bylineOf(block: Block): Field[] | null {
  const { text } = block;
  if (text.length > 600 || !FIRST_LABEL.test(text)) return null;
  const labels = [...text.matchAll(LABEL)];
  const fields = labels.map((match, position): Field => {
    const start = match.index + match[0].length;
    const end = labels[position + 1]?.index ?? text.length;
    const value = text.slice(start, end).replace(/[\s|｜/，,;；（(【[]+$/, '');
    return { label: (match[1] ?? '').toLowerCase(), value: withoutClosing(text, value), start, end };
  });
  return fields.length > 0 && fields.every((field) => isShort(field, block.links)) ? fields : null;
}

/** Without the closing bracket of a pair that was opened before the label. */
function withoutClosing(text: string, value: string): string {
  return /^\s*[（(【[]/.test(text) ? value.replace(/\s*[）)】\]]\s*$/, '') : value;
}

function isShort(field: Field, links: readonly LinkSpan[]): boolean {
  if (field.value.length <= 40) return !/[。！？!?].|，.*。$/u.test(field.value);
  if (/^https?:\/\/\S+$/.test(field.value)) return true;
  return links.some(
    ({ start, end }) => start <= field.start + 1 && end >= field.start + field.value.length - 1,
  );
}
