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
  /** The units of `lower`: reading one here takes a third of the time that `charCodeAt` takes. */
  readonly units: Uint16Array;
  /** Index into `lower` → index into `text`; for the length of `lower` the length of `text`. */
  readonly offsets: Int32Array;
  /** Index into `lower` → how many separators stand right before it, at most 255. */
  readonly gaps: Uint8Array;
  /** Index into `lower` → 1 where a word goes on, so that no Latin name can start here. */
  readonly inside: Uint8Array;
}

/** Folded units of the text at hand; they become a string at once, so one array serves all texts. */
let casedUnits = new Uint16Array(4096);

export function viewOf(text: string): TextView {
  const length = text.length;
  if (length > casedUnits.length) casedUnits = new Uint16Array(length * 2);
  const cased = casedUnits;
  // One allocation for four arrays: allocating took longer than filling them.
  const memory = new ArrayBuffer((length + 1) * 8);
  const offsets = new Int32Array(memory, 0, length + 1);
  const lower = new Uint16Array(memory, (length + 1) * 4, length + 1);
  const gaps = new Uint8Array(memory, (length + 1) * 6, length + 1);
  const inside = new Uint8Array(memory, (length + 1) * 7, length + 1);
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
      if (gap > 0) gaps[size] = Math.min(gap, 255);
      const isWord = kind === WORD;
      if (isWord && previousIsWord) inside[size] = 1;
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
    units: lower,
    offsets,
    gaps,
    inside,
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
  if (form.length > casedUnits.length) return viewOf(form).lower;
  let size = 0;
  for (let at = 0; at < form.length; at++) {
    const unit = form.charCodeAt(at);
    const kind = classOf(unit);
    if (kind !== SEPARATOR && kind !== INVISIBLE) casedUnits[size++] = foldCase(unit);
  }
  return decode(casedUnits.subarray(0, size));
}
