/**
 * `npm run bench -- serve [--articles 20000] [--seconds 1] [--rounds 2] [--store FILE] [--sides newsgraph,hand,…]
 * [--only NAME,…]`
 *
 * Requests a second and latency of ten operations over one store of generated articles, against peers that serve the
 * same data in the same run: stock Yoga and Mercurius with JIT over the same schema, the same answers made by hand
 * (`serving/by-hand.ts`), and bare Node sending a constant. Cold: every request is another one. Warm: always the same.
 * The server has one processor, the load the other; rounds of the sides are interleaved, and medians printed. `--only`
 * takes parts of names of operations, and `not modified`, `start`, `processes`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { type Ask, type Operation, operations, readVocabulary } from './serving/operations.ts';
import { storeOf } from './serving/stores.ts';

const PROGRAM = resolve(import.meta.dirname, '../bin/newsgraph.js');
const SIDE = resolve(import.meta.dirname, 'sides/serve.ts');
const CONNECTIONS = 16;
const SIDES = ['newsgraph', 'mercurius', 'yoga', 'hand'] as const;
/** What is asked before anything is measured, so that every side runs compiled code. */
const WARMING = 200;
/** Requests whose answers are compared. */
const COMPARED = [3, 40, 500];
const STARTS = 5;

interface Server {
  readonly name: string;
  readonly url: string;
  readonly process: ChildProcess;
  /** Seconds from the start of the process to its first answer. */
  readonly firstAnswer: number;
}

interface Measured {
  readonly perSecond: number;
  /** Time of the processor that the server takes for a request, in microseconds. */
  readonly micros: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

type Sides = Record<string, Measured>;

interface Row {
  readonly operation: string;
  readonly bytes: number;
  readonly different: readonly string[];
  readonly cold: Sides;
  readonly warm: Sides;
}

interface Plan {
  readonly seconds: number;
  readonly rounds: number;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      articles: { type: 'string', default: '20000' },
      seconds: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '2' },
      store: { type: 'string' },
      sides: { type: 'string', default: SIDES.join(',') },
      only: { type: 'string' },
    },
  });
  const isWanted = (name: string) =>
    values.only === undefined || values.only.split(',').some((part) => name.includes(part));
  const store = values.store ?? (await storeOf(Number(values.articles)));
  const plan = { seconds: Number(values.seconds), rounds: Number(values.rounds) };
  // The load is made by this process.
  spawnSync('taskset', ['-cp', '1', String(process.pid)]);
  const servers: Server[] = [];
  const result: Record<string, unknown> = { benchmark: 'serve', articles: Number(values.articles) };
  try {
    for (const side of values.sides.split(',')) servers.push(await start(side, store));
    const [first] = servers;
    if (first === undefined) throw new Error('There is no side.');
    const all = operations(await readVocabulary(asker(first.url)));
    const rows: Row[] = [];
    for (const operation of all.filter(({ name }) => isWanted(name))) {
      rows.push(await compare(operation, servers, plan));
    }
    if (rows.length > 0) Object.assign(result, { rows, ratios: ratiosOf(rows) });
    const page = all.find(({ name }) => name.startsWith('page of 20 with companies'));
    if (page && isWanted('not modified')) result.notModified = await notModified(page, first, plan);
    result.residentMb = Object.fromEntries(servers.map((server) => [server.name, residentMb(server)]));
    for (const { process: child } of servers.splice(0)) child.kill('SIGKILL');
    if (isWanted('start')) result.firstAnswer = await firstAnswers(store);
    if (page && isWanted('processes')) result.processes = await processes(page, store, plan);
  } finally {
    for (const { process: child } of servers) child.kill('SIGKILL');
  }
  console.log(JSON.stringify(result));
}

/** Starts a side on the first processor, or on those that are named, and waits for its first answer. */
async function start(side: string, operand: string, processors = '0', flags: string[] = []): Promise<Server> {
  const args =
    side === 'newsgraph'
      ? [PROGRAM, 'serve', '--store', operand, '--port', '0', ...flags]
      : [SIDE, side, operand];
  const started = performance.now();
  const child = spawn('taskset', ['-c', processors, process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = `http://127.0.0.1:${await announcedPort(child)}/graphql`;
  while (!(await isAnswered(url))) await new Promise((after) => setTimeout(after, 5));
  return { name: side, url, process: child, firstAnswer: (performance.now() - started) / 1000 };
}

function announcedPort(child: ChildProcess): Promise<number> {
  return new Promise((found, failed) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, port] = /(?:"port":|http:\/\/127\.0\.0\.1:)(\d+)/.exec(text) ?? [];
      if (port !== undefined) found(Number(port));
    });
    child.once('exit', () => failed(new Error(`A side ended: ${text}`)));
  });
}

