import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { AnswerCache } from '../answer-cache.ts';
import type { Database } from '../database.ts';
import type {
  Counts,
  Dialect,
  Engine,
  EngineSettings,
  Query,
  Reader,
  StatementListener,
  StretchCount,
  Tally,
  Writer,
} from '../engine.ts';
import { prepareLayout } from '../migrate.ts';
import { AggregateThread } from './aggregates.ts';
import { bindable, SqliteConnection } from './connection.ts';
import { parentOf, sqliteDialect } from './dialect.ts';
import { asUserError, copyInto, readOnly, requireOwnFile, standsReadOnly } from './file.ts';
import { SqliteSession } from './session.ts';
import { type AggregateResult, answer, type TallyKind } from './tally.ts';
import { beginImmediate, SqliteWriter } from './writer.ts';

/** How often a listener looks whether another process committed. */
const POLL_MS = 250;
const READER_CACHE = 64 * 1024 ** 2;
const WRITER_CACHE = 64 * 1024 ** 2;

/**
 * Opens a file, or a store of this process alone for `:memory:`. The latter is a file in the temporary folder too,
 * removed on close: readers and the writer need connections of their own, so that nobody sees half an ingest, and
 * a private in-memory database has only one. A store in a folder that cannot be written to is copied there as well:
 * SQLite keeps files beside the one that it reads.
 */
export async function openSqlite(location: string, settings: EngineSettings): Promise<Engine> {
  const inMemory = location === ':memory:';
  const unwritable = !inMemory && standsReadOnly(location);
  const temporary = inMemory || unwritable;
  const folder = temporary ? mkdtempSync(join(tmpdir(), 'newsgraph-')) : dirname(location);
  const removeTemporary = () => rmSync(folder, { recursive: true, force: true });
  if (temporary) process.once('exit', removeTemporary);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    const file = inMemory ? join(folder, 'graph.db') : unwritable ? copyInto(folder, location) : location;
    requireOwnFile(file);
    const reader = new SqliteConnection(file, { temporary, cacheBytes: READER_CACHE, mapped: true });
    const engine = new SqliteEngine({ file, location, unwritable, temporary }, reader, settings, () => {
      if (!temporary) return;
      process.off('exit', removeTemporary);
      removeTemporary();
    });
    await prepareLayout(reader.kysely, 'sqlite', location, settings.onOldLayout);
    reader.onStatement = settings.onStatement;
    return engine;
  } catch (error) {
    if (temporary) removeTemporary();
    throw asUserError(error, location);
  }
}

interface StoreFile {
  readonly file: string;
  /** As it was named. */
  readonly location: string;
  readonly unwritable: boolean;
  readonly temporary: boolean;
}

class SqliteEngine implements Engine {
  readonly dialect: Dialect = sqliteDialect;
  readonly answers: AnswerCache;
  private readonly largeCorpus: number;
  private readonly onStatement: StatementListener | null;
  private readonly thread: AggregateThread;
  private readonly place: StoreFile;
  private readonly reader: SqliteConnection;
  private readonly afterClose: () => void;
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private dataVersion: unknown;
  /** Ends when the last writer of this process is done: waiting for the lock would block the thread it needs. */
  private lastWriter: Promise<void> = Promise.resolve();
  /** Statements of writers and of the thread. */
  private otherStatements = 0;

  constructor(place: StoreFile, reader: SqliteConnection, settings: EngineSettings, afterClose: () => void) {
    this.answers = new AnswerCache(settings.answerBytes);
    this.largeCorpus = settings.largeCorpus;
    this.onStatement = settings.onStatement;
    this.thread = new AggregateThread(place.file);
    this.place = place;
    this.reader = reader;
    this.afterClose = afterClose;
  }

  get db(): Kysely<Database> {
    return this.reader.kysely;
  }

  get statementCount(): number {
    return this.reader.statementCount + this.otherStatements;
  }

  async rows<Result>(query: Query<Result>): Promise<Result[]> {
    return this.reader.rows<Result>(query.compile(this.db));
  }

  aggregates(signal?: AbortSignal): Reader {
    if (!this.isLarge()) return this;
    return {
      dialect: this.dialect,
      rows: async <Result>(query: Query<Result>) => {
        const [rows = []] = await this.ask([query], null, signal);
        // The driver knows rows only as unknown; their type is the one that the query was written with.
        return rows as Result[];
      },
    };
  }

  countTerms(tally: Tally, signal?: AbortSignal): Promise<Counts[]> {
    return this.tally(tally, { count: 'terms' }, signal) as Promise<Counts[]>;
  }

  countGroups(
    tally: Tally,
    groups: readonly (readonly [number, number])[],
    signal?: AbortSignal,
  ): Promise<Counts[]> {
    return this.tally(tally, { count: 'groups', groups }, signal) as Promise<Counts[]>;
  }

  countStretches(
    tally: Tally,
    bounds: readonly number[],
    signal?: AbortSignal,
  ): Promise<Map<number, StretchCount>[]> {
    return this.tally(tally, { count: 'stretches', bounds }, signal) as Promise<Map<number, StretchCount>[]>;
  }

  async revision(): Promise<number> {
    const row = this.reader.prepare('SELECT revision FROM corpus').get() as { revision: number };
    return row.revision;
  }

  private async tally({ parents, body }: Tally, kind: TallyKind, signal?: AbortSignal): Promise<unknown> {
    const queries = parents.map((parent): Query<unknown> => {
      const articles = body(parentOf(parent));
      return sql`SELECT c.id, c.value FROM (${articles}) c`;
    });
    return this.ask(queries, kind, signal);
  }

  /** One statement, or the same one for several parents, on this thread or on that for aggregates. */
  private async ask(
    queries: readonly Query<unknown>[],
    kind: TallyKind | null,
    signal?: AbortSignal,
  ): Promise<AggregateResult> {
    const statements = queries.map((query) => {
      const { sql: text, parameters } = query.compile(this.db);
      const values = parameters.map(bindable);
      this.onStatement?.(text, values);
      return { sql: text, parameters: values };
    });
    this.otherStatements += 1;
    return this.isLarge()
      ? this.thread.ask({ statements, kind }, signal)
      : answer((text) => this.reader.prepare(text), { statements, kind });
  }

  private isLarge(): boolean {
    const corpus = this.reader.prepare('SELECT article_count FROM corpus').get() as { article_count: number };
    return corpus.article_count >= this.largeCorpus;
  }

  async openWriter(): Promise<Writer> {
    const { file, location, temporary, unwritable } = this.place;
    if (unwritable) throw readOnly(location);
    const previous = this.lastWriter;
    let release = () => {};
    this.lastWriter = new Promise((resolve) => {
      release = resolve;
    });
    await previous;
    try {
      const connection = new SqliteConnection(file, { temporary, cacheBytes: WRITER_CACHE, mapped: false });
      await beginImmediate(connection);
      return new SqliteWriter(connection, location, () => {
        this.otherStatements += connection.statementCount;
        release();
        this.announce();
      });
    } catch (error) {
      release();
      throw asUserError(error, location);
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

  session(signal?: AbortSignal): Engine {
    return new SqliteSession(this, signal);
  }

  readonly isCancelled = false;

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
    await this.thread.close();
    await this.reader.kysely.destroy();
    if (this.reader.database.open) this.reader.database.close();
    this.afterClose();
  }
}
