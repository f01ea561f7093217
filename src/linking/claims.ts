import type { TextRange } from '../documents/document.ts';

/** Disjoint ranges of one text that are taken. Both operations take time by the logarithm of their number. */
export class Claims {
  readonly #ranges: TextRange[] = [];

  /** Takes a range unless a part of it is taken; answers whether it was free. */
  take(range: TextRange): boolean {
    const at = this.#firstEndingAfter(range.start);
    const next = this.#ranges[at];
    if (next !== undefined && next.start < range.end) return false;
    if (at === this.#ranges.length) this.#ranges.push(range);
    else this.#ranges.splice(at, 0, range);
    return true;
  }

  isFree(range: TextRange): boolean {
    const next = this.#ranges[this.#firstEndingAfter(range.start)];
    return next === undefined || next.start >= range.end;
  }

  #firstEndingAfter(offset: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
