import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { exampleQueries } from '../../src/server/graphiql/examples.ts';
import { createHandler, type Handler } from '../../src/server/handler.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { articleOf, catalogOf, company, ingest } from '../store/corpus-builder.ts';

const SETTINGS = { cors: [], graphiql: true, introspection: true };

let store: Store;
let server: RunningServer;
let handler: Handler;
beforeAll(async () => {
  store = await openStore(':memory:');
  await ingest(store, catalogOf({ companies: [{ slug: 'amazon' }] }), [
    articleOf('first', {
      title: 'The first',
      bodyText: 'Amazon in one sentence. Another one.',
      tags: ['a', 'b'],
      names: { Amazon: company('amazon') },
    }),
    articleOf('second', { title: '第二篇', bodyText: '一句话。又一句。', categories: [['news', 'sport']] }),
  ]);
  const options = { ...SETTINGS, schema: createSchema(), store };
  server = await startServer('127.0.0.1', 0, options);
  handler = createHandler(options);
});
afterAll(async () => {
  await server.stop();
  await handler.dispose();
  await store.close();
});

function post(query: string, variables: object = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  };
}

async function asked(query: string, variables: object = {}): Promise<string> {
  return (await fetch(server.url, post(query, variables))).text();
}

const QUERIES: readonly (readonly [query: string, variables: object])[] = [
  ['{ __typename }', {}],
  ['{ corpus { revision articleCount ingestedAt } }', {}],
  [
    '{ articles(first: 1) { totalCount edges { cursor node { __typename id slug title } } pageInfo { hasNextPage endCursor } } }',
    {},
  ],
  [
    `query ($slug: String!, $body: Boolean!) { article(slug: $slug) { title tags bodyText @include(if: $body) bodyHtml @skip(if: $body)
      categories(first: 5) { nodes { path parent { path } } } frontMatter } }`,
    { slug: 'second', body: true },
  ],
  ['query ($slug: String!) { article(slug: $slug) { title } }', { slug: 'no such article' }],
  ['query ($slug: String!) { article(slug: $slug) { title } }', { slug: 7 }],
  ['query ($first: Int) { articles(first: $first) { nodes { slug } } }', { first: 1000 }],
  ['{ articles(after: "nonsense") { nodes { slug } } }', {}],
  [
    'fragment names on Article { slug title } query { a: articles(first: 2) { nodes { ...names excerpt(length: 20) } } b: articles(last: 1) { nodes { ...names } } }',
    {},
  ],
  ['{ article(slug: "first") { nonsense } }', {}],
  ['{ __schema { queryType { name fields { name } } } }', {}],
  ['query A { __typename } query B { corpus { articleCount } }', {}],
];

