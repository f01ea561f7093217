import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../diagnostic.ts';
import { DEFAULT_LIMITS, type Limits } from '../limits.ts';
import { ENDPOINT } from './endpoint.ts';
import { Gate } from './gate.ts';
import { answersSoon, createHandler, type Handler, type HandlerOptions } from './handler.ts';
import { Metrics } from './observing/metrics.ts';
import { type Observed, OperationsPages, operationsServer } from './operations.ts';

export interface RunningServer {
  /** Where GraphQL and GraphiQL are. */
  readonly url: string;
  /** Takes no new connections, lets running requests end, then resolves. */
  stop(): Promise<void>;
}

/** How often Node looks for connections that are over their time, in milliseconds. */
const CHECK_INTERVAL = 500;

/** Where a server listens, and who may read its metrics. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly limits: Limits;
  /** For operators; on the port of the clients where not given. */
  readonly operations?: { readonly host: string; readonly port: number };
  readonly mayReadMetrics?: (request: IncomingMessage) => boolean;
}

/** A server that listens and has nothing to say yet. */
export class HttpServer {
  private readonly pages: OperationsPages;
  private readonly gate: Gate;
  private readonly server: Server;
  private readonly operations: Server | null;
  private readonly place: Place;
  private endSubscriptions = () => {};
  private dispose: () => PromiseLike<void> | void = () => {};

  private constructor(place: Place) {
    this.place = place;
    this.pages = new OperationsPages(place.mayReadMetrics ?? (() => place.operations !== undefined));
    this.gate = new Gate(this.pages, place.operations !== undefined);
    this.operations = place.operations ? operationsServer(this.pages) : null;
    const { limits } = place;
    const options = {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: Math.max(limits.bodyTimeoutMs, limits.headersTimeoutMs),
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: CHECK_INTERVAL,
    };
    this.server = createServer(options, (request, response) => {
      cutSlowReader(response, limits.readerTimeoutMs);
      this.gate.listener(request, response);
    });
    this.server.maxConnections = limits.maxConnections;
  }

  /** Listens on the address; throws `UserError` where it cannot. Port 0 takes a free one. */
  static async listen(place: Place): Promise<HttpServer> {
    const server = new HttpServer(place);
    await listen(server.server, place.host, place.port);
    if (server.operations && place.operations) {
      await listen(server.operations, place.operations.host, place.operations.port);
    }
    return server;
  }

  get url(): string {
    const { host } = this.place;
    const { port } = this.server.address() as AddressInfo;
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}${ENDPOINT}`;
  }

  /** From now on requests are answered; there is something to serve. */
  serve(handler: Handler, observed: Observed): void {
    this.endSubscriptions = () => handler.endSubscriptions();
    this.dispose = () => handler.dispose();
    this.gate.open(handler.listener);
    this.pages.open(observed);
  }

  /**
   * `/ready` says 503 from now on and subscriptions are completed. New connections are taken for `delay` milliseconds
   * more, in which a balancer notices, and running requests have their time to end.
   */
  async stop(delay = 0): Promise<void> {
    this.pages.close();
    this.gate.close();
    this.endSubscriptions();
    if (delay > 0) await pause(delay);
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const timer = setTimeout(() => this.server.closeAllConnections(), this.place.limits.shutdownTimeoutMs);
    await closed;
    clearTimeout(timer);
    this.operations?.close();
    this.operations?.closeAllConnections();
    await this.dispose();
  }
}

/** Listens and serves at once: what is to be served is there. */
export async function startServer(
  host: string,
  port: number,
  options: HandlerOptions,
): Promise<RunningServer> {
  const { store, limits = DEFAULT_LIMITS } = options;
  const server = await HttpServer.listen({ host, port, limits });
  const handler = createHandler(options);
  const metrics = new Metrics(store, handler.admission);
  server.serve(handler, {
    answers: () => answersSoon(store),
    metrics: () => metrics.text(),
    metricsType: metrics.contentType,
  });
  return server;
}

/** Closes the connection of a client that does not take its answer; a subscription has no last byte to wait for. */
function cutSlowReader(response: ServerResponse, milliseconds: number): void {
  const { writeHead } = response;
  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    response.writeHead = writeHead;
    const sent = writeHead.apply(response, args);
    // What is given to `writeHead` alone is not among the headers that `getHeader` knows.
    const given = args.find((argument) => typeof argument === 'object') ?? {};
    const [, type] = Object.entries(given).find(([name]) => /^content-type$/i.test(name)) ?? [];
    if (/^text\/event-stream/.test(String(response.getHeader('content-type') ?? type))) return sent;
    const timer = setTimeout(() => response.destroy(), milliseconds);
    response.once('close', () => clearTimeout(timer));
    return sent;
  }) as typeof writeHead;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): UserError {
  if (error.code === 'EADDRINUSE') {
    return new UserError(
      'PORT_TAKEN',
      `Port ${port} on ${host} is taken by another program.`,
      `Stop it, or choose another port: \`newsgraph serve --port ${port + 1}\`.`,
    );
  }
  return new UserError(
    'CANNOT_LISTEN',
    `The server cannot listen on ${host}:${port} (${error.code ?? error.message}).`,
    'Choose an address of this machine with --host and a port that you may use with --port.',
  );
}
