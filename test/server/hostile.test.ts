import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { DEFAULT_LIMITS } from '../../src/limits.ts';
import { createHandler, type HandlerOptions } from '../../src/server/handler.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ingest, POSTS } from '../graph/corpus.ts';

const ENDPOINT = 'http://newsgraph.test/graphql';
const schema = createSchema();
let store: Store;
beforeAll(async () => {
  store = await openStore(':memory:');
  await ingest(store, POSTS);
});
afterAll(() => store.close());

type Limits = Partial<typeof DEFAULT_LIMITS>;

function handler(limits: Limits = {}, options: Partial<HandlerOptions> = {}) {
  return createHandler({
    schema,
    store,
    cors: [],
    graphiql: false,
    introspection: true,
    logging: false,
    limits: { ...DEFAULT_LIMITS, ...limits },
    ...options,
  });
}

/** Status, code and `Retry-After` of a POST. */
async function outcome({ fetch }: ReturnType<typeof handler>, query: string, variables = {}) {
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await response.json()) as {
    data?: unknown;
    errors?: { message: string; extensions: Record<string, unknown> }[];
  };
  return {
    status: response.status,
    code: errors[0]?.extensions.code ?? null,
    retryAfter: response.headers.get('retry-after'),
    data: data ?? null,
    messages: errors.map(({ message }) => message),
  };
}

/** The store, whose corpus is answered only when it is let go. */
function held(): { store: Store; letGo: () => void; asked: () => number } {
  const gate = Promise.withResolvers<void>();
  let asked = 0;
  const get = () => {
    asked += 1;
    return gate.promise.then(() => store.corpus.get());
  };
  const slow: Store = Object.create(store, {
    corpus: { value: { ...store.corpus, get } },
    session: { value: () => slow },
  });
  return { store: slow, letGo: gate.resolve, asked: () => asked };
}

