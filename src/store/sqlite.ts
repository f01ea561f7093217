import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import { UserError } from '../diagnostic.ts';
import type { TextQuery } from './analyser.ts';
import type {
  Dialect,
  Engine,
  EngineSettings,
  Sql,
  Staged,
  StagedRows,
  StatementListener,
  Writer,
} from './engine.ts';
import type { IdentityHash } from './identity.ts';
import { migrate } from './migrations/migrate.ts';
import { COLUMNS, type TableName } from './schema.ts';
import { wellFormed } from './text.ts';

/** How often a listener looks whether another process committed, and a writer whether the other one is done. */
const POLL_MS = 250;
const LOCK_RETRY_MS = 20;
const LOCK_WAIT_MS = 10 * 60_000;
const STATEMENTS_KEPT = 400;

/**
 * Opens a file, or a store of this process alone for `:memory:`. The latter is a file in the temporary folder too,
 * removed on close: readers and the writer need connections of their own, so that nobody sees half an ingest, and
 * a private in-memory database has only one.
 */
export async function openSqlite(location: string, settings: EngineSettings): Promise<Engine> {
  const temporary = location === ':memory:';
  const folder = temporary ? mkdtempSync(join(tmpdir(), 'newsgraph-')) : dirname(location);
  const file = temporary ? join(folder, 'graph.db') : location;
  const removeTemporary = () => rmSync(folder, { recursive: true, force: true });
  if (temporary) process.once('exit', removeTemporary);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    const reader = new SqliteConnection(file, temporary);
    const engine = new SqliteEngine(file, reader, temporary, settings.hash, () => {
      if (!temporary) return;
      process.off('exit', removeTemporary);
      removeTemporary();
    });
    await migrate(reader.kysely, 'sqlite', location);
    reader.onStatement = settings.onStatement;
    return engine;
  } catch (error) {
    if (temporary) removeTemporary();
    throw asUserError(error, location);
  }
}

function asUserError(error: unknown, location: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_NOTADB') {
    return new UserError(
      'STORE_NOT_A_STORE',
      `${location} is no store of newsgraph, nor any SQLite database.`,
      'Name another file with --store, or remove this one and ingest again.',
    );
  }
  if (/^(SQLITE_(CANTOPEN|READONLY|PERM|IOERR)|EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR)/.test(code)) {
    return new UserError(
      'STORE_UNUSABLE',
      `The store ${location} cannot be opened for writing (${code}).`,
      'Check the path and its permissions, or name another file with --store.',
    );
  }
  if (error instanceof TypeError && error.message.includes('directory does not exist')) {
    return new UserError(
      'STORE_UNUSABLE',
      `The folder of the store ${location} does not exist.`,
      'Create it, or name another file with --store.',
    );
  }
  return error;
}

/** One better-sqlite3 connection under Kysely, with its prepared statements. */
class SqliteConnection implements DatabaseConnection, Driver {
  readonly database: Database.Database;
  readonly kysely: Kysely<unknown>;
  statementCount = 0;
  onStatement: StatementListener | null = null;
  private readonly statements = new Map<string, Database.Statement>();