describe('an answer', () => {
  it.each(QUERIES)(
    'is the same interpreted, compiled and served again: %s',
    async (query: string, variables: object = {}) => {
      const interpreted = await (
        await handler.fetch('http://newsgraph.test/graphql', post(query, variables))
      ).text();
      const compiled = await (
        await handler.fetch('http://newsgraph.test/graphql', post(query, variables))
      ).text();
      const answers = [
        compiled,
        await asked(query, variables),
        await asked(query, variables),
        await asked(query, variables),
      ];
      expect(answers).toEqual(answers.map(() => interpreted));
    },
  );

  it('is the same interpreted, compiled, known and kept for every query that GraphiQL shows', async () => {
    const queries = await exampleQueries(store, '');
    const answers = await Promise.all(
      queries.map(async (query) => {
        const ways: string[] = [];
        for (let way = 0; way < 2; way++) {
          ways.push(await (await handler.fetch('http://newsgraph.test/graphql', post(query))).text());
        }
        for (let way = 0; way < 4; way++) ways.push(await asked(query));
        return ways;
      }),
    );
    expect(answers.length).toBeGreaterThan(3);
    expect(answers).toEqual(answers.map((ways) => ways.map(() => ways[0])));
  });

  it('counts an entity as often as the revision before the question had it', async () => {
    const other = await openStore(':memory:');
    const running = await startServer('127.0.0.1', 0, { ...SETTINGS, schema: createSchema(), store: other });
    const count = async () => {
      const response = await fetch(
        running.url,
        post(
          '{ company(slug: "amazon") { articleCount } articles(first: 1) { nodes { companies { nodes { articleCount } } } } }',
        ),
      );
      return response.json();
    };
    const catalog = catalogOf({ companies: [{ slug: 'amazon' }] });
    for (let number = 1; number <= 5; number++) {
      const article = articleOf(`article-${number}`, {
        title: 'Amazon',
        bodyText: 'Amazon again.',
        names: { Amazon: company('amazon') },
      });
      await ingest(other, catalog, [article]);
      const answer = {
        data: {
          company: { articleCount: number },
          articles: { nodes: [{ companies: { nodes: [{ articleCount: number }] } }] },
        },
      };
      expect([await count(), await count(), await count()]).toEqual([answer, answer, answer]);
    }
    await running.stop();
    await other.close();
  });

  it('is never of an older revision than the one that was committed before the question', async () => {
    const other = await openStore(':memory:');
    const running = await startServer('127.0.0.1', 0, { ...SETTINGS, schema: createSchema(), store: other });
    const counts = new Map<string, number>();
    const wrong: string[] = [];
    let committed = 0;
    let asking = true;
    const ask = async () => {
      const before = committed;
      const response = await fetch(running.url, post('{ corpus { revision articleCount } }'));
      const { data } = (await response.json()) as {
        data: { corpus: { revision: string; articleCount: number } };
      };
      const { revision, articleCount } = data.corpus;
      if (Number(revision) < before) wrong.push(`${revision} after ${before}`);
      const known = counts.get(revision) ?? articleCount;
      counts.set(revision, articleCount);
      if (known !== articleCount) wrong.push(`${articleCount} and ${known} articles at ${revision}`);
    };
    const askers = Array.from({ length: 4 }, async () => {
      while (asking) await ask();
    });
    for (let number = 1; number <= 20; number++) {
      await ingest(other, null, [articleOf(`article-${number}`, { title: `Number ${number}` })]);
      committed = Number((await other.corpus.get()).revision);
      await ask();
      expect(counts.get(String(committed))).toBe(number);
    }
    asking = false;
    await Promise.all(askers);
    expect(wrong).toEqual([]);
    await running.stop();
    await other.close();
  });

  it('to a GET is confirmed by 304 until the next revision', async () => {
    const url = `${server.url}?query=${encodeURIComponent('{ corpus { articleCount } }')}`;
    const first = await fetch(url);
    const tag = first.headers.get('etag') ?? '';
    expect([first.status, first.headers.get('cache-control'), await first.json()]).toEqual([
      200,
      'public, max-age=0, must-revalidate',
      { data: { corpus: { articleCount: 2 } } },
    ]);
    const again = await fetch(url, { headers: { 'if-none-match': tag } });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
    await ingest(store, null, [articleOf('third', { title: 'The third' })]);
    const newer = await fetch(url, { headers: { 'if-none-match': tag } });
    expect([newer.status, newer.headers.get('etag') === tag]).toEqual([200, false]);
  });

  it('that is served again is compressed for those who accept it', async () => {
    const query = '{ __schema { types { name description } } }';
    const url = `${server.url}?query=${encodeURIComponent(query)}`;
    const plain = await raw(url, { accept: 'application/json' });
    // What is asked for a second time is kept.
    await raw(url, { accept: 'application/json' });
    const compressed = await raw(url, { accept: 'application/json', 'accept-encoding': 'gzip' });
    expect(compressed.encoding).toBe('gzip');
    expect(gunzipSync(compressed.body).toString()).toBe(plain.body.toString());
  });

  it('with an error is made anew each time', async () => {
    const url = `${server.url}?query=${encodeURIComponent('{ articles(after: "nonsense") { nodes { slug } } }')}`;
    const response = await fetch(url);
    expect([
      response.headers.get('etag'),
      ((await response.json()) as { errors: unknown[] }).errors.length,
    ]).toEqual([null, 1]);
  });
});

describe('GraphQL over HTTP, with answers served again', () => {
  it('passes all 61 audits, asked twice', async () => {
    const failed: string[] = [];
    for (let round = 0; round < 2; round++) {
      const audits = serverAudits({
        url: server.url,
        fetchFn: (url: string, init: RequestInit) => fetch(url, init),
      });
      expect(audits).toHaveLength(61);
      for (const audit of audits) {
        const result = await audit.fn();
        if (result.status !== 'ok') failed.push(`${audit.name}: ${result.reason}`);
      }
    }
    expect(failed).toEqual([]);
  });
});

/** Without the decompression that `fetch` does by itself. */
function raw(
  url: string,
  headers: Record<string, string>,
): Promise<{ encoding: string | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) }),
      );
    }).on('error', reject);
  });
}
