import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { createHandler } from '../../src/server/handler.ts';
import { loadTrustedDocuments } from '../../src/server/trusted-documents.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { NODE } from '../client/queries.ts';
import { ingest, POSTS } from '../graph/corpus.ts';
import { run, serve } from '../program.ts';
import { workspace } from '../workspace.ts';

const ENDPOINT = 'http://newsgraph.test/graphql';
const CODEGEN_FILE = resolve(import.meta.dirname, '../client/generated/persisted-documents.json');
const TITLE = 'query Title { article(slug: "english") { slug } }';
const TITLE_HASH = createHash('sha256').update(TITLE).digest('hex');
const TITLE_DATA = { data: { article: { slug: 'english' } } };
const NOT_TRUSTED = {
  errors: [
    {
      message: 'This server runs trusted documents only, by their ids, and this is none of them.',
      extensions: {
        code: 'DOCUMENT_NOT_TRUSTED',
        hint: 'Send the id from the persisted documents of your client as `documentId` or as `extensions.persistedQuery.sha256Hash`; where it is new, restart the server with the new file.',
      },
    },
  ],
};
const NOT_FOUND = {
  errors: [
    {
      message: 'PersistedQueryNotFound',
      extensions: {
        code: 'PERSISTED_QUERY_NOT_FOUND',
        hint: 'Send the text of the document; with its SHA-256 beside it, it is kept.',
      },
    },
  ],
};

const schema = createSchema();
let store: Store;
beforeAll(async () => {
  store = await openStore(':memory:');
  await ingest(store, POSTS);
});
afterAll(() => store.close());

function handler(trusted: Record<string, string>, trustedOnly: boolean) {
  return createHandler({
    schema,
    store,
    cors: [],
    graphiql: true,
    introspection: true,
    logging: false,
    trustedDocuments: new Map(Object.entries(trusted)),
    trustedOnly,
  });
}

type Handler = ReturnType<typeof handler>;

async function post({ fetch }: Handler, body: unknown, accept = 'application/graphql-response+json') {
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: await response.json() };
}

async function get({ fetch }: Handler, parameters: Record<string, string>) {
  const response = await fetch(`${ENDPOINT}?${new URLSearchParams(parameters)}`, {
    headers: { accept: 'application/graphql-response+json' },
  });
  return { status: response.status, answer: await response.json() };
}

const persistedQuery = (sha256Hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash } });

describe('a trusted document', () => {
  const trusted = () => handler({ title: TITLE }, true);

  it.each([
    ['documentId in a body', () => post(trusted(), { documentId: 'title' })],
    ['documentId in a URL', () => get(trusted(), { documentId: 'title' })],
    [
      'the hash of automatic persisted queries in a body',
      () => post(trusted(), { extensions: persistedQuery('title') }),
    ],
    ['the same in a URL', () => get(trusted(), { extensions: JSON.stringify(persistedQuery('title')) })],
    [
      'its id beside a text, which is not looked at',
      () => post(trusted(), { documentId: 'title', query: '{ nonsense }' }),
    ],
    ['its own text', () => post(trusted(), { query: TITLE })],
  ])('runs by %s', async (_how, ask) => {
    expect(await ask()).toEqual({ status: 200, answer: TITLE_DATA });
  });

  it('runs by its id where other documents run too', async () => {
    const open = handler({ title: TITLE }, false);
    expect(await post(open, { documentId: 'title' })).toEqual({ status: 200, answer: TITLE_DATA });
    expect(await post(open, { query: '{ __typename }' })).toEqual({
      status: 200,
      answer: { data: { __typename: 'Query' } },
    });
  });

  it('is held to the limits', async () => {
    const aliases = Array.from({ length: 200 }, (_, index) => `a${index}: __typename`).join(' ');
    const { answer } = await post(handler({ many: `{ ${aliases} }` }, true), { documentId: 'many' });
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_LARGE' } }] });
  });
});

