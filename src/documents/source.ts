import type { Block, LinkSpan } from './blocks.ts';
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

const AUTHOR_LABELS = new Set(['作者', 'author']);
const CREDITS = new Set(CREDIT_LABELS.map((label) => label.toLowerCase()));
const DATES = new Set(DATE_LABELS.map((label) => label.toLowerCase()));
/** A line that is a date from its first character to its last, with a time perhaps. */
const DATELINE =
  /^(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:[T\s]+[\d:]{4,8})?|(?:[A-Z][a-z]{2,8},?\s+)?(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?),?\s+\d{4}(?:,?\s+(?:at\s+)?\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?)?)?)$/i;
const ORIGINALS = new Set(ORIGINAL_LABELS.map((label) => label.toLowerCase()));
/** Credits that name the article itself; other ones in the middle of a text are those of a table or picture. */
const EXPLICIT = /^(?:文章|信息|新闻|新聞|内容|稿件|本文)/;
const EXPLICIT_LINE = /^[^\p{L}\p{N}]{0,8}(?:文章|信息|新闻|新聞|内容|稿件|本文)/u;

const LABELS = `(${[...CREDIT_LABELS, ...ORIGINAL_LABELS, ...BYLINE_LABELS]
  .sort((a, b) => b.length - a.length)
  .join('|')})[ \\t]*[:：][ \\t]*`;
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
  blocks.forEach((block, index) => {
    if (index < REACH && DATELINE.test(block.text)) date ??= block.text;
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
  return { credit, originalHref, author, date, lines };
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

/** The bracket that closes one opened before the label is not part of the value. */
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
