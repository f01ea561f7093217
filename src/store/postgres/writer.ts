import type { Kysely } from 'kysely';
import type pg from 'pg';
import { UserError } from '../../diagnostic.ts';
import {
  type ArticleText,
  columnsOf,
  type Database,
  type Row,
  TABLE_NAMES,
  type TableName,
} from '../database.ts';
import type { Query, Writer } from '../engine.ts';
import { BREAK } from '../search/analysed-text.ts';
import { wellFormed } from '../search/text.ts';
import type { RevisionChange } from '../store.ts';
import { TITLE_MARK } from './dialect.ts';
import { CHANNEL } from './notices.ts';
import { kyselyOn, type Statements } from './pool.ts';

/** Keys of the advisory locks, in the namespace of this program: bytes of `ngph`. */
export const LOCK_SPACE = 0x6e677068;
export const MIGRATION_LOCK = 1;
const WRITER_LOCK = 2;
/** Batches of articles after which plans are made anew from fresh statistics, rather than when autovacuum comes by. */
const LARGE_INGEST = 50;
const LOCK_TIMEOUT = '55P03';

export class PostgresWriter implements Writer {
  private readonly client: pg.PoolClient;
  private readonly database: Kysely<Database>;
  private batches = 0;
  private inTransaction = false;
  private open = true;

  constructor(client: pg.PoolClient, statements: Statements) {
    this.client = client;
    this.database = kyselyOn(
      async () => ({ client, release: () => {} }),
      async () => {},
      statements,
    );
  }

  /** Waits for the writer before this one, in whatever process. */
  async begin(): Promise<void> {
    await this.client.query('BEGIN');
    this.inTransaction = true;
    await this.client.query("SET LOCAL lock_timeout = '10min'");
    try {
      await this.client.query(`SELECT pg_advisory_xact_lock(${LOCK_SPACE}, ${WRITER_LOCK})`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === LOCK_TIMEOUT)) throw error;
      throw new UserError(
        'STORE_BUSY',
        'Another process has been writing to the store for ten minutes.',
        'Wait for it to end, or end it, and run the command again.',
      );
    }
    // Fails at once on a server that takes no writes, instead of with the first row.
    await this.client.query('SELECT 1 FROM corpus FOR UPDATE');
  }

  async rows<Result>(query: Query<Result>): Promise<Result[]> {
    return (await this.database.executeQuery(query.compile(this.database))).rows;
  }

  async insert<Table extends TableName>(table: Table, rows: readonly Row<Table>[]): Promise<void> {
    if (rows.length === 0) return;
    await this.client.query(INSERTS[table], [jsonOf(rows)]);
  }

  async insertTexts(texts: readonly ArticleText[]): Promise<void> {
    if (texts.length === 0) return;
    this.batches += 1;
    await this.client.query(INSERT_TEXTS, [jsonOf(texts.map(withLexemes))]);
  }

  async deleteTexts(articleIds: readonly number[]): Promise<void> {
    await this.client.query('DELETE FROM article_text WHERE article_id = ANY($1::bigint[])', [articleIds]);
  }

  async commit(change: RevisionChange | null): Promise<void> {
    if (change !== null) await this.client.query('SELECT pg_notify($1, $2)', [CHANNEL, change.revision]);
    await this.client.query('COMMIT');
    this.inTransaction = false;
    if (this.batches >= LARGE_INGEST) await this.client.query('ANALYZE');
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    try {
      if (this.inTransaction) await this.client.query('ROLLBACK');
      this.client.release();
    } catch (error) {
      // A connection that does not even roll back is of no use to the next ingest.
      this.client.release(error instanceof Error ? error : true);
    }
  }
}

function jsonOf(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'string' ? wellFormed(value) : value));
}

function withLexemes(text: ArticleText): object {
  const words = (column: string) => column.split(' ').filter((word) => word !== '' && word !== BREAK);
  const title = [...words(text.title_tokens), ...words(text.title_characters)];
  const body = [...words(text.body_tokens), ...words(text.body_characters)];
  const lexemes = new Set([...title.map((word) => TITLE_MARK + word), ...title, ...body]);
  return {
    article_id: text.article_id,
    lexemes: [...lexemes].join(' '),
    title_folded: text.title_folded,
    body_folded: text.body_folded,
  };
}

const TYPES = { integer: 'bigint', text: 'text', integers: 'bigint[]' } as const;

const INSERTS = Object.fromEntries(
  TABLE_NAMES.map((table) => {
    const columns = columnsOf(table);
    const names = columns.map(([name]) => `"${name}"`).join(', ');
    const typed = columns.map(
      ([name, type]) => `"${name}" ${TYPES[type.replace('?', '') as keyof typeof TYPES]}`,
    );
    return [
      table,
      `INSERT INTO "${table}" (${names}) SELECT ${names} FROM json_to_recordset($1) AS r(${typed.join(', ')})`,
    ];
  }),
) as Record<TableName, string>;
const INSERT_TEXTS = `INSERT INTO article_text (article_id, lexemes, title_folded, body_folded)
  SELECT r.article_id, array_to_tsvector(string_to_array(r.lexemes, ' ')), r.title_folded, r.body_folded
  FROM json_to_recordset($1) AS r(article_id bigint, lexemes text, title_folded text, body_folded text)`;
