import { type Kysely, sql } from 'kysely';
import type { Store } from '../store.ts';

/** Articles that are counted at a time, so that neither engine sorts hundreds of millions of pairs at once. */
const BATCH = 2000;

/**
 * How many articles two sets have in common, for facets and counts that cost the same however many articles there
 * are. The numbers are those of `SET_CODE`, `SHARE_CODE`, `ENTITY_CODE` and `LABEL_CODE` in schema.ts.
 */
export async function up(db: Kysely<unknown>, engine: Store['engine']): Promise<void> {
  const sqlite = engine === 'sqlite';
  const id = sqlite ? 'INTEGER' : 'bigint';
  // Counts change in place where a page has room for another version of the row.
  const options = sqlite ? 'WITHOUT ROWID' : 'WITH (fillfactor = 80)';
  await sql
    .raw(`CREATE TABLE overlap (
      set_kind smallint NOT NULL, set_id ${id} NOT NULL, share_kind smallint NOT NULL, share_id ${id} NOT NULL,
      count ${id} NOT NULL, PRIMARY KEY (set_kind, set_id, share_kind, share_id)) ${options}`)
    .execute(db);
  for (let last = -1; ; ) {
    const { rows } = await sql<{ id: number | string }>`
      SELECT id FROM article WHERE id > ${last} ORDER BY id LIMIT ${sql.lit(BATCH)}`.execute(db);
    const end = rows.at(-1);
    if (end === undefined) return;
    for (const insert of INSERTS) {
      const between = `BETWEEN ${last + 1} AND ${Number(end.id)}`;
      await sql.raw(insert.replaceAll('$articles', between)).execute(db);
    }
    last = Number(end.id);
  }
}

const TREES = `SELECT DISTINCT d.article_id, ta.ancestor_id AS id FROM entity_article d
  JOIN topic_ancestor ta ON ta.topic_id = d.entity_id WHERE d.article_id $articles AND d.entity_type = 4`;
const ADD = `ON CONFLICT (set_kind, set_id, share_kind, share_id) DO UPDATE SET count = overlap.count + excluded.count`;

const INSERTS = [
  `INSERT INTO overlap SELECT s.kind, s.id, h.kind, h.id, count(*) FROM (
      SELECT article_id, 1 AS kind, entity_id AS id FROM entity_article
        WHERE article_id $articles AND entity_type IN (1, 2, 4)
      UNION ALL SELECT t.article_id, 2, t.id FROM (${TREES}) t
      UNION ALL SELECT article_id, 3, label_id FROM label_article
        WHERE article_id $articles AND kind IN (1, 2, 4, 5)) s
    JOIN (
      SELECT article_id, entity_type AS kind, entity_id AS id FROM entity_article
        WHERE article_id $articles AND entity_type IN (1, 2)
      UNION ALL SELECT t.article_id, 3, t.id FROM (${TREES}) t
      UNION ALL SELECT article_id, CASE kind WHEN 1 THEN 4 WHEN 4 THEN 5 WHEN 6 THEN 6 ELSE 7 END, label_id
        FROM label_article WHERE article_id $articles AND kind IN (1, 4, 5, 6)) h
    ON h.article_id = s.article_id WHERE true GROUP BY s.kind, s.id, h.kind, h.id ${ADD}`,
  `INSERT INTO overlap SELECT 1, c.company_id, 8, c.ancestor_id, count(*) FROM (
      SELECT DISTINCT c.company_id, ta.ancestor_id, c.article_id, c.field, c.sentence_start
      FROM coverage c JOIN topic_ancestor ta ON ta.topic_id = c.topic_id WHERE c.article_id $articles) c
    WHERE true GROUP BY c.company_id, c.ancestor_id ${ADD}`,
];
