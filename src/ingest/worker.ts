import { workerData } from 'node:worker_threads';
import { type PackedFiles, packFiles } from './packed-files.ts';
import { type NamedFile, PostReader, type ReaderSettings } from './reading.ts';

export interface ThreadSettings {
  readonly settings: ReaderSettings;
  readonly corpusTimeZone: string;
}

const { settings, corpusTimeZone } = workerData as ThreadSettings;
const reader = new PostReader(settings, corpusTimeZone);

/** Entry point of a worker thread: a batch of files in, what they became out, in the same order. */
export default function readBatch(files: readonly NamedFile[]): PackedFiles {
  return packFiles(files.map((file) => reader.read(file)));
}
