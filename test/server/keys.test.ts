import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { addKey, KeyRing, readKeys, revokeKey } from '../../src/server/access/key-file.ts';
import { createHandler } from '../../src/server/handler.ts';
import { openStore } from '../../src/store/open.ts';
import { workspace } from '../workspace.ts';

const schema = createSchema();

/** A server with a file of keys, asked once with an `Authorization`. */
async function guarded(requestsPerMinute: number) {
  const path = join(workspace().folder, 'keys.json');
  const key = addKey(path, 'reader', requestsPerMinute);
  const store = await openStore(':memory:');
  const problems: string[] = [];
  const keys = new KeyRing(path, ({ code }) => problems.push(code));
  const log: string[] = [];
  const write = (...parts: unknown[]) => void log.push(JSON.stringify(parts));
  const { fetch } = createHandler({
    schema,
    store,
    cors: [],
    graphiql: true,
    introspection: true,
    keys,
    logging: { debug: write, info: write, warn: write, error: write },
    onServed: [write],
  });
  const ask = async (authorization?: string) => {
    const response = await fetch('http://newsgraph.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return [response.status, errors[0]?.extensions.code ?? null, response.headers.get('retry-after')];
  };
  return { path, key, ask, fetch, problems, log, close: () => store.close() };
}

it('nobody gets in without a key that the server knows', async () => {
  const { key, ask, fetch, close } = await guarded(100);
  const refused = [401, 'UNAUTHENTICATED', null];
  expect(await ask()).toEqual(refused);
  expect(await ask(`Bearer ${key}x`)).toEqual(refused);
  expect(await ask(`Bearer ${key.slice(0, -1)}`)).toEqual(refused);
  expect(await ask(`Basic ${key}`)).toEqual(refused);
  expect(await ask(`Bearer ${'x'.repeat(10_000)}`)).toEqual(refused);
  expect(await ask(`Bearer ${key}`)).toEqual([200, null, null]);
  const get = await fetch('http://newsgraph.test/graphql?query=%7B__typename%7D');
  expect(get.status).toBe(401);
  const page = await fetch('http://newsgraph.test/graphql', { headers: { accept: 'text/html' } });
  expect([page.status, (await page.text()).includes('WhatLinksThePosts')]).toEqual([200, false]);
  await close();
});

it('a key that asks too often waits, and says for how long', async () => {
  const { key, ask, close } = await guarded(2);
  expect(await ask(`Bearer ${key}`)).toEqual([200, null, null]);
  expect(await ask(`Bearer ${key}`)).toEqual([200, null, null]);
  const [status, code, retryAfter] = await ask(`Bearer ${key}`);
  expect([status, code]).toEqual([429, 'TOO_MANY_REQUESTS']);
  expect(Number(retryAfter)).toBeGreaterThan(0);
  await close();
});

it('keys are changed without a restart, and a broken file takes none away', async () => {
  const { path, key, ask, problems, close } = await guarded(100);
  const second = addKey(path, 'second', 100);
  await pause(1_100);
  expect(await ask(`Bearer ${second}`)).toEqual([200, null, null]);
  revokeKey(path, 'reader');
  await pause(1_100);
  expect((await ask(`Bearer ${key}`))[0]).toBe(401);
  writeFileSync(path, '{"keys": [');
  await pause(1_100);
  expect((await ask(`Bearer ${second}`))[0]).toBe(200);
  expect(problems).toEqual(['MALFORMED_KEYS']);
  await close();
});

it('a stolen file opens nothing, and is for its owner alone', async () => {
  const { path, key, close } = await guarded(100);
  expect(readFileSync(path, 'utf8')).not.toContain(key.slice(3));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readKeys(path).map(({ name, requestsPerMinute }) => [name, requestsPerMinute])).toEqual([
    ['reader', 100],
  ]);
  await close();
});

it('logs tell nothing of a key, right or wrong', async () => {
  const { key, ask, log, close } = await guarded(100);
  await ask(`Bearer ${key}`);
  await ask('Bearer ng_wrong-key');
  expect(log).not.toEqual([]);
  expect(log.join()).not.toContain(key.slice(3, 20));
  expect(log.join()).not.toContain('wrong-key');
  await close();
});
