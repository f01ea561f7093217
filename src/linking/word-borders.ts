import type { TextRange } from '../documents/document.ts';
import { classOf, IDEOGRAPH } from './characters.ts';

/** ICU's dictionary of Chinese words, which Node brings along; about 7 µs for one window. */
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
/** So many characters to either side are enough for the segmentation to agree with that of the whole sentence. */
const WINDOW = 6;
/** Longer names do not come together by chance. */
const LONGEST = 3;

export interface BorderWord {
  readonly word: string;
  /** The word holds all of the name, as 电子游戏 holds 游戏: another name, but the same topic. */
  readonly isAround: boolean;
}

/**
 * The word that reaches over the border of a short Chinese name, or null: 东京|东部 holds 京东 only by chance, 中华|为
 * holds 华为, 阿里山 holds 阿里. ICU knows few company names, but it falls apart into single characters on those, so
 * a border that a known word crosses is a strong sign that no name was written there; unless cutting at the name
 * leaves whole words as well, as in 其中|华为, 领英|和 and 2020年|华为.
 */
export function wordOverBorder(folded: string, range: TextRange): BorderWord | null {
  const length = range.end - range.start;
  if (length > LONGEST || !isHan(folded, range.start, range.end)) return null;
  let from = range.start;
  while (from > range.start - WINDOW && isHan(folded, from - 1, from)) from--;
  let to = range.end;
  while (to < range.end + WINDOW && isHan(folded, to, to + 1)) to++;
  if (to - from === length) return null;
  const previous = folded.charCodeAt(from - 1);
  const isCounted = previous >= 48 && previous <= 57;
  return wordInWindow(folded.slice(from, to), range.start - from, length, isCounted);
}

/** Of the windows of 306 real posts a third were there before, of posts made from templates nine in ten. */
const known = new Map<string, BorderWord | null>();
/** Some 2 MB. */
const MOST_KNOWN = 20_000;

function wordInWindow(window: string, start: number, length: number, isCounted: boolean): BorderWord | null {
  const key = `${start} ${length} ${isCounted} ${window}`;
  let word = known.get(key);
  if (word !== undefined) return word;
  word = findWord(window, start, start + length, isCounted);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, word);
  return word;
}

/** `isCounted`: a number stands in front of the window. */
function findWord(window: string, from: number, to: number, isCounted: boolean): BorderWord | null {
  for (const { segment, index } of segmenter.segment(window)) {
    const end = index + segment.length;
    const overStart = index < from && end > from;
    // 腾讯云和 is read as 腾讯|云和: three characters do not come together by chance where they start a word.
    const overEnd = index < to && end > to && (to - from < 3 || index <= from);
    if (!overStart && !overEnd) continue;
    const isAround = index <= from && end >= to;
    if (!isAround) {
      if (overStart && endsWhole(window.slice(0, from), from - index, isCounted)) continue;
      if (overEnd && startsWhole(window.slice(to), end - to)) continue;
    }
    return { word: segment, isAround };
  }
  return null;
}

/** Words of one character that join names or start what is said of them: 领英|和推特 is read as 领|英和|推特. */
const PARTICLES = new Set('和与及跟或等也都还将在对向把被让给从由是已则并称');
const JOINING = new Set('和与及跟');
/** What a number counts: 2020年|华为 is read as 年华|为. */
const UNITS = new Set('年月日号时分元');

/** Whether the text before a name ends in a word that takes all the characters of it that the other reading takes. */
function endsWhole(before: string, taken: number, isCounted: boolean): boolean {
  if (before.length === 1 && UNITS.has(before)) return isCounted;
  const [last = '', ...earlier] = [...segmenter.segment(before)].map(({ segment }) => segment).reverse();
  // 格力和|美的 is read as 格力|和美|的.
  if (taken === 1 && JOINING.has(last) && (earlier[0]?.length ?? 0) > 1) return true;
  return last.length > taken;
}

/** The same for the text behind a name; a particle is whole by itself. */
function startsWhole(after: string, taken: number): boolean {
  if (taken === 1 && PARTICLES.has(after.charAt(0))) return true;
  const [first] = segmenter.segment(after);
  return (first?.segment.length ?? 0) > taken;
}

function isHan(folded: string, start: number, end: number): boolean {
  if (start < 0 || end > folded.length) return false;
  for (let at = start; at < end; at++) if (classOf(folded.charCodeAt(at)) !== IDEOGRAPH) return false;
  return true;
}
