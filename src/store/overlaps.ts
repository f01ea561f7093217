/** Reads of the maintained overlaps: what overlap-counts.ts counts. */
import { sql } from 'kysely';
import type { EntityType } from '../catalog/catalog.ts';
import type { PostingGroup, ResolvedFilter } from './article-filter.ts';
import type { Sql } from './engine.ts';
import { type LabelKind, SET_CODE, SHARE_CODE } from './schema.ts';
import type { ArticleScope, FacetName } from './store.ts';

/** A set of articles whose overlaps with others are maintained, whichever the set is of its kind. */
export interface SetKind {
  readonly kind: number;
  /** As what its articles are counted in other sets; null where they are not. */
  readonly share: number | null;
}

/** A set of articles. */
export interface ArticleSet extends SetKind {
  readonly id: number | Sql;
}

const OF_ENTITY: Readonly<Record<EntityType, SetKind | null>> = {
  Company: { kind: SET_CODE.Entity, share: SHARE_CODE.Company },
  Product: { kind: SET_CODE.Entity, share: SHARE_CODE.Product },
  Topic: { kind: SET_CODE.Entity, share: null },
  Ticker: null,
};
const OF_LABEL: Readonly<Record<LabelKind, SetKind | null>> = {
  Category: { kind: SET_CODE.Label, share: SHARE_CODE.Category },
  CategoryOnly: { kind: SET_CODE.Label, share: null },
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

export function entitySet(type: EntityType, id: number): ArticleSet | null {
  const kind = OF_ENTITY[type];
  return kind && { ...kind, id };
}

export function topicTreeSet(id: number): ArticleSet {
  return { ...TOPIC_TREE, id };
}

export function labelSet(label: LabelKind, id: number): ArticleSet | null {
  const kind = OF_LABEL[label];
  return kind && { ...kind, id };
}

/** The set that a scope is; `parent` is its id. Null where it is the corpus, or none whose overlaps are kept. */
export function scopeSet(scope: ArticleScope, parent: Sql): ArticleSet | null {
  if (scope.kind === 'entity') {
    const kind = OF_ENTITY[scope.type];
    return kind && { ...kind, id: parent };
  }
  if (scope.kind !== 'category') return null;
  if (scope.includeDescendants) return { kind: SET_CODE.Label, share: SHARE_CODE.Category, id: parent };
  const only = sql`(SELECT c.only_id FROM category c WHERE c.id = ${parent})`;
  return { kind: SET_CODE.Label, share: null, id: only };
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
  if (right.share === null) return left.share === null ? null : overlapOf(right, left);
  return sql`SELECT coalesce((SELECT o.count FROM overlap o WHERE ${isSet(left)}
    AND o.share_kind = ${sql.lit(right.share)} AND o.share_id = ${right.id}), 0) AS n`;
}

/** A query of the values of a facet over the articles of a set: `id`, `key`, `n`. */
export function facetOfSet(set: ArticleSet, facet: FacetName): Sql {
  const label = facet === 'categories' || facet === 'sources' || facet === 'months';
  const named = label ? sql`label v ON v.id = o.share_id` : sql`entity v ON v.id = o.share_id`;
  const key = label ? sql`v.name` : sql`v.key`;
  return sql`SELECT v.id, ${key} AS key, o.count AS n FROM overlap o JOIN ${named}
    WHERE ${isSet(set)} AND o.share_kind = ${sql.lit(OF_FACET[facet])}`;
}

/** A query of the companies that articles of an entity name beside it: `entity_id`, `articles`. */
export function companiesBeside(entity: Sql): Sql {
  return sql`SELECT o.share_id AS entity_id, o.count AS articles FROM overlap o
    WHERE ${isSet({ kind: SET_CODE.Entity, id: entity })} AND o.share_kind = ${sql.lit(SHARE_CODE.Company)}
    AND o.share_id <> ${entity}`;
}

/** How many sentences name the company and the topic or one below it, as a value. */
export function sentencesOn(company: Sql, topic: Sql): Sql {
  return sql`coalesce((SELECT o.count FROM overlap o WHERE ${isSet({ kind: SET_CODE.Entity, id: company })}
    AND o.share_kind = ${sql.lit(SHARE_CODE.TopicSentences)} AND o.share_id = ${topic}), 0)`;
}

function isSet({ kind, id }: Pick<ArticleSet, 'kind' | 'id'>): Sql {
  return sql`o.set_kind = ${sql.lit(kind)} AND o.set_id = ${id}`;
}
