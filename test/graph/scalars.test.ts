import { GraphQLError, type GraphQLScalarType, isScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';

const schema = createSchema();

function scalar(name: string): GraphQLScalarType {
  const type = schema.getType(name);
  if (!isScalarType(type)) throw new Error(`${name} is no scalar`);
  return type;
}

function parsed(name: string, value: unknown): unknown {
  try {
    return scalar(name).parseValue(value);
  } catch (error) {
    return error instanceof GraphQLError ? error.extensions.code : error;
  }
}

test('moments are written in UTC, with a fraction only where there is one', () => {
  expect(
    [0, 1_638_452_880_000, 1_639_963_874_250].map((value) => scalar('DateTime').serialize(value)),
  ).toEqual(['1970-01-01T00:00:00Z', '2021-12-02T13:48:00Z', '2021-12-20T01:31:14.250Z']);
});

test('moments are read with any offset', () => {
  const inputs = [
    '2021-12-20T01:31:14Z',
    '2021-12-20T09:31:14+08:00',
    '2021-12-19T20:31:14.000-05:00',
    '2021-12-20t01:31:14z',
  ];
  expect(inputs.map((input) => parsed('DateTime', input))).toEqual(Array(4).fill(1_639_963_874_000));
  expect(parsed('DateTime', '2024-02-29T23:59:59.5Z')).toBe(1_709_251_199_500);
});

test.each([
  '2021-12-20',
  '2021-12-20T09:31:14',
  '2021-12-20 09:31:14Z',
  '2021-13-20T09:31:14Z',
  '2021-02-29T09:31:14Z',
  '2021-12-20T24:00:00Z',
  '2021-12-20T09:31:60Z',
  '2021-12-20T09:31:14+0800',
  '2021-12-20T09:31:14+25:00',
  'yesterday',
  '',
  1_639_963_874_000,
  null,
])('%j is no moment', (value) => {
  expect(parsed('DateTime', value)).toBe('BAD_USER_INPUT');
});

test('days must be in the calendar', () => {
  expect(['2024-02-29', '2021-12-31'].map((value) => parsed('Date', value))).toEqual([
    '2024-02-29',
    '2021-12-31',
  ]);
  expect(
    ['2023-02-29', '2021-1-1', '2021-00-10', '20211231', 20211231].map((value) => parsed('Date', value)),
  ).toEqual(Array(5).fill('BAD_USER_INPUT'));
});