describe('a server of trusted documents only refuses', () => {
  const only = () => handler({ title: TITLE }, true);

  it.each([
    ['another text', { query: '{ __typename }' }],
    ['a trusted text with a comment more', { query: `${TITLE} # more` }],
    ['introspection', { query: getIntrospectionQuery() }],
    ['the schema of the subgraph', { query: '{ _service { sdl } }' }],
    ['an unknown id', { documentId: 'other' }],
    ['a name that every object has', { documentId: 'constructor' }],
    ['an id that is no string', { documentId: 5 }],
    ['to register a document', { query: '{ __typename }', extensions: persistedQuery(TITLE_HASH) }],
    ['malformed extensions', { extensions: 'persistedQuery' }],
    ['a request without a document', {}],
  ])('%s', async (_what, body) => {
    expect(await post(only(), body)).toEqual({ status: 403, answer: NOT_TRUSTED });
  });

  it('introspection, unless it is among the documents', async () => {
    const query = getIntrospectionQuery();
    const { status } = await post(handler({ schema: query }, true), { documentId: 'schema' });
    expect(status).toBe(200);
  });

  it('GraphiQL, which could run nothing', async () => {
    const page = await only().fetch(ENDPOINT, { headers: { accept: 'text/html' } });
    expect(await page.text()).not.toContain('<title>');
  });
});

describe('automatic persisted queries', () => {
  it('are asked for once, and then known by their hash', async () => {
    const open = handler({}, false);
    const extensions = persistedQuery(TITLE_HASH);
    expect(await post(open, { extensions })).toEqual({ status: 404, answer: NOT_FOUND });
    expect(await post(open, { query: TITLE, extensions })).toEqual({ status: 200, answer: TITLE_DATA });
    expect(await post(open, { extensions })).toEqual({ status: 200, answer: TITLE_DATA });
    expect(await get(open, { extensions: JSON.stringify(extensions) })).toEqual({
      status: 200,
      answer: TITLE_DATA,
    });
  });

  it('are not found with status 200 for clients of application/json', async () => {
    const extensions = persistedQuery(TITLE_HASH);
    expect(await post(handler({}, false), { extensions }, 'application/json')).toEqual({
      status: 200,
      answer: NOT_FOUND,
    });
  });

  it('are not found only until they are registered, so that no cache may keep the refusal', async () => {
    const extensions = JSON.stringify(persistedQuery(TITLE_HASH));
    const response = await handler({}, false).fetch(`${ENDPOINT}?${new URLSearchParams({ extensions })}`);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('are refused where the hash is another’s', async () => {
    const extensions = persistedQuery('0'.repeat(64));
    const open = handler({}, false);
    expect(await post(open, { query: TITLE, extensions })).toEqual({
      status: 400,
      answer: {
        errors: [
          {
            message: 'The hash is not that of the document that came with it.',
            extensions: {
              code: 'PERSISTED_QUERY_MISMATCH',
              hint: 'Send the SHA-256 of exactly this text, in lower-case hexadecimal.',
            },
          },
        ],
      },
    });
    expect(await post(open, { extensions })).toEqual({ status: 404, answer: NOT_FOUND });
  });

  it('are held to the limits', async () => {
    const query = `{ ${'__typename '.repeat(20_000)} }`;
    const extensions = persistedQuery(createHash('sha256').update(query).digest('hex'));
    const open = handler({}, false);
    expect((await post(open, { query, extensions })).answer).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_LARGE' } }],
    });
    expect(await post(open, { extensions })).toEqual({ status: 404, answer: NOT_FOUND });
  });

  it('forget the oldest of what fills the memory', async () => {
    const open = handler({}, false);
    const register = (text: string) => {
      const extensions = persistedQuery(createHash('sha256').update(text).digest('hex'));
      return post(open, { query: text, extensions });
    };
    await register(TITLE);
    const padding = '#'.repeat(90_000);
    for (let copy = 0; copy < 180; copy += 1) await register(`{ __typename } ${padding}${copy}`);
    expect(await post(open, { extensions: persistedQuery(TITLE_HASH) })).toEqual({
      status: 404,
      answer: NOT_FOUND,
    });
  });

  it('work with urql', async () => {
    const { fetch } = handler({}, false);
    const sent: string[] = [];
    const client = new Client({
      url: ENDPOINT,
      exchanges: [persistedExchange({ preferGetForPersistedQueries: true }), fetchExchange],
      preferGetMethod: false,
      fetch: async (url, init) => {
        const body = init?.body ? JSON.parse(String(init.body)) : {};
        const text = body.query ?? new URL(String(url)).searchParams.get('query');
        sent.push(`${init?.method} ${text ? 'with' : 'without'} text`);
        return fetch(String(url), init as RequestInit);
      },
    });
    const results = [];
    for (let time = 0; time < 2; time += 1) {
      const { data, error } = await client.query(TITLE, {}, { requestPolicy: 'network-only' });
      results.push({ data, error });
    }
    expect({ results, sent }).toEqual({
      results: [
        { ...TITLE_DATA, error: undefined },
        { ...TITLE_DATA, error: undefined },
      ],
      sent: ['GET without text', 'GET with text', 'GET without text'],
    });
  });
});

