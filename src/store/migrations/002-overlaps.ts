import { type Kysely, sql } from 'kysely';
import type { Store } from '../store.ts';

/**
 * How many articles two sets have in common, for facets and counts that cost the same however many articles there
 * are, and the sets for which that is kept. In a store that has articles, each large set is counted when an ingest
 * next brings one to it; until then its articles are read.
 */
export async function up(db: Kysely<unknown>, engine: Store['engine']): Promise<void> {
  const sqlite = engine === 'sqlite';
  const id = sqlite ? 'INTEGER' : 'bigint';
  const run = (statement: string) => sql.raw(statement).execute(db);
  await run(`CREATE TABLE overlap_set (
    set_kind smallint NOT NULL, set_id ${id} NOT NULL, PRIMARY KEY (set_kind, set_id))
    ${sqlite ? 'WITHOUT ROWID' : ''}`);
  // On PostgreSQL counts change in place where a page has room for another version of the row.
  await run(`CREATE TABLE overlap (
    set_kind smallint NOT NULL, set_id ${id} NOT NULL, share_kind smallint NOT NULL, share_id ${id} NOT NULL,
    count ${id} NOT NULL, PRIMARY KEY (set_kind, set_id, share_kind, share_id))
    ${sqlite ? 'WITHOUT ROWID' : 'WITH (fillfactor = 80)'}`);
}
