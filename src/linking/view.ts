import { classOf, decode, fold, foldCase, INVISIBLE, SEPARATOR, WORD } from './characters.ts';

/**
 * A text as names are looked up in it: folded, and without separators (spaces, hyphens) and invisible characters,
 * so that `IoT TwinMaker`, `IoTTwinMaker` and `IoT-TwinMaker` read alike. `offsets` leads back to the original.
 */
export interface TextView {
  /** As written. */
  readonly text: string;
  /** Folded, no separators, case kept. */
  readonly cased: string;
  /** The same in lower case. */
  readonly lower: string;
  /** Index into `lower` → index into `text`; one longer than `lower`, ending with the length of `text`. */
  readonly offsets: Int32Array;
  /** Index into `lower` → how many separators stand right before it, at most 255. */
  readonly gaps: Uint8Array;
  /** Index into `lower` → 1 where a word goes on, so that no Latin name can start here. */
  readonly inside: Uint8Array;
}

export function viewOf(text: string): TextView {
  const length = text.length;
  const cased = new Uint16Array(length);
  const lower = new Uint16Array(length);
  const offsets = new Int32Array(length + 1);
  const gaps = new Uint8Array(length + 1);
  const inside = new Uint8Array(length + 1);
  let size = 0;
  let gap = 0;
  let previousIsWord = false;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    const kind = classOf(unit);
    if (kind === SEPARATOR) {
      gap++;
      previousIsWord = false;
    } else if (kind !== INVISIBLE) {
      cased[size] = fold(unit);
      lower[size] = foldCase(unit);
      offsets[size] = at;
      gaps[size] = Math.min(gap, 255);
      const isWord = kind === WORD;
      inside[size] = isWord && previousIsWord ? 1 : 0;
      previousIsWord = isWord;
      gap = 0;
      size++;
    }
  }
  offsets[size] = length;
  gaps[size] = Math.min(gap, 255);
  return {
    text,
    cased: decode(cased.subarray(0, size)),
    lower: decode(lower.subarray(0, size)),
    offsets: offsets.subarray(0, size + 1),
    gaps: gaps.subarray(0, size + 1),
    inside: inside.subarray(0, size + 1),
  };
}

/** Where the view's character before `at` ends in the original text. */
export function endOffset(view: TextView, at: number): number {
  return at === 0 ? 0 : (view.offsets[at - 1] ?? 0) + 1;
}

/** The first index of the view that stands at or after an offset of the original text. */
export function viewIndex(view: TextView, offset: number): number {
  let low = 0;
  let high = view.lower.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((view.offsets[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What the view of a form is, for aliases and context words. */
export function squeeze(form: string): string {
  return viewOf(form).lower;
}
