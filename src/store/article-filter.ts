import { sql } from 'kysely';
import type { EntityRef, EntityType } from '../catalog/catalog.ts';
import { parseQuery, type TextQuery } from './analyser.ts';
import type { Dialect, Engine, Sql } from './engine.ts';
import { labelId } from './identity.ts';
import { type ArticleSet, entitySet, labelSet, topicTreeSet } from './overlaps.ts';
import { refOf } from './rows.ts';
import { ENTITY_CODE, type LabelKind, SET_CODE, UNDATED } from './schema.ts';
import type { ArticleFilter, EntityId } from './store.ts';

/** Articles that are in at least one of these lists. Each list is a posting, sorted by the article's date. */
export interface PostingGroup {
  readonly table: 'entity' | 'label';
  readonly ids: readonly number[];
  /** Sum of the lengths of the lists. */
  readonly articles: number;
  /** What the group stands for, where that is one set. */
  readonly set: ArticleSet | null;
}

/** A filter with everything that it names looked up. */
export interface ResolvedFilter {
  /** All of them must hold. */
  readonly groups: readonly PostingGroup[];
  readonly none: readonly EntityId[];
  readonly from: number | null;
  readonly to: number | null;
  readonly text: TextQuery | null;
  /** Articles of the whole corpus, where the filter names anything. */
  readonly corpus: number;
  /** True where something that must be there is not in the store, or the text has nothing to search for. */
  readonly nothing: boolean;
}

const REFERENCES = [
  ['companies', 'Company'],
  ['products', 'Product'],
  ['tickers', 'Ticker'],
] as const;

interface Known {
  readonly origin: 'entity' | 'topic' | 'label' | 'corpus';
  readonly type: number;
  readonly key: string;
  readonly id: number;
  readonly articles: number;
  /** 1 where the overlaps of the entity, the topic with those below it, or the label are kept. */
  readonly kept: number;
}

/** Looks up what the filter names, with one statement at most. */
export async function resolveFilter(engine: Engine, filter: ArticleFilter): Promise<ResolvedFilter> {
  const known = await lookUp(engine, filter);
  const groups: PostingGroup[] = [];
  const entities = (refs: readonly EntityRef[]) =>
    known.filter((row) => row.origin === 'entity' && isOneOf(row, refs));
  const addGroup = (
    table: PostingGroup['table'],
    rows: readonly Known[],
    setOf: (only: Known) => ArticleSet | null,
  ) => {
    const ids = [...new Set(rows.map((row) => row.id))];
    const articles = rows.reduce((sum, row) => sum + row.articles, 0);
    const [only] = rows;
    groups.push({ table, ids, articles, set: only && ids.length === 1 ? setOf(only) : null });
  };
  const addEntities = (refs: readonly EntityRef[]) =>
    addGroup('entity', entities(refs), ({ type, key, id, kept }) =>
      entitySet(refOf(type, key).type, id, kept > 0),
    );
  for (const ref of filter.mentionsAll ?? []) addEntities([ref]);
  if (filter.mentionsAny) addEntities(filter.mentionsAny);
  for (const [field, type] of REFERENCES) {
    const keys = filter[field];
    if (keys) addEntities(keys.map((key) => ({ type, key })));
  }
  if (filter.topics) groups.push(topicGroup(filter.topics, known));
  for (const [kind, ids] of labelGroups(filter)) {
    addGroup(
      'label',
      known.filter((row) => row.origin === 'label' && ids.includes(row.id)),
      ({ id, kept }) => labelSet(kind, id, kept > 0),
    );
  }
  const text = filter.text === undefined ? null : parseQuery(filter.text);
  return {
    groups,
    corpus: known.find((row) => row.origin === 'corpus')?.articles ?? 0,
    none: entities(filter.mentionsNone ?? []).map((row) => row.id),
    from: filter.publishedFrom ?? null,
    to: filter.publishedTo ?? null,
    text,
    nothing: groups.some((group) => group.ids.length === 0) || text?.terms.length === 0,
  };
}

function isOneOf(row: Known, refs: readonly EntityRef[]): boolean {
  return refs.some((ref) => ENTITY_CODE[ref.type] === row.type && ref.key === row.key);
}

/** The topics with all below them. */
function topicGroup(keys: readonly string[], known: readonly Known[]): PostingGroup {
  const below = known.filter((row) => row.origin === 'topic');
  const [root, ...others] = below.filter((row) => keys.includes(row.key));
  return {
    table: 'entity',
    ids: [...new Set(below.map((row) => row.id))],
    articles: below.reduce((sum, row) => sum + row.articles, 0),
    set: root && others.every(({ id }) => id === root.id) ? topicTreeSet(root.id, root.kept > 0) : null,
  };
}

function labelGroups(filter: ArticleFilter): [LabelKind, number[]][] {
  const groups: [LabelKind, number[]][] = [];
  const add = (kind: LabelKind, names: readonly string[]) =>
    groups.push([kind, names.map((name) => labelId(kind, name))]);
  if (filter.category) add('Category', [JSON.stringify(filter.category)]);
  if (filter.tags) add('Tag', filter.tags);
  if (filter.source !== undefined) add('Source', [filter.source]);
  if (filter.language !== undefined) add('Language', [filter.language.toLowerCase()]);
  return groups;
}

