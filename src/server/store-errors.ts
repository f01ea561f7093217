import { GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { StoreUnavailable } from '../store/unavailable.ts';
import { busy, refusalError } from './refusal.ts';

/** Says which errors come from a store that does not answer now: 503 with a code, to be asked again. */
export function storeErrors(): Plugin {
  return {
    onExecute() {
      return {
        onExecuteDone({ result, setResult }) {
          if (isAsyncIterable(result) || !result.errors?.some(isOfStore)) return;
          setResult({
            ...result,
            errors: result.errors.map((error) => (isOfStore(error) ? told(error) : error)),
          });
        },
      };
    },
  };
}

type StoreError = GraphQLError & { readonly originalError: StoreUnavailable };

function isOfStore(error: GraphQLError): error is StoreError {
  return error.originalError instanceof StoreUnavailable;
}

function told({ originalError, nodes, path }: StoreError): GraphQLError {
  const { code, message, hint } = originalError;
  const { extensions } = refusalError(busy(code, message, hint));
  return new GraphQLError(message, { nodes: nodes ?? null, path: path ?? null, extensions });
}
