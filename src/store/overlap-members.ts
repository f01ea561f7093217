/** Which sets of articles an article is of, and as what it is counted in each of them. */
import type { Membership } from './memberships.ts';
import { ENTITY_CODE, LABEL_CODE, SET_CODE, SHARE_CODE } from './schema.ts';

export interface Member {
  readonly kind: number;
  readonly id: number;
}

/** Topics with those above them, themselves included. */
export type TopicAncestors = ReadonlyMap<number, readonly number[]>;

/** Labels that are sets: tags are as many as articles in some folders, and a month is no filter. */
export const LABEL_SETS: readonly number[] = [LABEL_CODE.Category, LABEL_CODE.Source, LABEL_CODE.Language];

/** What entities are counted as; tickers go with companies, and topics with those below them. */
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

/** The topics that an article names, and all above them. */
export function treesOf({ entities }: Membership, ancestors: TopicAncestors): number[] {
  const trees = new Set<number>();
  for (const { id, type } of entities) {
    if (type === ENTITY_CODE.Topic) for (const above of ancestors.get(id) ?? []) trees.add(above);
  }
  return [...trees];
}

export function setsOf({ entities, labels }: Membership, trees: readonly number[]): Member[] {
  const sets = trees.map((id): Member => ({ kind: SET_CODE.TopicTree, id }));
  for (const { id, type } of entities) {
    if (type !== ENTITY_CODE.Ticker) sets.push({ kind: SET_CODE.Entity, id });
  }
  for (const { id, kind } of labels) {
    if (LABEL_SETS.includes(kind)) sets.push({ kind: SET_CODE.Label, id });
  }
  return sets;
}

export function sharesOf({ entities, labels }: Membership, trees: readonly number[]): Member[] {
  const shares = trees.map((id): Member => ({ kind: SHARE_CODE.TopicTree, id }));
  for (const { id, type } of entities) {
    const kind = ENTITY_SHARES[type];
    if (kind !== undefined) shares.push({ kind, id });
  }
  for (const { id, kind: label } of labels) {
    const kind = LABEL_SHARES[label];
    if (kind !== undefined) shares.push({ kind, id });
  }
  return shares;
}

/** Each company with the topics of one sentence that names both, and all above those. */
export function* sentencesOf(
  { sentences }: Membership,
  ancestors: TopicAncestors,
): Generator<{ readonly company: Member; readonly shares: readonly Member[] }> {
  for (const pairs of sentences) {
    for (const [id, covered] of Map.groupBy(pairs, ({ company }) => company)) {
      const topics = new Set(covered.flatMap(({ topic }) => ancestors.get(topic) ?? []));
      const shares = [...topics].map((topic): Member => ({ kind: SHARE_CODE.TopicSentences, id: topic }));
      yield { company: { kind: SET_CODE.Entity, id }, shares };
    }
  }
}
