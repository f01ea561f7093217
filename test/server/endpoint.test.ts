import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSchema, printClientSchema } from '../../src/graph/schema.ts';
import { createHandler, type HandlerOptions } from '../../src/server/handler.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ingest, POSTS } from '../graph/corpus.ts';

let store: Store;
const schema = createSchema();
beforeAll(async () => {
  store = await openStore(':memory:');
  await ingest(store, POSTS);
});
afterAll(() => store.close());

function handler(options: Partial<HandlerOptions> = {}) {
  return createHandler({ schema, store, cors: [], graphiql: true, introspection: true, ...options });
}

function asked(query: string, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  };
}

async function status(path: string, init: RequestInit = {}, options: Partial<HandlerOptions> = {}) {
  const response = await handler(options).fetch(`http://newsgraph.test${path}`, init);
  return response.status;
}

it('is mounted where it is told to be, with everything beside it', async () => {
  const mounted = { endpoint: '/api/graphql' };
  const question = asked('{ articles { totalCount } }');
  expect([
    await status('/api/graphql', question, mounted),
    await status('/api/graphql?query={__typename}', {}, mounted),
    await status('/api/graphql', { headers: { accept: 'text/html' } }, mounted),
    await status('/api/ready', {}, mounted),
    await status('/api/health', {}, mounted),
    await status('/api/schema.graphql', {}, mounted),
    await status('/graphql', question, mounted),
    await status('/', {}, mounted),
  ]).toEqual([200, 200, 200, 200, 200, 200, 404, 404]);
});

it('answers GraphQL at its own path only, so that no path goes past the rule of JSON bodies', async () => {
  const form = {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'query={__typename}',
  };
  expect([
    await status('/graphql', form),
    await status('/x/graphql', form),
    await status('/graphql/', form),
    await status('/x/graphql', asked('{ __typename }')),
  ]).toEqual([415, 404, 404, 404]);
});

it('gives the schema of clients as text, and to introspection, without what gateways use', async () => {
  const text = await handler().fetch('http://newsgraph.test/schema.graphql');
  expect([text.status, await text.text()]).toEqual([200, printClientSchema()]);
  expect(await status('/schema.graphql', {}, { introspection: false })).toBe(404);

  const response = await handler().fetch(
    'http://newsgraph.test/graphql',
    asked('{ __schema { types { name } directives { name } queryType { fields { name } } } }'),
  );
  const { data } = (await response.json()) as {
    data: Record<'__schema', { types: Named[]; directives: Named[]; queryType: { fields: Named[] } }>;
  };
  const { types, directives, queryType } = data.__schema;
  const names = [...types, ...queryType.fields].map(({ name }) => name);
  expect(names.filter((name) => /^_[^_]/.test(name))).toEqual([]);
  expect(directives.map(({ name }) => name).sort()).toEqual([
    'defer',
    'deprecated',
    'include',
    'oneOf',
    'skip',
    'specifiedBy',
  ]);
});
type Named = { readonly name: string };

it('answers whole who asks for parts in a format that it does not write', async () => {
  const query = '{ corpus { articleCount ... @defer { companyCount } } }';
  const accept =
    'multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9';
  const response = await handler().fetch('http://newsgraph.test/graphql', asked(query, { accept }));
  expect([response.headers.get('content-type'), await response.json()]).toEqual([
    'application/graphql-response+json; charset=utf-8',
    { data: { corpus: { articleCount: 3, companyCount: 4 } } },
  ]);
  const parts = await handler().fetch(
    'http://newsgraph.test/graphql',
    asked(query, { accept: 'multipart/mixed;deferSpec=20220824,application/json' }),
  );
  expect(parts.headers.get('content-type')).toMatch(/^multipart\/mixed/);
});
