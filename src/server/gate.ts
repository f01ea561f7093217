import type { RequestListener } from 'node:http';
import { type OperationsPages, pathOf, refuse, text } from './operations.ts';

const OPERATIONS = new Set(['/health', '/ready', '/metrics']);

/**
 * What stands before the handler: until there is something to serve, requests get 503; when the server stops,
 * whatever was on its way is still answered, and the connection then closed.
 */
export class Gate {
  private readonly pages: OperationsPages;
  private readonly elsewhere: boolean;
  private handler: RequestListener | null = null;
  private stopping = false;

  /** `elsewhere`: operators have a port of their own, and this one tells nothing. */
  constructor(pages: OperationsPages, elsewhere: boolean) {
    this.pages = pages;
    this.elsewhere = elsewhere;
  }

  /** From now on requests are answered by the handler. */
  open(handler: RequestListener): void {
    this.handler = handler;
  }

  close(): void {
    this.stopping = true;
  }

  readonly listener: RequestListener = (request, response) => {
    // Not another request on this connection: it would keep the server from ending.
    if (this.stopping) response.setHeader('connection', 'close');
    if (OPERATIONS.has(pathOf(request))) {
      if (!this.elsewhere && this.pages.answer(request, response)) return;
      text(response, 404, 'Not here.\n');
      return;
    }
    const { closed } = this.pages;
    if (this.handler === null && closed !== null) refuse(request, response, closed);
    else this.handler?.(request, response);
  };
}
