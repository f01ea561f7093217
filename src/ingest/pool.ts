import { setImmediate as otherWork } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { type NamedFile, PostReader, type ReaderSettings, type ReadFile } from './reading.ts';

/** A file to be read, with its size in bytes where that is known. */
export interface SizedFile extends NamedFile {
  readonly size: number;
}

/** Files handed to a thread at a time: large enough that messages cost little, small enough to spread evenly. */
const BATCH_SIZE = 32;
/** Bytes after which a batch ends, so that a folder of huge posts does not fill the memory. */
const BATCH_BYTES = 4_000_000;
/**
 * Below this many files, starting threads costs more than they bring (measured: a thread is ready after 0.5 s of CPU,
 * 0.3 s of it for code, 0.1 s for the index of aliases and 0.07 s for its copy of the catalog; a post takes 0.8 ms).
 */
const FILES_WORTH_THREADS = 500;
/**
 * Batches that each thread has been given: enough that none waits while the main thread stores what came before,
 * which takes as long as reading some hundred posts. Memory stays bounded by it.
 */
const BATCHES_PER_THREAD = 8;
/**
 * Of each thread, in megabytes. A young generation of V8's own choice is 134 on a machine of 24 GB, and an old one is
 * let grow the faster the higher its limit is; the largest post that is read by default fits.
 */
const HEAP = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 1536 };

/** Whether this many files are read on threads. */
export function worthThreads(files: number): boolean {
  return files >= FILES_WORTH_THREADS;
}

/** Reads and links files on worker threads, or here where there are few. */
export class Readers {
  private readonly settings: ReaderSettings;
  private readonly threads: number;
  private pool: Piscina<readonly NamedFile[], readonly ReadFile[]> | null = null;

  constructor(settings: ReaderSettings, threads: number) {
    this.settings = settings;
    this.threads = threads;
  }

  /** Starts the threads where they are not running: worth doing early, as they take a while to be ready. */
  start(): Piscina<readonly NamedFile[], readonly ReadFile[]> {
    const built = !import.meta.filename.endsWith('.ts');
    this.pool ??= new Piscina<readonly NamedFile[], readonly ReadFile[]>({
      filename: new URL(built ? './worker.js' : './worker.ts', import.meta.url).href,
      minThreads: this.threads,
      maxThreads: this.threads,
      concurrentTasksPerWorker: BATCHES_PER_THREAD,
      workerData: this.settings,
      resourceLimits: HEAP,
    });
    return this.pool;
  }

  /** What the files became, batch by batch, in their order. */
  async *read(files: readonly SizedFile[]): AsyncGenerator<readonly ReadFile[]> {
    if (this.pool === null && !worthThreads(files.length)) {
      const reader = new PostReader(this.settings);
      for (const batch of batches(files)) {
        yield batch.map((file) => reader.read(file));
        // A server that watches goes on answering.
        await otherWork();
      }
      return;
    }
    const pool = this.start();
    const running: Promise<readonly ReadFile[]>[] = [];
    for (const batch of batches(files)) {
      const reading = pool.run(batch);
      // An error is met where the batch is awaited; when another comes first, this one must not end the process.
      reading.catch(() => {});
      running.push(reading);
      if (running.length >= this.threads * BATCHES_PER_THREAD) {
        yield await (running.shift() as Promise<readonly ReadFile[]>);
      }
    }
    for (const rest of running) yield await rest;
  }

  async close(): Promise<void> {
    await this.pool?.destroy();
  }
}

function* batches(files: readonly SizedFile[]): Generator<readonly NamedFile[]> {
  let batch: NamedFile[] = [];
  let bytes = 0;
  for (const { path, absolute, slug, size } of files) {
    batch.push({ path, absolute, slug });
    bytes += size;
    if (batch.length < BATCH_SIZE && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
