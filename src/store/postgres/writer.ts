import type { Kysely, RawBuilder } from 'kysely';
import type pg from 'pg';
import { BREAK } from '../analysed-text.ts';
import type { Staged, StagedRows, Writer } from '../engine.ts';
import { COLUMNS, type TableName } from '../schema.ts';
import type { RevisionChange } from '../store.ts';
import { columnsOf, type PackedRows, packAll, type Tuple } from '../tuple.ts';
import { TITLE_MARK } from './dialect.ts';
import { CHANNEL } from './notices.ts';
import { kyselyOn, type Statements } from './pool.ts';

/** Keys of the advisory locks, in the namespace of this program: bytes of `ngph`. */
export const LOCK_SPACE = 0x6e677068;
export const MIGRATION_LOCK = 1;
const COMMIT_LOCK = 2;
/** Batches after which plans are made anew from fresh statistics, rather than when autovacuum comes by. */
const LARGE_INGEST = 50;

export class PostgresWriter implements Writer {
  readonly immediate = false;
  private readonly client: pg.PoolClient;
  private readonly database: Kysely<unknown>;
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

  /** A table of this connection alone: what an ingester that died had staged goes with it. */
  async init(): Promise<void> {
    await this.client.query('CREATE TEMPORARY TABLE staged (batch int, part text, payload json)');
  }

  async rows<Result>(query: RawBuilder<Result>): Promise<Result[]> {
    return (await query.execute(this.database)).rows;
  }

  async stage(tables: StagedRows): Promise<Staged> {
    return this.stagePacked(packAll(tables));
  }

  async stagePacked(tables: PackedRows): Promise<Staged> {
    this.batches += 1;
    for (const [part, rows] of Object.entries(tables)) {
      if (rows.length === 0) continue;
      const records = rows.map((row) => recordOf(part as TableName, row));
      const payload = JSON.stringify(part === 'article_text' ? records.map(withLexemes) : records);
      await this.client.query('INSERT INTO staged VALUES ($1, $2, $3)', [this.batches, part, payload]);
    }
    return { batch: this.batches, rows: null };
  }

  async insert(staged: Staged, table: TableName, ids: ReadonlySet<number> | null): Promise<void> {
    const key = 'article_id' in COLUMNS[table] ? 'article_id' : 'id';
    const only = ids === null ? '' : `AND r.${key} = ANY($3::bigint[])`;
    await this.client.query(`${INSERTS[table]} WHERE s.batch = $1 AND s.part = $2 ${only}`, [
      staged.batch,
      table,
      ...(ids === null ? [] : [[...ids]]),
    ]);
  }

  async addOverlaps(rows: readonly (readonly number[])[]): Promise<void> {
    const columns = [0, 1, 2, 3, 4].map((place) => rows.map((row) => row[place]));
    await this.client.query(ADD_OVERLAPS, columns);
    const less = rows.filter(([, , , , count = 0]) => count < 0);
    if (less.length === 0) return;
    await this.client.query(
      REMOVE_OVERLAPS,
      columns.slice(0, 4).map((_, place) => less.map((row) => row[place])),
    );
  }

  async begin(): Promise<void> {
    await this.client.query('BEGIN');
    this.inTransaction = true;
    await this.client.query(`SELECT pg_advisory_xact_lock(${LOCK_SPACE}, ${COMMIT_LOCK})`);
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
      await this.client.query('DROP TABLE staged');
      this.client.release();
    } catch (error) {
      // A connection that does not even roll back is of no use to the next ingest.
      this.client.release(error instanceof Error ? error : true);
    }
  }
}

function recordOf(table: TableName, row: Tuple): Record<string, unknown> {
  return Object.fromEntries(columnsOf(table).map((column, index) => [column, row[index]]));
}

function withLexemes(text: Readonly<Record<string, unknown>>): object {
  const words = (column: string) =>
    String(text[column])
      .split(' ')
      .filter((word) => word !== '' && word !== BREAK);
  const title = [...words('title_tokens'), ...words('title_characters')];
  const body = [...words('body_tokens'), ...words('body_characters')];
  const lexemes = new Set([...title.map((word) => TITLE_MARK + word), ...title, ...body]);
  return {
    article_id: text.article_id,
    position: text.position,
    lexemes: [...lexemes].join(' '),
    title_folded: text.title_folded,
    body_folded: text.body_folded,
  };
}

const INSERTS = Object.fromEntries(
  Object.entries(COLUMNS).map(([table, columns]) => {
    const names = Object.keys(columns);
    const typed = Object.entries(columns).map(
      ([name, type]) => `"${name}" ${type === 'integer' ? 'bigint' : 'text'}`,
    );
    return [
      table,
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => `r."${name}"`).join(', ')}
        FROM staged s CROSS JOIN json_to_recordset(s.payload) AS r(${typed.join(', ')})`,
    ];
  }),
) as Record<TableName, string>;
const ADD_OVERLAPS = `INSERT INTO overlap (set_kind, set_id, share_kind, share_id, count)
  SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[])
  ON CONFLICT (set_kind, set_id, share_kind, share_id) DO UPDATE SET count = overlap.count + excluded.count`;
const REMOVE_OVERLAPS = `DELETE FROM overlap o
  USING unnest($1::smallint[], $2::bigint[], $3::smallint[], $4::bigint[]) AS v(set_kind, set_id, share_kind, share_id)
  WHERE o.set_kind = v.set_kind AND o.set_id = v.set_id AND o.share_kind = v.share_kind AND o.share_id = v.share_id
    AND o.count = 0`;
INSERTS.article_text = `INSERT INTO article_text (article_id, position, lexemes, title_folded, body_folded)
  SELECT r.article_id, r.position, array_to_tsvector(string_to_array(r.lexemes, ' ')), r.title_folded, r.body_folded
  FROM staged s CROSS JOIN json_to_recordset(s.payload)
    AS r(article_id bigint, position bigint, lexemes text, title_folded text, body_folded text)`;
