import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { ask } from './ask.ts';
import { ingest, POSTS } from './corpus.ts';
import { onEachEngine } from './engines.ts';

/** Text as people and machines send it: any code units, wildcards and operators of databases, names of the corpus. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      "'",
      '*',
      '%',
      '_',
      '\\',
      '(',
      ')',
      '-',
      ':',
      ' ',
      '云',
      'AND',
      'NEAR',
      '\u{1F600}',
    ),
    maxLength: 12,
  }),
  fc.constantFrom('amazon', '云计算', 'XNAS:AMZN', '\ud800', '\u0000', '__proto__', 'constructor'),
);

/** Every field that takes text of a client's. */
const FIELDS = [
  'article(slug: $text) { slug }',
  'company(slug: $text) { slug }',
  'product(slug: $text) { slug }',
  'topic(slug: $text) { slug }',
  'ticker(exchange: "XNAS", symbol: $text) { symbol }',
  'ticker(exchange: $text, symbol: "AMZN") { symbol }',
  'category(path: $list) { name }',
  'search(query: $text) { totalCount nodes { __typename } facets { topics { count } } }',
  'search(query: "云", filter: $filter) { totalCount nodes { __typename } }',
  'articles(filter: $filter) { totalCount nodes { slug } facets { companies { filter } } }',
  'companies(filter: { name: $text }) { totalCount nodes { slug } }',
  'companies(filter: { country: $text }) { totalCount nodes { slug } }',
  'products(filter: { name: $text, maker: $text }) { totalCount nodes { slug } }',
  'tickers(filter: { symbol: $text }) { totalCount nodes { symbol } }',
  'company(slug: "amazon") { name(language: $text) }',
  'company(slug: "amazon") { frameworkCoverage(framework: $text) { sentenceCount } }',
  'company(slug: "amazon") { articles(filter: $filter) { totalCount nodes { slug } } }',
  'node(id: $id) { id }',
];
const VARIABLES: Record<string, string> = {
  text: 'String!',
  list: '[String!]!',
  id: 'ID!',
  filter: 'ArticleFilter',
};

/** An operation of one field, which declares the variables that the field uses. */
function operation(field: string): string {
  const used = Object.entries(VARIABLES).filter(([name]) => field.includes(`$${name}`));
  return `query (${used.map(([name, type]) => `$${name}: ${type}`).join(', ')}) { ${field} }`;
}

onEachEngine((open) => {
  let opened: TestStore;
  let store: Store;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    await ingest(store, POSTS);
  });
  afterAll(() => opened.remove());

  test('no text that is sent is our mistake', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FIELDS),
        text,
        fc.array(text, { maxLength: 3 }),
        fc.record(
          {
            companies: fc.array(text, { maxLength: 2 }),
            topics: fc.array(text, { maxLength: 2 }),
            category: fc.array(text, { maxLength: 2 }),
            tags: fc.array(text, { maxLength: 2 }),
            tickers: fc.array(text, { maxLength: 2 }),
            source: text,
            language: text,
            text,
          },
          { requiredKeys: [] },
        ),
        async (field, value, list, filter) => {
          const { errors } = await ask(store, operation(field), { text: value, id: value, list, filter });
          const ours = errors.filter(
            ({ extensions }) => (extensions as { code?: string }).code !== 'BAD_USER_INPUT',
          );
          expect(ours).toEqual([]);
        },
      ),
      { numRuns: 600 },
    );
  });
});