async function isAnswered(url: string): Promise<boolean> {
  try {
    const answer = await rawAnswer(url, JSON.stringify({ query: '{ __typename }' }));
    return answer.includes('"data"') || answer.includes('Not written');
  } catch {
    return false;
  }
}

function asker(url: string): Ask {
  return async <Data>(query: string, variables: object = {}) => {
    const text = await rawAnswer(url, JSON.stringify({ query, variables }));
    const { data, errors } = JSON.parse(text) as { data: Data; errors?: { message: string }[] };
    if (errors) throw new Error(`${url}: ${errors[0]?.message}`);
    return data;
  };
}

async function rawAnswer(url: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(url, { method: 'POST', headers, body })).text();
}

async function compare(operation: Operation, all: readonly Server[], plan: Plan): Promise<Row> {
  const servers = all.filter(({ name }) => name !== 'hand' || operation.name !== 'path');
  const body = (number: number) =>
    JSON.stringify({ query: operation.query, variables: operation.variables(number) });
  const different = new Set<string>();
  let bytes = 0;
  for (const number of COMPARED) {
    const answers = await Promise.all(servers.map(({ url }) => rawAnswer(url, body(number))));
    const [expected = '{}'] = answers;
    bytes = Buffer.byteLength(expected);
    for (const [index, answer] of answers.entries()) {
      if (isDeepStrictEqual(JSON.parse(answer), JSON.parse(expected))) continue;
      different.add(servers[index]?.name ?? '');
      console.log(
        `${servers[index]?.name} answers otherwise: ${answer.slice(0, 300)}\n${expected.slice(0, 300)}`,
      );
    }
  }
  const constant = await start('constant', String(bytes));
  const cold = new Rounds();
  const warm = new Rounds();
  let number = 1000;
  try {
    for (const { url } of servers) {
      await Promise.all(Array.from({ length: WARMING }, () => rawAnswer(url, body(number++))));
    }
    for (let round = 0; round < plan.rounds; round++) {
      // Every side is asked the same requests, none of them twice.
      const first = number;
      let last = number;
      for (const server of servers) {
        number = first;
        cold.add(server.name, await load(server, plan.seconds, () => body(number++)));
        last = Math.max(last, number);
      }
      number = last;
      const same = body(7);
      for (const server of [...servers, constant]) {
        warm.add(server.name, await load(server, plan.seconds / 2, () => same));
      }
    }
  } finally {
    constant.process.kill('SIGKILL');
  }
  const row = {
    operation: operation.name,
    bytes,
    different: [...different],
    cold: cold.medians(),
    warm: warm.medians(),
  };
  print(row);
  return row;
}

