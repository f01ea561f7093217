import type { TextRange } from '../../documents/document.ts';
import type { Highlight } from '../store.ts';
import { matchRanges, type TextQuery } from './analyser.ts';

/** UTF-16 units of a fragment before its first match, and from there on. */
const BEFORE = 60;
const AFTER = 140;
/** Fragments of one text; a query of more terms than they show is rare. */
const MOST_FRAGMENTS = 4;
/** A long text is looked through piece by piece, with as much overlap as a match may be long. */
const PIECE = 20_000;
const OVERLAP = 200;

/** Where an article's title and text match: the title whole, and fragments of the text that show every term. */
export function articleHighlights(title: string, bodyText: string, query: TextQuery): Highlight[] {
  const inTitle = matchRanges(title, query);
  const highlights: Highlight[] =
    inTitle.length === 0
      ? []
      : [{ field: 'title', start: 0, end: title.length, fragment: title, ranges: inTitle }];
  return [...highlights, ...bodyFragments(bodyText, query)];
}

/** Which of the names matches, the first of them that does. */
export function nameHighlights(names: readonly string[], query: TextQuery): Highlight[] {
  for (const name of names) {
    const ranges = matchRanges(name, query);
    if (ranges.length > 0) return [{ field: 'name', start: 0, end: name.length, fragment: name, ranges }];
  }
  return [];
}

/** The fragment of a text around a range of it, with the other ranges that it shows. */
export function fragmentAround(text: string, around: TextRange, ranges: readonly TextRange[]): Highlight {
  const start = beginningBefore(text, around.start);
  const end = endAfter(text, Math.max(around.end, Math.min(text.length, around.start + AFTER)));
  return {
    field: 'bodyText',
    start,
    end,
    fragment: text.slice(start, end),
    ranges: ranges
      .filter((range) => range.start >= start && range.end <= end)
      .map((range) => ({ start: range.start - start, end: range.end - start })),
  };
}

function bodyFragments(text: string, query: TextQuery): Highlight[] {
  const fragments: Highlight[] = [];
  for (const term of query.terms) {
    if (fragments.length === MOST_FRAGMENTS) break;
    const alone = { ...query, terms: [term] };
    const first = firstMatch(text, alone);
    if (first === null || fragments.some(({ start, end }) => start <= first.start && first.end <= end))
      continue;
    const from = Math.max(0, first.start - BEFORE - OVERLAP);
    const near = matchRanges(text.slice(from, first.end + AFTER + OVERLAP), query).map((range) => ({
      start: range.start + from,
      end: range.end + from,
    }));
    fragments.push(fragmentAround(text, first, near));
  }
  return fragments.sort((left, right) => left.start - right.start);
}

function firstMatch(text: string, query: TextQuery): TextRange | null {
  for (let at = 0; at < text.length; at += PIECE - OVERLAP) {
    const [range] = matchRanges(text.slice(at, at + PIECE), query);
    if (range !== undefined) return { start: range.start + at, end: range.end + at };
  }
  return null;
}

const SENTENCE_END = /[。！？!?\n]["'”’」』）)]*\s*|\.["'”’)]*\s+/g;
/** Between words, or before a character of a script that is written without spaces. */
const WORD_BEGINNING = /(?<=\s)\S|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** The last beginning of a sentence near before the place, else the first one of a word, else the place itself. */
function beginningBefore(text: string, place: number): number {
  const from = Math.max(0, place - BEFORE);
  if (from === 0) return 0;
  const before = text.slice(from, place);
  const sentences = [...before.matchAll(SENTENCE_END)].map(({ index, 0: found }) => index + found.length);
  const [sentence] = sentences;
  if (sentence !== undefined) return from + sentence;
  const [word] = [...before.slice(1).matchAll(WORD_BEGINNING)].map(({ index }) => index + 1);
  return word === undefined ? wordAround(text, place) : from + word;
}

/** Where the run without a space begins that holds the place: an address is never cut. */
function wordAround(text: string, place: number): number {
  let at = place;
  while (at > 0 && !/\s/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

function endAfter(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset + 1 : offset;
}
