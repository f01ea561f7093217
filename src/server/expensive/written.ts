import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Outcome } from './messages.ts';

/** An answer that is JSON already, which Yoga takes from `stringify`; its `data` is empty. */
interface WrittenResult extends ExecutionResult {
  readonly stringify: () => string;
}

export function writtenResult({ body, hasData, errors }: Outcome): WrittenResult {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  const told = errors?.map(
    ({ message, path, extensions }) =>
      new GraphQLError(message, { path: path ?? null, extensions: extensions ?? null }),
  );
  return {
    ...(hasData ? { data: {} } : { data: null }),
    ...(told === undefined ? {} : { errors: told }),
    stringify: () => text,
  };
}

/** The answer as JSON. */
export function written(result: ExecutionResult | WrittenResult): string {
  return 'stringify' in result ? result.stringify() : JSON.stringify(result);
}
