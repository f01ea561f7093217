import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../src/graph/ids.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { ask } from './ask.ts';
import { ingest, POSTS } from './corpus.ts';
import { onEachEngine } from './engines.ts';

onEachEngine((open) => {
  let opened: TestStore;
  let store: Store;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    await ingest(store, POSTS);
  });
  afterAll(() => opened.remove());

  /** The errors of an answer, without their hints, which are prose. */
  async function errorsOf(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    const { errors } = await ask(store, query, variables);
    return errors.map(({ message, path, extensions: { hint: _, ...rest } }: Failure) => ({
      message,
      path,
      ...rest,
    }));
  }
  type Failure = { message: string; path: string; extensions: { hint?: string } };

  const ARTICLE = globalId('Article', 'giants');

  test.each([
    [
      '{ articles(first: 101) { totalCount } }',
      'articles',
      'first',
      '`first` must be from 0 to 100, not 101.',
    ],
    ['{ articles(first: -1) { totalCount } }', 'articles', 'first', '`first` must be from 0 to 100, not -1.'],
    [
      '{ articles(last: 1000000) { totalCount } }',
      'articles',
      'last',
      '`last` must be from 0 to 100, not 1000000.',
    ],
    [
      '{ articles(first: 1, last: 1) { totalCount } }',
      'articles',
      'last',
      '`first` and `last` cannot be combined.',
    ],
    [
      '{ articles(after: "amazon") { edges { cursor } nodes { slug } pageInfo { endCursor } totalCount } }',
      'articles',
      'after',
      'The cursor in `after` is not one that this field handed out.',
    ],
    [
      '{ company(slug: "amazon") { articles(last: 2, before: "*") { nodes { slug } } } }',
      'company.articles',
      'before',
      'The cursor in `before` is not one that this field handed out.',
    ],
    [
      '{ search(query: "云", after: "{}") { nodes { __typename } } }',
      'search',
      'after',
      'The cursor in `after` is not one that this field handed out.',
    ],
    [
      '{ corpus { diagnostics(after: "eyJ9") { nodes { code } } } }',
      'corpus.diagnostics',
      'after',
      'The cursor in `after` is not one that this field handed out.',
    ],
    [
      '{ articles(first: 2, before: "x") { totalCount } }',
      'articles',
      'before',
      'The cursor in `before` is not one that this field handed out.',
    ],
    ['{ node(id: "1") { id } }', 'node', 'id', '`id` is not a valid id: "1".'],
    ['{ nodes(ids: ["Q29tcGFueTphbWF6b24", "x"]) { id } }', 'nodes', 'ids', '`ids` is not a valid id: "x".'],
    [
      `{ articles(filter: { mentions: { all: ["${ARTICLE}"] } }) { totalCount } }`,
      'articles',
      'filter.mentions.all',
      `\`filter.mentions.all\` is the id of an Article, but a Company or a Product or a Ticker or a Topic is needed: "${ARTICLE}".`,
    ],
    [
      '{ article(slug: "giants") { mentions(filter: { entities: ["amazon"] }) { totalCount } } }',
      'article.mentions',
      'filter.entities',
      '`filter.entities` is not a valid id: "amazon".',
    ],
    [
      '{ articles(filter: { tickers: ["AMZN"] }) { totalCount } }',
      'articles',
      'filter.tickers',
      '`filter.tickers` must hold market codes with symbols, not "AMZN".',
    ],
    [
      '{ articles(filter: { category: [] }) { totalCount } }',
      'articles',
      'filter.category',
      '`filter.category` must have at least one part.',
    ],
    [
      '{ articles(filter: { publishedAt: { from: "2022-01-01T00:00:00Z", to: "2021-01-01T00:00:00Z" } }) { totalCount } }',
      'articles',
      'filter.publishedAt',
      'In `filter.publishedAt`, `from` must not be later than `to`.',
    ],
    [
      '{ articles(filter: { text: "a\\u0000b" }) { totalCount } }',
      'articles',
      'filter.text',
      '`filter.text` must not contain the character U+0000.',
    ],
    [
      '{ ticker(exchange: "NASDAQ", symbol: "AMZN") { symbol } }',
      'ticker',
      'exchange',
      '`exchange` must be an ISO 10383 market code, not "NASDAQ".',
    ],
    ['{ category(path: []) { name } }', 'category', 'path', '`path` must have at least one part.'],
    [
      '{ company(slug: "amazon") { name(language: "in chinese") } }',
      'company.name',
      'language',
      '`language` must be a BCP 47 language tag, not "in chinese".',
    ],
    [
      '{ article(slug: "giants") { excerpt(length: 0) } }',
      'article.excerpt',
      'length',
      '`length` must be from 1 to 10,000, not 0.',
    ],
    [
      '{ company(slug: "amazon") { frameworkCoverage(framework: "x") { sentenceCount } } }',
      'company.frameworkCoverage',
      'framework',
      'There is no framework with the slug "x".',
    ],
    [
      '{ articles(filter: { changedSince: "yesterday" }) { totalCount } }',
      'articles',
      'filter.changedSince',
      '`filter.changedSince` must be a revision, not "yesterday".',
    ],
    [
      '{ company(slug: "amazon") { timeline(interval: DAY, from: "2021-12-02", to: "2021-12-01") { start } } }',
      'company.timeline',
      'from',
      '`from` (2021-12-02) must not be later than `to` (2021-12-01).',
    ],
    [
      '{ articles { facets { companies(first: 200) { count } } } }',
      'articles.facets.companies',
      'first',
      '`first` must be from 0 to 100, not 200.',
    ],
  ])('%s', async (query, path, argument, message) => {
    expect(await errorsOf(query)).toEqual([{ message, path, code: 'BAD_USER_INPUT', argument }]);
  });

  test('long inputs are refused by name', async () => {
    const ids = Array(101).fill(ARTICLE);
    expect([
      await errorsOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }),
      await errorsOf('query ($text: String!) { search(query: $text) { totalCount } }', {
        text: '云'.repeat(1001),
      }),
      await errorsOf('query ($all: [ID!]) { articles(filter: { mentions: { any: $all } }) { totalCount } }', {
        all: ids,
      }),
    ]).toEqual([
      [
        {
          message: '`ids` must have at most 100 values, not 101.',
          path: 'nodes',
          code: 'BAD_USER_INPUT',
          argument: 'ids',
        },
      ],
      [
        {
          message: '`query` must have at most 1000 characters, not 1001.',
          path: 'search',
          code: 'BAD_USER_INPUT',
          argument: 'query',
        },
      ],
      [
        {
          message: '`filter.mentions.any` must have at most 100 values, not 101.',
          path: 'articles',
          code: 'BAD_USER_INPUT',
          argument: 'filter.mentions.any',
        },
      ],
    ]);
  });

  test('what does not exist is null, and so is nothing else', async () => {
    const { data, errors } = await ask(
      store,
      `query ($ids: [ID!]!) {
      article(slug: "nobody") { id }
      company(slug: "") { id }
      product(slug: "x") { id }
      topic(slug: "x") { id }
      ticker(exchange: "XNAS", symbol: "NOBODY") { id }
      category(path: ["x"]) { id }
      nodes(ids: $ids) { __typename id }
      node(id: "${globalId('Company', 'nobody')}") { id }
    }`,
      {
        ids: [
          ARTICLE,
          globalId('Article', 'x'),
          globalId('Ticker', 'XNAS:AMZN'),
          globalId('Category', '["游戏"]'),
        ],
      },
    );
    expect({ data, errors }).toEqual({
      data: {
        article: null,
        company: null,
        product: null,
        topic: null,
        ticker: null,
        category: null,
        nodes: [
          { __typename: 'Article', id: ARTICLE },
          null,
          { __typename: 'Ticker', id: globalId('Ticker', 'XNAS:AMZN') },
          { __typename: 'Category', id: globalId('Category', '["游戏"]') },
        ],
        node: null,
      },
      errors: [],
    });
  });
});