describe('the file of trusted documents', () => {
  it('is the one that codegen writes, and the hash that its documents carry is the id', async () => {
    const documents = await loadTrustedDocuments([CODEGEN_FILE]);
    const { hash = '' } = (NODE as { __meta__?: { hash?: string } }).__meta__ ?? {};
    const bare = hash.replace('sha256:', '');
    expect([documents.get(hash), documents.get(bare)]).toEqual([
      documents.get(hash),
      'query Node($id: ID!) { node(id: $id) { __typename ... on Article { title } ... on Company { slug } } }',
    ]);
  });

  it.each([
    ['is not there', null, /cannot be read \(ENOENT\)\. Name the persisted-documents\.json/],
    ['is no JSON', '{', /cannot be used: it is no JSON: .+ The file is one JSON object/],
    ['is a list', '[]', /cannot be used: it is no JSON object\./],
    ['holds nothing', '{}', /cannot be used: it holds no document\./],
    ['has a value that is no text', '{"a": 1}', /cannot be used: the value of "a" is no string\./],
    [
      'has a text that is no GraphQL',
      '{"a": "{"}',
      /the document a is no GraphQL: Syntax Error: Expected Name/,
    ],
  ])('ends the command where it %s', async (_what, content, message) => {
    const { folder, file } = workspace();
    if (content !== null) file('documents.json', content);
    const { status, stderr } = await run(['serve', '--trusted-documents', 'documents.json'], { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('cannot give an id to two documents', async () => {
    const { file } = workspace();
    const files = [
      file('one.json', '{"a": "{ __typename }"}'),
      file('two.json', '{"a": "{ corpus { revision } }"}'),
    ];
    await expect(loadTrustedDocuments(files)).rejects.toThrow(
      /two\.json cannot be used: the id a stands for another document than in an earlier file/,
    );
  });

  it('is needed to run trusted documents only', async () => {
    const { folder } = workspace();
    expect(await run(['serve', '--trusted-only'], { cwd: folder })).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'newsgraph: --trusted-only true is not valid: there are no trusted documents; name their file with --trusted-documents. Run `newsgraph serve --help` for every setting with an example.\n',
    });
  });

  it('is served as the flags, the environment or the configuration say', async () => {
    const { folder, file } = workspace();
    file('a.json', JSON.stringify({ a: '{ __typename }' }));
    file('b.json', JSON.stringify({ b: '{ articles { totalCount } }' }));
    file('newsgraph.yaml', 'trustedDocuments: [a.json]\ntrustedOnly: true\n');
    file('other.yaml', '');
    file('posts/a.md', '---\ntitle: A post\ndate: 2024-01-02T03:04:05Z\n---\nSome text.\n');
    const flags = ['--trusted-documents', 'a.json', '--trusted-documents', 'b.json', '--trusted-only'];
    const ways: [string[], Record<string, string>][] = [
      [['--config', 'other.yaml', ...flags], {}],
      [[], { NEWSGRAPH_TRUSTED_DOCUMENTS: 'a.json,b.json' }],
    ];
    for (const [args, env] of ways) {
      const server = await serve(['posts', '--store', ':memory:', ...args], { cwd: folder, env });
      const ask = async (body: unknown) => {
        const response = await fetch(server.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        return response.json();
      };
      const answers = [
        await ask({ documentId: 'a' }),
        await ask({ documentId: 'b' }),
        await ask({ query: '{ corpus { revision } }' }),
      ];
      await server.stop();
      expect(answers).toEqual([
        { data: { __typename: 'Query' } },
        { data: { articles: { totalCount: 1 } } },
        NOT_TRUSTED,
      ]);
    }
  });
});
