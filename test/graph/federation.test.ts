import { execute, parse, validateSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../src/graph/context.ts';
import { globalId } from '../../src/graph/ids.ts';
import { createSchema, printSubgraphSchema } from '../../src/graph/schema.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { ask } from './ask.ts';
import { CATALOG, ingest, POSTS } from './corpus.ts';
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

  const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Article { slug title }
    ... on Company { slug name }
    ... on Product { slug }
    ... on Topic { slug }
    ... on Ticker { mic symbol }
    ... on Category { path }
  }
}`;

  test('entities are found by their natural keys and by their ids, one statement a type and one where some are missing', async () => {
    const representations = [
      { __typename: 'Article', slug: 'giants' },
      { __typename: 'Company', slug: 'amazon' },
      { __typename: 'Company', slug: 'aws' },
      { __typename: 'Product', slug: 'graviton' },
      { __typename: 'Topic', slug: 'metaverse' },
      { __typename: 'Ticker', mic: 'XNAS', symbol: 'AMZN' },
      { __typename: 'Ticker', mic: 'XHKG', symbol: '09988' },
      { __typename: 'Article', id: globalId('Article', 'english') },
      { __typename: 'Company', id: globalId('Company', 'alibaba') },
      { __typename: 'Product', id: globalId('Product', 'twinmaker') },
      { __typename: 'Topic', id: globalId('Topic', 'cloud-computing') },
      { __typename: 'Ticker', id: globalId('Ticker', 'XNYS:BABA') },
      { __typename: 'Category', id: globalId('Category', '["游戏","3DMGame"]') },
      { __typename: 'Company', slug: 'nobody' },
      { __typename: 'Ticker', mic: 'XNAS', symbol: 'NOBODY' },
      { __typename: 'Category', id: globalId('Category', '["nothing"]') },
    ];
    expect(await ask(store, ENTITIES, { representations })).toEqual({
      data: {
        _entities: [
          { __typename: 'Article', slug: 'giants', title: '巨头布局元宇宙：阿里巴巴和亚马逊' },
          { __typename: 'Company', slug: 'amazon', name: 'Amazon' },
          { __typename: 'Company', slug: 'aws', name: 'Amazon Web Services' },
          { __typename: 'Product', slug: 'graviton' },
          { __typename: 'Topic', slug: 'metaverse' },
          { __typename: 'Ticker', mic: 'XNAS', symbol: 'AMZN' },
          { __typename: 'Ticker', mic: 'XHKG', symbol: '09988' },
          { __typename: 'Article', slug: 'english', title: 'A note on cloud computing' },
          { __typename: 'Company', slug: 'alibaba', name: 'Alibaba' },
          { __typename: 'Product', slug: 'twinmaker' },
          { __typename: 'Topic', slug: 'cloud-computing' },
          { __typename: 'Ticker', mic: 'XNYS', symbol: 'BABA' },
          { __typename: 'Category', path: ['游戏', '3DMGame'] },
          null,
          null,
          null,
        ],
      },
      errors: [],
      // Six types. Outside of a session PostgreSQL is asked for the revision by each of the four that are kept.
      statements: store.engine === 'sqlite' ? 6 : 10,
    });
  });

  test('a bad representation is an error of its own place; the others are answered', async () => {
    const article = globalId('Article', 'giants');
    const { data, errors } = await ask(store, ENTITIES, {
      representations: [
        { __typename: 'Company', id: article },
        { __typename: 'Company', id: 'nonsense' },
        { __typename: 'Person', name: 'Jeff' },
        { __typename: 'Company' },
        { __typename: 'Ticker', mic: 'XNAS' },
        { __typename: 'Category', slug: 'x' },
        'Company',
        7,
        { __typename: 'Company', slug: 'amazon' },
      ],
    });
    expect({ data, errors: errors.map(({ message, path }) => `${path}: ${message}`).toSorted() }).toEqual({
      data: {
        _entities: [
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          { __typename: 'Company', slug: 'amazon', name: 'Amazon' },
        ],
      },
      errors: [
        `_entities.0: \`representations\` is the id of an Article, but a Company is needed: "${article}".`,
        `_entities.1: \`representations\` is not a valid id: "nonsense".`,
        `_entities.2: A representation has the type "Person", which is no entity of this graph.`,
        `_entities.3: A representation of Company has no usable key.`,
        `_entities.4: A representation of Ticker has no usable key.`,
        `_entities.5: A representation of Category has no usable key.`,
        `_entities.6: A representation has the type null, which is no entity of this graph.`,
        `_entities.7: A representation has the type null, which is no entity of this graph.`,
      ],
    });
  });

  test('a failing store beside an unknown type fails the one place, and the process lives', async () => {
    const orphans: unknown[] = [];
    const note = (reason: unknown): void => void orphans.push(reason);
    process.on('unhandledRejection', note);
    const failing: Store = {
      ...store,
      companies: { ...store.companies, byKeys: () => Promise.reject(new Error('The disk is gone')) },
    };
    const representations = [
      { __typename: 'Company', slug: 'amazon' },
      { __typename: 'NoSuchType', id: '1' },
      { __typename: 'Topic', slug: 'metaverse' },
    ];
    const { data, errors = [] } = await execute({
      schema: createSchema(),
      document: parse(ENTITIES),
      variableValues: { representations },
      contextValue: createContext(failing),
    });
    await new Promise((done) => setTimeout(done, 20));
    process.off('unhandledRejection', note);
    expect({ data, messages: errors.map(({ message }) => message).toSorted(), orphans }).toEqual({
      data: { _entities: [null, null, { __typename: 'Topic', slug: 'metaverse' }] },
      messages: [
        'A representation has the type "NoSuchType", which is no entity of this graph.',
        'The disk is gone',
      ],
      orphans: [],
    });
  });

  test('representations are limited', async () => {
    const schema = createSchema({ maxRepresentations: 2 });
    const representations = Array(3).fill({ __typename: 'Company', slug: 'amazon' });
    expect(await ask(store, ENTITIES, { representations }, schema)).toEqual({
      data: null,
      errors: [
        {
          message: '`representations` has 3 entries; at most 2 are allowed.',
          path: '_entities',
          extensions: { code: 'BAD_USER_INPUT', argument: 'representations' },
        },
      ],
      statements: 0,
    });
  });

  test('_service tells the schema unless introspection is off', async () => {
    const run = (introspection: boolean) =>
      execute({
        schema: createSchema(),
        document: parse('{ _service { sdl } }'),
        contextValue: createContext(store, { introspection }),
      });
    const open = await run(true);
    const shut = await run(false);
    expect([open.data, shut.data, shut.errors?.map(({ message }) => message)]).toEqual([
      { _service: { sdl: printSubgraphSchema() } },
      null,
      ['The schema cannot be read from here: introspection is switched off.'],
    ]);
  });

  test('every way with root node is a valid schema, and only the fields differ', () => {
    const rootNode = (['keep', 'hide', 'omit'] as const).map((federationNode) => {
      const schema = createSchema({ federationNode });
      const fields = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) =>
        name.startsWith('node'),
      );
      return { federationNode, errors: validateSchema(schema), fields };
    });
    expect(rootNode).toEqual([
      { federationNode: 'keep', errors: [], fields: ['node', 'nodes'] },
      { federationNode: 'hide', errors: [], fields: ['node', 'nodes'] },
      { federationNode: 'omit', errors: [], fields: [] },
    ]);
  });

  test('a ticker is found by a composite FIGI that only one ticker has', async () => {
    const tickers = new Map(
      [...CATALOG.tickers].map(([key, ticker]) => [
        key,
        { ...ticker, figi: key === 'XNAS:AMZN' ? 'BBG000BVPV84' : 'BBG006G2JVL2' },
      ]),
    );
    const listed = await open();
    try {
      await ingest(listed.store, POSTS, { ...CATALOG, version: 'with FIGIs', tickers });
      const representations = ['BBG000BVPV84', 'BBG006G2JVL2', 'BBG000000000'].map((figi) => ({
        __typename: 'Ticker',
        figi,
      }));
      const { data, errors } = await ask(listed.store, ENTITIES, { representations });
      expect({ data, errors }).toEqual({
        data: { _entities: [{ __typename: 'Ticker', mic: 'XNAS', symbol: 'AMZN' }, null, null] },
        errors: [],
      });
    } finally {
      await listed.remove();
    }
  });

  test('with a type prefix every type has it, and nodes and entities are found as before', async () => {
    const schema = createSchema({ typePrefix: 'News' });
    expect(validateSchema(schema)).toEqual([]);
    const query = `query ($id: ID!, $representations: [_Any!]!) {
      node(id: $id) { __typename ... on NewsCompany { slug } }
      _entities(representations: $representations) { __typename ... on NewsTicker { symbol } }
      search(query: "amazon", first: 1) { __typename nodes { __typename ... on NewsEntity { name } } }
    }`;
    const variables = {
      id: globalId('Company', 'amazon'),
      representations: [
        { __typename: 'NewsTicker', mic: 'XNAS', symbol: 'AMZN' },
        { __typename: 'Ticker', mic: 'XNAS', symbol: 'AMZN' },
      ],
    };
    const { data, errors } = await ask(store, query, variables, schema);
    expect({ data, errors: errors.map(({ message, path }) => [path, message]) }).toEqual({
      data: {
        node: { __typename: 'NewsCompany', slug: 'amazon' },
        _entities: [{ __typename: 'NewsTicker', symbol: 'AMZN' }, null],
        search: { __typename: 'NewsSearchConnection', nodes: [{ __typename: 'NewsArticle' }] },
      },
      errors: [['_entities.1', 'A representation has the type "Ticker", which is no entity of this graph.']],
    });
  });
});
