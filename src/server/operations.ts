import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
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
const STORE_SILENT = busy(
  'STORE_UNREACHABLE',
  'The store does not answer.',
  'Ask again after the time in Retry-After; `newsgraph doctor` says what is wrong.',
);

/** What operators read of what is served. */
export interface Observed {
  /** Whether the store answers, within a second. */
  readonly answers: () => Promise<boolean>;
  readonly metrics: () => Promise<string>;
  readonly metricsType: string;
}

/** `/health`, `/ready` and `/metrics`, from the first moment of a server to its last. */
export class OperationsPages {
  private observed: Observed | null = null;
  private stopping = false;
  /** Whether somebody may read the metrics. */
  private readonly mayRead: (request: IncomingMessage) => boolean;

  constructor(mayRead: (request: IncomingMessage) => boolean) {
    this.mayRead = mayRead;
  }

  open(observed: Observed): void {
    this.observed = observed;
  }

  close(): void {
    this.stopping = true;
  }

  /** Why nothing is served; null where it is. */
  get closed(): Refusal | null {
    if (this.stopping) return STOPPING;
    return this.observed === null ? STARTING : null;
  }

  /** Answers where the path is one of the three; false where it is none. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    switch (pathOf(request)) {
      case '/health':
        text(response, 200, 'ok\n');
        return true;
      case '/ready':
        void this.ready(request, response);
        return true;
      case '/metrics':
        if (!this.mayRead(request)) return false;
        void this.metrics(request, response);
        return true;
      default:
        return false;
    }
  }

  private async ready(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = this.closed ?? ((await this.observed?.answers()) ? null : STORE_SILENT);
    if (refusal === null) text(response, 200, 'ready\n');
    else refuse(request, response, refusal);
  }

  private async metrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { observed } = this;
    if (observed === null) refuse(request, response, STARTING);
    else text(response, 200, await observed.metrics(), observed.metricsType);
  }
}

/** Listens for operators on a port of their own. */
export function operationsServer(pages: OperationsPages): Server {
  return createServer((request, response) => {
    if (!pages.answer(request, response)) text(response, 404, 'Here are /health, /ready and /metrics.\n');
  });
}

export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  // A body that nobody reads would keep the connection from being used again.
  request.resume();
  response.writeHead(refusal.status, refusalHeaders(refusal));
  response.end(refusalBody(refusal));
}

export function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

export function text(
  response: ServerResponse,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
) {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
