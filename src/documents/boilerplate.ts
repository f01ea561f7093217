import { type Block, isHeading } from './blocks.ts';
import { NOTICE_LINES, PICTURE_LABELS } from './notices.ts';
import {
  COPYRIGHT_WORDS,
  NAVIGATION_LINES,
  NAVIGATION_LINKS,
  RELATED_HEADINGS,
  SHARE_LINES,
  SHARE_LINKS,
  TRAIL_STARTS,
} from './phrases.ts';

/** A test of whole lines against a list in which `…` stands for any words. The first character rules out most lines. */
function wholeLine(phrases: readonly string[]): (line: string) => boolean {
  const patterns = phrases.map((phrase) => phrase.split('…').map(escaped).join('.*'));
  const pattern = new RegExp(`^(?:${patterns.join('|')})$`, 'iu');
  const starts = new Set(phrases.map((phrase) => phrase.charAt(0).toLowerCase()));
  return (line) => starts.has(line.charAt(0).toLowerCase()) && pattern.test(line);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replaceAll('\\-', '-');
}

const isNavigationLink = wholeLine(NAVIGATION_LINKS);
const isNavigationLine = wholeLine(NAVIGATION_LINES);
const isRelatedLine = wholeLine(RELATED_HEADINGS);
const isTrailStart = wholeLine(TRAIL_STARTS);
const isShareLine = wholeLine(SHARE_LINES);
const isShareLink = wholeLine(SHARE_LINKS);
const isNoticeLine = wholeLine(NOTICE_LINES);
/** `某某声明：……，不构成投资建议`, whoever declares it. */
const DISCLAIMER = /^.{0,20}[声聲]明：.*不[构構]成投[资資]建[议議]/u;
const PICTURE_STARTS = new Set(PICTURE_LABELS.map((label) => label.charAt(0)));
/** `Image: Example` and `（圖片來源／範例）`: a label, a colon or bar, and a name that is not a sentence. */
const PICTURE_CREDIT = new RegExp(
  `^[（(\\[【▲△●■*]*(?:${[...PICTURE_LABELS]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|')})(?:(?<= (?:by|of|via)) |\\s*[:：／/｜|]\\s*)(?!.*\\.\\s)([^。！？!?]{0,60})$`,
  'iu',
);
const COPYRIGHT = new RegExp(COPYRIGHT_WORDS.map(escaped).join('|'), 'iu');

/** How many blocks from the start and the end of a post count as its edges. */
const TAIL = 6;

/**
 * The blocks that are furniture of a page and no text of the article: links through the site, lists of other posts,
 * share buttons, lines about rights, and what a page writes above and below its article: the date, the categories and
 * tags (`labels`), the title again.
 */
export function findBoilerplate(
  blocks: readonly Block[],
  title: string,
  labels: readonly string[],
): Set<Block> {
  const names = new Set(labels.map(letters));
  const found = new Set<Block>(pageHead(blocks, title, names));
  for (const block of labelLines(blocks, names)) found.add(block);
  addRelated(blocks, found);
  blocks.forEach((block, index) => {
    if (isNavigation(block) || isNotice(block) || isPictureCredit(block)) found.add(block);
    if (index < TAIL || index >= blocks.length - TAIL) {
      if (isShare(block)) found.add(block);
    }
  });
  addTrailingLinks(blocks, found);
  // Lines about rights stand at the very end, once the rest of the furniture is gone.
  const rest = blocks.filter((block) => !found.has(block) && block.text !== '');
  rest.slice(-TAIL).forEach((block, index, tail) => {
    const others = rest.length - tail.length + index;
    if (others > 0 && block.text.length <= 300 && COPYRIGHT.test(block.text)) found.add(block);
  });
  return found;
}

function addRelated(blocks: readonly Block[], found: Set<Block>): void {
  blocks.forEach((block, index) => {
    if (!isRelatedHeading(block)) return;
    const items: Block[] = [];
    for (const other of blocks.slice(index + 1, index + 60)) {
      if (other.text === '' ? other.images.length === 0 : !isLinkOnly(other)) break;
      items.push(other);
    }
    if (items.length === 0 && index < blocks.length - 1) return;
    found.add(block);
    for (const item of items) found.add(item);
  });
}

/**
 * Adds a list of links at the end of a post that no heading announces: it leads to other posts. Then adds headings that
 * have nothing left below them.
 */
function addTrailingLinks(blocks: readonly Block[], found: Set<Block>): void {
  const rest = blocks.filter((block) => !found.has(block) && (block.text !== '' || block.images.length > 0));
  let end = rest.length;
  while (isListedLink(rest[end - 1])) end -= 1;
  const before = rest[end - 1];
  if (rest.length - end > 1 && before !== undefined && /[。！？.!?”」）)]$/.test(before.text))
    for (const block of rest.splice(end)) found.add(block);
  if (found.size === 0) return;
  for (let last = rest.pop(); last !== undefined && rest.length > 0; last = rest.pop()) {
    if (!isHeading(last) || last.images.length > 0 || !isFollowedBy(blocks, last, found)) break;
    found.add(last);
  }
}

function isListedLink(block: Block | undefined): boolean {
  return block !== undefined && block.element === 'li' && block.text.length > 5 && isLinkOnly(block);
}

function isFollowedBy(blocks: readonly Block[], heading: Block, found: ReadonlySet<Block>): boolean {
  const next = blocks[blocks.indexOf(heading) + 1];
  return next !== undefined && found.has(next);
}

function isRelatedHeading(block: Block): boolean {
  if (block.text.length > 48) return false;
  const text = bare(block.text);
  return isRelatedLine(text) && (isHeading(block) || block.links.length === 0);
}

