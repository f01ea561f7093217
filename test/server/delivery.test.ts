import { Client, fetchExchange, gql, type OperationResult } from '@urql/core';
import { createClient as createSseClient } from 'graphql-sse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import type { HandlerOptions } from '../../src/server/handler.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ingest, POSTS, type Post } from '../graph/corpus.ts';

const schema = createSchema();
const LATE: Post = { slug: 'late', title: 'Late', body: '{Company meta|Meta} again.' };
const TITLES = gql`{ articles(first: 3) { nodes { slug } } }`;
const TITLES_DATA = { articles: { nodes: [{ slug: 'giants' }, { slug: 'aws-chip' }, { slug: 'english' }] } };

let store: Store;
let server: RunningServer;
/** What went over the wire, as the client's `fetch` saw it. */
let wire: { method: string; url: string; status: number; type: string | null }[];
/** Listeners of the store that were added and not yet removed. */
let listeners: Set<unknown>;

beforeEach(async () => {
  store = await openStore(':memory:');
  await ingest(store, POSTS);
  wire = [];
  listeners = new Set();
  server = await serve(store);
});
afterEach(async () => {
  await server.stop();
  await store.close();
});

function serve(served: Store, options: Partial<HandlerOptions> = {}): Promise<RunningServer> {
  return startServer('127.0.0.1', 0, {
    schema,
    store: counted(served),
    cors: [],
    graphiql: false,
    introspection: true,
    logging: false,
    ...options,
  });
}

/** The store, with its listeners counted. */
function counted(real: Store): Store {
  const onRevision: Store['onRevision'] = (listener, since) => {
    const stop = real.onRevision(listener, since);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      stop();
    };
  };
  const store: Store = Object.create(real, {
    onRevision: { value: onRevision },
    session: { value: () => store },
  });
  return store;
}

const recorded: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const { pathname } = new URL(String(input));
  wire.push({
    method: init?.method ?? 'GET',
    url: pathname,
    status: response.status,
    type: response.headers.get('content-type'),
  });
  return response;
};

function urql(options: { preferGetMethod?: boolean; accept?: string } = {}): Client {
  return new Client({
    url: server.url,
    exchanges: [fetchExchange],
    fetch: recorded,
    fetchSubscriptions: true,
    preferGetMethod: options.preferGetMethod ? 'force' : false,
    ...(options.accept ? { fetchOptions: { headers: { accept: options.accept } } } : {}),
  });
}

/** Every state that a result goes through, until it is complete. */
function states(
  client: Client,
  query: string,
): Promise<Pick<OperationResult, 'data' | 'hasNext' | 'error'>[]> {
  const seen: Pick<OperationResult, 'data' | 'hasNext' | 'error'>[] = [];
  return new Promise((resolve) => {
    client.query(gql(query), {}).subscribe(({ data, hasNext, error }) => {
      seen.push(structuredClone({ data, hasNext, ...(error ? { error: error.message } : {}) }) as never);
      if (!hasNext) resolve(seen);
    });
  });
}

function listening(count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => (listeners.size === count ? resolve() : setTimeout(look, 5));
    look();
  });
}

describe('urql', () => {
  it('queries by GET, and is answered as application/graphql-response+json', async () => {
    const { data, error } = await urql({
      preferGetMethod: true,
      accept: 'application/graphql-response+json',
    }).query(TITLES, {});
    expect({ data, error, wire }).toEqual({
      data: TITLES_DATA,
      error: undefined,
      wire: [
        {
          method: 'GET',
          url: '/graphql',
          status: 200,
          type: 'application/graphql-response+json; charset=utf-8',
        },
      ],
    });
  });

  it('reads the status of a refused query from application/graphql-response+json', async () => {
    const { data, error } = await urql({ accept: 'application/graphql-response+json' }).query(
      gql`{ nonsense }`,
      {},
    );
    expect({ data, message: error?.message, wire }).toEqual({
      data: undefined,
      message: '[GraphQL] Cannot query field "nonsense" on type "Query". Did you mean "nodes"?',
      wire: [
        {
          method: 'POST',
          url: '/graphql',
          status: 400,
          type: 'application/graphql-response+json; charset=utf-8',
        },
      ],
    });
  });

  it('gets what it defers after the rest', async () => {
    const [first, last, ...more] = await states(
      urql(),
      '{ article(slug: "aws-chip") { slug ... @defer { companies { nodes { slug parent { slug } } } } } }',
    );
    expect({ first, last, more, types: wire.map(({ type }) => type) }).toEqual({
      first: { data: { article: { slug: 'aws-chip' } }, hasNext: true },
      last: {
        data: {
          article: {
            slug: 'aws-chip',
            companies: {
              nodes: [
                { slug: 'aws', parent: { slug: 'amazon' } },
                { slug: 'amazon', parent: null },
                { slug: 'meta', parent: null },
              ],
            },
          },
        },
        hasNext: false,
      },
      more: [],
      types: ['multipart/mixed; boundary="-"'],
    });
  });

  it('gets the items of a stream after the first', async () => {
    const seen = await states(urql(), '{ articles(first: 3) { nodes @stream(initialCount: 1) { slug } } }');
    expect([seen.at(0), seen.at(-1)]).toEqual([
      { data: { articles: { nodes: [{ slug: 'giants' }] } }, hasNext: true },
      { data: TITLES_DATA, hasNext: false },
    ]);
  });

  it('subscribes over server-sent events, and the server stops listening when it goes', async () => {
    let unsubscribe = () => {};
    const event = new Promise<unknown>((resolve) => {
      ({ unsubscribe } = urql()
        .subscription(gql`subscription { articleIngested { slug } }`, {})
        .subscribe(({ data }) => resolve(data)));
    });
    await listening(1);
    await ingest(store, [...POSTS, LATE]);
    expect(await event).toEqual({ articleIngested: { slug: 'late' } });
    unsubscribe();
    await listening(0);
  });
});

