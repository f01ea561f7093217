import { Worker } from 'node:worker_threads';
import { Cancelled } from '../unavailable.ts';
import type { AggregateAnswer, AggregateQuestion, AggregateResult } from './tally.ts';

/** Whether this file runs as it was written, or built to JavaScript. */
const THREAD = import.meta.url.endsWith('.ts') ? './aggregate-thread.ts' : './aggregate-thread.js';

interface Pending {
  readonly question: AggregateQuestion;
  resolve(result: AggregateResult): void;
  reject(error: Error): void;
}

/**
 * A thread for reads over many rows, which is started when it is first needed. Questions are handed to it one by one:
 * those that nobody wants any more are not asked, and the one that is being answered ends with the thread.
 */
export class AggregateThread {
  private readonly file: string;
  private readonly waiting: Pending[] = [];
  private asked: Pending | null = null;
  private worker: Worker | null = null;
  private count = 0;

  constructor(file: string) {
    this.file = file;
  }

  ask(question: Omit<AggregateQuestion, 'number'>, signal?: AbortSignal): Promise<AggregateResult> {
    const { promise, resolve, reject } = Promise.withResolvers<AggregateResult>();
    const pending: Pending = { question: { ...question, number: this.count++ }, resolve, reject };
    this.waiting.push(pending);
    this.next();
    if (signal === undefined) return promise;
    const giveUp = () => this.giveUp(pending);
    signal.addEventListener('abort', giveUp, { once: true });
    return promise.finally(() => signal.removeEventListener('abort', giveUp));
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.worker = null;
  }

  private next(): void {
    if (this.asked !== null) return;
    const pending = this.waiting.shift();
    if (pending === undefined) return;
    this.asked = pending;
    this.worker ??= this.started();
    this.worker.ref();
    this.worker.postMessage(pending.question);
  }

  private giveUp(pending: Pending): void {
    const place = this.waiting.indexOf(pending);
    if (place >= 0) this.waiting.splice(place, 1);
    pending.reject(new Cancelled());
    if (this.asked !== pending) return;
    const { worker } = this;
    this.worker = null;
    this.asked = null;
    void worker?.terminate();
    this.next();
  }

  private started(): Worker {
    const worker = new Worker(new URL(THREAD, import.meta.url), { workerData: { file: this.file } });
    worker.on('message', (answer: AggregateAnswer) => {
      const { asked } = this;
      if (this.worker !== worker || asked?.question.number !== answer.number) return;
      this.asked = null;
      // A process is kept alive by questions, not by the thread that could answer them.
      worker.unref();
      if ('result' in answer) asked.resolve(answer.result);
      else asked.reject(new Error(answer.error));
      this.next();
    });
    const fail = (error: Error) => {
      if (this.worker !== worker) return;
      this.worker = null;
      const unanswered = [...(this.asked === null ? [] : [this.asked]), ...this.waiting.splice(0)];
      this.asked = null;
      for (const { reject } of unanswered) reject(error);
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('The store was closed while it was read.')));
    return worker;
  }
}
