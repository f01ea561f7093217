import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { getHeapStatistics } from 'node:v8';
import Database from 'better-sqlite3';
import type { Command } from 'commander';
import pg from 'pg';
import { loadCatalog } from '../catalog/load.ts';
import type { Config } from '../config.ts';
import { UserError } from '../diagnostic.ts';
import { discover } from '../ingest/discover.ts';
import { isLoopback, requireDoor } from '../server/access/door.ts';
import { readKeys } from '../server/access/key-file.ts';
import { loadTrustedDocuments } from '../server/trusted-documents.ts';
import { openStore } from '../store/open.ts';
import { catalogFolders, configOf, withStoreOptions } from './settings.ts';

/** What was looked at, how it is, and what to do where it is not well. */
interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly found: string;
  readonly hint?: string;
}

type Check = (config: Config, folders: readonly string[]) => Promise<Finding>;

export function addDoctorCommand(program: Command): void {
  withStoreOptions(program.command('doctor [folder...]'))
    .description('Look at everything that serving needs, and say what to do where something is wrong.')
    .option('--host <address>', 'address that a server would listen on (default: 127.0.0.1)')
    .option('--port <number>', 'port that it would listen on (default: 4000)')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  newsgraph doctor ./posts --store news.db')
    .action(async (named: string[], flags: { json?: true }, command: Command) => {
      const config = configOf(command);
      const folders = named.length > 0 ? named : config.posts;
      const findings: Finding[] = [];
      for (const [what, check] of CHECKS) findings.push(await looked(what, check, config, folders));
      process.stdout.write(
        flags.json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(line).join(''),
      );
      if (findings.some(({ state }) => state === 'problem')) process.exitCode = 1;
    });
}

async function looked(
  what: string,
  check: Check,
  config: Config,
  folders: readonly string[],
): Promise<Finding> {
  try {
    return await check(config, folders);
  } catch (error) {
    const { message } = error as Error;
    const hint = error instanceof UserError ? { hint: error.hint } : {};
    return { what, state: 'problem', found: message, ...hint };
  }
}

function line({ what, state, found, hint }: Finding): string {
  return `${state.padEnd(8)} ${what}: ${found}${hint ? ` ${hint}` : ''}\n`;
}

const CHECKS: readonly (readonly [string, Check])[] = [
  ['node', async () => ({ what: 'node', state: 'ok', found: process.versions.node })],
  ['engine', engine],
  ['store', store],
  ['catalog', catalog],
  ['posts', posts],
  ['port', port],
  ['access', access],
  ['documents', documents],
  ['memory', memory],
];

async function engine({ store }: Config): Promise<Finding> {
  if (!isPostgres(store)) {
    const database = new Database(':memory:');
    const version = database.prepare('SELECT sqlite_version()').pluck().get() as string;
    database.close();
    return { what: 'engine', state: 'ok', found: `SQLite ${version}` };
  }
  const client = new pg.Client({ connectionString: store, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return { what: 'engine', state: 'ok', found: `PostgreSQL ${rows[0]?.server_version}` };
  } catch (error) {
    throw new UserError(
      'STORE_UNREACHABLE',
      `PostgreSQL does not answer (${(error as Error).message}).`,
      'Check the address, the user and the password of --store, and that the server is running.',
    );
  } finally {
    await client.end().catch(() => {});
  }
}

async function store({ store: location, timeZone }: Config): Promise<Finding> {
  if (!isPostgres(location) && !existsSync(location)) {
    const hint = 'Run `newsgraph ingest FOLDER`, or name another store with --store.';
    return { what: 'store', state: 'warning', found: `there is none at ${location} yet.`, hint };
  }
  const opened = await openStore(location, { timeZone });
  try {
    const { articleCount, revision } = await opened.corpus.get();
    return { what: 'store', state: 'ok', found: `${articleCount} articles, revision ${revision}` };
  } finally {
    await opened.close();
  }
}

async function catalog(config: Config): Promise<Finding> {
  const { companies, products, topics } = await loadCatalog(catalogFolders(config));
  const found = `${companies.size} companies, ${products.size} products, ${topics.size} topics`;
  return { what: 'catalog', state: 'ok', found };
}

async function posts(_: Config, folders: readonly string[]): Promise<Finding> {
  if (folders.length === 0) {
    const hint = 'Name folders on the command line or as `posts` in newsgraph.yaml.';
    return { what: 'posts', state: 'warning', found: 'no folder is named.', hint };
  }
  const { files, diagnostics } = await discover(folders);
  const problems = diagnostics.filter(({ code }) => code === 'UNREADABLE_FILE');
  const found = `${files.length} files in ${folders.join(', ')}`;
  const [first] = problems;
  if (files.length > 0 && first === undefined) return { what: 'posts', state: 'ok', found };
  return {
    what: 'posts',
    state: 'problem',
    found: first ? `${problems.length} cannot be read, ${first.path} among them.` : `${found}.`,
    hint: first ? first.hint : 'Posts end in .md, .markdown, .html or .txt.',
  };
}

async function port({ host, port }: Config): Promise<Finding> {
  const server = createServer();
  const code = await new Promise<string | null>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => resolve(null));
  });
  server.close();
  if (code === null) return { what: 'port', state: 'ok', found: `${host}:${port} is free` };
  return {
    what: 'port',
    state: code === 'EADDRINUSE' ? 'warning' : 'problem',
    found: `${host}:${port} cannot be listened on (${code}).`,
    hint: 'A server may be running there already; otherwise choose another with --host and --port.',
  };
}

async function access(config: Config): Promise<Finding> {
  requireDoor(config);
  const { keys, host } = config;
  if (keys === undefined) {
    const found = isLoopback(host) ? 'open to this machine only' : 'open to everybody who reaches it';
    return { what: 'access', state: 'ok', found };
  }
  const found = `${readKeys(keys).length} keys in ${keys}`;
  if ((statSync(keys).mode & 0o077) === 0) return { what: 'access', state: 'ok', found };
  return {
    what: 'access',
    state: 'warning',
    found: `${found}, which others may read.`,
    hint: `Run \`chmod 600 ${keys}\`.`,
  };
}

async function documents({ trustedDocuments }: Config): Promise<Finding> {
  const { size } = await loadTrustedDocuments(trustedDocuments);
  return { what: 'documents', state: 'ok', found: `${size} trusted` };
}

/** Answers in flight are JSON beside the values that it is made of. */
const HEAP_PER_BYTE = 4;

async function memory({ maxBytesInFlight }: Config): Promise<Finding> {
  const limit = getHeapStatistics().heap_size_limit;
  const found = `${Math.round(limit / 2 ** 20)} MB of heap`;
  if (limit > maxBytesInFlight * HEAP_PER_BYTE) return { what: 'memory', state: 'ok', found };
  return {
    what: 'memory',
    state: 'warning',
    found: `${found} are little for ${maxBytesInFlight} bytes in flight.`,
    hint: 'Lower --max-bytes-in-flight, or raise the heap with NODE_OPTIONS=--max-old-space-size=MEGABYTES.',
  };
}

function isPostgres(location: string): boolean {
  return /^postgres(ql)?:/.test(location);
}
