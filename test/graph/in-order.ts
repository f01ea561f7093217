import type { Store } from '../../src/store/store.ts';

/**
 * The same store, which answers one call after the other in the order in which they were asked, as a database over a
 * network need not. Two fields that load the same kind of thing share a statement when what they wait for comes at
 * the same time, so only answers that come in a fixed order make the number of statements the same each time.
 */
export function answeringInOrder(store: Store): Store {
  let last: Promise<unknown> = Promise.resolve();
  const queued = (queries: object): object =>
    new Proxy(queries, {
      get(target, name) {
        const query: unknown = Reflect.get(target, name);
        if (typeof query !== 'function') return query;
        return (...values: unknown[]): Promise<unknown> => {
          const answer = last.then((): unknown => Reflect.apply(query, target, values));
          last = answer.catch(() => {});
          return answer;
        };
      },
    });
  return new Proxy(store, {
    get(target, name) {
      if (name === 'session') return (signal?: AbortSignal) => answeringInOrder(target.session(signal));
      const part: unknown = Reflect.get(target, name, target);
      return typeof part === 'object' && part !== null ? queued(part) : part;
    },
  });
}
