/** The thread that runs statements over many rows, so that point reads on the main thread do not wait for them. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** A statement with its parameters, and its answer. */
export interface AggregateQuestion {
  readonly number: number;
  readonly text: string;
  readonly parameters: readonly unknown[];
}
export type AggregateAnswer =
  | { readonly number: number; readonly rows: unknown[] }
  | { readonly number: number; readonly error: string };

const { file } = workerData as { readonly file: string };
const database = new Database(file, { readonly: true });
database.pragma('busy_timeout = 5000');
database.pragma('cache_size = -65536');
database.pragma('mmap_size = 1073741824');

parentPort?.on('message', ({ number, text, parameters }: AggregateQuestion) => {
  let answer: AggregateAnswer;
  try {
    answer = { number, rows: database.prepare(text).all(...parameters) };
  } catch (error) {
    answer = { number, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
