import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

/** The open subscriptions, so that a server that stops can end each with `complete` instead of cutting it. */
export class Subscriptions {
  private readonly open = new Set<() => void>();

  /** Ends all of them; their clients hear `complete`. */
  end(): void {
    for (const end of [...this.open]) end();
  }

  plugin(): Plugin {
    return {
      onSubscribe: () => ({
        onSubscribeResult: ({ result, setResult }) => {
          if (isAsyncIterable<ExecutionResult>(result)) setResult(this.ending(result));
        },
      }),
    };
  }

  /** The same events until `end` is called, also while the next one is waited for. */
  private ending(events: AsyncIterable<ExecutionResult>): AsyncIterableIterator<ExecutionResult> {
    const iterator = events[Symbol.asyncIterator]();
    const done = { done: true, value: undefined } as const;
    let waiting: (() => void) | null = null;
    let ended = false;
    const end = () => {
      this.open.delete(end);
      ended = true;
      waiting?.();
    };
    this.open.add(end);
    const close = async (): Promise<IteratorResult<ExecutionResult>> => {
      end();
      await iterator.return?.();
      return done;
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        if (ended) return close();
        const result = await new Promise<IteratorResult<ExecutionResult>>((resolve, reject) => {
          waiting = () => resolve(done);
          iterator.next().then(resolve, reject);
        });
        waiting = null;
        return result.done ? close() : result;
      },
      return: close,
      throw: async (error) => {
        await close();
        throw error;
      },
    };
  }
}