  constructor(file: string, temporary: boolean) {
    this.database = new Database(file);
    this.database.pragma('busy_timeout = 5000');
    this.database.pragma('journal_mode = WAL');
    this.database.pragma(`synchronous = ${temporary ? 'OFF' : 'NORMAL'}`);
    this.database.pragma('cache_size = -65536');
    this.database.pragma('mmap_size = 1073741824');
    this.database.pragma('temp_store = MEMORY');
    this.kysely = new Kysely<unknown>({
      dialect: {
        createAdapter: () => new TransactionalSqliteAdapter(),
        createDriver: () => this,
        createIntrospector: (db) => new SqliteIntrospector(db),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    });
  }

  prepare(text: string): Database.Statement {
    const known = this.statements.get(text);
    if (known) return known;
    const statement = this.database.prepare(text);
    const [oldest] = this.statements.keys();
    if (this.statements.size >= STATEMENTS_KEPT && oldest !== undefined) this.statements.delete(oldest);
    this.statements.set(text, statement);
    return statement;
  }

  async executeQuery<Result>(query: CompiledQuery): Promise<QueryResult<Result>> {
    this.statementCount += 1;
    const statement = this.prepare(query.sql);
    const parameters = query.parameters.map(bindable);
    this.onStatement?.(query.sql, parameters);
    // The driver knows rows only as unknown; their type is the one that the query was written with.
    if (statement.reader) return { rows: statement.all(...parameters) as Result[] };
    const { changes } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  streamQuery<Result>(): AsyncIterableIterator<QueryResult<Result>> {
    throw new Error('Rows are not streamed.');
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this;
  }
  async beginTransaction(): Promise<void> {
    await this.executeQuery(CompiledQuery.raw('BEGIN IMMEDIATE'));
  }
  async commitTransaction(): Promise<void> {
    await this.executeQuery(CompiledQuery.raw('COMMIT'));
  }
  async rollbackTransaction(): Promise<void> {
    await this.executeQuery(CompiledQuery.raw('ROLLBACK'));
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {
    this.statements.clear();
    this.database.close();
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  /** Kysely runs migrations of SQLite without one, as its own driver begins transactions that others can join. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** better-sqlite3 binds numbers as floating point, which FTS5 does not take for a row id. */
function bindable(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  return typeof value === 'string' ? wellFormed(value) : value;
}

class SqliteEngine implements Engine {
  readonly dialect: Dialect = sqliteDialect;
  readonly hash: IdentityHash;
  private readonly file: string;
  private readonly temporary: boolean;
  private readonly reader: SqliteConnection;
  private readonly afterClose: () => void;
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private dataVersion: unknown;
  /** Ends when the last writer of this process is done: waiting for the lock would block the thread it needs. */
  private lastWriter: Promise<void> = Promise.resolve();
  private writerStatements = 0;

  constructor(
    file: string,
    reader: SqliteConnection,
    temporary: boolean,
    hash: IdentityHash,
    afterClose: () => void,
  ) {
    this.hash = hash;
    this.file = file;
    this.reader = reader;
    this.temporary = temporary;
    this.afterClose = afterClose;
  }

  get statementCount(): number {
    return this.reader.statementCount + this.writerStatements;
  }

  async rows<Result>(query: RawBuilder<Result>): Promise<Result[]> {
    return (await query.execute(this.reader.kysely)).rows;
  }

  async openWriter(): Promise<Writer> {
    const previous = this.lastWriter;
    let release = () => {};
    this.lastWriter = new Promise((resolve) => {
      release = resolve;
    });
    await previous;
    try {
      const connection = new SqliteConnection(this.file, this.temporary);
      await beginImmediate(connection);
      return new SqliteWriter(connection, () => {
        this.writerStatements += connection.statementCount;
        release();
        this.announce();
      });
    } catch (error) {
      release();
      throw asUserError(error, this.file);
    }
  }

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.timer === undefined) {
      this.dataVersion = this.reader.database.pragma('data_version', { simple: true });
      this.timer = setInterval(() => {
        const version = this.reader.database.pragma('data_version', { simple: true });
        if (version === this.dataVersion) return;
        this.dataVersion = version;
        this.announce();
      }, POLL_MS).unref();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stopPolling();
    };
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
  }

  private stopPolling(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  async close(): Promise<void> {
    this.stopPolling();
    this.listeners.clear();
    await this.reader.kysely.destroy();
    if (this.reader.database.open) this.reader.database.close();
    this.afterClose();
  }
}

/** Takes the lock that only one writer has, waiting without blocking the thread. */
async function beginImmediate(connection: SqliteConnection): Promise<void> {
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

class SqliteWriter implements Writer {
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

const json = (value: unknown): Sql => sql`${JSON.stringify(value)}`;

const sqliteDialect: Dialect = {
  name: 'sqlite',
  anyId: (values) => sql`IN (SELECT value FROM json_each(${json(values)}))`,
  anyText: (values) => sql`IN (SELECT value FROM json_each(${json(values)}))`,

  perParent(parents, columns, body) {
    // SQLite has no LATERAL, but a table-valued function may depend on the tables before it: each parent's rows come
    // as one JSON value. A single integer stands for itself, so that it is not parsed again in every row.
    const single = parents.every((parent) => parent.length === 1);
    const part = (index: number) => (single ? sql`p.value` : sql`(p.value ->> ${sql.lit(index)})`);
    const query = body(part(0), part(1), part(2));
    const names = columns.map((column) => sql.ref(column));
    const selected = columns.map((column, index) => sql`r.value ->> ${sql.lit(index)} AS ${sql.ref(column)}`);
    return sql`(SELECT p.key AS place, ${sql.join(selected)}
      FROM json_each(${json(single ? parents.flat() : parents)}) p
      CROSS JOIN json_each((SELECT json_group_array(json_array(${sql.join(names)})) FROM (${query}))) r) t`;
  },

  tuples(rows, columns) {
    const parts = columns.map((column, index) => sql`value ->> ${sql.lit(index)} AS ${sql.ref(column)}`);
    return sql`(SELECT ${sql.join(parts)} FROM json_each(${json(rows)})) v`;
  },
  deleteTexts: (ids) => sql`DELETE FROM article_text WHERE rowid IN
    (SELECT position FROM article WHERE id IN (SELECT value FROM json_each(${json(ids)})))`,
  lateral: (alias, column, query) => ({
    join: sql`CROSS JOIN json_each((SELECT json_group_array(${sql.ref(column)}) FROM (${query}))) ${sql.ref(alias)}`,
    value: sql`${sql.ref(alias)}.value`,
  }),
  collect: (values) => sql`json_group_array(json_array(${sql.join([...values])}))`,
  indexOf: (text, part) => sql`instr(${text}, ${part})`,
  integer: (value) => sql`${value}`,
  textSource: {
    from: sql`article_text x`,
    position: sql`x.rowid`,
    decisive: 1,
    isArticle: sql`a.position = x.rowid`,
    isOf: (id) => sql`x.rowid = (SELECT y.position FROM article y WHERE y.id = ${id})`,
  },
  textCondition(query, titleOnly, except = []) {
    const parts = [{ query, titleOnly }, ...except].map(
      (part) => `(${matchExpression(part.query, part.titleOnly)})`,
    );
    return sql`article_text MATCH ${parts.join(' NOT ')}`;
  },
};

/** The query in FTS5's language. Tokens hold letters, digits and the break only, so quoting them is safe. */
function matchExpression(query: TextQuery, titleOnly: boolean): string {
  const text = titleOnly ? '{title}' : '{title body}';
  const characters = titleOnly ? '{title_characters}' : '{characters}';
  return query.terms
    .map((term) => {
      const open = term.prefix || term.openEnd ? ' *' : '';
      return `${term.character ? characters : text} : "${term.tokens.join(' ')}"${open}`;
    })
    .join(' AND ');
}
