import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { expect, test } from 'vitest';
import { printClientSchema } from '../../src/graph/schema.ts';

test('schema.graphql is what the code prints', () => {
  expect(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')).toBe(printClientSchema());
});

const types = Object.values(buildSchema(printClientSchema()).getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

/** Every description of a type and of what is in it, by its coordinate. */
function descriptions(type: GraphQLNamedType): [string, string | null | undefined][] {
  const own: [string, string | null | undefined] = [type.name, type.description];
  if (isEnumType(type)) {
    return [
      own,
      ...type
        .getValues()
        .map(({ name, description }): [string, string | null | undefined] => [
          `${type.name}.${name}`,
          description,
        ]),
    ];
  }
  if (isInputObjectType(type)) {
    return [
      own,
      ...Object.values(type.getFields()).map(({ name, description }): [string, string | null | undefined] => [
        `${type.name}.${name}`,
        description,
      ]),
    ];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  return [
    own,
    ...Object.values(type.getFields()).flatMap((field) => [
      [`${type.name}.${field.name}`, field.description] as [string, string | null | undefined],
      ...field.args.map(({ name, description }): [string, string | null | undefined] => [
        `${type.name}.${field.name}(${name}:)`,
        description,
      ]),
    ]),
  ];
}

test('every public name is described in whole sentences', () => {
  const bad = types
    .flatMap(descriptions)
    .filter(([, description]) => !/^\p{Lu}.*[.?!]$/su.test(description ?? ''))
    .map(([name, description]) => `${name}: ${description}`);
  expect(bad).toEqual([]);
});

test('every connection has edges, nodes, pageInfo and totalCount, and Relay’s arguments wherever it is a field', () => {
  const objects = types.filter(isObjectType);
  const connections = objects.filter(({ name }) => name.endsWith('Connection'));
  const wrong = connections.filter(({ name }) => {
    const fields = connections.find((type) => type.name === name)?.getFields() ?? {};
    return !['edges', 'nodes', 'pageInfo', 'totalCount'].every((field) => field in fields);
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);

  const fields = objects.flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ type: String(field.type), field, owner: type.name })),
  );
  const without = fields
    .filter(({ type }) => type.endsWith('Connection!'))
    .filter(
      ({ field }) =>
        !['first', 'after', 'last', 'before'].every((name) => field.args.some((arg) => arg.name === name)),
    )
    .map(({ owner, field }) => `${owner}.${field.name}`);
  expect(without).toEqual([]);
});
