import { type DocumentNode, type ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Handler } from './handler.ts';

/** Runs an operation as an HTTP request would be run: the same plugins parse, check, limit and execute it. */
export async function execute(
  handler: Handler,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<ExecutionResult> {
  const { parse, validate, execute, contextFactory, schema } = handler.getEnveloped({});
  let document: DocumentNode;
  try {
    document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
  const contextValue = await contextFactory();
  const result = await execute({ schema, document, contextValue, variableValues: variables });
  if (!isAsyncIterable<ExecutionResult>(result)) return result;
  throw new TypeError('A subscription is not one answer; ask for it over HTTP.');
}
