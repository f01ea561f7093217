/**
 * The one analyser of the store: what it makes of a text is what both engines index, look up and highlight, so the
 * same query finds the same articles on both.
 *
 * Han, kana and Hangul are split into overlapping pairs of characters, each run of them for itself; other letters
 * and digits into words. Both are folded: lower case, full-width to ASCII, accents dropped, Traditional to
 * Simplified. Pairs need no dictionary and miss no name; a word of three characters or more is a phrase of pairs.
 */
import traditionalToSimplified from 'opencc-js/dict/TSCharacters';
import type { TextRange } from '../documents/document.ts';

/** A word or a run of CJK characters as it stands in the text. */
interface Run {
  readonly cjk: boolean;
  readonly characters: readonly string[];
  readonly start: number;
  readonly end: number;
  /** Where each of its characters begins in the text, and where the last one ends. */
  readonly offsets: readonly number[];
  /** Whether only white space (or nothing) stands between it and the run before. */
  readonly attached: boolean;
}

/** What is stored of a text for search. */
export interface AnalysedText {
  /**
   * Words, and the pairs and last characters of CJK runs, in text order with a break where a phrase may not run on;
   * separated by spaces.
   */
  readonly tokens: string;
  /** Each CJK character once, separated by spaces. */
  readonly characters: string;
  /** The text as phrases see it: words in angle brackets, CJK runs as they are, line ends for breaks. */
  readonly folded: string;
}

/** Something that must occur: a word, a run of CJK characters, or a quoted phrase of them. */
export interface Term {
  /** As in `AnalysedText.tokens`, in order and adjacent. */
  readonly tokens: readonly string[];
  /** As in `AnalysedText.folded`. */
  readonly folded: string;
  /** A single CJK character, looked up among `AnalysedText.characters`. */
  readonly character: boolean;
  /** Whether it is a word that may go on. */
  readonly prefix: boolean;
  /** Whether the last token is a CJK character that the run it begins may follow. */
  readonly openEnd: boolean;
}

/** A query; it has no terms where its text has neither letters nor digits, and then finds nothing. */
export interface TextQuery {
  readonly terms: readonly Term[];
  /** All of it in one, to recognise a name that it spells out. */
  readonly folded: string;
}

/** UTF-8 bytes of a pair and of its first character, and of a character of a word, at most as a rule. */
const CJK_BYTES = 9;
const WORD_BYTES = 2;

/** Between two runs that no phrase joins. To the index it is one more word, which nobody can ask for. */
export const BREAK = '¦';
const LONGEST_WORD = 64;
/** Terms of a query beyond these are not looked at. */
const MOST_TERMS = 32;
/**
 * UTF-8 bytes of words and pairs that are indexed of a text, and of a title, whose words are kept twice: a tsvector
 * holds a megabyte.
 */
const INDEXED_BYTES = 400_000;
const INDEXED_TITLE_BYTES = 20_000;

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ーｰ々〇]/u;
const WORD = /[\p{L}\p{N}\p{M}]/u;
const SPACE = /^\s*$/u;

const simplified = new Map<string, string>();
for (const entry of traditionalToSimplified.split('|')) {
  const [from, to] = entry.split(' ');
  if (from && to) simplified.set(from, to);
}

const folds = new Map<string, string>();

/** A character folded; the empty string where nothing of it is a letter or digit (a combining accent). */
function fold(character: string): string {
  const known = folds.get(character);
  if (known !== undefined) return known;
  const compatible = character.normalize('NFKC').toLowerCase();
  const base = CJK.test(character) ? compatible : compatible.normalize('NFD');
  const folded = [...base.replace(/[^\p{L}\p{N}]/gu, '')]
    .map((part) => simplified.get(part) ?? part)
    .join('');
  folds.set(character, folded);
  return folded;
}

/** A name as it is compared by its parts: folded like words, with everything between them as it is. */
export function foldName(name: string): string {
  return [...name.normalize('NFC')]
    .map((character) => (kindAt(character, 0) === null ? character : fold(character)))
    .join('');
}

function isAsciiWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
}

function* runsOf(text: string): Generator<Run> {
  let end = 0;
  let at = 0;
  let first = true;
  while (at < text.length) {
    const kind = kindAt(text, at);
    if (kind === null) {
      at += lengthAt(text, at);
      continue;
    }
    const start = at;
    const characters: string[] = [];
    const offsets: number[] = [];
    while (at < text.length && kindAt(text, at) === kind) {
      const length = lengthAt(text, at);
      characters.push(fold(text.slice(at, at + length)));
      offsets.push(at);
      at += length;
    }
    yield {
      cjk: kind === 'cjk',
      characters,
      offsets: [...offsets, at],
      start,
      end: at,
      attached: !first && SPACE.test(text.slice(end, start)),
    };
    end = at;
    first = false;
  }
}

function lengthAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff && at + 1 < text.length ? 2 : 1;
}

const kinds = new Map<number, 'cjk' | 'word' | null>();

function kindAt(text: string, at: number): 'cjk' | 'word' | null {
  const code = text.codePointAt(at) ?? 0;
  if (code < 128) return isAsciiWord(code) ? 'word' : null;
  let kind = kinds.get(code);
  if (kind === undefined) {
    const character = String.fromCodePoint(code);
    kind = CJK.test(character) ? 'cjk' : WORD.test(character) ? 'word' : null;
    kinds.set(code, kind);
  }
  return kind;
}

function wordOf(run: Run): string {
  return run.characters.join('').slice(0, LONGEST_WORD);
}

function pairsOf({ characters }: Run): string[] {
  return characters.slice(0, -1).map((character, index) => character + characters[index + 1]);
}

