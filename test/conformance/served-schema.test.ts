import { getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { createHandler } from '../../src/server/handler.ts';
import { openStore } from '../../src/store/open.ts';

/** As GraphiQL and every other tool reads it from the server. */
async function introspect(): Promise<IntrospectionQuery['__schema']> {
  const store = await openStore(':memory:');
  const handler = createHandler({
    schema: createSchema(),
    store,
    cors: [],
    graphiql: false,
    introspection: true,
  });
  const response = await handler.fetch('http://newsgraph.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  await store.close();
  return ((await response.json()) as { data: IntrospectionQuery }).data.__schema;
}

test('every name that the server shows is described, the names of federation too', async () => {
  const { types, directives } = await introspect();
  const undescribed: string[] = [];
  const look = (name: string, { description }: { readonly description?: string | null | undefined }) => {
    if (!description) undescribed.push(name);
  };
  for (const type of types) {
    look(type.name, type);
    if (type.kind === 'ENUM') for (const value of type.enumValues) look(`${type.name}.${value.name}`, value);
    if (type.kind === 'INPUT_OBJECT')
      for (const field of type.inputFields) look(`${type.name}.${field.name}`, field);
    if (type.kind !== 'OBJECT' && type.kind !== 'INTERFACE') continue;
    for (const field of type.fields) {
      look(`${type.name}.${field.name}`, field);
      for (const argument of field.args) look(`${type.name}.${field.name}(${argument.name}:)`, argument);
    }
  }
  for (const directive of directives) {
    look(`@${directive.name}`, directive);
    for (const argument of directive.args) look(`@${directive.name}(${argument.name}:)`, argument);
  }
  expect(undescribed.filter((name) => !name.startsWith('__'))).toEqual([]);
});
