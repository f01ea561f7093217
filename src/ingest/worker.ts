import { workerData } from 'node:worker_threads';
import { type NamedFile, PostReader, type ReaderSettings, type ReadFile } from './reading.ts';

export interface ThreadSettings {
  readonly settings: ReaderSettings;
  readonly corpusTimeZone: string;
}

const { settings, corpusTimeZone } = workerData as ThreadSettings;
const reader = new PostReader(settings, corpusTimeZone);

/** Entry point of a worker thread: a batch of files in, what they became out, in the same order. */
export default function readBatch(files: readonly NamedFile[]): ReadFile[] {
  return files.map((file) => reader.read(file));
}
