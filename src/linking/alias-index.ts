import type { Alias } from '../catalog/catalog.ts';
import { type Form, fits, formOf } from './form.ts';
import { squeeze, type TextView, viewOf } from './view.ts';

/**
 * All forms that read alike in lower case without separators. They are made when a text first has them: of 40,000 most
 * texts have a few hundred, and the index is ready in a third of the time.
 */
class Entry {
  readonly text: string;
  /** Most entries have one alias: the first needs no list. */
  readonly #alias: Alias;
  readonly #spelling: string;
  #others: { readonly alias: Alias; readonly spelling: string }[] | null = null;
  #forms: readonly Form[] | null = null;

  constructor(text: string, alias: Alias, spelling: string) {
    this.text = text;
    this.#alias = alias;
    this.#spelling = spelling;
  }

  add(alias: Alias, spelling: string): void {
    this.#others ??= [];
    this.#others.push({ alias, spelling });
  }

  get forms(): readonly Form[] {
    this.#forms ??= [{ alias: this.#alias, spelling: this.#spelling }, ...(this.#others ?? [])].map(
      ({ alias, spelling }) => formOf(alias, viewOf(spelling)),
    );
    return this.#forms;
  }
}

/** A place where at least one form stands, with every textual condition met: case, spacing, word boundaries. */
export interface Hit {
  /** Range in the view, not yet in the text. */
  readonly start: number;
  readonly end: number;
  readonly forms: readonly Form[];
}

/** Entries that share their first `depth` characters, and those of them that go on, by the next two. */
interface Bucket {
  entries: Entry[];
  deeper: Map<number, Bucket> | null;
  /** Crowded buckets are split when a text first comes to them, which most never are. */
  isSplit: boolean;
}

const MIDDLE_DOTS = /[·•・]/g;
const MIDDLE_DOT = /[·•・]/;
/** Buckets larger than this are split by the next two characters. */
const BUCKET_SIZE = 3;
/** Slots of the first lookup for each key: most places of a text end at an empty one. */
const SLOTS_PER_KEY = 8;

/**
 * Finds every alias of the set, at every place and of every length. The index is keyed by the first two characters,
 * and crowded buckets by the next two again. With 40,000 aliases it reads several times as fast as the published
 * Aho–Corasick packages (bench/linking.ts), mostly because Latin names are only looked up where a word starts.
 */
export class AliasIndex {
  readonly #roots: PairTable;
  /** Forms of a single character. */
  readonly #single = new Map<number, Bucket>();

