import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../program.ts';

/** Both serve the sample posts; on the second every query is expensive. */
let cheap: Served;
let expensive: Served;
beforeAll(async () => {
  cheap = await serve(['--store', ':memory:']);
  expensive = await serve(['--store', ':memory:', '--max-cheap-cost', '0', '--log', 'requests']);
});
afterAll(async () => {
  await Promise.all([cheap.stop(), expensive.stop()]);
});

/** What a client reads, with the time of the ingest left out. */
async function answer({ url }: Served, body: object, accept = 'application/graphql-response+json') {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const pidOf = ({ process: { pid = 0 } }: Served) => pid;

/** Processes that a process started. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => {
      try {
        return readFileSync(`/proc/${child}/status`, 'utf8').includes(`\nPPid:\t${pid}\n`);
      } catch {
        return false;
      }
    });
}

describe('an operation that runs in a process of its own', () => {
  it.each([
    ['of one query', { query: '{ articles { totalCount nodes { slug companies { nodes { name } } } } }' }],
    [
      'with variables and several operations',
      {
        query: 'query A { __typename } query B($n: Int!) { articles(first: $n) { nodes { title } } }',
        operationName: 'B',
        variables: { n: 1 },
      },
    ],
    [
      'with an error of a field',
      { query: '{ articles(first: 1000) { totalCount } corpus { articleCount } }' },
    ],
    [
      'that costs too much',
      {
        query:
          '{ articles(first: 100) { nodes { topics(first: 100) { nodes { companies(first: 100) { nodes { slug } } } } } } }',
      },
    ],
    [
      'with a variable that does not fit',
      { query: 'query ($n: Int!) { articles(first: $n) { totalCount } }', variables: { n: 'x' } },
    ],
    ['with a deferred part', { query: '{ articles { totalCount ... @defer { nodes { title } } } }' }],
  ])('is answered as any other: %s', async (_what, body) => {
    // Twice: a document that was answered before takes a shorter way.
    for (const _turn of [1, 2]) expect(await answer(expensive, body)).toEqual(await answer(cheap, body));
  });

  it('is answered whole to a client that takes parts', async () => {
    const { text } = await answer(
      expensive,
      { query: '{ __typename ... @defer { articles { totalCount } } }' },
      'multipart/mixed',
    );
    expect(text).toContain('{"data":{"__typename":"Query","articles":{"totalCount":2}}}');
  });

  it('and is lost with it is said with a code, and the next one runs', async () => {
    const pid = pidOf(expensive);
    const [child] = childrenOf(pid);
    expect(child).toBeDefined();
    process.kill(child as number, 'SIGSTOP');
    const asked = answer(expensive, { query: '{ articles { nodes { wordCount } } }' });
    await pause(200);
    process.kill(child as number, 'SIGKILL');
    const { status, text } = await asked;
    expect([status, JSON.parse(text).errors[0].extensions]).toMatchObject([
      503,
      { code: 'OPERATION_INTERRUPTED', retryable: true },
    ]);
    const next = await answer(expensive, { query: '{ articles { nodes { language } } }' });
    expect(next.status).toBe(200);
    expect(childrenOf(pid)).not.toContain(child);
  });
});

describe('an expensive operation over its deadline', () => {
  it('ends with its process, and neither outlives the server', { timeout: 120_000 }, async () => {
    const server = await serve([
      '--store',
      ':memory:',
      '--max-cheap-cost',
      '0',
      '--operation-timeout-ms',
      '3000',
    ]);
    // Its start takes time too, on a busy machine more than there is.
    while ((await answer(server, { query: '{ articles { totalCount } }' })).status !== 200) await pause(20);
    const [child] = childrenOf(pidOf(server));
    process.kill(child as number, 'SIGSTOP');
    const asked = answer(server, { query: '{ articles { nodes { title } } }' });
    expect(JSON.parse((await asked).text).errors[0].extensions.code).toBe('OPERATION_TIMEOUT');
    while (childrenOf(pidOf(server)).includes(child as number)) await pause(20);
    while ((await answer(server, { query: '{ articles { nodes { language } } }' })).status !== 200)
      await pause(20);
    const left = childrenOf(pidOf(server));
    expect((await server.stop('SIGTERM')).status).toBe(0);
    while (left.some((pid) => readdirSync('/proc').includes(String(pid)))) await pause(20);
  });
});