describe('graphql-sse', () => {
  it('subscribes to both subscriptions, and the server stops listening when it goes', async () => {
    const client = createSseClient({ url: server.url, retryAttempts: 0 });
    const articles = client.iterate({ query: 'subscription { articleIngested { slug } }' });
    const corpora = client.iterate({ query: 'subscription { corpusChanged { articleCount } }' });
    const events = Promise.all([articles.next(), corpora.next()]);
    await listening(2);
    await ingest(store, [...POSTS, LATE]);
    expect((await events).map(({ value }) => value)).toEqual([
      { data: { articleIngested: { slug: 'late' } } },
      { data: { corpusChanged: { articleCount: 4 } } },
    ]);
    await Promise.all([articles.return?.(), corpora.return?.()]);
    client.dispose();
    await listening(0);
  });

  it('catches up with what changed while it was away, and goes on', async () => {
    const { revision } = await store.corpus.get();
    await ingest(store, [LATE]);
    const client = createSseClient({ url: server.url, retryAttempts: 0 });
    const query =
      'subscription ($since: String) { changes(since: $since) { revision added { slug } updated { slug } removed } }';
    const events = client.iterate({ query, variables: { since: revision } });
    const missed = await events.next();
    const live = events.next();
    await ingest(store, [{ ...LATE, title: 'Later' }]);
    expect([missed.value, (await live).value]).toEqual([
      { data: { changes: { revision: '2', added: [{ slug: 'late' }], updated: [], removed: [] } } },
      { data: { changes: { revision: '3', added: [], updated: [{ slug: 'late' }], removed: [] } } },
    ]);
    await events.return?.();
    client.dispose();
    await listening(0);
  });

  it('subscribes by the id of a trusted document', async () => {
    await server.stop();
    const trustedDocuments = new Map([['new', 'subscription { articleIngested { slug } }']]);
    server = await serve(store, { trustedDocuments, trustedOnly: true });
    const client = createSseClient({ url: server.url, retryAttempts: 0 });
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'new' } };
    const events = client.iterate({ query: '', extensions });
    const event = events.next();
    await listening(1);
    await ingest(store, [...POSTS, LATE]);
    expect((await event).value).toEqual({ data: { articleIngested: { slug: 'late' } } });
    await events.return?.();
    client.dispose();
    await listening(0);
  });

  it('hears what is wrong with a subscription', async () => {
    const client = createSseClient({ url: server.url, retryAttempts: 0 });
    const events = client.iterate({ query: 'subscription { articleRead { slug } }' });
    const { value } = await events.next();
    client.dispose();
    expect(value).toMatchObject({
      errors: [{ message: 'Cannot query field "articleRead" on type "Subscription".' }],
    });
  });
});

describe('what is deferred', () => {
  const LISTS = 'companies { nodes { slug parent { slug } tickers { symbol } } } topics { nodes { slug } }';
  const post = async (query: string, accept: string) => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };

  it('takes as many statements as it does undeferred', async () => {
    const statements: number[] = [];
    // Entities are read once a revision, by whoever asks first.
    await post(`{ articles(first: 3) { nodes { title ${LISTS} } } }`, 'multipart/mixed');
    for (const lists of [LISTS, `... @defer { ${LISTS} }`]) {
      const before = store.statementCount;
      await post(`{ articles(first: 3) { nodes { slug ${lists} } } }`, 'multipart/mixed');
      statements.push(store.statementCount - before);
    }
    expect(statements[1]).toBe(statements[0]);
  });

  it('comes whole to a client that takes no parts', async () => {
    const answers = [];
    for (const lists of [LISTS, `... @defer(label: "lists") { ${LISTS} }`]) {
      answers.push(await post(`{ articles(first: 3) { nodes { slug ${lists} } } }`, 'application/json'));
    }
    expect(answers[1]).toEqual(answers[0]);
  });

  it('masks unexpected errors as the rest of an answer does', async () => {
    const broken = new Proxy(store, {
      get: (target, name) =>
        name === 'corpus'
          ? { get: () => Promise.reject(new Error('the password is hunter2')) }
          : Reflect.get(target, name),
    });
    await server.stop();
    server = await serve(broken);
    const { status, text } = await post(
      '{ __typename ... @defer { corpus { revision } } }',
      'multipart/mixed',
    );
    const parts = text.split('\r\n').filter((line) => line.startsWith('{'));
    expect({ status, parts: parts.map((part) => JSON.parse(part)) }).toEqual({
      status: 200,
      parts: [
        { data: { __typename: 'Query' }, hasNext: true },
        {
          incremental: [
            {
              data: null,
              path: [],
              errors: [
                {
                  message: 'Unexpected error.',
                  path: ['corpus'],
                  locations: [{ line: 1, column: 27 }],
                  extensions: { code: 'INTERNAL_SERVER_ERROR' },
                },
              ],
            },
          ],
          hasNext: false,
        },
      ],
    });
  });

  it('is held to the limits', async () => {
    const deep = `{ ... @defer { categories { nodes { ${'parent { '.repeat(20)} name ${'} '.repeat(20)} } } } }`;
    const { text } = await post(deep, 'multipart/mixed');
    expect(text).toContain('QUERY_TOO_LARGE');
  });
});
