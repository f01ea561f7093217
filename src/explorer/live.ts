import type { ExecutionResult } from '@urql/core';
import { authorization } from './key.ts';

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

/** How long until a connection is tried again, in milliseconds. */
const PAUSE = 5_000;

/**
 * Hands the events of a subscription on while the page can be seen. A browser opens six connections to a server at
 * most, so pages in the background must not hold one each. Whenever the connection is made anew, what was missed is
 * made up for with one event: the answer of a query is not needed, only that something may have changed.
 *
 * Events are read from a stream of `fetch`, as `EventSource` cannot send a key.
 */
export function listen(address: string, next: (result: ExecutionResult) => void): () => void {
  let current: AbortController | null = null;
  let interrupted = false;
  const open = async () => {
    if (current !== null || document.visibilityState === 'hidden') return;
    const controller = new AbortController();
    current = controller;
    try {
      const headers = { accept: 'text/event-stream', ...authorization() };
      const response = await fetch(address, { headers, signal: controller.signal });
      if (response.ok && response.body !== null) {
        setConnected(true);
        if (interrupted) next({ data: { corpusChanged: null } });
        for await (const data of eventsOf(response.body)) next(JSON.parse(data));
      }
    } catch {
      // The connection is lost or was given up; either way it is made anew below, or when the page is seen again.
    }
    interrupted = true;
    setConnected(false);
    if (current !== controller) return;
    current = null;
    setTimeout(open, PAUSE);
  };
  const close = () => {
    const controller = current;
    current = null;
    controller?.abort();
  };
  const onVisibility = () => {
    if (document.visibilityState === 'visible') void open();
    else close();
  };
  document.addEventListener('visibilitychange', onVisibility);
  void open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}

/** The data of each event `next`, as it arrives. */
async function* eventsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    waiting += part.value.replaceAll('\r', '');
    const events = waiting.split('\n\n');
    waiting = events.pop() ?? '';
    for (const event of events) {
      const lines = event.split('\n');
      if (!lines.some((line) => /^event: ?next$/.test(line))) continue;
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
      yield data.join('\n');
    }
  }
}