/** A line without the signs and emoji around its words. */
function bare(text: string): string {
  return text.replace(/^[^\p{L}\p{N}«»←→©]+|[\s:：…]+$/gu, '');
}

/** Whether links cover the text but for separators and a date. */
function isLinkOnly(block: Block): boolean {
  const { rest } = outsideLinks(block);
  return block.links.length > 0 && rest.replace(/[^\p{L}\p{N}]/gu, '').length <= 10;
}

function outsideLinks(block: Block): { rest: string; texts: string[] } {
  let rest = '';
  let from = 0;
  const texts: string[] = [];
  for (const { start, end } of block.links) {
    if (start < from) continue;
    rest += block.text.slice(from, start);
    texts.push(block.text.slice(start, end));
    from = end;
  }
  return { rest: rest + block.text.slice(from), texts };
}

function isNavigation(block: Block): boolean {
  if (block.text.length > 300) return false;
  if (block.text.length <= 120 && isNavigationLine(bare(block.text))) return true;
  const { rest, texts } = outsideLinks(block);
  if (texts.length === 0 || /[\p{L}\p{N}]/u.test(rest)) return false;
  if (texts.length > 1 && isTrailStart(bare(texts[0] ?? ''))) return true;
  return texts.every((text) => isNavigationLink(text.trim()) || isNavigationLink(bare(text)));
}

/** Whether a block is a notice of one or two sentences; longer ones are paragraphs of the article. */
function isNotice({ text }: Block): boolean {
  if (text.length > 400 || (text.length > 120 && /[\u4e00-\u9fff]/.test(text))) return false;
  return isNoticeLine(bare(text)) || (text.includes('：') && DISCLAIMER.test(text));
}

/** Whether a line only credits a picture. */
export function isPictureCredit(block: Block): boolean {
  return pictureCredit(block) !== null;
}

/** The name in a line that only credits a picture; null for every other line. */
export function pictureCredit({ text }: Block): string | null {
  if (text === '' || text.length > 90) return null;
  const first = text.charAt(0).toLowerCase();
  if (!PICTURE_STARTS.has(first) && !'（(([【▲△●■*'.includes(first)) return null;
  return (
    PICTURE_CREDIT.exec(text)?.[1]
      ?.replace(/[\s）)\]】*]+$/, '')
      .trim() ?? null
  );
}

function isShare(block: Block): boolean {
  if (block.text.length > 60) return false;
  if (isShareLine(bare(block.text))) return true;
  const { rest, texts } = outsideLinks(block);
  return texts.length > 0 && !/[\p{L}\p{N}]/u.test(rest) && texts.every((text) => isShareLink(bare(text)));
}

/** `Sep 24 2021 · 2 min read`, `阅读约 3 分钟`. */
const READING_TIME =
  /^(?:.{0,40}[·•|｜,，\s])?(?:\d{1,3}\s*min(?:ute)?s?\s+read|(?:阅读|閱讀|预计|全文)?.{0,8}?\d{1,3}\s*分[钟鐘](?:阅读|閱讀|读完|讀完)?)$/i;

/** The lines of a page's head: a time of reading, the post's labels, the title, whatever their order. */
function pageHead(blocks: readonly Block[], title: string, labels: ReadonlySet<string>): Block[] {
  const filled = blocks.filter(({ text }) => text !== '').slice(0, TAIL);
  const head: Block[] = [];
  for (const [index, block] of filled.entries()) {
    const isTime = block.text.length <= 60 && READING_TIME.test(block.text);
    // A heading that repeats a label may belong to the text, unless lines of a page's head stand before it.
    const isLabel = isNamed(block, labels) && (head.length > 0 || !isHeading(block));
    if (!isTime && !isLabel) {
      const repeated = repeatedTitle(filled.slice(index), title);
      return repeated === null
        ? head.some(({ text }) => READING_TIME.test(text))
          ? head
          : []
        : [...head, repeated];
    }
    head.push(block);
  }
  return [];
}

/** Lines at the end that hold nothing but the post's tags and categories. */
function labelLines(blocks: readonly Block[], labels: ReadonlySet<string>): Block[] {
  const filled = blocks.filter(({ text }) => text !== '');
  const lines: Block[] = [];
  for (const block of filled.slice(1).reverse()) {
    if (block.text.length > LONGEST_LINE) break;
    const names = block.text
      .split(/[\s,，、;；·|｜/#]+/)
      .map(letters)
      .filter((name) => name !== '');
    const isLine = isNamed(block, labels) || (names.length > 1 && names.every((name) => labels.has(name)));
    if (!isLine || isHeading(block)) break;
    lines.push(block);
  }
  return lines;
}

/** A first heading, or line that is no sentence, that repeats the title; a category in brackets before it and emoji do not count. */
function repeatedTitle(blocks: readonly Block[], title: string): Block | null {
  const [first, second] = blocks.filter((block) => block.text !== '');
  if (first === undefined || second === undefined) return null;
  if (!isHeading(first) && /[。！？.!?…]$/.test(first.text)) return null;
  const wanted = letters(title);
  const got = letters(first.text);
  return got !== '' && (got === wanted || got === letters(title.replace(/^\s*[[【][^\]】]*[\]】]/, '')))
    ? first
    : null;
}

/** No line of labels is longer, so that paragraphs need not be compared with them. */
const LONGEST_LINE = 300;

function isNamed({ text }: Block, labels: ReadonlySet<string>): boolean {
  return text.length <= LONGEST_LINE && labels.has(letters(text));
}

function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}
