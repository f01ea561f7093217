import type { TextRange } from './document.ts';

/** Han, kana, and the punctuation and full-width forms between them; Hangul is not one, as Korean has spaces. */
function isCjk(code: number): boolean {
  return (
    (code >= 0x2e80 && code <= 0x30ff) ||
    (code >= 0x31f0 && code <= 0x4dbf) ||
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe4f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x20000 && code <= 0x323af)
  );
}

/** Punctuation that Chinese shares with other scripts: no space goes between it and a CJK character. */
function isSharedPunctuation(code: number): boolean {
  return (code >= 0x2014 && code <= 0x201d) || code === 0x2026 || code === 0xb7;
}

/** Whether two characters with a soft line break between them read on without a space. */
function joinsWithoutSpace(before: number, after: number): boolean {
  const joins = (code: number): boolean => isCjk(code) || isSharedPunctuation(code);
  return joins(before) && joins(after);
}

const SPACE = /[ \t\n\f\u00a0\u3000]+/g;
/** Zero-width space, word joiner, soft hyphen and byte-order mark: nobody sees them, and they split names. */
const INVISIBLE = /[\u200b\u2060\u00ad\ufeff]/g;

/** White space other than single spaces, and invisible characters: text without them is appended as it is. */
const UNEVEN = /[\t\n\f\u00a0\u3000\u200b\u2060\u00ad\ufeff]| {2}/;

/** Where a stretch of a block starts: set when its first character comes, -1 before. */
export interface Mark {
  start: number;
}

const TAB = 9;
const LINE_FEED = 10;

/**
 * The text of one block while it is put together from its parts. White space is one space, none at the ends, and none
 * where a soft line break stands between CJK characters. The parts are joined once, at the end: looking into a string
 * that grows copies it each time, which took 24 s for a paragraph of 80,000 links.
 */
export class BlockText {
  readonly #parts: string[] = [];
  #length = 0;
  /** The last code point, 0 where there is none yet. */
  #last = 0;
  #pending: 'NONE' | 'SPACE' | 'BREAK' = 'NONE';
  /** Those that wait for their first character; most blocks have none. */
  #marks: Mark[] | null = null;

  get text(): string {
    return this.#parts.join('');
  }

  get length(): number {
    return this.#length;
  }

  /** Marks where the next character will stand. */
  mark(): Mark {
    const mark = { start: -1 };
    this.#marks ??= [];
    this.#marks.push(mark);
    return mark;
  }

  append(part: string): void {
    if (!UNEVEN.test(part)) this.#even(part);
    else this.#uneven(part.replace(INVISIBLE, ''));
  }

  /** Text whose white space is single spaces already, which is most of it. */
  #even(part: string): void {
    const start = part.startsWith(' ') ? 1 : 0;
    const end = part.length > start && part.endsWith(' ') ? part.length - 1 : part.length;
    if (start > 0 && this.#pending === 'NONE') this.#pending = 'SPACE';
    if (end > start) this.#word(start === 0 && end === part.length ? part : part.slice(start, end));
    if (end < part.length) this.#pending = 'SPACE';
  }

  #uneven(text: string): void {
    let from = 0;
    for (const match of text.matchAll(SPACE)) {
      if (match.index > from) this.#word(text.slice(from, match.index));
      if (match[0].includes('\n')) this.#pending = 'BREAK';
      else if (this.#pending === 'NONE') this.#pending = 'SPACE';
      from = match.index + match[0].length;
    }
    if (from < text.length) this.#word(from === 0 ? text : text.slice(from));
  }

  /** Text of a `pre`, whose spaces and lines stay; lines without anything on them go. */
  appendPreformatted(part: string): void {
    this.#pending = 'NONE';
    const lines = part.split('\n');
    lines.forEach((line, index) => {
      const isLast = index === lines.length - 1;
      const written = isLast ? line : line.trimEnd();
      if (index > 0 && this.#length > 0 && this.#last !== LINE_FEED && (written !== '' || isLast))
        this.#push('\n');
      if (written === '') return;
      this.#settleMarks();
      this.#push(written);
    });
  }

  /** The separator between the cells of a row. */
  appendTab(): void {
    if (this.#length > 0 && this.#last !== TAB) this.#push('\t');
    this.#pending = 'NONE';
  }

  #word(word: string): void {
    if (this.#pending !== 'NONE' && this.#length > 0 && this.#last !== TAB) {
      const joined = this.#pending === 'BREAK' && joinsWithoutSpace(this.#last, word.codePointAt(0) ?? 0);
      if (!joined) this.#push(' ');
    }
    this.#pending = 'NONE';
    this.#settleMarks();
    this.#push(word);
  }

  #settleMarks(): void {
    if (this.#marks === null) return;
    for (const mark of this.#marks) mark.start = this.#length;
    this.#marks = null;
  }

  #push(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    this.#last = lastCodePoint(text);
  }
}

function lastCodePoint(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xdc00 && last <= 0xdfff ? (text.codePointAt(text.length - 2) ?? last) : last;
}

/** Sorted, and joined where they touch or overlap. */
export function disjoint(ranges: readonly TextRange[]): TextRange[] {
  const sorted = ranges
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const result: { start: number; end: number }[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}

/** How a character is counted. */
const UNKNOWN = 0;
const COUNTED = 1;
const LETTER = 2;
const JOINER = 3;
const OTHER = 4;

/** Han and kana, each of which counts by itself. */
function isCounted(code: number): boolean {
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3041 && code <= 0x30fa) ||
    (code >= 0x31f0 && code <= 0x31ff) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0x3005 && code <= 0x3007) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0x20000 && code <= 0x323af)
  );
}

/** What joins two letters to one word: it's, more-or-less, 3.5. */
const JOINERS = "'-._’";

function roleOf(code: number): number {
  const character = String.fromCodePoint(code);
  if (isCounted(code)) return COUNTED;
  if (JOINERS.includes(character)) return JOINER;
  return /[\p{L}\p{N}\p{M}]/u.test(character) ? LETTER : OTHER;
}

/** The roles of the UTF-16 units that have been asked for. */
const ROLES = new Uint8Array(0x10000);

/**
 * CJK characters plus words of other scripts: the two numbers that reading time is made of. A loop over a table, as an
 * expression for both takes a third of all the time of reading a post.
 */
export function countWords(text: string): { cjk: number; words: number } {
  let cjk = 0;
  let words = 0;
  let inWord = false;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    let role = ROLES[unit] ?? UNKNOWN;
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const code = text.codePointAt(index) ?? unit;
      if (code > 0xffff) index += 1;
      role = roleOf(code);
    } else if (role === UNKNOWN) {
      role = roleOf(unit);
      ROLES[unit] = role;
    }
    if (role === COUNTED) cjk += 1;
    else if (role === LETTER && !inWord) words += 1;
    if (role !== JOINER) inWord = role === LETTER;
  }
  return { cjk, words };
}

/** Minutes to read, at 400 CJK characters or 230 words a minute; at least one where there is text. */
export function readingMinutes(counts: { readonly cjk: number; readonly words: number }): number {
  return Math.ceil(counts.cjk / 400 + counts.words / 230);
}
