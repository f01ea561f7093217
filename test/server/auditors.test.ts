import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { LIMIT_NAMES, LIMITS } from '../../src/limits.ts';
import { createHandler, type HandlerOptions } from '../../src/server/handler.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

const ENDPOINT = 'http://newsgraph.test/graphql';
const schema = createSchema();
let store: Store;
beforeAll(async () => {
  store = await openStore(':memory:');
});
afterAll(() => store.close());

const production: Partial<HandlerOptions> = { graphiql: false, introspection: false, persistedGet: true };

async function send(init: RequestInit & { url?: string }, options: Partial<HandlerOptions> = production) {
  const handler = createHandler({
    schema,
    store,
    cors: [],
    graphiql: true,
    introspection: true,
    logging: false,
    ...options,
  });
  const response = await handler.fetch(init.url ?? ENDPOINT, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function json(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify(body),
  };
}

describe('the checks of graphql-cop find nothing in production', () => {
  it.each([
    [
      'alias overloading',
      { query: `query cop { ${Array.from({ length: 101 }, (_, i) => `alias${i}:__typename`)} }` },
    ],
    ['array-based query batching', Array.from({ length: 10 }, () => ({ query: 'query cop { __typename }' }))],
    ['field duplication', { query: `query cop { ${'__typename \n'.repeat(500)} }` }],
    ['directive overloading', { query: `query cop { __typename ${'@aa'.repeat(10)} }` }],
    [
      'circular introspection',
      {
        query: `query cop { __schema { types { fields { type { fields { type { fields { name } } } } } } } }`,
      },
    ],
    ['introspection', { query: 'query cop { __schema { types { name fields { name } } } }' }],
  ])('%s', async (_check, body) => {
    const { status, text } = await send(json(body));
    expect(status).toBe(400);
    expect(text).not.toContain('"data"');
  });

  it('GraphiQL', async () => {
    const { text } = await send({ headers: { accept: 'text/html' } });
    expect(text.toLowerCase()).not.toMatch(/graphiql|playground/);
  });

  it('field suggestions', async () => {
    const { text } = await send(json({ query: 'query cop { __schema { directive } artcles { x } }' }));
    expect(text).not.toContain('Did you mean');
  });

  it('mutation and query over GET', async () => {
    const accept = { headers: { accept: 'application/graphql-response+json' } };
    for (const query of ['mutation cop {__typename}', 'query cop {__typename}']) {
      const { status } = await send({ url: `${ENDPOINT}?query=${encodeURIComponent(query)}`, ...accept });
      expect(status).toBe(403);
    }
  });

  it('query over a form', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status } = await send({ method: 'POST', headers, body: 'query=query+cop+%7B__typename%7D' });
    expect(status).toBe(415);
  });

  it('trace mode and unhandled errors', async () => {
    const { text } = await send(json({ query: 'query cop { __typename }' }));
    expect(JSON.parse(text)).toEqual({ data: { __typename: 'Query' } });
    const broken = await send(json({ query: 'qwerty cop { abc }' }));
    expect(broken.status).toBe(400);
    expect(broken.text).not.toMatch(/exception|stack|node_modules/i);
  });
});

describe('the document for operators', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');

  it('has every limit with its default', () => {
    const rows = LIMIT_NAMES.map(
      (name) => `| \`${name}\` | ${LIMITS[name].default} | ${LIMITS[name].meaning} |`,
    );
    expect(text.match(/^\| `max.*|^\| `\w+Ms.*/gm)).toEqual(rows);
  });
});

describe('a browser', () => {
  it('is told on every answer to guess, frame and load nothing', async () => {
    for (const answer of [
      await send(json({ query: '{ __typename }' })),
      await send({ headers: { accept: 'text/html' } }, {}),
      await send({ url: 'http://newsgraph.test/nowhere' }),
    ]) {
      const { headers } = answer;
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*'unsafe/);
    }
  });
});
