import type { Kysely } from 'kysely';
import type { AnswerCache } from '../answer-cache.ts';
import type { Database } from '../database.ts';
import type { Counts, Dialect, Engine, Query, Reader, StretchCount, Tally, Writer } from '../engine.ts';
import { Cancelled } from '../unavailable.ts';

/** An engine whose counting can be ended. */
interface Cancellable extends Engine {
  aggregates(signal?: AbortSignal): Reader;
  countTerms(tally: Tally, signal?: AbortSignal): Promise<Counts[]>;
  countGroups(
    tally: Tally,
    groups: readonly (readonly [number, number])[],
    signal?: AbortSignal,
  ): Promise<Counts[]>;
  countStretches(
    tally: Tally,
    bounds: readonly number[],
    signal?: AbortSignal,
  ): Promise<Map<number, StretchCount>[]>;
}

/**
 * The reads of one operation. SQLite cannot be interrupted through better-sqlite3: once the operation was given up, no
 * further statement is begun on this thread, and the thread for aggregates is replaced.
 */
export class SqliteSession implements Engine {
  readonly dialect: Dialect;
  readonly answers: AnswerCache;
  readonly db: Kysely<Database>;
  statementCount = 0;
  private readonly engine: Cancellable;
  private readonly signal: AbortSignal | undefined;

  constructor(engine: Cancellable, signal: AbortSignal | undefined) {
    this.dialect = engine.dialect;
    this.answers = engine.answers;
    this.db = engine.db;
    this.engine = engine;
    this.signal = signal;
  }

  get isCancelled(): boolean {
    return this.signal?.aborted ?? false;
  }

  async rows<Result>(query: Query<Result>): Promise<Result[]> {
    this.begin();
    return this.engine.rows(query);
  }

  aggregates(): Reader {
    const reader = this.engine.aggregates(this.signal);
    return {
      dialect: this.dialect,
      rows: async (query) => {
        this.begin();
        return reader.rows(query);
      },
    };
  }

  async countTerms(tally: Tally): Promise<Counts[]> {
    this.begin();
    return this.engine.countTerms(tally, this.signal);
  }

  async countGroups(tally: Tally, groups: readonly (readonly [number, number])[]): Promise<Counts[]> {
    this.begin();
    return this.engine.countGroups(tally, groups, this.signal);
  }

  async countStretches(tally: Tally, bounds: readonly number[]): Promise<Map<number, StretchCount>[]> {
    this.begin();
    return this.engine.countStretches(tally, bounds, this.signal);
  }

  revision(): Promise<number> {
    return this.engine.revision();
  }

  session(): Engine {
    return this;
  }

  seen(revision: number): void {
    this.engine.seen(revision);
  }

  claimed(revision: number): Promise<void> {
    return this.engine.claimed(revision);
  }

  watch(listener: () => void): () => void {
    return this.engine.watch(listener);
  }

  openWriter(): Promise<Writer> {
    return this.engine.openWriter();
  }

  /** Nothing of its own is open. */
  async close(): Promise<void> {}

  private begin(): void {
    if (this.isCancelled) throw new Cancelled();
    this.statementCount += 1;
  }
}
