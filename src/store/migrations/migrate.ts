import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { UserError } from '../../diagnostic.ts';
import type { Store } from '../store.ts';
import { up as initial } from './001-initial.ts';
import { up as overlaps } from './002-overlaps.ts';

/** Every layout the store ever had, in order. One is never changed after a release; a new one follows it. */
const MIGRATIONS: Readonly<Record<string, (db: Kysely<unknown>, engine: Store['engine']) => Promise<void>>> =
  {
    '001-initial': initial,
    '002-overlaps': overlaps,
  };

/**
 * Brings the store to the newest layout; two processes that open it at once do so one after the other. Throws
 * `UserError` where the store was written by a newer version.
 */
export async function migrate(db: Kysely<unknown>, engine: Store['engine'], location: string): Promise<void> {
  const applied = await appliedMigrations(db, engine);
  const unknown = applied.find((name) => MIGRATIONS[name] === undefined);
  if (unknown !== undefined) {
    throw new UserError(
      'STORE_TOO_NEW',
      `The store ${location} was written by a newer version of newsgraph (layout ${unknown}).`,
      'Install that version, or name another store with --store and ingest again.',
    );
  }
  if (applied.length === Object.keys(MIGRATIONS).length) return;
  const migrations = Object.entries(MIGRATIONS).map(([name, up]): [string, Migration] => [
    name,
    { up: (transaction) => up(transaction, engine) },
  ]);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => Object.fromEntries(migrations) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

async function appliedMigrations(db: Kysely<unknown>, engine: Store['engine']): Promise<string[]> {
  const table =
    engine === 'sqlite'
      ? sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'kysely_migration'`
      : sql`SELECT 1 WHERE to_regclass('kysely_migration') IS NOT NULL`;
  if ((await table.execute(db)).rows.length === 0) return [];
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db);
  return rows.map((row) => row.name);
}
