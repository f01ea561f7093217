import type { EntityType } from '../catalog/catalog.ts';
import type { TextRange } from '../documents/document.ts';

/** How many items of a list, and how long ones, may stand between a name and one that is sure. */
const BETWEEN = 2;
const ITEM = 16;
const BEHIND = /^[”"」》]?\s?(?:、|,(?: (?:and|or|&))?|，|\/|和|与|及|以及)\s?[“"「《]?/u;
const BEFORE = /(?:、|,(?: (?:and|or|&))?|，|\/|和|与|及)\s?[“"「《]?$/u;

/** The sure names of one text, by where they start and end. */
export class SureNames {
  readonly #starts = new Map<number, EntityType>();
  readonly #ends = new Map<number, EntityType>();

  add({ start, end }: TextRange, type: EntityType): void {
    this.#starts.set(start, type);
    this.#ends.set(end, type);
  }

  /** How many names of a type are sure. */
  count(type: EntityType): number {
    let count = 0;
    for (const other of this.#starts.values()) if (other === type) count++;
    return count;
  }

  get isEmpty(): boolean {
    return this.#starts.size === 0;
  }

  /** Whether a name stands in one list with a sure name of its type: directly beside it, or two items away. */
  isListedWith(folded: string, range: TextRange, type: EntityType): boolean {
    return this.#goesOn(folded, range.end, type) || this.#wentOn(folded, range.start, type);
  }

  #goesOn(folded: string, end: number, type: EntityType): boolean {
    let at = end;
    for (let items = 0; items <= BETWEEN; items++) {
      const joint = BEHIND.exec(folded.slice(at, at + 10));
      if (joint === null) return false;
      at += joint[0].length;
      if (this.#starts.get(at) === type) return true;
      const item = /^[^、,，。;；:：.!?！？\n()]{1,16}?(?=、|,|，| and | or |和|与)/u.exec(
        folded.slice(at, at + ITEM + 6),
      );
      if (item === null) return false;
      at += item[0].length;
    }
    return false;
  }

  #wentOn(folded: string, start: number, type: EntityType): boolean {
    let at = start;
    for (let items = 0; items <= BETWEEN; items++) {
      const joint = BEFORE.exec(folded.slice(Math.max(0, at - 10), at));
      if (joint === null) return false;
      at -= joint[0].length;
      if (/[”"」》]/.test(folded.charAt(at - 1))) at--;
      if (this.#ends.get(at) === type) return true;
      const item = /(?<=、|,|，| and | or |和|与)[^、,，。;；:：.!?！？\n()]{1,16}$/u.exec(
        folded.slice(Math.max(0, at - ITEM - 6), at),
      );
      if (item === null) return false;
      at -= item[0].length;
    }
    return false;
  }
}
