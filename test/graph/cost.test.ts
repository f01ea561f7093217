import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestStore } from '../store/stores.ts';
import { ask } from './ask.ts';
import { ingest, POSTS } from './corpus.ts';
import { onEachEngine } from './engines.ts';

const ALIASES = Array.from(
  { length: 99 },
  (_, index) => `a${index}: articles(first: 100) { nodes { bodyText } }`,
).join('\n');

onEachEngine((open) => {
  let opened: TestStore;
  beforeAll(async () => {
    opened = await open();
    await ingest(opened.store, POSTS);
  });
  afterAll(() => opened.remove());

  test.each([
    [
      'nested related',
      '{ articles { nodes { related { nodes { related { nodes { related { nodes { id } } } } } } } } }',
      589_421,
    ],
    ['99 lists of 100 bodies', `{ ${ALIASES} }`, 504_999],
    [
      'lists within lists',
      '{ articles(first: 100) { nodes { topics(first: 100) { nodes { companies(first: 100) { nodes { slug } } } } } } }',
      1_020_201,
    ],
  ])('%s is refused before any statement, with its cost and the limit', async (_, query, cost) => {
    const { data, errors, statements } = await ask(opened.store, query);
    expect({ data, statements, errors }).toEqual({
      data: null,
      statements: 0,
      errors: [
        {
          message: `The operation costs ${cost}; at most 400000 is allowed.`,
          path: query.startsWith('{ a0') ? 'a0' : 'articles',
          extensions: {
            code: 'QUERY_TOO_LARGE',
            cost,
            limit: 400_000,
            hint: 'Take smaller pages (`first`) of the outer lists, or split the operation.',
          },
        },
      ],
    });
  });

  test('entities that a gateway asks for count as a list does', async () => {
    const { data, errors, statements } = await ask(
      opened.store,
      `query ($all: [_Any!]!) { _entities(representations: $all) { ... on Article {
        companies(first: 100) { nodes { articles(first: 100) { nodes { title } } } }
      } } }`,
      { all: Array(50).fill({ __typename: 'Article', slug: 'giants' }) },
    );
    expect({ data, statements, codes: errors.map(({ extensions }) => extensions) }).toEqual({
      data: null,
      statements: 0,
      codes: [expect.objectContaining({ code: 'QUERY_TOO_LARGE', limit: 400_000 })],
    });
  });

  test.each(['a hundred articles with six lists of twenty each'])('%s is allowed', async () => {
    const lists = ['companies', 'products', 'topics', 'tickers', 'mentions', 'categories']
      .map((name) => `${name} { edges { node { __typename } } }`)
      .join(' ');
    const { errors } = await ask(opened.store, `{ articles(first: 100) { nodes { title ${lists} } } }`);
    expect(errors).toEqual([]);
  });
});
