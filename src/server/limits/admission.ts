import type { Plugin } from 'graphql-yoga';
import type { Limits } from '../../limits.ts';
import { busy, type Refusal, refusalResponse } from '../refusal.ts';

const TOO_MANY_BYTES = busy(
  'SERVER_BUSY',
  'The answers that are being made take all the memory that there is for them.',
  'Ask again after the time in Retry-After.',
);
const TOO_MANY_REQUESTS = busy(
  'SERVER_BUSY',
  'The server is at work on as many requests as it takes at a time.',
  'Ask again after the time in Retry-After.',
);

/** Counts the requests at work and the bytes of their answers, until the answers are sent. */
export class Admission {
  private readonly limits: Limits;
  requests = 0;
  bytes = 0;
  refused = 0;
  subscriptions = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** Why nothing more is taken; null while there is room. */
  full(): Refusal | null {
    if (this.bytes >= this.limits.maxBytesInFlight) return TOO_MANY_BYTES;
    if (this.requests >= this.limits.maxConcurrency) return TOO_MANY_REQUESTS;
    return null;
  }

  enter(): Ticket {
    this.requests += 1;
    return new Ticket(this);
  }

  /** Why one answer may not grow by what it just grew; null where it may. */
  overfull(): Refusal | null {
    return this.bytes > this.limits.maxBytesInFlight ? TOO_MANY_BYTES : null;
  }
}

/** The place of one request. */
export class Ticket {
  private readonly admission: Admission;
  private bytes = 0;
  private atWork = true;
  private released = false;

  constructor(admission: Admission) {
    this.admission = admission;
  }

  get size(): number {
    return this.bytes;
  }

  grow(bytes: number): Refusal | null {
    if (this.released) return null;
    this.bytes += bytes;
    this.admission.bytes += bytes;
    return this.admission.overfull();
  }

  /** Gives the bytes back and keeps the place: an event of a subscription was sent. */
  empty(): void {
    this.admission.bytes -= this.bytes;
    this.bytes = 0;
  }

  /** No longer one of the requests at work: a subscription waits for events. */
  rest(): void {
    if (!this.atWork) return;
    this.atWork = false;
    this.admission.requests -= 1;
  }

  /** The answer was sent, or will not be. */
  release(): void {
    if (this.released) return;
    this.empty();
    this.rest();
    this.released = true;
  }
}

/** What Yoga is handed by Node's server beside the request. */
interface NodeContext {
  readonly res?: { once(event: 'close', listener: () => void): void; readonly closed?: boolean };
}

/** Gives each request to the endpoint a ticket, or 503 where there is no room. */
export class Tickets {
  private readonly byRequest = new WeakMap<Request, Ticket>();
  private readonly admission: Admission;

  constructor(admission: Admission) {
    this.admission = admission;
  }

  of(request: Request | undefined): Ticket | undefined {
    return request && this.byRequest.get(request);
  }

  plugin(endpoint: string): Plugin<object, NodeContext> {
    return {
      onRequest: ({ request, url, fetchAPI, endResponse, serverContext }) => {
        if (url.pathname !== endpoint) return;
        const refusal = this.admission.full();
        if (refusal !== null) {
          this.admission.refused += 1;
          endResponse(refusalResponse(refusal, fetchAPI.Response));
          return;
        }
        const ticket = this.admission.enter();
        this.byRequest.set(request, ticket);
        serverContext.res?.once('close', () => ticket.release());
      },
      onResponse: ({ request, serverContext }) => {
        // Behind another server than Node's there is no telling when an answer was sent.
        if (!serverContext.res || serverContext.res.closed) this.byRequest.get(request)?.release();
      },
    };
  }
}
