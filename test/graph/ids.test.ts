import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { globalId, type NodeKey, parseEntityId, parseGlobalId } from '../../src/graph/ids.ts';

const KEYS: NodeKey[] = [
  { type: 'Article', key: '004_d789849ebc96f254' },
  { type: 'Article', key: 'a:b/c d' },
  { type: 'Company', key: 'amazon' },
  { type: 'Product', key: 'aws-iot-twinmaker' },
  { type: 'Topic', key: 'metaverse' },
  { type: 'Ticker', key: 'XNAS:AMZN' },
  { type: 'Ticker', key: 'XNYS:BRK.B' },
  { type: 'Category', key: '["游戏","3DMGame"]' },
];

test('ids lead back to the type and natural key', () => {
  expect(KEYS.map(({ type, key }) => parseGlobalId('id', globalId(type, key)))).toEqual(KEYS);
});

test('ids are the same on every machine', () => {
  expect(KEYS.map(({ type, key }) => globalId(type, key))).toEqual([
    'QXJ0aWNsZTowMDRfZDc4OTg0OWViYzk2ZjI1NA',
    'QXJ0aWNsZTphOmIvYyBk',
    'Q29tcGFueTphbWF6b24',
    'UHJvZHVjdDphd3MtaW90LXR3aW5tYWtlcg',
    'VG9waWM6bWV0YXZlcnNl',
    'VGlja2VyOlhOQVM6QU1aTg',
    'VGlja2VyOlhOWVM6QlJLLkI',
    'Q2F0ZWdvcnk6WyLmuLjmiI8iLCIzRE1HYW1lIl0',
  ]);
});

function refusal(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    return error instanceof GraphQLError ? { message: error.message, ...error.extensions } : error;
  }
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

test.each([
  ['', 'empty text'],
  ['1', 'a row number'],
  ['amazon', 'a slug'],
  ['Company:amazon', 'a key that is not encoded'],
  [base64('Company:'), 'a type without a key'],
  [base64(':amazon'), 'a key without a type'],
  [base64('Person:bezos'), 'an unknown type'],
  [base64('__proto__:x'), 'a name that every object has'],
  [base64('Ticker:AMZN'), 'a ticker without its exchange'],
  [base64('Ticker:xnas:AMZN'), 'an exchange in lower case'],
  [base64('Category:游戏'), 'a category that is no path'],
  [base64('Category:[]'), 'an empty path'],
  [base64('Category:["a", "b"]'), 'a path that is written in another way'],
  [`${base64('Company:amazon')}==`, 'padding'],
  [`${base64('Company:amazon')}*`, 'foreign characters'],
])('%j is refused: %s', (id) => {
  expect(refusal(() => parseGlobalId('id', id))).toEqual({
    message: `\`id\` is not a valid id: ${JSON.stringify(id)}.`,
    code: 'BAD_USER_INPUT',
    argument: 'id',
    hint: 'Take the value of an `id` field of an earlier answer; ids cannot be made up.',
  });
});

test('the id of another type is refused by its name', () => {
  const id = globalId('Article', '004_d789849ebc96f254');
  expect(refusal(() => parseGlobalId('companyId', id, ['Company']))).toEqual({
    message: `\`companyId\` is the id of an Article, but a Company is needed: "${id}".`,
    code: 'BAD_USER_INPUT',
    argument: 'companyId',
    hint: 'Take the value of an `id` field of an earlier answer; ids cannot be made up.',
  });
  expect(refusal(() => parseEntityId('filter.mentions.all', id))).toEqual({
    message: `\`filter.mentions.all\` is the id of an Article, but a Company or a Product or a Ticker or a Topic is needed: "${id}".`,
    code: 'BAD_USER_INPUT',
    argument: 'filter.mentions.all',
    hint: 'Take the value of an `id` field of an earlier answer; ids cannot be made up.',
  });
});