/** The pairs of a run and its last character, so that a phrase can go on from there. */
function pairsToEnd(run: Run): string[] {
  return [...pairsOf(run), ...run.characters.slice(-1)];
}

export function analyseTitle(title: string): AnalysedText {
  return analyse(title, INDEXED_TITLE_BYTES);
}

export function analyse(text: string, most = INDEXED_BYTES): AnalysedText {
  const tokens: string[] = [];
  const characters = new Set<string>();
  const folded: string[] = [];
  let bytes = 0;
  let previous: Run | null = null;
  for (const run of runsOf(text)) {
    if (!run.cjk && wordOf(run) === '') continue;
    if (previous && (!run.attached || (run.cjk && previous.cjk))) {
      tokens.push(BREAK);
      folded.push('\n');
    }
    if (run.cjk) {
      for (const [index, character] of run.characters.entries()) {
        tokens.push(character + (run.characters[index + 1] ?? ''));
        folded.push(character);
        characters.add(character);
        bytes += CJK_BYTES;
        if (bytes > most) break;
      }
    } else {
      const word = wordOf(run);
      tokens.push(word);
      folded.push(`<${word}>`);
      bytes += word.length * WORD_BYTES;
    }
    if (bytes > most) break;
    previous = run;
  }
  return { tokens: tokens.join(' '), characters: [...characters].join(' '), folded: folded.join('') };
}

/**
 * Reads a query. Words must all occur, and a Latin word also finds the words that begin with it; what stands in
 * quotes ("…", “…”, 「…」) must occur as it is.
 */
export function parseQuery(query: string): TextQuery {
  const terms: Term[] = [];
  let rest = 0;
  for (const match of query.matchAll(/["“”]([^"“”]*)["“”]|「([^」]*)」/gu)) {
    terms.push(...looseTerms(query.slice(rest, match.index)));
    terms.push(...phraseTerms(match[1] ?? match[2] ?? ''));
    rest = match.index + match[0].length;
  }
  terms.push(...looseTerms(query.slice(rest)));
  const unique = new Map(terms.map((term) => [`${term.folded}${term.prefix}`, term]));
  return { terms: [...unique.values()].slice(0, MOST_TERMS), folded: analyse(query).folded };
}

function looseTerms(text: string): Term[] {
  return [...runsOf(text)].flatMap((run): Term[] => {
    if (run.cjk) return [termOf([run], false)];
    const word = wordOf(run);
    return word === '' ? [] : [termOf([run], word.length > 1)];
  });
}

/** A phrase, cut at the breaks that the index has too. */
function phraseTerms(text: string): Term[] {
  const terms: Term[] = [];
  let phrase: Run[] = [];
  for (const run of runsOf(text)) {
    if (!run.cjk && wordOf(run) === '') continue;
    const previous = phrase.at(-1);
    if (previous && (!run.attached || (run.cjk && previous.cjk))) {
      terms.push(termOf(phrase, false));
      phrase = [];
    }
    phrase.push(run);
  }
  if (phrase.length > 0) terms.push(termOf(phrase, false));
  return terms;
}

function termOf(runs: readonly Run[], prefix: boolean): Term {
  const last = runs.at(-1);
  const single = last?.cjk === true && last.characters.length === 1;
  const tokens = runs.flatMap((run) => {
    if (!run.cjk) return [wordOf(run)];
    return run === last && !single ? pairsOf(run) : pairsToEnd(run);
  });
  const folded = runs.map((run) => (run.cjk ? run.characters.join('') : `<${wordOf(run)}>`)).join('');
  return {
    tokens,
    folded: prefix ? folded.slice(0, -1) : folded,
    character: runs.length === 1 && single,
    prefix,
    openEnd: runs.length > 1 && single,
  };
}

/** The query with every prefix read as a whole word; null where it has none. */
export function withoutPrefixes(query: TextQuery): TextQuery | null {
  if (!query.terms.some((term) => term.prefix)) return null;
  return {
    folded: query.folded,
    terms: query.terms.map((term) =>
      term.prefix ? { ...term, prefix: false, folded: `${term.folded}>` } : term,
    ),
  };
}

/** Ranges of `text` that the query's terms cover: sorted, disjoint. */
export function matchRanges(text: string, query: TextQuery): TextRange[] {
  const places = foldWithPlaces(text);
  const found: TextRange[] = [];
  for (const { folded } of query.terms) {
    for (let at = places.folded.indexOf(folded); at >= 0; at = places.folded.indexOf(folded, at + 1)) {
      const start = places.starts[at];
      const end = places.ends[at + folded.length - 1];
      if (start !== undefined && end !== undefined && end > start) found.push({ start, end });
    }
  }
  found.sort((left, right) => left.start - right.start || right.end - left.end);
  const merged: TextRange[] = [];
  for (const range of found) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else {
      merged.push(range);
    }
  }
  return merged;
}

/** The folded text with the range of the text that each of its UTF-16 units stands for. */
function foldWithPlaces(text: string): { folded: string; starts: number[]; ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  let folded = '';
  let previous: Run | null = null;
  const add = (part: string, start: number, end: number) => {
    folded += part;
    for (let index = 0; index < part.length; index++) {
      starts.push(start);
      ends.push(end);
    }
  };
  for (const run of runsOf(text)) {
    if (!run.cjk && wordOf(run) === '') continue;
    if (previous && (!run.attached || (run.cjk && previous.cjk))) add('\n', run.start, run.start);
    if (run.cjk) {
      for (const [index, character] of run.characters.entries()) {
        add(character, run.offsets[index] ?? run.start, run.offsets[index + 1] ?? run.end);
      }
    } else {
      add(`<${wordOf(run)}>`, run.start, run.end);
    }
    previous = run;
  }
  return { folded, starts, ends };
}
