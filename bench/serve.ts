/**
 * `npm run bench -- serve [--articles 20000] [--seconds 4] [--rounds 3] [--store FILE]`
 *
 * Requests a second and latency of ten operations over one store, against peers that serve the same schema and data in
 * the same run: stock Yoga, Mercurius with JIT, bare Node with SQL by hand, and bare Node sending a constant. The
 * server has one processor, the load the other; rounds of the sides are interleaved, and medians printed.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { loadCatalog, SHIPPED_CATALOG } from '../src/catalog/load.ts';
import { writePosts } from './generated-posts.ts';
import { type Ask, type Operation, operations, readVocabulary } from './serving/operations.ts';

const PROGRAM = resolve(import.meta.dirname, '../bin/newsgraph.js');
const SIDE = resolve(import.meta.dirname, 'sides/serve.ts');
const CONNECTIONS = 16;

interface Server {
  readonly name: string;
  readonly url: string;
  readonly process: ChildProcess;
  /** Seconds from the start of the process to its first answer. */
  readonly firstAnswer: number;
}

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      articles: { type: 'string', default: '20000' },
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
      store: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const scratch = mkdtempSync(join(tmpdir(), 'newsgraph-serve-'));
  const servers: Server[] = [];
  try {
    const store = values.store ?? (await filledStore(scratch, Number(values.articles)));
    servers.push(await start('newsgraph', [PROGRAM, 'serve', '--store', store, '--port', '4190'], 4190));
    servers.push(await start('mercurius with jit', [SIDE, 'mercurius', store]));
    servers.push(await start('stock yoga', [SIDE, 'yoga', store]));
    const [ours] = servers as [Server, ...Server[]];
    console.log(
      `first answer: ${servers.map(({ name, firstAnswer }) => `${name} ${firstAnswer.toFixed(2)} s`).join(', ')}`,
    );
    const vocabulary = await readVocabulary(asker(ours.url), Math.ceil(Number(values.articles) / 100));
    const plan = { seconds: Number(values.seconds), rounds: Number(values.rounds) };
    const rows = [];
    for (const operation of operations(vocabulary)) {
      if (values.only && !operation.name.includes(values.only)) continue;
      rows.push(await compare(operation, servers, plan));
    }
    console.log(
      JSON.stringify({
        benchmark: 'serve',
        articles: Number(values.articles),
        rows,
        residentMb: servers.map(resident),
      }),
    );
  } finally {
    for (const { process: child } of servers) child.kill('SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A store of generated posts, filled by the command itself. */
async function filledStore(scratch: string, articles: number): Promise<string> {
  const posts = join(scratch, 'posts');
  const store = join(scratch, 'store.db');
  writePosts(posts, articles, await loadCatalog([SHIPPED_CATALOG]));
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'ingest', posts, '--store', store], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The store could not be filled: ${stderr}`);
  return store;
}

/** Starts a server on the first processor and waits for its first answer. */
async function start(name: string, args: readonly string[], port?: number): Promise<Server> {
  const started = performance.now();
  const child = spawn('taskset', ['-c', '0', process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const taken = port ?? (await announcedPort(child));
  const url = `http://127.0.0.1:${taken}/graphql`;
  for (;;) {
    const answered = await asker(url)('{ articles(first: 1) { nodes { slug } } }').then(
      () => true,
      () => false,
    );
    if (answered) break;
    await new Promise((resolvePromise) => setTimeout(resolvePromise, 20));
  }
  return { name, url, process: child, firstAnswer: (performance.now() - started) / 1000 };
}

async function announcedPort(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('The side has no standard output.');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return (JSON.parse(line.toString()) as { port: number }).port;
}

function asker(url: string): Ask {
  return async <Data>(query: string, variables: object = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] };
    if (errors) throw new Error(`${url}: ${errors[0]?.message}`);
    return data;
  };
}

interface Plan {
  readonly seconds: number;
  readonly rounds: number;
}

interface Row {
  readonly operation: string;
  readonly bytes: number;
  readonly cold: Record<string, Measured>;
  readonly warm: Record<string, Measured>;
}

async function compare(operation: Operation, servers: readonly Server[], plan: Plan): Promise<Row> {
  const [ours] = servers as [Server, ...Server[]];
  const body = (number: number) =>
    JSON.stringify({ query: operation.query, variables: operation.variables(number) });
  const answers = await Promise.all(servers.map(({ url }) => rawAnswer(url, body(3))));
  for (const [index, answer] of answers.entries()) {
    if (JSON.stringify(JSON.parse(answer)) !== JSON.stringify(JSON.parse(answers[0] ?? ''))) {
      console.log(`  ${operation.name}: ${servers[index]?.name} answers otherwise: ${answer.slice(0, 200)}`);
    }
  }
  const bytes = Buffer.byteLength(answers[0] ?? '');
  const constant = await start('constant', [SIDE, 'constant', String(bytes)]).catch(() => null);
  const cold = new Rounds();
  const warm = new Rounds();
  let number = 0;
  try {
    for (let round = 0; round < plan.rounds; round++) {
      // Every side is asked the same requests, none of them twice in a round.
      const first = number;
      for (const { name, url } of servers) {
        number = first;
        cold.add(name, await load(url, plan.seconds, () => body(number++)));
      }
      const same = body(7);
      for (const { name, url } of [...servers, ...(constant ? [constant] : [])]) {
        warm.add(name, await load(url, plan.seconds, () => same));
      }
    }
  } finally {
    constant?.process.kill('SIGKILL');
  }
  const row = { operation: operation.name, bytes, cold: cold.medians(), warm: warm.medians() };
  print(row, ours.name);
  return row;
}

async function rawAnswer(url: string, body: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return response.text();
}

async function load(url: string, seconds: number, body: () => string): Promise<Measured> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    requests: [{ setupRequest: (request) => ({ ...request, body: body() }) }],
  });
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

/** What the rounds of each side measured. */
class Rounds {
  private readonly sides = new Map<string, Measured[]>();

  add(side: string, measured: Measured): void {
    this.sides.set(side, [...(this.sides.get(side) ?? []), measured]);
  }

  medians(): Record<string, Measured> {
    return Object.fromEntries(
      [...this.sides].map(([side, rounds]) => [
        side,
        rounds.toSorted((left, right) => left.perSecond - right.perSecond)[
          Math.floor(rounds.length / 2)
        ] as Measured,
      ]),
    );
  }
}

function print({ operation, bytes, cold, warm }: Row, ours: string): void {
  console.log(`${operation} (${bytes} bytes)`);
  for (const [kind, sides] of Object.entries({ cold, warm })) {
    const own = sides[ours]?.perSecond ?? 0;
    for (const [name, { perSecond, p50, p99, failed }] of Object.entries(sides)) {
      console.log(
        `  ${kind} ${name.padEnd(20)} ${perSecond.toFixed(0).padStart(6)}/s  p50 ${p50} ms  p99 ${p99} ms  ` +
          `newsgraph is ${(own / perSecond).toFixed(2)} of it${failed > 0 ? `  ${failed} FAILED` : ''}`,
      );
    }
  }
}

function resident({ name, process: child }: Server): { name: string; mb: number } {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' });
  return { name, mb: Math.round(Number(stdout) / 1024) };
}
