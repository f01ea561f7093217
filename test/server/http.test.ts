import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { createHandler, type HandlerOptions } from '../../src/server/handler.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

const URL_OF_TESTS = 'http://newsgraph.test/graphql';

let store: Store;
const schema = createSchema();
beforeAll(async () => {
  store = await openStore(':memory:');
});
afterAll(() => store.close());

function handler(options: Partial<HandlerOptions> = {}) {
  return createHandler({ schema, store, cors: [], graphiql: true, introspection: true, ...options });
}

function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

async function errorsOf(query: string, variables?: Record<string, unknown>) {
  const response = await handler().fetch(URL_OF_TESTS, post({ query, variables }));
  const { errors } = (await response.json()) as {
    errors?: { message: string; extensions: Record<string, unknown> }[];
  };
  return (
    errors?.map(({ message, extensions: { code, argument, hint } }) => ({ message, code, argument, hint })) ??
    []
  );
}

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({
    url: URL_OF_TESTS,
    fetchFn: (url: string, init: RequestInit) => handler().fetch(url, init),
  });

  it('is audited in 61 ways', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
  });
});

describe('CORS', () => {
  const asking = (origin: string) => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });

  it('is given to nobody by default', async () => {
    const preflight = await handler().fetch(URL_OF_TESTS, asking('https://else.example'));
    const response = await handler().fetch(
      URL_OF_TESTS,
      post({ query: '{ __typename }' }, { origin: 'https://else.example' }),
    );
    for (const { headers } of [preflight, response]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-allow'))).toEqual([]);
    }
  });

  it('is given to the listed origins only, and never with credentials', async () => {
    const { fetch } = handler({ cors: ['https://one.example', 'https://two.example'] });
    const allowed = async (origin: string) => {
      const { headers } = await fetch(URL_OF_TESTS, asking(origin));
      return [headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')];
    };
    expect(await allowed('https://two.example')).toEqual(['https://two.example', null]);
    expect((await allowed('https://else.example'))[0]).not.toBe('https://else.example');
  });
});

describe('bodies', () => {
  it.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/graphql',
  ])('of type %s are refused', async (type) => {
    const response = await handler().fetch(
      URL_OF_TESTS,
      post('query=%7B__typename%7D', { 'content-type': type }),
    );
    expect(response.status).toBe(415);
  });

  it('of more than a megabyte are refused', async () => {
    const query = `{ __typename } # ${'x'.repeat(1_000_000)}`;
    expect((await handler().fetch(URL_OF_TESTS, post({ query }))).status).toBe(413);
  });

  it('that are no JSON get a clear answer', async () => {
    const response = await handler().fetch(URL_OF_TESTS, post('{"query"'));
    expect(response.status).toBe(400);
    expect(((await response.json()) as { errors: unknown[] }).errors).toHaveLength(1);
  });
});

describe('limits', () => {
  it.each([
    ['braces', '{'.repeat(20_000)],
    ['lists', `{ article(slug: ${'['.repeat(20_000)}`],
    ['nested fields', `${'{ a '.repeat(5_000)}${'}'.repeat(5_000)}`],
    ['tokens', `{ ${'__typename '.repeat(20_000)} }`],
  ])('refuse a flood of %s as a client error', async (_what, query) => {
    const response = await handler().fetch(
      URL_OF_TESTS,
      post({ query }, { accept: 'application/graphql-response+json' }),
    );
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect([response.status, errors[0]?.extensions.code]).toEqual([400, 'QUERY_TOO_LARGE']);
  });

  it('refuse aliases by the hundred', async () => {
    const aliases = Array.from({ length: 200 }, (_, index) => `a${index}: __typename`).join(' ');
    expect(await errorsOf(`{ ${aliases} }`)).toMatchObject([{ code: 'QUERY_TOO_LARGE' }]);
  });

  it('refuse depth that is hidden in fragments', async () => {
    const fragments = Array.from(
      { length: 12 },
      (_, index) => `fragment f${index} on Category { parent { parent { ...f${index + 1} } } }`,
    ).join(' ');
    const query = `{ categories { nodes { ...f0 } } } ${fragments} fragment f12 on Category { name }`;
    expect(await errorsOf(query)).toMatchObject([{ code: 'QUERY_TOO_LARGE' }]);
  });

  it('let the introspection of GraphiQL and an ordinary nested query through', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect(await errorsOf(getIntrospectionQuery())).toEqual([]);
    expect(
      await errorsOf(`{ articles { edges { node { companies { edges { node { parent { subsidiaries { nodes {
        tickers { exchange { name } } articles { edges { node { title } } } } } } } } } } } } }`),
    ).toEqual([]);
  });
});

