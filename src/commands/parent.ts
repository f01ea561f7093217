import cluster from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';

/** Tells a serving process which store it serves. */
export const STORE_VARIABLE = 'NEWSGRAPH_PROCESS_STORE';

export type ToParent = { readonly kind: 'says'; readonly line: string } | { readonly kind: 'asksMetrics' };
export type ToProcess =
  | { readonly kind: 'stop' }
  | { readonly kind: 'ingested'; readonly outcome: 'committed' | 'failed' }
  | { readonly kind: 'metrics'; readonly text: string };

/** What a serving process knows of the one that started it. */
export class Parent {
  readonly store: string;
  private waiting: ((text: string) => void)[] = [];

  private constructor(store: string) {
    this.store = store;
  }

  /** Null in a process that serves alone. */
  static find(): Parent | null {
    const store = process.env[STORE_VARIABLE];
    return cluster.isWorker && store !== undefined ? new Parent(store) : null;
  }

  /** Calls back when the parent stops, and hears of ingests, which it does. */
  listen(onStop: () => void): void {
    // From now on: the sum waits for every process.
    AggregatorRegistry.setRegistries([]);
    new AggregatorRegistry();
    process.on('message', (message: ToProcess) => {
      if (message.kind === 'stop') onStop();
      if (message.kind !== 'metrics') return;
      for (const resolve of this.waiting) resolve(message.text);
      this.waiting = [];
    });
  }

  onIngested(listener: (outcome: 'committed' | 'failed') => void): void {
    process.on('message', (message: ToProcess) => {
      if (message.kind === 'ingested') listener(message.outcome);
    });
  }

  /** Has a line written, once for all processes that say the same. */
  say(line: string): void {
    this.send({ kind: 'says', line });
  }

  /** Makes the metrics of this process part of the sum. */
  share(registry: Registry): void {
    AggregatorRegistry.setRegistries([registry]);
  }

  /** The sum over all processes. */
  metrics(): Promise<string> {
    const answer = new Promise<string>((resolve) => this.waiting.push(resolve));
    this.send({ kind: 'asksMetrics' });
    return answer;
  }

  /** From now on the process ends when nothing else keeps it. */
  leave(): void {
    process.channel?.unref();
  }

  private send(message: ToParent): void {
    if (process.connected) process.send?.(message);
  }
}
