import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { RawBuilder } from 'kysely';
import { UserError } from '../../diagnostic.ts';
import type { Staged, StagedRows, Writer } from '../engine.ts';
import { COLUMNS, type TableName } from '../schema.ts';
import { bindable, type SqliteConnection } from './connection.ts';

const LOCK_RETRY_MS = 20;
const LOCK_WAIT_MS = 10 * 60_000;

/** Takes the lock that only one writer has, waiting without blocking the thread. */
export async function beginImmediate(connection: SqliteConnection): Promise<void> {
  connection.database.pragma('busy_timeout = 0');
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      connection.prepare('BEGIN IMMEDIATE').run();
      connection.database.pragma('busy_timeout = 5000');
      return;
    } catch (error) {
      const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!busy) throw error;
      if (Date.now() > deadline) {
        throw new UserError(
          'STORE_BUSY',
          'Another process has been writing to the store for ten minutes.',
          'Wait for it to end, or end it, and run the command again.',
        );
      }
      await sleep(LOCK_RETRY_MS);
    }
  }
}

export class SqliteWriter implements Writer {
  readonly immediate = true;
  private readonly connection: SqliteConnection;
  private readonly release: () => void;
  private open = true;

  constructor(connection: SqliteConnection, release: () => void) {
    this.connection = connection;
    this.release = release;
  }

  async rows<Result>(query: RawBuilder<Result>): Promise<Result[]> {
    return (await query.execute(this.connection.kysely)).rows;
  }

  async stage(rows: StagedRows): Promise<Staged> {
    return { batch: 0, rows };
  }

  async insert(staged: Staged, table: TableName, ids: ReadonlySet<number> | null): Promise<void> {
    const rows: readonly object[] = staged.rows?.[table] ?? [];
    if (rows.length === 0) return;
    const columns = Object.keys(COLUMNS[table]);
    const statement = this.connection.prepare(INSERTS[table]);
    const key = 'article_id' in COLUMNS[table] ? 'article_id' : 'id';
    this.connection.statementCount += 1;
    for (const row of rows) {
      const values: Record<string, unknown> = { ...row };
      if (ids !== null && !ids.has(Number(values[key]))) continue;
      statement.run(...columns.map((column) => bindable(values[column])));
    }
  }

  async begin(): Promise<void> {}

  async commit(): Promise<void> {
    this.connection.prepare('COMMIT').run();
    await this.close();
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    if (this.connection.database.inTransaction) this.connection.prepare('ROLLBACK').run();
    await this.connection.destroy();
    this.release();
  }
}

const INSERTS = Object.fromEntries(
  Object.entries(COLUMNS).map(([table, columns]) => {
    const names = Object.keys(columns);
    return [table, `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`];
  }),
) as Record<TableName, string>;
// The index keeps the tokens under the article's position; the text itself is in article_body.
INSERTS.article_text = `INSERT INTO article_text (rowid, title, title_characters, body, characters)
  SELECT v.position, v.title, v.title_characters, v.body, v.title_characters || ' ' || v.body_characters
  FROM (SELECT ? AS article_id, ? AS position, ? AS title, ? AS title_characters, ? AS title_folded,
    ? AS body, ? AS body_characters, ? AS body_folded) v`;