describe('input that is wrong', () => {
  it.each([
    [
      'an enum value in the query',
      '{ articles(orderBy: { field: SIZE, direction: ASC }) { totalCount } }',
      undefined,
      'orderBy',
    ],
    [
      'an enum value in a variable',
      'query($s: Severity) { corpus { diagnostics(severity: $s) { totalCount } } }',
      { s: 'BAD' },
      'severity',
    ],
    ['a number that is none', '{ articles(first: "ten") { totalCount } }', undefined, 'first'],
    ['too many at once', '{ articles(first: 101) { totalCount } }', undefined, 'first'],
    ['a negative number', '{ articles(last: -1) { totalCount } }', undefined, 'last'],
    ['a cursor', '{ articles(after: "nonsense") { nodes { id } } }', undefined, 'after'],
    ['an id', '{ node(id: "nonsense") { id } }', undefined, 'id'],
  ])('%s is named', async (_what, query, variables, argument) => {
    expect(await errorsOf(query, variables)).toMatchObject([{ code: 'BAD_USER_INPUT', argument }]);
  });

  it('a value that an enum lacks is told those that it has', async () => {
    const hint = 'Must be one of ERROR, INFO, WARNING.';
    const inQuery = '{ corpus { diagnostics(severity: BAD) { totalCount } } }';
    const inVariable = 'query($s: Severity) { corpus { diagnostics(severity: $s) { totalCount } } }';
    expect([await errorsOf(inQuery), await errorsOf(inVariable, { s: 'BAD' })]).toMatchObject([
      [{ code: 'BAD_USER_INPUT', argument: 'severity', hint }],
      [{ code: 'BAD_USER_INPUT', argument: 'severity', hint }],
    ]);
  });
});

describe('what is not the client’s business', () => {
  it('an unexpected error is masked', async () => {
    const broken: Store = Object.create(store, {
      corpus: { value: { get: () => Promise.reject(new Error('the password is hunter2')) } },
      session: { value: () => broken },
    });
    const { fetch } = createHandler({
      schema,
      store: broken,
      cors: [],
      graphiql: false,
      introspection: true,
      logging: false,
    });
    const response = await fetch(URL_OF_TESTS, post({ query: '{ corpus { revision } }' }));
    const text = await response.text();
    expect(text).not.toContain('hunter2');
    expect(JSON.parse(text).errors).toMatchObject([
      { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
  });

  it('the schema is kept to itself where introspection is off', async () => {
    const { fetch } = handler({ introspection: false });
    for (const query of ['{ __schema { types { name } } }', '{ _service { sdl } }']) {
      const { data, errors } = (await (await fetch(URL_OF_TESTS, post({ query }))).json()) as {
        data?: Record<string, unknown>;
        errors?: unknown[];
      };
      expect(errors ?? []).not.toEqual([]);
      expect(JSON.stringify(data ?? {})).not.toContain('type ');
    }
  });
});

describe('the revision that a client has seen', () => {
  it('is handed to the store, and nothing else is', async () => {
    const seen: string[] = [];
    const watched = new Proxy(store, {
      get: (target, name) =>
        name === 'seen' ? (revision: string) => seen.push(revision) : Reflect.get(target, name),
    });
    const { fetch } = handler({ store: watched });
    await fetch(URL_OF_TESTS, post({ query: '{ __typename }' }));
    await fetch(URL_OF_TESTS, post({ query: '{ __typename }' }, { 'newsgraph-revision': '12' }));
    expect(seen).toEqual(['12']);
  });
});

describe('the pages beside GraphQL', () => {
  it('/health says that the process lives, /ready that the store answers', async () => {
    const { fetch } = handler();
    expect((await fetch('http://newsgraph.test/health')).status).toBe(200);
    expect((await fetch('http://newsgraph.test/ready')).status).toBe(200);
    const closed = await openStore(':memory:');
    await closed.close();
    expect((await handler({ store: closed }).fetch('http://newsgraph.test/ready')).status).toBe(503);
  });

  it('/ leads to GraphiQL, and GraphiQL can be left out', async () => {
    const page = { headers: { accept: 'text/html' } };
    const root = await handler().fetch('http://newsgraph.test/', page);
    expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
    expect(await (await handler().fetch(URL_OF_TESTS, page)).text()).toContain('<title>Newsgraph</title>');
    expect(await (await handler({ graphiql: false }).fetch(URL_OF_TESTS, page)).text()).not.toContain(
      '<title>',
    );
  });
});
