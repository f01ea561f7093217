import type { Alias } from '../catalog/catalog.ts';
import { classOf, foldCase, INVISIBLE, SEPARATOR } from './characters.ts';
import { type Form, fits, formOf } from './form.ts';
import { squeeze, type TextView, viewOf } from './view.ts';

/** An alias and one way to write it: 路易·威登 is also written 路易威登. */
interface Spelling {
  readonly alias: Alias;
  readonly text: string;
}

/**
 * All forms that read alike in lower case without separators. They are made when a text first has them: of 40,000 most
 * texts have a few hundred.
 */
class Entry {
  readonly text: string;
  readonly spellings: Spelling[];
  #forms: readonly Form[] | null = null;

  constructor(text: string, first: Spelling) {
    this.text = text;
    this.spellings = [first];
  }

  get forms(): readonly Form[] {
    this.#forms ??= this.spellings.map(({ alias, text }) => formOf(alias, viewOf(text)));
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
  /** What is to become entries when a text first comes to the bucket; null since. */
  spellings: Spelling[] | null;
  entries: Entry[];
  deeper: Map<number, Bucket> | null;
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
    const roots = new Map<number, Bucket>();
    const add = (alias: Alias, text: string) => {
      const key = firstKey(text);
      if (key === 0) return;
      const buckets = key >>> 16 === 0 ? this.#single : roots;
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, { spellings: [{ alias, text }], entries: [], deeper: null });
      else bucket.spellings?.push({ alias, text });
    };
    for (const alias of aliases) {
      add(alias, alias.text);
      if (MIDDLE_DOT.test(alias.text)) add(alias, alias.text.replaceAll(MIDDLE_DOTS, ''));
    }
    this.#roots = new PairTable(roots);
  }

  /** The aliases that are written exactly so. */
  aliasesOf(text: string): readonly Alias[] {
    const lower = squeeze(text);
    return this.#entriesFrom(lower).flatMap((entry) =>
      entry.text === lower
        ? entry.spellings.flatMap(({ alias }) => (alias.text === text ? [alias] : []))
        : [],
    );
  }

  /** The aliases of several words that have this text and a space in front. */
  aliasesBehind(text: string): readonly Alias[] {
    return this.#entriesFrom(squeeze(text)).flatMap(({ spellings }) =>
      spellings.flatMap(({ alias }) => (alias.text.startsWith(`${text} `) ? [alias] : [])),
    );
  }

  /** Every entry that begins with these characters, and some that do not. */
  #entriesFrom(lower: string): readonly Entry[] {
    if (lower === '') return [];
    const single = this.#single.get(lower.charCodeAt(0));
    if (lower.length === 1) return single === undefined ? [] : entriesOf(single, 1);
    let bucket = this.#roots.get(keyAt(lower, 0));
    const found: Entry[] = [];
    for (let depth = 2; bucket !== undefined; depth += 2) {
      ready(bucket, depth);
      if (bucket.deeper === null || lower.length < depth + 2) return [...found, ...entriesOf(bucket, depth)];
      found.push(...bucket.entries);
      bucket = bucket.deeper.get(keyAt(lower, depth));
    }
    return found;
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
      if (singles) {
        const single = this.#single.get(unit);
        if (single !== undefined) {
          ready(single, 1);
          collect(single, view, at, hits);
        }
      }
      let bucket = roots.get(key);
      for (let next = at + 2; bucket !== undefined; next += 2) {
        if (bucket.spellings !== null) ready(bucket, next - at);
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

/** Makes the entries of a bucket, once, and splits it where they are many. */
function ready(bucket: Bucket, depth: number): void {
  if (bucket.spellings === null) return;
  const entries = new Map<string, Entry>();
  for (const spelling of bucket.spellings) {
    const text = squeeze(spelling.text);
    const entry = entries.get(text);
    if (entry === undefined) entries.set(text, new Entry(text, spelling));
    else entry.spellings.push(spelling);
  }
  bucket.spellings = null;
  split(bucket, [...entries.values()], depth);
}

function split(bucket: Bucket, entries: readonly Entry[], depth: number): void {
  if (depth === 1 || entries.length <= BUCKET_SIZE) {
    bucket.entries = [...entries];
    return;
  }
  const deeper = new Map<number, Entry[]>();
  for (const entry of entries) {
    if (entry.text.length < depth + 2) bucket.entries.push(entry);
    else {
      const key = keyAt(entry.text, depth);
      const others = deeper.get(key);
      if (others === undefined) deeper.set(key, [entry]);
      else others.push(entry);
    }
  }
  bucket.deeper = new Map(
    [...deeper].map(([key, members]) => {
      const below: Bucket = { spellings: null, entries: [], deeper: null };
      split(below, members, depth + 2);
      return [key, below];
    }),
  );
}

function entriesOf(bucket: Bucket, depth: number): readonly Entry[] {
  ready(bucket, depth);
  return [
    ...bucket.entries,
    ...[...(bucket.deeper?.values() ?? [])].flatMap((below) => entriesOf(below, depth + 2)),
  ];
}

/** The key of the first two characters of a form that are no separators, of the only one, or 0. */
function firstKey(text: string): number {
  let first = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const kind = classOf(unit);
    if (kind === SEPARATOR || kind === INVISIBLE) continue;
    if (first !== 0) return first | (foldCase(unit) << 16);
    first = foldCase(unit);
  }
  return first;
}

function collect(bucket: Bucket, view: TextView, at: number, hits: Hit[]): void {
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
