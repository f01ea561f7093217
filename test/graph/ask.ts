import { execute, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { createContext } from '../../src/graph/context.ts';
import { createSchema } from '../../src/graph/schema.ts';
import type { Store } from '../../src/store/store.ts';

const SCHEMA = createSchema();

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly path: string;
    readonly extensions: object;
  }[];
  /** SQL statements that the answer took. */
  readonly statements: number;
}

/** Executes an operation, in a session and a context of its own as the server does, and tells the answer in plain data. */
export async function ask(
  store: Store,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  schema: GraphQLSchema = SCHEMA,
): Promise<Answer> {
  const before = store.statementCount;
  const document = parse(query);
  const invalid = validate(schema, document);
  if (invalid.length > 0) return { data: null, errors: invalid.map(plainError), statements: 0 };
  const { data, errors = [] } = await execute({
    schema,
    document,
    variableValues: variables,
    contextValue: createContext(store.session()),
  });
  return {
    data: JSON.parse(JSON.stringify(data ?? null)),
    errors: errors.map(plainError),
    statements: store.statementCount - before,
  };
}

function plainError({ message, path = [], extensions }: GraphQLError): Answer['errors'][number] {
  return { message, path: path.join('.'), extensions: { ...extensions } };
}

/** The data of an answer without errors. */
export async function dataOf(
  store: Store,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const { data, errors } = await ask(store, query, variables);
  if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 2));
  return data;
}
