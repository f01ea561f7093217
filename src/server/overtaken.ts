import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { GraphContext } from '../graph/context.ts';
import { Overtaken } from '../graph/errors.ts';
import { createLoaders } from '../graph/loaders.ts';

/** Runs an operation that a new revision overtook once more, with nothing of what it had loaded. */
export function runOvertakenAgain(): Plugin<GraphContext> {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args) => {
        const result = await executeFn(args);
        if (isAsyncIterable(result) || !isOvertaken(result)) return result;
        const context: GraphContext = args.contextValue;
        context.loaders = createLoaders(context.store);
        return executeFn(args);
      });
    },
  };
}

function isOvertaken({ errors }: { readonly errors?: readonly { readonly originalError?: unknown }[] }) {
  return errors?.some(({ originalError }) => originalError instanceof Overtaken) ?? false;
}
