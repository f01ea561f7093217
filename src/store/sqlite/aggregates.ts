import { Worker } from 'node:worker_threads';
import type { AggregateAnswer, AggregateQuestion, AggregateResult } from './tally.ts';

/** Whether this file runs as it was written, or built to JavaScript. */
const THREAD = import.meta.url.endsWith('.ts') ? './aggregate-thread.ts' : './aggregate-thread.js';

interface Pending {
  resolve(result: AggregateResult): void;
  reject(error: Error): void;
}

/** A thread for reads over many rows, which is started when it is first needed. */
export class AggregateThread {
  private readonly file: string;
  private readonly pending = new Map<number, Pending>();
  private worker: Worker | null = null;
  private asked = 0;

  constructor(file: string) {
    this.file = file;
  }

  ask(question: Omit<AggregateQuestion, 'number'>): Promise<AggregateResult> {
    const worker = this.started();
    const number = this.asked++;
    return new Promise((resolve, reject) => {
      this.pending.set(number, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...question, number });
    });
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
      if ('result' in answer) waiting?.resolve(answer.result);
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
