import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { CorrectionService } from '../../linking/correction.ts';
import { busy, type Refusal } from '../refusal.ts';
import type { FromProcess, Operation, Outcome, Start, ToProcess } from './messages.ts';

/** Whether this file runs as it was written, or built to JavaScript. */
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './process.ts' : './process.js', import.meta.url);

/** Heap of the process: an answer may take 16 MB, and what it is made of several times that. */
const HEAP_MB = 320;

/** Milliseconds that a cancelled operation has to end by itself; a statement that still runs then ends with the process. */
const PATIENCE = 250;

export const TOO_MANY_WAIT = busy(
  'SERVER_BUSY',
  'As many expensive operations wait for their turn as this server takes.',
  'Ask again after the time in Retry-After, or for smaller pages.',
);
export const PROCESS_ENDED = busy(
  'OPERATION_INTERRUPTED',
  'The process that ran the operation ended before it had an answer.',
  'Ask again after the time in Retry-After; if it happens again, ask for smaller pages.',
);

interface Job {
  readonly number: number;
  readonly operation: Operation;
  readonly resolve: (outcome: Outcome | Refusal) => void;
}

/** A job, as the one who brought it sees it. */
export interface Run {
  readonly outcome: Promise<Outcome | Refusal>;
  /** It is no longer wanted: it is taken out of the queue, or ended with its statements. */
  cancel(): void;
}

/**
 * One process at a low priority that runs expensive operations one after another, so that whatever they cost, the
 * process that answers has its thread, its heap and its connections for the others. Started when first needed.
 */
export class ExpensiveLane {
  private readonly start: Start;
  private readonly corrections: CorrectionService | null;
  private readonly waiting: Job[] = [];
  private child: ChildProcess | null = null;
  /** Whether the child takes operations. */
  private ready = false;
  private job: Job | null = null;
  private patience: NodeJS.Timeout | undefined;
  private count = 0;
  private closed = false;

  /** `corrections` says what linking refused. */
  constructor(start: Start, corrections: CorrectionService | null) {
    this.start = start;
    this.corrections = corrections;
  }

  /** How many operations wait for their turn. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  run(operation: Operation): Run {
    const { promise, resolve } = Promise.withResolvers<Outcome | Refusal>();
    const job: Job = { number: this.count++, operation, resolve };
    const isFull = this.waiting.length >= this.start.config.maxWaiting;
    if (this.closed || isFull) {
      resolve(TOO_MANY_WAIT);
      return { outcome: promise, cancel: () => {} };
    }
    this.waiting.push(job);
    this.next();
    return { outcome: promise, cancel: () => this.cancel(job) };
  }

  close(): void {
    this.closed = true;
    this.child?.disconnect();
    this.child = null;
    clearTimeout(this.patience);
    this.interrupt();
    this.refuse();
  }

  private next(): void {
    if (this.job !== null || this.closed || this.waiting.length === 0) return;
    this.child ??= this.started();
    const job = this.ready ? this.waiting.shift() : undefined;
    if (job === undefined) return;
    this.job = job;
    this.tell({ kind: 'run', number: job.number, operation: job.operation });
  }

  private cancel(job: Job): void {
    const place = this.waiting.indexOf(job);
    if (place >= 0) this.waiting.splice(place, 1);
    if (this.job !== job) return;
    this.tell({ kind: 'cancel', number: job.number });
    const { child } = this;
    this.patience = setTimeout(() => child?.kill('SIGKILL'), PATIENCE);
  }

  private started(): ChildProcess {
    const child = fork(ENTRY, {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
    });
    lowerPriority(child);
    child.on('message', (message: FromProcess) => {
      if (this.child !== child) return;
      switch (message.kind) {
        case 'started':
          this.ready = true;
          this.next();
          break;
        case 'asksRefusals':
          void this.tellRefusals(message.question, message.articleId);
          break;
        case 'done':
          this.finish(message.number, message.outcome);
      }
    });
    child.on('error', () => {});
    child.once('exit', () => {
      if (this.child !== child) return;
      const wasReady = this.ready;
      this.child = null;
      this.ready = false;
      this.interrupt();
      // One that cannot even start is not started again and again for the same operations.
      if (!wasReady) this.refuse();
      this.next();
    });
    // The lane keeps no process alive that has nothing else to do.
    child.unref();
    child.channel?.unref();
    child.send({ kind: 'start', start: this.start } satisfies ToProcess);
    return child;
  }

  private finish(number: number, outcome: Outcome): void {
    const { job } = this;
    if (job === null || job.number !== number) return;
    clearTimeout(this.patience);
    this.job = null;
    job.resolve(outcome);
    this.next();
  }

  private async tellRefusals(question: number, articleId: number): Promise<void> {
    const refusals = (await this.corrections?.refusals(articleId).catch(() => [])) ?? [];
    this.tell({ kind: 'refusals', question, refusals });
  }

  private refuse(): void {
    for (const job of this.waiting.splice(0)) job.resolve(PROCESS_ENDED);
  }

  /** What was running is no more. */
  private interrupt(): void {
    clearTimeout(this.patience);
    const { job } = this;
    this.job = null;
    job?.resolve(PROCESS_ENDED);
  }

  private tell(message: ToProcess): void {
    if (this.child?.connected) this.child.send(message);
  }
}

/** So that an ordinary request has the processor first, where there is one for both. */
function lowerPriority({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // Where it is not allowed the operations of both share the processor as the system likes.
  }
}
