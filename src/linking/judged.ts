import type { EntityRef } from '../catalog/catalog.ts';
import type { TextRange } from '../documents/document.ts';
import { type Judgement, settledBy } from './judgement.ts';
import { entityId } from './relations.ts';

/** A hit with what is judged of it, once and only if it is asked for: a longer name may cover it. */
export class Judged {
  readonly range: TextRange;
  readonly #judge: () => readonly Judgement[];
  #judgements: readonly Judgement[] | null = null;

  constructor(range: TextRange, judge: () => readonly Judgement[]) {
    this.range = range;
    this.#judge = judge;
  }

  get judgements(): readonly Judgement[] {
    this.#judgements ??= this.#judge();
    return this.#judgements;
  }
}

/** Whether a name of this very entity stands at an offset. Hits are sorted by their start. */
export function isNamedAt(hits: readonly Judged[], offset: number, entity: EntityRef): boolean {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle]?.range.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  for (let hit = hits[low]; hit?.range.start === offset; hit = hits[++low]) {
    const settled = settledBy(hit.judgements);
    if (settled !== null && entityId(settled.alias.entity) === entityId(entity)) return true;
  }
  return false;
}
