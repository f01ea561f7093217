import { type Kysely, sql } from 'kysely';
import { UserError } from '../diagnostic.ts';
import type { Database } from './database.ts';
import { createLayout } from './layout.ts';
import type { Store } from './store.ts';

/** Of the tables; a store of another one is made anew from its folder. Names of layouts sort by age. */
const LAYOUT = '007-families';

/**
 * Makes the tables where there are none. A store of an older layout is emptied where `onOldLayout` is given, which is
 * then called; otherwise it is refused, as one of a newer layout always is. Throws `UserError` for both.
 */
export async function prepareLayout(
  db: Kysely<Database>,
  engine: Store['engine'],
  location: string,
  onOldLayout: (() => void) | null,
): Promise<void> {
  if ((await layoutsOf(db, engine)).at(-1) === LAYOUT) return;
  let emptied = false;
  await db.transaction().execute(async (transaction) => {
    // Another process may have made them while this one waited.
    const layouts = await layoutsOf(transaction, engine);
    const last = layouts.at(-1);
    if (last === LAYOUT) return;
    if (last !== undefined && last > LAYOUT) throw tooNew(location, last);
    if (last !== undefined) {
      if (onOldLayout === null) throw tooOld(location);
      await dropAll(transaction, engine);
      emptied = true;
    }
    await createLayout(transaction, engine);
    await sql`CREATE TABLE kysely_migration (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL)`.execute(
      transaction,
    );
    await sql`INSERT INTO kysely_migration VALUES (${LAYOUT}, ${new Date().toISOString()})`.execute(
      transaction,
    );
  });
  if (emptied) onOldLayout?.();
}

function tooNew(location: string, layout: string): UserError {
  return new UserError(
    'STORE_TOO_NEW',
    `The store ${location} was written by a newer version of newsgraph (layout ${layout}).`,
    'Install that version, or name another store with --store and ingest again.',
  );
}

function tooOld(location: string): UserError {
  return new UserError(
    'STORE_TOO_OLD',
    `The store ${location} was written by an older version of newsgraph, in another layout.`,
    'Name its folder of posts as well, from which it is made anew, or name another store with --store.',
  );
}

async function layoutsOf(db: Kysely<Database>, engine: Store['engine']): Promise<string[]> {
  const table =
    engine === 'sqlite'
      ? sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'kysely_migration'`
      : sql`SELECT 1 WHERE to_regclass('kysely_migration') IS NOT NULL`;
  if ((await table.execute(db)).rows.length === 0) return [];
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db);
  return rows.map((row) => row.name);
}

/** Every table is one of this program: others' databases are refused before. */
async function dropAll(db: Kysely<Database>, engine: Store['engine']): Promise<void> {
  const { rows } = await (engine === 'sqlite'
    ? sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'
          AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND (name NOT LIKE 'article\\_text\\_%' ESCAPE '\\')`
    : sql<{ name: string }>`SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()
          AND tablename IN (${sql.join([...OLD_TABLES])})`
  ).execute(db);
  for (const { name } of rows) await db.schema.dropTable(name).execute();
}

/** Of any layout before this one, in a PostgreSQL schema that may hold other tables too. */
const OLD_TABLES = [
  'article article_body article_text catalog category corpus coverage diagnostic entity entity_article exchange file',
  'label label_article mention name name_token overlap overlap_set revision taught topic_ancestor',
  'kysely_migration kysely_migration_lock',
].flatMap((names) => names.split(' '));
