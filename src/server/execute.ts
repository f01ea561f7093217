import { type DocumentNode, type ExecutionResult, GraphQLError, type TypedQueryDocumentNode } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Handler } from './handler.ts';

/** Runs an operation as an HTTP request would be run: the same plugins parse, check, limit and execute it. */
export async function execute<Data, Variables extends object>(
  handler: Handler,
  operation: string | TypedQueryDocumentNode<Data, Variables>,
  variables: Variables | undefined,
): Promise<ExecutionResult<Data>> {
  const { parse, validate, execute, contextFactory, schema } = handler.getEnveloped({});
  let document: DocumentNode;
  try {
    document = typeof operation === 'string' ? parse(operation) : operation;
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
  const contextValue = await contextFactory();
  const result = await execute({ schema, document, contextValue, variableValues: { ...variables } });
  // A typed document says what its operation answers.
  if (!isAsyncIterable<ExecutionResult>(result)) return result as ExecutionResult<Data>;
  throw new TypeError('A subscription is not one answer; ask for it over HTTP.');
}
