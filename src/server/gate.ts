import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { busy, type Refusal, refusalBody, refusalHeaders } from './refusal.ts';

const STARTING = busy(
  'NOT_READY',
  'The server has nothing to serve yet: it is reading posts, or waits for the first.',
  'Ask again after the time in Retry-After; /ready says when.',
);
const STOPPING = busy(
  'STOPPING',
  'The server is about to stop.',
  'Ask another one, or this one after the time in Retry-After.',
);

/**
 * What stands before the handler while a server starts and stops: `/health` is answered from the first moment,
 * `/ready` and the rest with 503 until there is something to serve; when it stops, `/ready` says so at once, and
 * whatever was on its way is still answered.
 */
export class Gate {
  private handler: RequestListener | null = null;
  private stopping = false;

  /** From now on requests are answered by the handler. */
  open(handler: RequestListener): void {
    this.handler = handler;
  }

  close(): void {
    this.stopping = true;
  }

  readonly listener: RequestListener = (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/health') return void health(response);
    if (this.stopping) {
      // Not another request on this connection: it would keep the server from ending.
      response.setHeader('connection', 'close');
      if (path === '/ready') return void refuse(request, response, STOPPING);
    }
    if (this.handler === null) return void refuse(request, response, this.stopping ? STOPPING : STARTING);
    this.handler(request, response);
  };
}

function health(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end('ok\n');
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  // A body that nobody reads would keep the connection from being used again.
  request.resume();
  response.writeHead(refusal.status, refusalHeaders(refusal));
  response.end(refusalBody(refusal));
}