async function lookUp(engine: Engine, filter: ArticleFilter): Promise<Known[]> {
  const { dialect } = engine;
  const refs = [
    ...(filter.mentionsAll ?? []),
    ...(filter.mentionsAny ?? []),
    ...(filter.mentionsNone ?? []),
    ...REFERENCES.flatMap(([field, type]) => (filter[field] ?? []).map((key): EntityRef => ({ type, key }))),
  ];
  const parts: Sql[] = [];
  for (const [type, code] of Object.entries(ENTITY_CODE)) {
    const keys = refs.filter((ref) => ref.type === (type as EntityType)).map((ref) => ref.key);
    if (keys.length === 0) continue;
    parts.push(sql`SELECT 'entity' AS origin, type, key, id, article_count AS articles,
      ${isKept(SET_CODE.Entity, sql`entity.id`)} AS kept FROM entity WHERE type = ${sql.lit(code)} AND key ${dialect.anyText(keys)}`);
  }
  if (filter.topics && filter.topics.length > 0) {
    parts.push(sql`SELECT 'topic' AS origin, e.type, e.key, e.id, e.article_count AS articles,
      ${isKept(SET_CODE.TopicTree, sql`e.id`)} AS kept
      FROM entity r JOIN topic_ancestor ta ON ta.ancestor_id = r.id JOIN entity e ON e.id = ta.topic_id
      WHERE r.type = ${sql.lit(ENTITY_CODE.Topic)} AND r.key ${dialect.anyText(filter.topics)}`);
  }
  const labels = labelGroups(filter).flatMap(([, ids]) => ids);
  if (labels.length > 0) {
    parts.push(sql`SELECT 'label' AS origin, kind AS type, name AS key, id, article_count AS articles,
      ${isKept(SET_CODE.Label, sql`label.id`)} AS kept FROM label WHERE id ${dialect.anyId(labels)}`);
  }
  if (parts.length === 0) return [];
  parts.push(
    sql`SELECT 'corpus' AS origin, 0 AS type, '' AS key, id, article_count AS articles, 0 AS kept FROM corpus`,
  );
  return engine.rows(sql<Known>`${sql.join(parts, sql` UNION ALL `)}`);
}

function isKept(kind: number, id: Sql): Sql {
  return sql`(SELECT count(*) FROM overlap_set o WHERE o.set_kind = ${sql.lit(kind)} AND o.set_id = ${id})`;
}

/** Whether the filter lets everything through. */
export function isFree(filter: ResolvedFilter): boolean {
  return (
    filter.groups.length === 0 &&
    filter.none.length === 0 &&
    filter.text === null &&
    filter.from === null &&
    filter.to === null
  );
}

/** Removes the group that the list is read from: its articles need not be looked up in it again. */
export function withoutGroup(filter: ResolvedFilter, group: PostingGroup): ResolvedFilter {
  return { ...filter, groups: filter.groups.filter((other) => other !== group) };
}

/**
 * The conditions of a filter on an article that is known by its id and date; each probes one index. `all` is for
 * statements that read every article in question, which the engine may join as it likes.
 */
export function filterConditions(
  engine: Engine,
  filter: ResolvedFilter,
  id: Sql,
  sortAt: Sql,
  reading: 'page' | 'all' = 'page',
): Sql[] {
  const { dialect } = engine;
  const conditions = dateConditions(filter, sortAt);
  const each = reading === 'page' ? dialect.eachRow : sql``;
  const memberOf = (group: PostingGroup) => membership(dialect, group, id, sortAt, reading);
  for (const group of filter.groups) conditions.push(sql`EXISTS (${memberOf(group)} ${each})`);
  if (filter.none.length > 0) {
    const group: PostingGroup = { table: 'entity', ids: filter.none, articles: 0, set: null };
    conditions.push(sql`NOT EXISTS (${memberOf(group)} ${each})`);
  }
  if (filter.text) {
    conditions.push(sql`EXISTS (SELECT 1 FROM ${dialect.textSource.from}
      WHERE ${dialect.textSource.isOf(id)} AND ${dialect.textCondition(filter.text, false)} ${each})`);
  }
  return conditions;
}

function dateConditions(filter: ResolvedFilter, sortAt: Sql): Sql[] {
  const conditions: Sql[] = [];
  if (filter.from !== null) conditions.push(sql`${sortAt} >= ${filter.from}`);
  if (filter.to !== null) conditions.push(sql`${sortAt} < ${filter.to}`);
  if (filter.from === null && filter.to !== null) conditions.push(sql`${sortAt} > ${UNDATED}`);
  return conditions;
}

/**
 * One posting is probed by its whole key: probes of one article after the other are neighbours there, in the order of
 * time. Several are probed by the article, once for all of them.
 */
function membership(
  dialect: Dialect,
  group: PostingGroup,
  id: Sql,
  sortAt: Sql,
  reading: 'page' | 'all',
): Sql {
  const [first, ...others] = group.ids;
  const table = group.table === 'entity' ? sql`entity_article` : sql`label_article`;
  const column = group.table === 'entity' ? sql`m.entity_id` : sql`m.label_id`;
  const member = sql`SELECT 1 FROM ${table} m WHERE m.article_id = ${id}`;
  if (others.length === 0) {
    const date = reading === 'page' || dialect.joinsByDate ? sql`AND m.sort_at = ${sortAt}` : sql``;
    return sql`${member} ${date} AND ${column} = ${first}`;
  }
  // The sum keeps engines from probing one posting after the other.
  const list = reading === 'page' ? sql`(${column} + 0)` : column;
  return sql`${member} AND ${list} ${dialect.anyId(group.ids)}`;
}
