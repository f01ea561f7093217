import type { TextRange } from '../../documents/document.ts';
import type { Highlight } from '../store.ts';
import { matchRanges, type TextQuery } from './analyser.ts';

/** UTF-16 units of a fragment to either side of the first match. */
const BEFORE = 60;
const AFTER = 140;
/** A long text is looked through piece by piece, with as much overlap as a match may be long. */
const PIECE = 20_000;
const OVERLAP = 200;

/** Where an article's title and text match, at most one fragment each; empty where only parts of them do. */
export function articleHighlights(title: string, bodyText: string, query: TextQuery): Highlight[] {
  const highlights: Highlight[] = [];
  const inTitle = matchRanges(title, query);
  if (inTitle.length > 0) highlights.push({ field: 'title', fragment: title, ranges: inTitle });
  for (let at = 0; at < bodyText.length; at += PIECE - OVERLAP) {
    const piece = bodyText.slice(at, at + PIECE);
    const ranges = matchRanges(piece, query);
    if (ranges.length === 0) continue;
    highlights.push(fragmentOf(piece, ranges));
    break;
  }
  return highlights;
}

/** Which of the names matches, the first of them that does. */
export function nameHighlights(names: readonly string[], query: TextQuery): Highlight[] {
  for (const name of names) {
    const ranges = matchRanges(name, query);
    if (ranges.length > 0) return [{ field: 'name', fragment: name, ranges }];
  }
  return [];
}

function fragmentOf(text: string, ranges: readonly TextRange[]): Highlight {
  const [first] = ranges;
  const start = wholeCharacter(text, Math.max(0, (first?.start ?? 0) - BEFORE));
  const end = wholeCharacter(
    text,
    Math.min(text.length, Math.max(first?.end ?? 0, (first?.start ?? 0) + AFTER)),
  );
  const inside = ranges.filter((range) => range.start >= start && range.end <= end);
  return {
    field: 'bodyText',
    fragment: text.slice(start, end),
    ranges: inside.map((range) => ({ start: range.start - start, end: range.end - start })),
  };
}

/** The offset, or the one before it where it would cut a character in two. */
function wholeCharacter(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
}