describe('a document that costs more than it says', () => {
  const refused = { status: 400, code: 'QUERY_TOO_LARGE' };

  it.each([
    ['a field repeated side by side', `{ ${'articles { totalCount } '.repeat(500)} }`],
    ['a fragment repeated side by side', `{ ${'...f '.repeat(500)} } fragment f on Query { __typename }`],
    ['directives', `{ __typename ${'@include(if: true) '.repeat(60)} }`],
    ['aliases of __typename', `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: __typename`).join(' ')} }`],
  ])('is refused: %s', async (_what, query) => {
    expect(await outcome(handler(), query)).toMatchObject(refused);
  });
});

describe('an operation that takes too long', () => {
  it('ends with a code at its deadline, and what comes after is not even begun', async () => {
    const waiting = held();
    const answer = await outcome(
      handler({ operationTimeoutMs: 50 }, { store: waiting.store }),
      '{ corpus { revision articleCount } articles { totalCount } }',
    );
    expect(answer).toMatchObject({ status: 504, code: 'OPERATION_TIMEOUT', data: null });
    expect(answer.messages).toEqual(['The operation took longer than 0.05 s and was stopped.']);
    waiting.letGo();
  });

  it('is no longer counted among the requests at work', async () => {
    const waiting = held();
    const limited = handler({ operationTimeoutMs: 50, maxConcurrency: 1 }, { store: waiting.store });
    await outcome(limited, '{ corpus { revision } }');
    expect(await outcome(limited, '{ __typename }')).toMatchObject({
      status: 200,
      data: { __typename: 'Query' },
    });
    waiting.letGo();
  });
});

describe('answers that fill the memory', () => {
  const bodies = '{ articles { nodes { bodyText bodyHtml mentions { nodes { surface sentence } } } } }';

  it('end at the bytes of one answer', async () => {
    expect(await outcome(handler({ maxAnswerBytes: 5_000 }), bodies)).toEqual({
      status: 422,
      code: 'ANSWER_TOO_LARGE',
      retryAfter: null,
      data: null,
      messages: ['The answer takes more than 5000 bytes and was not finished.'],
    });
  });

  it('end at the bytes of all that are in flight, with 503 and Retry-After, and leave none behind', async () => {
    const limited = handler({ maxBytesInFlight: 5_000 });
    expect(await outcome(limited, bodies)).toMatchObject({
      status: 503,
      code: 'SERVER_BUSY',
      retryAfter: '1',
    });
    await outcome(limited, '{ __typename }');
    expect(limited.admission).toMatchObject({ bytes: 0, requests: 0 });
  });

  it('are counted where texts hide in lists, JSON and aliases', async () => {
    const limited = handler({ maxAnswerBytes: 8_000 });
    const aliases = Array.from({ length: 20 }, (_, i) => `a${i}: frontMatter t${i}: tags`).join(' ');
    expect(await outcome(limited, `{ articles { nodes { ${aliases} } } }`)).toMatchObject({
      code: 'ANSWER_TOO_LARGE',
    });
  });

  it('of more requests than are taken at a time are not begun', async () => {
    const waiting = held();
    const limited = handler({ maxConcurrency: 2 }, { store: waiting.store });
    const first = [outcome(limited, '{ corpus { revision } }'), outcome(limited, '{ corpus { revision } }')];
    while (waiting.asked() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await outcome(limited, '{ __typename }')).toMatchObject({
      status: 503,
      code: 'SERVER_BUSY',
      retryAfter: '1',
    });
    waiting.letGo();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await outcome(limited, '{ __typename }')).toMatchObject({ status: 200 });
  });
});

describe('names of a schema that is kept secret', () => {
  const secret = () => handler({}, { introspection: false });

  it.each([
    ['a field', '{ artcles { totalCount } }', {}],
    ['a type', '{ node(id: "x") { ... on Artcle { id } } }', {}],
    ['an argument', '{ articles(frst: 1) { totalCount } }', {}],
    ['an enum value', '{ articles(orderBy: { field: TITEL, direction: ASC }) { totalCount } }', {}],
    ['an input field', '{ articles(filter: { txt: "x" }) { totalCount } }', {}],
    ['a variable', 'query($f: ArticleFilter) { articles(filter: $f) { totalCount } }', { f: { txt: 'x' } }],
    [
      'an enum variable',
      'query($s: Severity) { corpus { diagnostics(severity: $s) { totalCount } } }',
      { s: 'EROR' },
    ],
    ['a directive', '{ __typename @skp(if: true) }', {}],
  ])('are not spelled out for %s', async (_what, query, variables) => {
    const { messages } = await outcome(secret(), query, variables);
    expect(messages).not.toEqual([]);
    expect(messages.join(' ')).not.toContain('Did you mean');
  });

  it('are spelled out where it is open', async () => {
    expect((await outcome(handler(), '{ artcles { totalCount } }')).messages.join()).toContain(
      'Did you mean',
    );
  });
});

describe('a page of another site', () => {
  const get = async (headers: Record<string, string>, options: Partial<HandlerOptions> = {}) =>
    (await handler({}, options).fetch(`${ENDPOINT}?query=%7B__typename%7D`, { headers })).status;

  it('cannot make a browser run an operation without asking first', async () => {
    expect(await get({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
    expect(await get({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
    expect(await get({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(403);
    expect(await get({ origin: 'https://else.example' })).toBe(403);
  });

  it('can where its origin is listed; the own page and programs always can', async () => {
    const cors = { cors: ['https://one.example'] };
    expect(await get({ origin: 'https://one.example', 'sec-fetch-site': 'cross-site' }, cors)).toBe(200);
    expect(await get({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await get({})).toBe(200);
  });
});

describe('GET for persisted documents only', () => {
  it('refuses the text of an operation', async () => {
    const strict = handler(
      {},
      { persistedGet: true, trustedDocuments: new Map([['one', '{ __typename }']]) },
    );
    const accept = { headers: { accept: 'application/graphql-response+json' } };
    const text = await strict.fetch(`${ENDPOINT}?query=%7B__typename%7D`, accept);
    expect([text.status, ((await text.json()) as { errors: unknown[] }).errors]).toMatchObject([
      403,
      [{ extensions: { code: 'GET_NOT_PERSISTED' } }],
    ]);
    const byId = await strict.fetch(`${ENDPOINT}?documentId=one`);
    expect(await byId.json()).toEqual({ data: { __typename: 'Query' } });
    expect(await outcome(strict, '{ __typename }')).toMatchObject({ status: 200 });
  });
});
