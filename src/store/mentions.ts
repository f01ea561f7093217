import { sql } from 'kysely';
import type { EntityRef } from '../catalog/catalog.ts';
import type { Dialect, Engine, Session, Sql } from './engine.ts';
import { groupByPlace, type Listing, type ListOrder, mapPage, readPages } from './page.ts';
import { jsonOf, refOf, typeCodes } from './rows.ts';
import { ENTITY_CODE } from './schema.ts';
import type { ArticleId, MentionFilter, MentionQueries, MentionRow } from './store.ts';

const IN_TEXT: ListOrder = { name: 'mentions', direction: 'ASC', shape: ['integer'] };
const COLUMNS = sql`m.article_id, m.ordinal, m.field, m.span_start, m.span_end, m.sentence_start, m.sentence_end,
  m.surface, m.alias, m.rule, m.candidates, e.type AS entity_type, e.key AS entity_key`;
const ENTITY = sql`LEFT JOIN entity e ON e.id = m.entity_id`;

interface StoredMention {
  readonly article_id: number;
  readonly ordinal: number;
  readonly field: number;
  readonly span_start: number;
  readonly span_end: number;
  readonly sentence_start: number;
  readonly sentence_end: number;
  readonly surface: string;
  readonly alias: string | null;
  readonly rule: string;
  readonly candidates: string | null;
  readonly entity_type: number | null;
  readonly entity_key: string | null;
}

function mentionOf(row: StoredMention): MentionRow {
  const { entity_type: type, entity_key: key } = row;
  const candidates = row.candidates === null ? [] : jsonOf<EntityRef[]>(row.candidates);
  return {
    articleId: row.article_id,
    ordinal: row.ordinal,
    surface: row.surface,
    field: row.field === 0 ? 'TITLE' : 'BODY',
    start: row.span_start,
    end: row.span_end,
    sentenceStart: row.sentence_start,
    sentenceEnd: row.sentence_end,
    status: statusOf(candidates),
    entity: type === null || key === null ? null : refOf(type, key),
    candidates,
    alias: row.alias ?? row.surface,
    rule: row.rule,
  };
}

function statusOf(candidates: readonly EntityRef[]): MentionRow['status'] {
  if (candidates.length === 0) return 'RESOLVED';
  return candidates.length === 1 ? 'UNCERTAIN' : 'AMBIGUOUS';
}

/** All mentions of these articles, in text order, also those of entities that are gone: their `entity` is null. */
export async function mentionsOf(
  session: Session,
  dialect: Dialect,
  ids: readonly ArticleId[],
): Promise<MentionRow[]> {
  const rows = await session.rows(sql<StoredMention>`SELECT ${COLUMNS} FROM mention m ${ENTITY}
    WHERE m.article_id ${dialect.anyId(ids)} ORDER BY m.article_id, m.ordinal`);
  return rows.map(mentionOf);
}

/** No key of an entity holds the seam between two candidates. */
const STATUS: Readonly<Record<MentionRow['status'], Sql>> = {
  RESOLVED: sql`m.candidates IS NULL`,
  UNCERTAIN: sql`m.candidates NOT LIKE '%},{%'`,
  AMBIGUOUS: sql`m.candidates LIKE '%},{%'`,
};

function conditionsOf(engine: Engine, filter: MentionFilter): Sql[] {
  const conditions: Sql[] = [];
  if (filter.field !== undefined)
    conditions.push(sql`m.field = ${sql.lit(filter.field === 'TITLE' ? 0 : 1)}`);
  if (filter.status !== undefined) {
    conditions.push(STATUS[filter.status]);
  }
  if (filter.types !== undefined) {
    const types = engine.dialect.anyId(typeCodes(filter.types));
    conditions.push(sql`EXISTS (SELECT 1 FROM entity f WHERE f.id = m.entity_id AND f.type ${types})`);
  }
  if (filter.entities !== undefined) {
    const byType = Map.groupBy(filter.entities, (ref) => ref.type);
    const named = [...byType].map(
      ([type, refs]) =>
        sql`(f.type = ${sql.lit(ENTITY_CODE[type])} AND f.key ${engine.dialect.anyText(refs.map((ref) => ref.key))})`,
    );
    const isNamed = named.length === 0 ? sql`1 = 0` : sql`(${sql.join(named, sql` OR `)})`;
    conditions.push(sql`EXISTS (SELECT 1 FROM entity f WHERE f.id = m.entity_id AND ${isNamed})`);
  }
  return conditions;
}

/** A mention points at an entity of the store or is ambiguous; others belong to articles about to be linked again. */
const SERVED = sql`(m.candidates IS NOT NULL OR EXISTS (SELECT 1 FROM entity g WHERE g.id = m.entity_id))`;

export function mentionQueries(engine: Engine): MentionQueries {
  const { dialect } = engine;
  const ofPairs = async (
    pairs: readonly (readonly [number, number])[],
    condition: (a: Sql, b: Sql) => Sql,
  ) => {
    const body = (left: Sql, right: Sql): Sql =>
      sql`SELECT m.article_id, m.ordinal FROM mention m WHERE ${condition(left, right)}`;
    const table = dialect.perParent(pairs, ['article_id', 'ordinal'], body);
    const rows = await engine.rows(sql<StoredMention & { place: number }>`
      SELECT t.place, ${COLUMNS} FROM ${table}
      JOIN mention m ON m.article_id = t.article_id AND m.ordinal = t.ordinal ${ENTITY}
      WHERE ${SERVED} ORDER BY t.place, m.ordinal`);
    return groupByPlace(rows, pairs.length);
  };

  return {
    async ofArticles(ids, filter, page) {
      const list = (article: Sql): Listing => ({
        from: sql`mention m`,
        where: [sql`m.article_id = ${article}`, SERVED, ...conditionsOf(engine, filter)],
        keys: [sql`m.ordinal`],
        columns: { article_id: sql`m.article_id` },
      });
      const selection = {
        columns: COLUMNS,
        joins: sql`JOIN mention m ON m.article_id = t.article_id AND m.ordinal = t.k0 ${ENTITY}`,
      };
      const pages = await readPages<StoredMention>(
        engine,
        IN_TEXT,
        ids.map((id) => [id]),
        ['article_id'],
        list,
        page,
        selection,
      );
      return pages.map((one) => mapPage(one, mentionOf, () => ({})));
    },

    async countsOfArticles(ids, filter) {
      const where = [sql`m.article_id ${dialect.anyId(ids)}`, SERVED, ...conditionsOf(engine, filter)];
      const rows = await engine.rows(sql<{ article_id: number; n: number }>`
        SELECT m.article_id, count(*) AS n FROM mention m WHERE ${sql.join(where, sql` AND `)} GROUP BY m.article_id`);
      const counts = new Map(rows.map((row) => [row.article_id, row.n]));
      return ids.map((id) => counts.get(id) ?? 0);
    },

    async byOrdinals(keys) {
      const found = await ofPairs(
        keys,
        (article, ordinal) => sql`m.article_id = ${article} AND m.ordinal = ${ordinal}`,
      );
      return found.map(([row]) => (row === undefined ? null : mentionOf(row)));
    },

    async ofPairs(pairs) {
      const found = await ofPairs(
        pairs,
        (entity, article) => sql`m.article_id = ${article} AND m.entity_id = ${entity}`,
      );
      return found.map((rows) => rows.map(mentionOf));
    },
  };
}
