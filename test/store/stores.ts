import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { openStore, type StoreOptions } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

const embedded = inject('postgres');
const installed = inject('installedPostgres');

/** An empty store of its own for one test or file, and its address for those who open it a second time. */
export interface TestStore {
  readonly store: Store;
  readonly location: string;
  /** Closes the store and removes everything of it. */
  remove(): Promise<void>;
}

export interface TestEngine {
  readonly name: string;
  readonly engine: Store['engine'];
  /** Why its tests are skipped here; null where they run. */
  readonly missing: string | null;
  open(options?: StoreOptions): Promise<TestStore>;
}

/** Every engine that a store runs on; the tests of all of them are the same. */
export const ENGINES: readonly TestEngine[] = [
  { name: 'SQLite in a file', engine: 'sqlite', missing: null, open: openFile },
  { name: 'SQLite in memory', engine: 'sqlite', missing: null, open: openMemory },
  {
    name: 'SQLite with aggregates on a thread of their own',
    engine: 'sqlite',
    missing: null,
    open: (options) => openFile({ ...options, largeCorpus: 0 }),
  },
  'missing' in embedded
    ? {
        name: `PostgreSQL, skipped as it cannot start here: ${embedded.missing}`,
        engine: 'postgres',
        missing: embedded.missing,
        open: () => Promise.reject(new Error(embedded.missing)),
      }
    : postgresEngine('PostgreSQL', embedded.address),
  ...(installed === null ? [] : [postgresEngine(`PostgreSQL of ${installed.binaries}`, installed.address)]),
];

/** Those that keep their articles when they are closed. */
export const LASTING_ENGINES = ENGINES.filter(
  ({ name }) => name === 'SQLite in a file' || name.startsWith('PostgreSQL'),
);

async function openFile(options?: StoreOptions): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-test-'));
  const location = join(folder, 'graph.db');
  const store = await openStore(location, options);
  return {
    store,
    location,
    async remove() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openMemory(options?: StoreOptions): Promise<TestStore> {
  const store = await openStore(':memory:', options);
  return { store, location: ':memory:', remove: () => store.close() };
}

function postgresEngine(name: string, server: string): TestEngine {
  const open = async (options?: StoreOptions): Promise<TestStore> => {
    const database = `test_${randomUUID().replaceAll('-', '')}`;
    await administer(`CREATE DATABASE ${database}`, `${server}/postgres`);
    const location = `${server}/${database}`;
    const store = await openStore(location, options);
    return {
      store,
      location,
      async remove() {
        await store.close();
        await administer(`DROP DATABASE ${database} WITH (FORCE)`, `${server}/postgres`);
      },
    };
  };
  return { name, engine: 'postgres', missing: null, open };
}

/** Lets PostgreSQL gather the statistics that it otherwise gathers in its own time. */
export function analyseTables(location: string): Promise<void> {
  return administer('ANALYZE', location);
}

async function administer(statement: string, location: string): Promise<void> {
  const client = new pg.Client({ connectionString: location });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