  constructor(aliases: readonly Alias[]) {
    const entries = new Map<string, Entry>();
    const roots = new Map<number, Bucket>();
    const add = (alias: Alias, text: string) => {
      const lower = squeeze(text);
      if (lower === '') return;
      const known = entries.get(lower);
      if (known !== undefined) {
        known.add(alias, text);
        return;
      }
      const entry = new Entry(lower, alias, text);
      entries.set(lower, entry);
      if (lower.length === 1) addTo(this.#single, lower.charCodeAt(0), entry);
      else addTo(roots, keyAt(lower, 0), entry);
    };
    for (const alias of aliases) {
      add(alias, alias.text);
      // 路易·威登 is also written 路易威登.
      if (MIDDLE_DOT.test(alias.text)) add(alias, alias.text.replaceAll(MIDDLE_DOTS, ''));
    }
    this.#roots = new PairTable(roots);
  }

  /** Hits by start, then longest first. They overlap. */
  find(view: TextView): Hit[] {
    const { units, inside } = view;
    const hits: Hit[] = [];
    const roots = this.#roots;
    const singles = this.#single.size > 0;
    const { length } = view.lower;
    for (let at = 0; at < length; at++) {
      if (inside[at] === 1) continue;
      const unit = units[at] ?? 0;
      // Zero stands for what is beyond the end, and is there.
      const key = unit | ((units[at + 1] ?? 0) << 16);
      const before = hits.length;
      if (singles) collect(this.#single.get(unit), view, at, hits);
      let bucket = roots.get(key);
      for (let next = at + 2; bucket !== undefined; next += 2) {
        if (!bucket.isSplit) split(bucket, next - at);
        collect(bucket, view, at, hits);
        bucket = bucket.deeper?.get(keyAt(view.lower, next));
      }
      if (hits.length > before + 1) sortTail(hits, before);
    }
    return hits;
  }
}

/** Buckets by a pair of units, in a table that is read in one or two steps where a Map takes a call. */
class PairTable {
  readonly #slots: Int32Array;
  readonly #keys: Int32Array;
  readonly #buckets: readonly Bucket[];
  readonly #shift: number;

  constructor(buckets: ReadonlyMap<number, Bucket>) {
    this.#buckets = [...buckets.values()];
    this.#keys = Int32Array.from(buckets.keys());
    const bits = Math.max(8, Math.ceil(Math.log2(buckets.size * SLOTS_PER_KEY + 1)));
    this.#shift = 32 - bits;
    this.#slots = new Int32Array(2 ** bits);
    for (const [index, key] of this.#keys.entries()) {
      let slot = this.#slotOf(key);
      while (this.#slots[slot] !== 0) slot = this.#after(slot);
      // Zero is an empty slot, so that the first bucket is 1.
      this.#slots[slot] = index + 1;
    }
  }

  get(key: number): Bucket | undefined {
    let slot = this.#slotOf(key);
    for (let place = this.#slots[slot] ?? 0; place !== 0; place = this.#slots[slot] ?? 0) {
      if (this.#keys[place - 1] === key) return this.#buckets[place - 1];
      slot = this.#after(slot);
    }
    return undefined;
  }

  #slotOf(key: number): number {
    return Math.imul(key, 0x9e3779b1) >>> this.#shift;
  }

  #after(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }
}

function addTo(buckets: Map<number, Bucket>, key: number, entry: Entry): void {
  const bucket = buckets.get(key);
  if (bucket === undefined) buckets.set(key, { entries: [entry], deeper: null, isSplit: false });
  else bucket.entries.push(entry);
}

function split(bucket: Bucket, depth: number): void {
  bucket.isSplit = true;
  if (bucket.entries.length <= BUCKET_SIZE) return;
  const deeper = new Map<number, Bucket>();
  for (const entry of bucket.entries)
    if (entry.text.length >= depth + 2) addTo(deeper, keyAt(entry.text, depth), entry);
  bucket.entries = bucket.entries.filter((entry) => entry.text.length < depth + 2);
  bucket.deeper = deeper;
}

function collect(bucket: Bucket | undefined, view: TextView, at: number, hits: Hit[]): void {
  if (bucket === undefined) return;
  for (const entry of bucket.entries) {
    if (!standsAt(view.units, entry.text, at)) continue;
    const end = at + entry.text.length;
    const fitting = fittingForms(entry.forms, view, at, end);
    if (fitting.length > 0) hits.push({ start: at, end, forms: fitting });
  }
}

/** Without a call of `startsWith`. Zero behind the last unit ends every comparison. */
function standsAt(units: Uint16Array, text: string, at: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (units[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** Most entries have one form, and most that are read fit: the list itself serves then. */
function fittingForms(forms: readonly Form[], view: TextView, start: number, end: number): readonly Form[] {
  for (const form of forms) {
    if (!fits(form, view, start, end)) return forms.filter((other) => fits(other, view, start, end));
  }
  return forms;
}

function sortTail(hits: Hit[], from: number): void {
  const tail = hits.splice(from).sort((a, b) => b.end - a.end);
  hits.push(...tail);
}

/** Two UTF-16 units in one integer; zero stands for what is beyond the end. */
function keyAt(text: string, at: number): number {
  const first = text.charCodeAt(at);
  const second = at + 1 < text.length ? text.charCodeAt(at + 1) : 0;
  return first | (second << 16);
}
