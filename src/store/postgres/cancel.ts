import { connect } from 'node:net';
import type pg from 'pg';

/** The code by which PostgreSQL knows a request to cancel. */
const CANCEL_REQUEST = 80_877_102;

/** Milliseconds for the server to take the request. */
const PATIENCE = 5_000;

/** What pg knows of a connection and its types leave out. */
type Connected = pg.ClientBase & {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
};

/**
 * Tells the server to end what it does on this connection, as its protocol has it: on a connection of its own, in the
 * clear, as every server takes it. pg's own `cancel` is silent where connections are encrypted.
 */
export function cancelStatement(client: pg.ClientBase): void {
  const { host, port, processID, secretKey } = client as Connected;
  if (processID === null || secretKey === null) return;
  const request = Buffer.alloc(16);
  for (const [place, value] of [16, CANCEL_REQUEST, processID, secretKey].entries()) {
    request.writeInt32BE(value, place * 4);
  }
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.setTimeout(PATIENCE, () => socket.destroy());
  socket.on('error', () => {});
  socket.unref();
  socket.end(request);
}
