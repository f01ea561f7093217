import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../diagnostic.ts';
import { createHandler, ENDPOINT, type HandlerOptions } from './handler.ts';

/** How long running requests may take to end after a stop was asked for, in milliseconds. */
const GRACE = 5_000;

export interface RunningServer {
  /** Where GraphQL and GraphiQL are. */
  readonly url: string;
  /** Takes no new connections, lets running requests end, then resolves. */
  stop(): Promise<void>;
}

/** Listens on the address; throws `UserError` where it cannot. Port 0 takes a free one. */
export async function startServer(
  host: string,
  port: number,
  options: HandlerOptions,
): Promise<RunningServer> {
  const handler = createHandler(options);
  const server = createServer(handler);
  await listen(server, host, port);
  const { port: taken } = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${taken}${ENDPOINT}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), GRACE);
      await closed;
      clearTimeout(timer);
      await handler.dispose();
    },
  };
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
