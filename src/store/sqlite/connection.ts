import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Database as Tables } from '../database.ts';
import type { StatementListener } from '../engine.ts';
import { wellFormed } from '../search/text.ts';

const STATEMENTS_KEPT = 400;
/**
 * Of a store that is new; one that is there keeps its own. Texts of some kilobytes take fewer pages, and a commit
 * writes half as many (measured: 20,000 posts, commit 2.2 s with pages of 4 KB, 1.0 s with 8; 7 % more disk).
 */
const PAGE_BYTES = 8192;

const MAPPED_BYTES = 1024 ** 3;

interface ConnectionSettings {
  /** Nothing has to outlive the process. */
  readonly temporary: boolean;
  readonly cacheBytes: number;
  /** Whether pages are read from mapped memory, which belongs to a writer's peak of memory and spares it little. */
  readonly mapped: boolean;
}

/** One better-sqlite3 connection under Kysely, with its prepared statements. */
export class SqliteConnection implements DatabaseConnection, Driver {
  readonly database: Database.Database;
  readonly kysely: Kysely<Tables>;
  statementCount = 0;
  onStatement: StatementListener | null = null;
  private readonly statements = new Map<string, Database.Statement>();

  constructor(file: string, { temporary, cacheBytes, mapped }: ConnectionSettings) {
    this.database = new Database(file);
    this.database.pragma('busy_timeout = 5000');
    this.database.pragma(`page_size = ${PAGE_BYTES}`);
    this.database.pragma('journal_mode = WAL');
    this.database.pragma(`synchronous = ${temporary ? 'OFF' : 'NORMAL'}`);
    this.database.pragma(`cache_size = -${cacheBytes / 1024}`);
    this.database.pragma(`mmap_size = ${mapped ? MAPPED_BYTES : 0}`);
    this.database.pragma('temp_store = MEMORY');
    // After an ingest of gigabytes, which is one transaction, the log gives the disk back.
    this.database.pragma('journal_size_limit = 67108864');
    this.kysely = new Kysely<Tables>({
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
    if (this.prepare(query.sql).reader) return { rows: this.rows<Result>(query) };
    const { statement, parameters } = this.bound(query);
    return { rows: [], numAffectedRows: BigInt(statement.run(...parameters).changes) };
  }

  /** Those of a statement that reads, at once: nothing that Kysely has to wait for on other engines. */
  rows<Result>(query: CompiledQuery): Result[] {
    const { statement, parameters } = this.bound(query);
    // The driver knows rows only as unknown; their type is the one that the query was written with.
    return statement.all(...parameters) as Result[];
  }

  private bound({ sql, parameters }: CompiledQuery) {
    this.statementCount += 1;
    const bound = parameters.map(bindable);
    this.onStatement?.(sql, bound);
    return { statement: this.prepare(sql), parameters: bound };
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
export function bindable(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  return typeof value === 'string' ? wellFormed(value) : value;
}
