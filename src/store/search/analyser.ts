/**
 * The one analyser of the store: what it makes of a text is what both engines index, look up and highlight, so the
 * same query finds the same articles on both.
 *
 * Han, kana and Hangul are split into overlapping pairs of characters, each run of them for itself; other letters
 * and digits into words. Both are folded: lower case, full-width to ASCII, accents dropped, Traditional to
 * Simplified. Pairs need no dictionary and miss no name; a word of three characters or more is a phrase of pairs.
 */
import type { TextRange } from '../../documents/document.ts';
import { analyse, isSpace, LONGEST_WORD } from './analysed-text.ts';
import { fold, kindAt, lengthAt } from './folding.ts';

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

/** Terms of a query beyond these are not looked at. */
const MOST_TERMS = 32;

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
      attached: !first && isSpace(text, end, start),
    };
    end = at;
    first = false;
  }
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
