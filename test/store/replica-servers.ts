import { connect, createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { inject } from 'vitest';
import { INSTALLED, type PostgresServer } from './postgres-server.ts';

const embedded = 'missing' in inject('postgres') ? [] : [{ name: 'embedded servers', binaries: null }];
const installed = INSTALLED === null ? [] : [{ name: `servers of ${INSTALLED}`, binaries: INSTALLED }];

/** Whose servers replicas are tried on: the embedded ones, and those of the machine where they are named. */
export const SERVERS: readonly { readonly name: string; readonly binaries: string | null }[] = [
  ...embedded,
  ...installed,
];

/** Waits until something holds, for a replica that follows in its own time. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

export async function ask<Row extends object>(
  server: PostgresServer,
  statement: string,
  database = 'postgres',
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: `${server.address}/${database}` });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** How often a server has read a table for anybody, as far as it has counted yet. */
export async function readsOf(
  server: PostgresServer,
  table: 'article' | 'corpus',
  database = 'postgres',
): Promise<number> {
  const [row] = await ask<{ scans: string }>(
    server,
    `SELECT coalesce(sum(idx_scan + seq_scan), 0) AS scans FROM pg_stat_user_tables WHERE relname = '${table}'`,
    database,
  );
  return Number(row?.scans ?? 0);
}

/** A network between this process and a server, which can swallow everything without a word. */
export interface Network {
  /** The server's address through it. */
  readonly address: string;
  /** Nothing passes in either direction, and no connection ends, until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function networkTo(server: PostgresServer): Promise<Network> {
  const sockets = new Set<Socket>();
  let whole = true;
  const proxy: Server = createServer((near) => {
    const far = connect(server.port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      if (!whole) from.pause();
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const port = await new Promise<number>((resolve) => {
    proxy.listen(0, '127.0.0.1', () => {
      const address = proxy.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
  return {
    address: server.address.replace(`:${server.port}`, `:${port}`),
    cut() {
      whole = false;
      for (const socket of sockets) socket.pause();
    },
    mend() {
      whole = true;
      for (const socket of sockets) socket.resume();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => proxy.close(() => resolve()));
    },
  };
}
