const SENTENCE_END = /[。！？!?…]["'”’」』）)]*|\.["'”’)]*(?=\s|$)/gu;
const WORDS = new Intl.Segmenter('und', { granularity: 'word' });
const CHARACTERS = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The beginning of a text on one line, at most `length` UTF-16 code units. It ends after a sentence where one ends in
 * the second half of that room, otherwise after a word and with "…". No character is cut in two.
 */
export function excerpt(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= length) return line;

  const sentences = lastEnd(sentenceEnds(line), length);
  if (sentences > 0 && sentences >= length / 2) return line.slice(0, sentences);

  // A little more than the room, so that the segment at its edge is seen whole.
  const beginning = line.slice(0, length + 50);
  const words = lastEnd(segmentEnds(WORDS, beginning), length - 1);
  const end = words > 0 ? words : lastEnd(segmentEnds(CHARACTERS, beginning), length - 1);
  return `${line.slice(0, end).trimEnd()}…`;
}

/** The last of the rising `ends` that is at most `limit`; 0 where there is none. */
function lastEnd(ends: Iterable<number>, limit: number): number {
  let last = 0;
  for (const end of ends) {
    if (end > limit) break;
    last = end;
  }
  return last;
}

function* sentenceEnds(text: string): Generator<number> {
  for (const match of text.matchAll(SENTENCE_END)) yield match.index + match[0].length;
}

function* segmentEnds(segmenter: Intl.Segmenter, text: string): Generator<number> {
  for (const { index, segment } of segmenter.segment(text)) yield index + segment.length;
}
