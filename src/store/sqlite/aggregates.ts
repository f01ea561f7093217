import { Worker } from 'node:worker_threads';
import type { RawBuilder } from 'kysely';
import type { Dialect, Reader, StatementListener } from '../engine.ts';
import type { AggregateAnswer, AggregateQuestion } from './aggregate-thread.ts';
import { bindable, type SqliteConnection } from './connection.ts';
import { sqliteDialect } from './dialect.ts';

/** Whether this file runs as it was written, or built to JavaScript. */
const THREAD = import.meta.url.endsWith('.ts') ? './aggregate-thread.ts' : './aggregate-thread.js';

interface Pending {
  resolve(rows: unknown[]): void;
  reject(error: Error): void;
}

/** Reads on a thread of their own, which is started when it is first needed. */
export class AggregateReader implements Reader {
  readonly dialect: Dialect = sqliteDialect;
  onStatement: StatementListener | null = null;
  private readonly file: string;
  private readonly connection: SqliteConnection;
  private readonly pending = new Map<number, Pending>();
  private worker: Worker | null = null;
  private asked = 0;

  constructor(file: string, connection: SqliteConnection) {
    this.file = file;
    this.connection = connection;
  }

  /** Statements sent so far. */
  get statementCount(): number {
    return this.asked;
  }

  async rows<Result>(query: RawBuilder<Result>): Promise<Result[]> {
    const { sql, parameters } = query.compile(this.connection.kysely);
    const question: AggregateQuestion = {
      number: this.asked,
      text: sql,
      parameters: parameters.map(bindable),
    };
    this.asked += 1;
    this.onStatement?.(sql, question.parameters);
    const worker = this.started();
    const rows = await new Promise<unknown[]>((resolve, reject) => {
      this.pending.set(question.number, { resolve, reject });
      worker.ref();
      worker.postMessage(question);
    });
    // The driver knows rows only as unknown; their type is the one that the query was written with.
    return rows as Result[];
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.worker = null;
  }

  private started(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(new URL(THREAD, import.meta.url), { workerData: { file: this.file } });
    worker.on('message', (answer: AggregateAnswer) => {
      const waiting = this.pending.get(answer.number);
      this.pending.delete(answer.number);
      // A process is kept alive by questions, not by the thread that could answer them.
      if (this.pending.size === 0) worker.unref();
      if ('rows' in answer) waiting?.resolve(answer.rows);
      else waiting?.reject(new Error(answer.error));
    });
    const fail = (error: Error) => {
      if (this.worker === worker) this.worker = null;
      for (const { reject } of this.pending.values()) reject(error);
      this.pending.clear();
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('The store was closed while it was read.')));
    this.worker = worker;
    return worker;
  }
}
