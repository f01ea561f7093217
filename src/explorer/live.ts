import type { ExecutionResult } from '@urql/core';

type Listener = (connected: boolean) => void;

const listeners = new Set<Listener>();
let connected = false;

/** Tells whether events of the server arrive, now and whenever that changes. */
export function watchConnection(listener: Listener): () => void {
  listeners.add(listener);
  listener(connected);
  return () => listeners.delete(listener);
}

function setConnected(value: boolean): void {
  connected = value;
  for (const listener of listeners) listener(value);
}

/**
 * Hands the events of a subscription on while the page can be seen. A browser opens six connections to a server at
 * most, so pages in the background must not hold one each. Whenever the connection is made anew, what was missed is
 * made up for with one event: the answer of a query is not needed, only that something may have changed.
 */
export function listen(address: string, next: (result: ExecutionResult) => void): () => void {
  let source: EventSource | null = null;
  let interrupted = false;
  const open = () => {
    if (source !== null || document.visibilityState === 'hidden') return;
    source = new EventSource(address);
    source.addEventListener('open', () => {
      setConnected(true);
      if (interrupted) next({ data: { corpusChanged: null } });
      interrupted = false;
    });
    source.addEventListener('next', ({ data }) => next(JSON.parse(data)));
    source.addEventListener('error', () => {
      interrupted = true;
      setConnected(false);
      // The browser tries again by itself, but gives up after an answer that is no stream.
      if (source?.readyState === EventSource.CLOSED) {
        close();
        setTimeout(open, 5_000);
      }
    });
  };
  const close = () => {
    source?.close();
    source = null;
  };
  const onVisibility = () => {
    if (document.visibilityState === 'visible') return open();
    interrupted = true;
    close();
  };
  document.addEventListener('visibilitychange', onVisibility);
  open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
