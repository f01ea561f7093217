import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serve } from '../program.ts';
import { type PostgresServer, startPostgres } from '../store/postgres-server.ts';
import { SERVERS } from '../store/replica-servers.ts';

const SEEDS = resolve(import.meta.dirname, '../../seeds');
const DEADLINE = 1_000;
const QUERY = '{ articles { nodes { title } } }';
const WELL = { status: 200, code: null, retryable: null };

/** What a client is told. */
async function outcome(url: string, signal?: AbortSignal) {
  // A question of its own each time, so that no kept answer hides the store.
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `${QUERY} # ${Math.random()}` }),
    ...(signal ? { signal } : {}),
  });
  const { errors } = (await response.json()) as {
    errors?: { extensions: { code: string; retryable?: boolean } }[];
  };
  const { code = null, retryable = null } = errors?.[0]?.extensions ?? {};
  return { status: response.status, code, retryable };
}

describe.skipIf(SERVERS.length === 0).each(SERVERS)('a database that fails, on $name', ({ binaries }) => {
  let database: PostgresServer;
  let server: Served;
  let admin: pg.Client;
  const seen = new Map<string, number>();

  beforeAll(async () => {
    database = await startPostgres(['-c', 'max_connections=20'], binaries);
    const location = `${database.address}/postgres`;
    const limits = ['--operation-timeout-ms', String(DEADLINE), '--store-connections', '4'];
    server = await serve([SEEDS, '--store', location, ...limits]);
    admin = await connected(database);
  }, 120_000);
  afterAll(async () => {
    console.log(`a database that fails, what clients were told: ${JSON.stringify(Object.fromEntries(seen))}`);
    await server?.stop();
    await admin?.end().catch(() => {});
    await database?.stop();
  });

  /** Sends requests without a pause until the first one for which the condition holds. */
  async function until(holds: (told: Awaited<ReturnType<typeof outcome>>) => boolean) {
    const began = performance.now();
    for (;;) {
      const told = await outcome(server.url);
      const key = `${told.status} ${told.code ?? 'OK'}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      if (told.code !== null)
        expect([told.retryable, [503, 504].includes(told.status)]).toEqual([true, true]);
      if (holds(told)) return { told, seconds: (performance.now() - began) / 1000 };
      await pause(20);
    }
  }

  const isWell = ({ code }: { code: string | null }) => code === null;
  const ready = async () => (await fetch(new URL('/ready', server.url))).status;

  async function recovered(what: string): Promise<void> {
    const { told, seconds } = await until(isWell);
    expect(told).toEqual(WELL);
    expect(await ready()).toBe(200);
    console.log(`${what}: answered again ${seconds.toFixed(2)} s after it was over`);
  }

  test('that is stopped is said with a code, and used again when it is back', {
    timeout: 60_000,
  }, async () => {
    await until(isWell);
    await admin.end();
    await database.pause();
    const { told } = await until((told) => !isWell(told));
    expect(told).toEqual({ status: 503, code: 'STORE_UNREACHABLE', retryable: true });
    expect(await ready()).toBe(503);
    await database.resume();
    await recovered('stopped');
    admin = await connected(database);
  });

  test('that is restarted under a read answers it', { timeout: 60_000 }, async () => {
    await admin.end();
    await database.pause();
    const asked = outcome(server.url);
    await Promise.all([database.resume(), asked]);
    await recovered('restarted');
    admin = await connected(database);
  });

  test('that is frozen holds nobody for longer than the deadline', { timeout: 60_000 }, async () => {
    const processes = processesOf(database);
    for (const pid of processes) process.kill(pid, 'SIGSTOP');
    try {
      const { told } = await until((told) => !isWell(told));
      expect(told).toEqual({ status: 504, code: 'OPERATION_TIMEOUT', retryable: true });
      expect(await ready()).toBe(503);
    } finally {
      for (const pid of processes) process.kill(pid, 'SIGCONT');
    }
    await recovered('frozen');
  });

  test('that lets nobody else in is said with a code', { timeout: 60_000 }, async () => {
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'newsgraph'",
    );
    const others: pg.Client[] = [];
    try {
      for (;;) others.push(await connected(database));
    } catch {}
    const { told } = await until((told) => !isWell(told));
    expect(told).toEqual({ status: 503, code: 'STORE_BUSY', retryable: true });
    await Promise.all(others.map((client) => client.end()));
    await recovered('out of connections');
  });

  test.each(['at its deadline', 'when the client goes away'])(
    'has no statement left of an operation that ended %s',
    { timeout: 60_000 },
    async (end) => {
      await until(isWell);
      await admin.query('BEGIN');
      await admin.query('LOCK TABLE article IN ACCESS EXCLUSIVE MODE');
      const waiting = async () => {
        const { rows } = await admin.query(
          "SELECT pid FROM pg_stat_activity WHERE application_name = 'newsgraph' AND wait_event_type = 'Lock'",
        );
        return rows.length;
      };
      const leaving = new AbortController();
      const asked = outcome(server.url, leaving.signal).catch(() => null);
      while ((await waiting()) === 0) await pause(10);
      if (end === 'when the client goes away') leaving.abort();
      const told = await asked;
      if (end === 'at its deadline') expect(told?.code).toBe('OPERATION_TIMEOUT');
      while ((await waiting()) > 0) await pause(10);
      await admin.query('ROLLBACK');
      await recovered(`locked, ended ${end}`);
    },
  );
});

async function connected({ address }: PostgresServer): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: `${address}/postgres` });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** The server and what it started. */
function processesOf({ folder }: PostgresServer): number[] {
  const main = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/status`, 'utf8').includes(`\nPPid:\t${main}\n`);
      } catch {
        return false;
      }
    });
  return [main, ...children.map(Number)];
}
