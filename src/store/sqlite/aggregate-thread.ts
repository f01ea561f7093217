/** The thread that runs statements over many rows, so that point reads on the main thread do not wait for them. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { type AggregateAnswer, type AggregateQuestion, answer } from './tally.ts';

const { file } = workerData as { readonly file: string };
const database = new Database(file, { readonly: true });
database.pragma('busy_timeout = 5000');
database.pragma('cache_size = -65536');
database.pragma('mmap_size = 1073741824');

parentPort?.on('message', (question: AggregateQuestion) => {
  const { number } = question;
  let reply: AggregateAnswer;
  try {
    reply = { number, result: answer((text) => database.prepare(text), question) };
  } catch (error) {
    reply = { number, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(reply);
});
