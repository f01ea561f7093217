import type { TextRange } from '../documents/document.ts';

/** Ends a sentence wherever it stands. */
const CJK_ENDERS = '。！？!?｡';
/** Stay with the sentence that they close. */
const CLOSERS = '”’」』）)]】》〉"\'';
/** A full stop after these ends nothing. */
const ABBREVIATIONS = new Set(
  (
    'inc corp co ltd llc plc bros mr mrs ms dr prof st sr jr vs no nos vol fig figs approx dept est etc eg ie al ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun u.s u.k u.n e.g i.e a.m p.m ' +
    'gen gov sen rep rev hon capt col lt maj sgt messrs cf ca pp ed eds'
  ).split(' '),
);

/**
 * The sentences of a text as ranges, in order, without the white space around them. Never across a newline, as
 * blocks are separated by one. A full stop ends a sentence only before white space, and not after an abbreviation,
 * an initial, or before a small letter: decimals, versions and domains stay whole.
 */
export function sentencesOf(text: string): TextRange[] {
  const sentences: TextRange[] = [];
  let start = 0;
  const close = (end: number) => {
    let from = start;
    let to = end;
    while (from < to && isSpace(text.charCodeAt(from))) from++;
    while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
    if (to > from) sentences.push({ start: from, end: to });
    start = end;
  };
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Letters and ideographs, nearly all of a text, end nothing.
    if (unit > 0x3f && unit !== 0x3002 && unit < 0xff01) continue;
    const char = text.charAt(at);
    if (char === '\n') {
      close(at);
      start = at + 1;
    } else if (CJK_ENDERS.includes(char) || (char === '.' && endsSentence(text, at))) {
      let end = at + 1;
      while (end < text.length && (CJK_ENDERS + CLOSERS).includes(text.charAt(end))) end++;
      // Yahoo! reports, 「对吗？」他问: a small letter or a comma goes on with the same sentence.
      if (/^ ?(?:[a-z]|[，,、；;：:])/.test(text.slice(end, end + 2))) continue;
      close(end);
      at = end - 1;
    }
  }
  close(text.length);
  return sentences;
}

function endsSentence(text: string, at: number): boolean {
  let next = at + 1;
  while (next < text.length && CLOSERS.includes(text.charAt(next))) next++;
  if (next < text.length && !isSpace(text.charCodeAt(next))) return false;
  const after = text.slice(next, next + 40).trimStart();
  if (/^\p{Ll}/u.test(after)) return false;
  const word = /[\p{L}.]+$/u.exec(text.slice(Math.max(0, at - 12), at))?.[0] ?? '';
  // One capital letter is an initial (J. P. Morgan), except at the very end of the text.
  if (/^\p{Lu}$/u.test(word) && after !== '') return false;
  return after === '' || !ABBREVIATIONS.has(word.toLowerCase());
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0xa0 || unit === 0x3000 || unit === 0x0d;
}

/** The sentence around a span: from the one that holds its start to the one that holds its end. */
export function sentenceAround(sentences: readonly TextRange[], span: TextRange): TextRange {
  const first = sentences[sentenceIndex(sentences, span.start)] ?? span;
  const last = sentences[sentenceIndex(sentences, span.end - 1)] ?? span;
  return { start: Math.min(first.start, span.start), end: Math.max(last.end, span.end) };
}

function sentenceIndex(sentences: readonly TextRange[], offset: number): number {
  let low = 0;
  let high = sentences.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sentences[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
