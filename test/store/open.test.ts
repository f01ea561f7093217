import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { SqliteConnection } from '../../src/store/sqlite/connection.ts';
import { beginImmediate, SqliteWriter } from '../../src/store/sqlite/writer.ts';
import { articleOf, ingest } from './corpus-builder.ts';
import { ENGINES, LASTING_ENGINES } from './stores.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'newsgraph-open-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the user is told, without the place that differs from run to run. */
async function refusal(location: string) {
  try {
    const store = await openStore(location);
    await store.close();
    return null;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('hint' in error)) throw error;
    return {
      name: error.name,
      code: error.code,
      message: error.message.replace(location, 'STORE'),
      hint: error.hint,
    };
  }
}

describe('a store that cannot be used is a clear error:', () => {
  test('a file that is no database', async () => {
    const file = join(folder, 'text.db');
    writeFileSync(file, 'This is a text that has nothing to do with any database at all.'.repeat(20));
    expect(await refusal(file)).toEqual({
      name: 'UserError',
      code: 'STORE_NOT_A_STORE',
      message: 'STORE is no store of newsgraph, nor any SQLite database.',
      hint: 'Name another file with --store, or remove this one and ingest again.',
    });
  });

  test('a folder', async () => {
    expect(await refusal(folder)).toEqual({
      name: 'UserError',
      code: 'STORE_UNUSABLE',
      message: 'The store STORE cannot be opened for writing (SQLITE_CANTOPEN).',
      hint: 'Check the path and its permissions, or name another file with --store.',
    });
  });

  test('a path below a file', async () => {
    const file = join(folder, 'plain');
    writeFileSync(file, '');
    expect(await refusal(join(file, 'graph.db'))).toMatchObject({
      name: 'UserError',
      code: 'STORE_UNUSABLE',
    });
  });

  test('a database of another program, which is left as it is', async () => {
    const file = join(folder, 'foreign.db');
    const database = new Database(file);
    database.exec('CREATE TABLE file (name TEXT); CREATE TABLE corpus (name TEXT)');
    database.close();
    const before = readFileSync(file);
    expect(await refusal(file)).toEqual({
      name: 'UserError',
      code: 'STORE_FOREIGN',
      message: 'STORE is a database of another program.',
      hint: 'Name another file with --store; nothing was changed in this one.',
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('a store of which a part is missing', async () => {
    const file = join(folder, 'truncated.db');
    const store = await openStore(file);
    await ingest(store, null, [articleOf('a')]);
    await store.close();
    truncateSync(file, statSync(file).size / 2);
    expect(await refusal(file)).toEqual({
      name: 'UserError',
      code: 'STORE_DAMAGED',
      message: 'The store STORE is damaged: a part of the file is missing or cannot be read.',
      hint: 'Put a backup in its place, or remove it and ingest its folder again.',
    });
  });

  test('a server that is not there', async () => {
    const refused = await refusal('postgres://user:secret@127.0.0.1:1/news');
    expect(refused).toEqual({
      name: 'UserError',
      code: 'STORE_UNREACHABLE',
      message:
        'The store postgres://user@127.0.0.1:1/news cannot be reached (connect ECONNREFUSED 127.0.0.1:1).',
      hint: 'Check the address, the user and the password of --store, and that the server is running.',
    });
  });
});

test('the folder of a new store is made, and a store in memory leaves nothing behind', async () => {
  const file = join(folder, 'deep', 'er', 'graph.db');
  const store = await openStore(file);
  await store.ping();
  await store.close();
  expect(existsSync(file)).toBe(true);
  await expect(store.ping()).rejects.toThrow();
  const script = `
    const { openStore } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/store/open.ts'))});
    await openStore(':memory:');
  `;
  const temporary = mkdtempSync(join(folder, 'tmp-'));
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TMPDIR: temporary },
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(readdirSync(temporary)).toEqual([]);
});

test('a store in a folder that cannot be written to is read, and refuses what would be written', async () => {
  const place = mkdtempSync(join(folder, 'read-only-'));
  const file = join(place, 'graph.db');
  const made = await openStore(file);
  await ingest(made, null, [articleOf('a')]);
  await made.close();
  chmodSync(folder, 0o755);
  chmodSync(file, 0o444);
  chmodSync(place, 0o555);
  const script = `
    const { openStore } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/store/open.ts'))});
    const store = await openStore(${JSON.stringify(file)});
    const { articleCount } = await store.corpus.get();
    const refused = await store.beginIngest().catch(({ code }) => code);
    await store.close();
    console.log(JSON.stringify({ articleCount, refused }));
  `;
  // An administrator may write anywhere.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...nobody,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  await once(child, 'close');
  chmodSync(place, 0o755);
  expect(JSON.parse(said)).toEqual({ articleCount: 1, refused: 'STORE_READ_ONLY' });
  expect(readdirSync(place)).toEqual(['graph.db']);
});

test('a disk that is full is a clear error, and the store stays as it was', async () => {
  const file = join(folder, 'full.db');
  const store = await openStore(file);
  await ingest(store, null, [articleOf('a')]);
  const connection = new SqliteConnection(file, { temporary: false, cacheBytes: 1_000_000, mapped: false });
  await beginImmediate(connection);
  const writer = new SqliteWriter(connection, file, () => {});
  // SQLite's own limit fails as a disk without space does.
  const pages = Number(connection.database.pragma('page_count', { simple: true }));
  connection.database.pragma(`max_page_count = ${pages}`);
  const rows = Array.from({ length: 1000 }, (_, id) => ({
    revision: 1000 + id,
    article_id: id,
    slug: 'long'.repeat(100),
  }));
  await expect(writer.insert('removal', rows)).rejects.toMatchObject({
    name: 'UserError',
    code: 'STORE_FULL',
    message: `There is no space left on the disk of the store ${file}.`,
    hint: 'Make room; what was stored before is as it was.',
  });
  await writer.close();
  await ingest(store, null, [articleOf('b')]);
  expect((await store.corpus.get()).articleCount).toBe(2);
  await store.close();
});

describe.each(LASTING_ENGINES)('a store on $name', ({ engine, missing, open }) => {
  test.skipIf(missing !== null)('keeps its articles when it is closed and opened again', async () => {
    const opened = await open();
    try {
      await ingest(opened.store, null, [articleOf('a')]);
      const again = await openStore(opened.location);
      expect((await again.articles.bySlugs(['a']))[0]?.slug).toBe('a');
      await again.close();
    } finally {
      await opened.remove();
    }
  });

  test.skipIf(missing !== null)('of a newer version is refused, and left as it is', async () => {
    const opened = await open();
    const { location } = opened;
    const statement = "INSERT INTO kysely_migration (name, timestamp) VALUES ('999-future', '2030-01-01')";
    try {
      if (engine === 'sqlite') {
        const database = new Database(location);
        database.exec(statement);
        database.close();
      } else {
        const client = new pg.Client({ connectionString: location });
        await client.connect();
        await client.query(statement);
        await client.end();
      }
      const refused = await refusal(location);
      expect({ ...refused, message: refused?.message.replace(/The store \S+/, 'The store STORE') }).toEqual({
        name: 'UserError',
        code: 'STORE_TOO_NEW',
        message: 'The store STORE was written by a newer version of newsgraph (layout 999-future).',
        hint: 'Install that version, or name another store with --store and ingest again.',
      });
    } finally {
      await opened.remove();
    }
  });
});

test.each(ENGINES.filter(({ engine }) => engine === 'postgres'))(
  'on $name, connections that the server ends are made anew',
  async ({ missing, open }) => {
    if (missing !== null) return;
    const opened = await open();
    const { store, location } = opened;
    const client = new pg.Client({ connectionString: location });
    try {
      await ingest(store, null, [articleOf('a')]);
      await client.connect();
      const revisions: string[] = [];
      let hear = () => {};
      const heard = new Promise<void>((resolve) => {
        hear = resolve;
      });
      store.onRevision(({ revision }) => {
        revisions.push(revision);
        hear();
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      for (let round = 0; round < 3; round++) {
        await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`);
        expect((await store.articles.bySlugs(['a']))[0]?.slug).toBe('a');
      }
      await ingest(store, null, [articleOf('b')]);
      await heard;
      expect(revisions).toEqual(['2']);
    } finally {
      await client.end();
      await opened.remove();
    }
  },
);

test.each(ENGINES.filter(({ engine }) => engine === 'postgres'))(
  'on $name, a store that was opened and closed leaves no connection, whether it was read or not',
  async ({ missing, open }) => {
    if (missing !== null) return;
    const opened = await open();
    const script = `
      const { openStore } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/store/open.ts'))});
      const address = ${JSON.stringify(opened.location)};
      for (const read of [false, true]) {
        const store = await openStore(address, { readStores: [address] });
        if (read) await store.corpus.get();
        await store.close();
        const connections = () =>
          process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
        // The server has the last word on each.
        for (let look = 0; look < 100 && connections() > 0; look++)
          await new Promise((resolve) => setTimeout(resolve, 20));
        console.log(connections());
      }
    `;
    try {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const output: string[] = [];
      child.stdout.on('data', (bytes) => output.push(String(bytes)));
      await once(child, 'close');
      expect(output.join('')).toBe('0\n0\n');
    } finally {
      await opened.remove();
    }
  },
);
