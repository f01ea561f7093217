import { Worker } from 'node:worker_threads';
import { UserError } from '../diagnostic.ts';
import type { MirrorMessage, MirrorSettings } from './mirror-thread.ts';
import { progressDisplay } from './progress.ts';

/** Time without a sign after which it is said what an ingest waits for, in milliseconds. */
const PATIENCE = 15_000;

/**
 * Keeps a store in line with folders, on a thread of its own: reading, linking and writing take the processor for
 * seconds, in which nobody would be answered.
 */
export class Mirror {
  private readonly worker: Worker;
  private readonly first = Promise.withResolvers<void>();
  private readonly broken = Promise.withResolvers<never>();
  private display = progressDisplay(process.stderr);
  private patience: NodeJS.Timeout | undefined;
  private readonly onOutcome: (outcome: 'committed' | 'failed') => void;
  private stopping = false;

  /** `onOutcome` hears of each ingest that ended. */
  constructor(settings: MirrorSettings, onOutcome: (outcome: 'committed' | 'failed') => void) {
    this.onOutcome = onOutcome;
    const built = !import.meta.filename.endsWith('.ts');
    const entry = new URL(built ? './mirror-thread.js' : './mirror-thread.ts', import.meta.url);
    this.worker = new Worker(entry, { workerData: settings });
    this.worker.on('message', (message: MirrorMessage) => this.hear(message));
    this.worker.on('error', (error) => this.broken.reject(error));
    this.worker.on('exit', (status) => {
      if (!this.stopping && status !== 0) this.broken.reject(new Error('The thread of the ingest ended.'));
    });
    this.broken.promise.catch(() => {});
  }

  /** The first ingest is done, or waits for posts. */
  get started(): Promise<void> {
    return this.first.promise;
  }

  /** Rejects when the mirror cannot go on: `UserError` where the user can mend it. */
  get failed(): Promise<never> {
    return this.broken.promise;
  }

  /** Ends it wherever it is; what was not committed is not there. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.patience);
    this.display.stop();
    await this.worker.terminate();
  }

  private hear(message: MirrorMessage): void {
    clearTimeout(this.patience);
    switch (message.kind) {
      case 'begins':
        this.display = progressDisplay(process.stderr);
        this.patience = setTimeout(() => {
          process.stderr.write(
            'newsgraph: no post was read yet: another process is at work on this store, or the machine is busy\n',
          );
        }, PATIENCE);
        break;
      case 'progress':
        this.display.update(message.progress);
        break;
      case 'ingested':
      case 'waiting':
        this.display.stop();
        if (message.kind === 'ingested') this.onOutcome('committed');
        process.stdout.write(`${message.kind === 'ingested' ? message.report : message.message}\n`);
        this.first.resolve();
        break;
      case 'warning':
        this.display.stop();
        this.onOutcome('failed');
        process.stderr.write(`newsgraph: ${message.message}\n`);
        break;
      case 'failed':
        this.display.stop();
        this.broken.reject(asError(message.error));
    }
  }
}

function asError(error: Extract<MirrorMessage, { kind: 'failed' }>['error']): Error {
  if (typeof error === 'string') return Object.assign(new Error(), { stack: error });
  return new UserError(error.code, error.message, error.hint, error.exitCode);
}
