import type { Writer } from './engine.ts';
import type { Membership } from './memberships.ts';
import {
  type Member,
  sentencesOf,
  setsOf,
  sharesOf,
  type TopicAncestors,
  treesOf,
} from './overlap-members.ts';

/** Rows that are sent to the store at a time. */
const CHUNK = 10_000;

/** A number for each of some members, by kind and id. */
export class MemberCounts {
  private readonly kinds = new Map<number, Map<number, number>>();

  get({ kind, id }: Member): number | undefined {
    return this.kinds.get(kind)?.get(id);
  }

  set({ kind, id }: Member, count: number): void {
    const ids = this.kinds.get(kind) ?? new Map<number, number>();
    this.kinds.set(kind, ids.set(id, count));
  }

  add(member: Member, count: number): void {
    this.set(member, (this.get(member) ?? 0) + count);
  }

  *entries(): Generator<[Member, number]> {
    for (const [kind, ids] of this.kinds) for (const [id, count] of ids) yield [{ kind, id }, count];
  }
}

/** Gives each member a small number, by which counting is several times as fast as by its id. */
class Numbered {
  readonly members: Member[] = [];
  private readonly numbers = new MemberCounts();

  numberOf(member: Member): number {
    const known = this.numbers.get(member);
    if (known !== undefined) return known;
    const number = this.members.push(member) - 1;
    this.numbers.set(member, number);
    return number;
  }
}

/**
 * Counts of articles by the pairs that they are of: a set, and what they are counted as in it. They are a table, as
 * most large sets meet most shares; adding to one is several times as fast as to a map.
 */
export class PairCounts {
  /** Cells of the table, of four bytes each. */
  size = 0;
  private sets = new Numbered();
  private shares = new Numbered();
  /** By the number of the set, each by the number of the share. */
  private counts: Int32Array[] = [];

  /** Counts an article in those of its sets that are among these. */
  count(article: Membership, ancestors: TopicAncestors, sign: 1 | -1, among: MemberCounts): void {
    const trees = treesOf(article, ancestors);
    const sets = setsOf(article, trees).filter((set) => among.get(set) !== undefined);
    if (sets.length === 0) return;
    this.add(sets, sharesOf(article, trees), sign);
    for (const { company, shares } of sentencesOf(article, ancestors)) {
      if (among.get(company) !== undefined) this.add([company], shares, sign);
    }
  }

  /** Adds what was counted to what is stored, in the order in which that is stored, and starts again. */
  async writeTo(writer: Writer): Promise<void> {
    const shares = inOrder(this.shares.members);
    let rows: number[][] = [];
    for (const [number, set] of inOrder(this.sets.members)) {
      const counted = this.counts[number];
      for (const [place, share] of shares) {
        const count = counted?.[place] ?? 0;
        if (count !== 0) rows.push([set.kind, set.id, share.kind, share.id, count]);
      }
      if (rows.length < CHUNK) continue;
      await writer.addOverlaps(rows);
      rows = [];
    }
    if (rows.length > 0) await writer.addOverlaps(rows);
    this.sets = new Numbered();
    this.shares = new Numbered();
    this.counts = [];
    this.size = 0;
  }

  private add(sets: readonly Member[], shares: readonly Member[], sign: 1 | -1): void {
    const places = shares.map((share) => this.shares.numberOf(share));
    for (const set of sets) {
      const counted = this.countedOf(set);
      for (const place of places) counted[place] = (counted[place] ?? 0) + sign;
    }
  }

  /** The counts of a set, with room for every share that is known. */
  private countedOf(set: Member): Int32Array {
    const number = this.sets.numberOf(set);
    const known = this.counts[number];
    const needed = this.shares.members.length;
    if (known !== undefined && known.length >= needed) return known;
    const counted = new Int32Array(Math.max(64, needed + (needed >> 2)));
    if (known) counted.set(known);
    this.size += counted.length - (known?.length ?? 0);
    this.counts[number] = counted;
    return counted;
  }
}

/** Members with their numbers, sorted as the primary key is. */
function inOrder(members: readonly Member[]): [number, Member][] {
  return [...members.entries()].sort(([, left], [, right]) => left.kind - right.kind || left.id - right.id);
}
