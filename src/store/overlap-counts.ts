/**
 * The maintained counts of articles that two sets have in common, from which the facets of an entity, a topic, a
 * category, a source or a language are read, what is named together, and counts under one or two filters. A set
 * costs as many rows as it meets others, however many articles it has.
 */
import { sql } from 'kysely';
import type { Writer } from './engine.ts';
import type { Membership } from './memberships.ts';
import { ENTITY_CODE, LABEL_CODE, SET_CODE, SHARE_CODE } from './schema.ts';

/** Pairs that are held before they are written: some 30 MB. */
const MOST_PAIRS = 1_000_000;
/** Rows that are sent to the store at a time. */
const CHUNK = 10_000;

interface Member {
  readonly kind: number;
  readonly id: number;
}

/** Topics with those above them, themselves included. */
export type TopicAncestors = ReadonlyMap<number, readonly number[]>;

/** Entities by the code of what is counted of them; tickers go with companies, and topics with those below them. */
const ENTITY_SHARES: Readonly<Record<number, number>> = {
  [ENTITY_CODE.Company]: SHARE_CODE.Company,
  [ENTITY_CODE.Product]: SHARE_CODE.Product,
};
const LABEL_SHARES: Readonly<Record<number, number>> = {
  [LABEL_CODE.Category]: SHARE_CODE.Category,
  [LABEL_CODE.Source]: SHARE_CODE.Source,
  [LABEL_CODE.Month]: SHARE_CODE.Month,
  [LABEL_CODE.Language]: SHARE_CODE.Language,
};
/** Tags are as many as articles in some folders, and a month is no filter. */
const LABEL_SETS: readonly number[] = [
  LABEL_CODE.Category,
  LABEL_CODE.CategoryOnly,
  LABEL_CODE.Source,
  LABEL_CODE.Language,
];

/** Gives each set or share a small number, by which counting is several times as fast as by its id. */
class Numbered {
  readonly members: Member[] = [];
  private readonly numbers = new Map<number, Map<number, number>>();

  numberOf({ kind, id }: Member): number {
    const ofKind = this.numbers.get(kind) ?? new Map<number, number>();
    const known = ofKind.get(id);
    if (known !== undefined) return known;
    this.numbers.set(kind, ofKind.set(id, this.members.length));
    return this.members.push({ kind, id }) - 1;
  }
}

export class OverlapCounts {
  private readonly writer: Writer;
  private sets = new Numbered();
  private shares = new Numbered();
  private counts: Map<number, number>[] = [];
  private pairs = 0;

  constructor(writer: Writer) {
    this.writer = writer;
  }

  /** Counts an article: `sign` 1 when it comes, -1 when it goes. */
  async add(article: Membership, ancestors: TopicAncestors, sign: 1 | -1): Promise<void> {
    const trees = treesOf(article, ancestors);
    this.count(
      [...setsOf(article), ...trees.map(asTree)],
      [...sharesOf(article), ...trees.map(asShare)],
      sign,
    );
    this.countSentences(article, ancestors, sign);
    if (this.pairs > MOST_PAIRS) await this.write();
  }

  /** Counts only what an article has to do with topics and those below them. */
  async addTrees(article: Membership, ancestors: TopicAncestors): Promise<void> {
    const trees = treesOf(article, ancestors);
    this.count(setsOf(article), trees.map(asShare), 1);
    this.count(trees.map(asTree), [...sharesOf(article), ...trees.map(asShare)], 1);
    this.countSentences(article, ancestors, 1);
    if (this.pairs > MOST_PAIRS) await this.write();
  }

  /** Forgets what `addTrees` counts. */
  async dropTrees(): Promise<void> {
    await this.write();
    await this.writer.rows(sql`DELETE FROM overlap WHERE set_kind = ${sql.lit(SET_CODE.TopicTree)}
      OR share_kind IN (${sql.lit(SHARE_CODE.TopicTree)}, ${sql.lit(SHARE_CODE.TopicSentences)})`);
  }

  /** Adds what was counted to what is stored, in the order in which that is stored. */
  async write(): Promise<void> {
    let rows: number[][] = [];
    for (const [set, counted] of inOrder(this.sets.members, this.counts)) {
      for (const [share, count] of inOrder(this.shares.members, counted)) {
        if (count !== 0) rows.push([set.kind, set.id, share.kind, share.id, count]);
      }
      if (rows.length < CHUNK) continue;
      await this.writer.addOverlaps(rows);
      rows = [];
    }
    if (rows.length > 0) await this.writer.addOverlaps(rows);
    this.sets = new Numbered();
    this.shares = new Numbered();
    this.counts = [];
    this.pairs = 0;
  }

  private count(sets: readonly Member[], shares: readonly Member[], sign: 1 | -1): void {
    const numbers = shares.map((share) => this.shares.numberOf(share));
    for (const set of sets) {
      const counted = this.countedOf(set);
      const before = counted.size;
      for (const share of numbers) counted.set(share, (counted.get(share) ?? 0) + sign);
      this.pairs += counted.size - before;
    }
  }

  private countSentences({ sentences }: Membership, ancestors: TopicAncestors, sign: 1 | -1): void {
    for (const pairs of sentences) {
      for (const [company, covered] of Map.groupBy(pairs, (pair) => pair.company)) {
        const topics = new Set(covered.flatMap(({ topic }) => ancestors.get(topic) ?? []));
        const shares = [...topics].map((id): Member => ({ kind: SHARE_CODE.TopicSentences, id }));
        this.count([{ kind: SET_CODE.Entity, id: company }], shares, sign);
      }
    }
  }

  private countedOf(set: Member): Map<number, number> {
    const number = this.sets.numberOf(set);
    const known = this.counts[number];
    if (known !== undefined) return known;
    const counted = new Map<number, number>();
    this.counts[number] = counted;
    return counted;
  }
}

/** Numbered members with what belongs to them, sorted as the primary key is. */
function inOrder<Value>(
  members: readonly Member[],
  values: { entries(): Iterable<[number, Value]> },
): [Member, Value][] {
  const entries = [...values.entries()].flatMap(([number, value]): [Member, Value][] => {
    const member = members[number];
    return member === undefined ? [] : [[member, value]];
  });
  return entries.sort(([left], [right]) => left.kind - right.kind || left.id - right.id);
}

function treesOf({ entities }: Membership, ancestors: TopicAncestors): number[] {
  const topics = entities.filter(({ type }) => type === ENTITY_CODE.Topic);
  return [...new Set(topics.flatMap(({ id }) => ancestors.get(id) ?? []))];
}
const asTree = (id: number): Member => ({ kind: SET_CODE.TopicTree, id });
const asShare = (id: number): Member => ({ kind: SHARE_CODE.TopicTree, id });

function setsOf({ entities, labels }: Membership): Member[] {
  return [
    ...entities
      .filter(({ type }) => type !== ENTITY_CODE.Ticker)
      .map(({ id }): Member => ({ kind: SET_CODE.Entity, id })),
    ...labels
      .filter(({ kind }) => LABEL_SETS.includes(kind))
      .map(({ id }): Member => ({ kind: SET_CODE.Label, id })),
  ];
}

function sharesOf({ entities, labels }: Membership): Member[] {
  const shares: Member[] = [];
  for (const { id, type } of entities) {
    const kind = ENTITY_SHARES[type];
    if (kind !== undefined) shares.push({ kind, id });
  }
  for (const { id, kind: labelKind } of labels) {
    const kind = LABEL_SHARES[labelKind];
    if (kind !== undefined) shares.push({ kind, id });
  }
  return shares;
}
