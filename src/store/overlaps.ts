/** Reads of the maintained overlaps: what overlap-counts.ts counts. */
import { sql } from 'kysely';
import type { EntityType } from '../catalog/catalog.ts';
import type { PostingGroup, ResolvedFilter } from './article-filter.ts';
import type { Reader, Sql } from './engine.ts';
import { type LabelKind, SET_CODE, SHARE_CODE } from './schema.ts';
import type { ArticleScope, EntityId, FacetName } from './store.ts';

/** What there is to know of a set of articles from its kind. */
interface SetKind {
  readonly kind: number;
  /** As what its articles are counted in other sets; null where they are not. */
  readonly share: number | null;
}

/** A set of articles. */
export interface ArticleSet extends SetKind {
  readonly id: number | Sql;
  /** Whether its overlaps are kept, as they are of large sets. */
  readonly kept: boolean;
}

const OF_ENTITY: Readonly<Record<EntityType, SetKind | null>> = {
  Company: { kind: SET_CODE.Entity, share: SHARE_CODE.Company },
  Product: { kind: SET_CODE.Entity, share: SHARE_CODE.Product },
  Topic: { kind: SET_CODE.Entity, share: null },
  Ticker: null,
};
const OF_LABEL: Readonly<Record<LabelKind, SetKind | null>> = {
  Category: { kind: SET_CODE.Label, share: SHARE_CODE.Category },
  CategoryOnly: null,
  Source: { kind: SET_CODE.Label, share: SHARE_CODE.Source },
  Language: { kind: SET_CODE.Label, share: SHARE_CODE.Language },
  Tag: null,
  Month: null,
};
const TOPIC_TREE: SetKind = { kind: SET_CODE.TopicTree, share: SHARE_CODE.TopicTree };

const OF_FACET: Readonly<Record<FacetName, number>> = {
  companies: SHARE_CODE.Company,
  products: SHARE_CODE.Product,
  topics: SHARE_CODE.TopicTree,
  categories: SHARE_CODE.Category,
  sources: SHARE_CODE.Source,
  months: SHARE_CODE.Month,
};

export function entitySet(type: EntityType, id: number | Sql, kept: boolean): ArticleSet | null {
  const kind = OF_ENTITY[type];
  return kind && { ...kind, id, kept };
}

export function topicTreeSet(id: number, kept: boolean): ArticleSet {
  return { ...TOPIC_TREE, id, kept };
}

export function labelSet(label: LabelKind, id: number | Sql, kept: boolean): ArticleSet | null {
  const kind = OF_LABEL[label];
  return kind && { ...kind, id, kept };
}

/** The set that a scope is; `parent` is its id. Null where it is the corpus, or none whose overlaps are ever kept. */
export function scopeSet(scope: ArticleScope, parent: Sql, kept: boolean): ArticleSet | null {
  if (scope.kind === 'entity') return entitySet(scope.type, parent, kept);
  return scope.kind === 'category' && scope.includeDescendants ? labelSet('Category', parent, kept) : null;
}

/** For each scope whether its overlaps are kept. */
export async function keptScopes(reader: Reader, scopes: readonly ArticleScope[]): Promise<boolean[]> {
  const [first] = scopes;
  const set = first && scopeSet(first, sql`0`, true);
  if (!set) return scopes.map(() => false);
  return keptSets(
    reader,
    set.kind,
    scopes.map((scope) => (scope.kind === 'corpus' ? 0 : scope.id)),
  );
}

/** For each entity the same. */
export function keptEntities(reader: Reader, ids: readonly EntityId[]): Promise<boolean[]> {
  return keptSets(reader, SET_CODE.Entity, ids);
}

async function keptSets(reader: Reader, kind: number, ids: readonly number[]): Promise<boolean[]> {
  const rows = await reader.rows(sql<{ id: number }>`SELECT set_id AS id FROM overlap_set
    WHERE set_kind = ${sql.lit(kind)} AND set_id ${reader.dialect.anyId(ids)}`);
  const kept = new Set(rows.map(({ id }) => id));
  return ids.map((id) => kept.has(id));
}

/** Answers for those whose overlaps are kept in one way and for the others in another, in their order. */
export async function eitherWay<Item, Result>(
  items: readonly Item[],
  kept: readonly boolean[],
  answer: (items: readonly Item[], kept: boolean) => Promise<Result[]>,
): Promise<Result[]> {
  const answers = new Map<number, Result>();
  for (const way of [true, false]) {
    const places = items.flatMap((_, place) => (kept[place] === way ? [place] : []));
    if (places.length === 0) continue;
    const part = places.flatMap((place) => items.slice(place, place + 1));
    for (const [index, result] of (await answer(part, way)).entries())
      answers.set(places[index] ?? -1, result);
  }
  return [...answers].sort(([left], [right]) => left - right).map(([, result]) => result);
}

/** The sets whose common articles the filter asks for; null where it asks for anything else. */
export function setsOfFilter(filter: ResolvedFilter): ArticleSet[] | null {
  if (filter.none.length > 0 || filter.text !== null || filter.from !== null || filter.to !== null)
    return null;
  const sets = filter.groups.flatMap(({ set }: PostingGroup) => (set === null ? [] : [set]));
  return sets.length === filter.groups.length ? sets : null;
}

/** A query of one row with the number `n` of articles that two sets have in common; null where it is not kept. */
export function overlapOf(left: ArticleSet, right: ArticleSet): Sql | null {
  const [set, other] = left.kept && right.share !== null ? [left, right] : [right, left];
  if (!set.kept || other.share === null) return null;
  return sql`SELECT coalesce((SELECT o.count FROM overlap o WHERE ${isSet(set)}
    AND o.share_kind = ${sql.lit(other.share)} AND o.share_id = ${other.id}), 0) AS n`;
}

/** A query of the values of a facet over the articles of a set that is kept: `id`, `key`, `n`. */
export function facetOfSet(set: ArticleSet, facet: FacetName): Sql {
  const label = facet === 'categories' || facet === 'sources' || facet === 'months';
  const named = label ? sql`label v ON v.id = o.share_id` : sql`entity v ON v.id = o.share_id`;
  const key = label ? sql`v.name` : sql`v.key`;
  return sql`SELECT v.id, ${key} AS key, o.count AS n FROM overlap o JOIN ${named}
    WHERE ${isSet(set)} AND o.share_kind = ${sql.lit(OF_FACET[facet])}`;
}

/** A query of the companies that articles of an entity that is kept name beside it: `entity_id`, `articles`. */
export function companiesBeside(entity: Sql): Sql {
  return sql`SELECT o.share_id AS entity_id, o.count AS articles FROM overlap o
    WHERE ${isSet({ kind: SET_CODE.Entity, id: entity })} AND o.share_kind = ${sql.lit(SHARE_CODE.Company)}
    AND o.share_id <> ${entity}`;
}

/** How many sentences name a company that is kept and the topic or one below it, as a value. */
export function sentencesOn(company: Sql, topic: Sql): Sql {
  return sql`coalesce((SELECT o.count FROM overlap o WHERE ${isSet({ kind: SET_CODE.Entity, id: company })}
    AND o.share_kind = ${sql.lit(SHARE_CODE.TopicSentences)} AND o.share_id = ${topic}), 0)`;
}

function isSet({ kind, id }: Pick<ArticleSet, 'kind' | 'id'>): Sql {
  return sql`o.set_kind = ${sql.lit(kind)} AND o.set_id = ${id}`;
}
