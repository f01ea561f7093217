import { workerData } from 'node:worker_threads';
import { type NamedFile, PostReader, type ReaderSettings, type ReadFile } from './reading.ts';

const reader = new PostReader(workerData as ReaderSettings);

/** Entry point of a worker thread: a batch of files in, what they became out, in the same order. */
export default function readBatch(files: readonly NamedFile[]): ReadFile[] {
  return files.map((file) => reader.read(file));
}
