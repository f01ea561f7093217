import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RawBuilder } from 'kysely';
import { UserError } from '../diagnostic.ts';
import type { Dialect, Engine, EngineSettings, Reader, Writer } from './engine.ts';
import type { IdentityHash } from './identity.ts';
import { migrate } from './migrations/migrate.ts';
import { AggregateReader } from './sqlite/aggregates.ts';
import { SqliteConnection } from './sqlite/connection.ts';
import { sqliteDialect } from './sqlite/dialect.ts';
import { beginImmediate, SqliteWriter } from './sqlite/writer.ts';

/** How often a listener looks whether another process committed. */
const POLL_MS = 250;
const READER_CACHE = 64 * 1024 ** 2;
/** An ingest touches pages everywhere, as ids are hashes: those that do not fit are written more than once. */
const WRITER_CACHE = 512 * 1024 ** 2;

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
    const reader = new SqliteConnection(file, temporary, READER_CACHE);
    const engine = new SqliteEngine(file, reader, temporary, settings, () => {
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

class SqliteEngine implements Engine {
  readonly dialect: Dialect = sqliteDialect;
  readonly hash: IdentityHash;
  private readonly largeCorpus: number;
  private readonly aggregateReader: AggregateReader;
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
    settings: EngineSettings,
    afterClose: () => void,
  ) {
    this.hash = settings.hash;
    this.largeCorpus = settings.largeCorpus;
    this.aggregateReader = new AggregateReader(file, reader);
    this.aggregateReader.onStatement = settings.onStatement;
    this.file = file;
    this.reader = reader;
    this.temporary = temporary;
    this.afterClose = afterClose;
  }

  get statementCount(): number {
    return this.reader.statementCount + this.aggregateReader.statementCount + this.writerStatements;
  }

  async rows<Result>(query: RawBuilder<Result>): Promise<Result[]> {
    return (await query.execute(this.reader.kysely)).rows;
  }

  aggregates(): Reader {
    const corpus = this.reader.prepare('SELECT article_count FROM corpus').get() as { article_count: number };
    return corpus.article_count >= this.largeCorpus ? this.aggregateReader : this;
  }

  async openWriter(): Promise<Writer> {
    const previous = this.lastWriter;
    let release = () => {};
    this.lastWriter = new Promise((resolve) => {
      release = resolve;
    });
    await previous;
    try {
      const connection = new SqliteConnection(this.file, this.temporary, WRITER_CACHE);
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

  /** Readers and the writer share one file, which is never behind itself. */
  seen(): void {}

  async claimed(): Promise<void> {}

  session(): Engine {
    return this;
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
    await this.aggregateReader.close();
    await this.reader.kysely.destroy();
    if (this.reader.database.open) this.reader.database.close();
    this.afterClose();
  }
}
