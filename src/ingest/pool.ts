import { Piscina } from 'piscina';
import type { FoundFile } from './discover.ts';
import { PostReader, type ReaderSettings, type ReadFile } from './reading.ts';

/** Files handed to a thread at a time: large enough that messages cost little, small enough to spread evenly. */
const BATCH_SIZE = 32;
/** Below this many files, starting threads costs more than they bring (measured: a thread is ready after about 0.4 s). */
const FILES_WORTH_THREADS = 200;
/** Batches in flight for each thread, so that none waits and memory stays bounded. */
const BATCHES_PER_THREAD = 3;

/** Reads and links the files on `threads` worker threads, or here where there are few, and yields batches in order. */
export async function* readFiles(
  files: readonly FoundFile[],
  settings: ReaderSettings,
  threads: number,
): AsyncGenerator<readonly ReadFile[]> {
  if (files.length === 0) return;
  if (files.length < FILES_WORTH_THREADS) {
    const reader = new PostReader(settings);
    for (const batch of batches(files)) yield batch.map((file) => reader.read(file));
    return;
  }
  const built = !import.meta.filename.endsWith('.ts');
  const pool = new Piscina<readonly FoundFile[], ReadFile[]>({
    filename: new URL(built ? './worker.js' : './worker.ts', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    workerData: { settings },
  });
  try {
    const running: Promise<ReadFile[]>[] = [];
    for (const batch of batches(files)) {
      running.push(pool.run(batch));
      if (running.length >= threads * BATCHES_PER_THREAD)
        yield await (running.shift() as Promise<ReadFile[]>);
    }
    for (const rest of running) yield await rest;
  } finally {
    await pool.destroy();
  }
}

function* batches(files: readonly FoundFile[]): Generator<readonly FoundFile[]> {
  for (let start = 0; start < files.length; start += BATCH_SIZE) yield files.slice(start, start + BATCH_SIZE);
}
