import type { TypedDocumentNode, VariablesOf } from '@graphql-typed-document-node/core';
import { type DocumentNode, print } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../src/graph/context.ts';
import { createSchema } from '../../src/graph/schema.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ingest, POSTS, type Post } from '../graph/corpus.ts';
import persisted from './generated/persisted-documents.json' with { type: 'json' };
import { ARTICLE_INGESTED, ARTICLE_PAGE, COMPANY_ARTICLES, COMPANY_FACETS, NODE } from './queries.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore(':memory:');
  await ingest(store, POSTS);
});
afterAll(() => store.close());

const request = (document: DocumentNode, variables: unknown, accept: string) =>
  createYoga({ schema: createSchema(), context: () => createContext(store), logging: false }).fetch(
    'http://newsgraph.test/graphql',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query: print(document), variables }),
    },
  );

/** All that a client needs: a `fetch`, and documents that know their results and variables. */
async function query<Result, Variables>(
  document: TypedDocumentNode<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const response = await request(document, variables, 'application/graphql-response+json');
  const { data, errors } = (await response.json()) as { data: Result; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

test('a page of an article, with types all the way down', async () => {
  const { article } = await query(ARTICLE_PAGE, { slug: 'aws-chip' });
  const lines = article?.companies.edges.map(
    ({ node, mentionCount, firstMention }) => `${node.name} ${mentionCount}: ${firstMention?.sentence}`,
  );
  expect({ published: article?.publishedAt, total: article?.companies.totalCount, lines }).toEqual({
    published: '2021-12-02T13:48:00Z',
    total: 3,
    lines: [
      '亚马逊云科技 3: 亚马逊云科技发布Graviton',
      '亚马逊 1: 亚马逊旗下的亚马逊云科技发布了芯片Graviton。',
      'Meta 1: Meta也在用云计算。',
    ],
  });
});

test('the articles of a company, page after page', async () => {
  const slugs: string[] = [];
  let after: string | null = null;
  do {
    const { company }: Awaited<ReturnType<typeof page>> = await page(after);
    slugs.push(...(company?.articles.nodes.map(({ slug }) => slug) ?? []));
    after = company?.articles.pageInfo.hasNextPage ? company.articles.pageInfo.endCursor : null;
  } while (after !== null);
  expect(slugs).toEqual(['giants', 'aws-chip']);
});

const page = (after: string | null) =>
  query(COMPANY_ARTICLES, { slug: 'amazon', first: 1, after, filter: { topics: ['metaverse'] } });

test('the filter of a facet is passed on as it is', async () => {
  const { company } = await query(COMPANY_FACETS, { slug: 'amazon' });
  const values = company?.articles.facets.companies ?? [];
  const narrowed = await Promise.all(
    values.map(async ({ value, count, filter }) => {
      const found = await query(COMPANY_FACETS, { slug: 'amazon', filter });
      return [value, count, found.company?.articles.totalCount];
    }),
  );
  expect(narrowed).toEqual([
    ['amazon', 2, 2],
    ['alibaba', 1, 1],
    ['aws', 1, 1],
  ]);
});

test('a node is read again by its id, and its type narrows', async () => {
  const { article } = await query(ARTICLE_PAGE, { slug: 'giants' });
  const { node } = await query(NODE, { id: article?.id ?? '' });
  expect(node?.__typename === 'Article' ? node.title : null).toBe('巨头布局元宇宙：阿里巴巴和亚马逊');
});

test('every document is in the file of persisted documents, under the hash that it carries', () => {
  const hashes = [ARTICLE_PAGE, COMPANY_ARTICLES, COMPANY_FACETS, NODE, ARTICLE_INGESTED].map(
    (document) => (document as { __meta__?: { hash?: string } }).__meta__?.hash ?? '',
  );
  expect(hashes.toSorted()).toEqual(Object.keys(persisted).toSorted());
});

test('new articles come as server-sent events until the client goes', async () => {
  const response = await request(
    ARTICLE_INGESTED,
    { filter: { companies: ['meta'] } } satisfies VariablesOf<typeof ARTICLE_INGESTED>,
    'text/event-stream',
  );
  const events = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!events) throw new Error('The answer has no body');
  const post: Post = { slug: 'late', title: 'Late', body: '{Company meta|Meta} again.' };
  let text = '';
  const read = (async () => {
    while (!text.includes('event: next')) {
      const { value, done } = await events.read();
      if (done) break;
      text += value;
    }
  })();
  await ingest(store, [...POSTS, post]);
  await read;
  await events.cancel();
  const [data] = /^data: .*$/m.exec(text) ?? [];
  expect(data).toBe('data: {"data":{"articleIngested":{"slug":"late","publishedAt":null}}}');
});