async function load(
  server: Server,
  seconds: number,
  body: () => string,
  request: Pick<autocannon.Request, 'method' | 'path' | 'headers'> = {},
): Promise<Measured> {
  const before = processorTime(server);
  const result = await autocannon({
    url: server.url,
    connections: CONNECTIONS,
    duration: seconds,
    sampleInt: 100,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    requests: [{ ...request, setupRequest: (sent) => ({ ...sent, body: body() }) }],
  });
  const answered = result.requests.total;
  return {
    perSecond: answered / result.duration,
    micros: (processorTime(server) - before) / answered,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

/** What the process took of processors since it began, in microseconds; the kernel counts in hundredths of a second. */
function processorTime({ process: child }: Server): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ', 2)[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** What the rounds of each side measured. */
class Rounds {
  private readonly sides = new Map<string, Measured[]>();

  add(side: string, measured: Measured): void {
    this.sides.set(side, [...(this.sides.get(side) ?? []), measured]);
  }

  medians(): Sides {
    return Object.fromEntries(
      [...this.sides].map(([side, rounds]) => [side, middle(rounds, ({ perSecond }) => perSecond)]),
    );
  }
}

function middle<T>(values: readonly T[], by: (value: T) => number): T {
  const sorted = values.toSorted((left, right) => by(left) - by(right));
  return sorted[Math.floor(sorted.length / 2)] as T;
}

function print({ operation, bytes, cold, warm }: Row): void {
  console.log(`${operation} (${bytes} bytes)`);
  for (const [kind, sides] of Object.entries({ cold, warm })) {
    const own = sides.newsgraph?.perSecond ?? Number.NaN;
    for (const [name, { perSecond, micros, p50, p99, failed }] of Object.entries(sides)) {
      console.log(
        `  ${kind} ${name.padEnd(10)} ${perSecond.toFixed(0).padStart(6)}/s ${micros.toFixed(0).padStart(6)} µs  ` +
          `p50 ${p50} p99 ${p99} ms  newsgraph is ${(own / perSecond).toFixed(2)} of it${failed > 0 ? `  ${failed} FAILED` : ''}`,
      );
    }
  }
}

/** How fast newsgraph is against each other side: by operation, and in the geometric mean. */
function ratiosOf(rows: readonly Row[]): Record<string, Record<string, number>> {
  const ratios: Record<string, Record<string, number>> = {};
  for (const kind of ['cold', 'warm'] as const) {
    const names = new Set(rows.flatMap((row) => Object.keys(row[kind])));
    for (const name of names) {
      const each = rows
        .filter((row) => row.operation !== 'hello' && name in row[kind])
        .map((row) => (row[kind].newsgraph?.perSecond ?? 0) / (row[kind][name]?.perSecond ?? 0));
      if (name === 'newsgraph' || each.length === 0) continue;
      const mean = Math.exp(each.reduce((sum, ratio) => sum + Math.log(ratio), 0) / each.length);
      ratios[`${kind} ${name}`] = { mean: rounded(mean), least: rounded(Math.min(...each)) };
    }
  }
  console.log(ratios);
  return ratios;
}

const rounded = (value: number) => Math.round(value * 100) / 100;

/** A client that has the answer asks whether it still holds. */
async function notModified({ query, variables }: Operation, server: Server, plan: Plan) {
  const address = `${server.url}?${new URLSearchParams({ query, variables: JSON.stringify(variables(7)) })}`;
  const { headers } = await fetch(address);
  const tag = headers.get('etag') ?? '';
  const again = await fetch(address, { headers: { 'if-none-match': tag } });
  const { pathname, search } = new URL(address);
  const rounds = new Rounds();
  for (let round = 0; round < plan.rounds; round++) {
    const request = { method: 'GET', path: pathname + search, headers: { 'if-none-match': tag } } as const;
    rounds.add('newsgraph', await load(server, plan.seconds, () => '', request));
  }
  const result = {
    status: again.status,
    cacheControl: again.headers.get('cache-control'),
    ...rounds.medians().newsgraph,
  };
  console.log('not modified', result);
  return result;
}

/** Seconds from the start of a process to its first answer on the store. */
async function firstAnswers(store: string): Promise<Record<string, number>> {
  const seconds: Record<string, number[]> = { newsgraph: [], yoga: [] };
  for (let round = 0; round < STARTS; round++) {
    for (const [side, each] of Object.entries(seconds)) {
      const server = await start(side, store);
      each.push(server.firstAnswer);
      server.process.kill('SIGKILL');
    }
  }
  const result = Object.fromEntries(
    Object.entries(seconds).map(([side, each]) => [side, rounded(middle(each, (value) => value))]),
  );
  console.log('first answer', result);
  return result;
}

/** Requests a second, each another one, with one process on one processor and with two on two. */
async function processes(
  { query, variables }: Operation,
  store: string,
  plan: Plan,
): Promise<Record<string, number>> {
  const one = await start('newsgraph', store);
  const two = await start('newsgraph', store, '0,1', ['--processes', '2']);
  const perSecond: Record<string, number[]> = { one: [], two: [] };
  let number = 0;
  try {
    for (let round = 0; round < plan.rounds + 1; round++) {
      for (const [name, server] of Object.entries({ one, two })) {
        const measured = await load(server, plan.seconds, () =>
          JSON.stringify({ query, variables: variables(number++) }),
        );
        // The first round warms.
        if (round > 0) perSecond[name]?.push(measured.perSecond);
      }
    }
  } finally {
    for (const server of [one, two]) server.process.kill('SIGTERM');
  }
  const result = Object.fromEntries(
    Object.entries(perSecond).map(([name, each]) => [name, Math.round(middle(each, (value) => value))]),
  );
  console.log('processes', result);
  return result;
}

function residentMb({ process: child }: Server): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' });
  return Math.round(Number(stdout) / 1024);
}
