import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import {
  type AnyVariables,
  Client,
  fetchExchange,
  type Operation,
  stringifyDocument,
  subscriptionExchange,
} from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { persistedExchange } from '@urql/exchange-persisted';
import { authorization } from './key.ts';
import { listen } from './live.ts';

const ENDPOINT = new URL('/graphql', location.origin).href;

/** How long a server may take before a reader is told that it does not answer, in milliseconds. */
const PATIENCE = 20_000;

/** The hash under which the server knows a document. */
export function documentHash(document: object): string {
  const { __meta__: meta } = document as { __meta__?: { hash?: string } };
  return meta?.hash ?? '';
}

/**
 * Documents go to the server by their hashes, so a server that runs trusted documents only shows this page too. A new
 * revision of the corpus makes every answer of the cache old; what is on the page is then asked for again.
 */
export const client = new Client({
  url: ENDPOINT,
  preferGetMethod: 'within-url-limit',
  fetch: (input, init = {}) => {
    const signals = [AbortSignal.timeout(PATIENCE), ...(init.signal ? [init.signal] : [])];
    const headers = { ...Object.fromEntries(new Headers(init.headers)), ...authorization() };
    return fetch(input, { ...init, headers, signal: AbortSignal.any(signals) });
  },
  exchanges: [
    cacheExchange({
      updates: {
        Subscription: {
          corpusChanged(_result, _args, cache) {
            for (const { fieldName, arguments: args } of cache.inspectFields('Query')) {
              cache.invalidate('Query', fieldName, args);
            }
          },
        },
      },
    }),
    persistedExchange({
      preferGetForPersistedQueries: 'within-url-limit',
      enforcePersistedQueries: true,
      enableForMutation: true,
      generateHash: (_query, document) => Promise.resolve(documentHash(document)),
    }),
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: (_request, operation: Operation) => ({
        subscribe: (sink) => ({
          unsubscribe: listen(`${ENDPOINT}?documentId=${documentHash(operation.query)}`, (result) =>
            sink.next(result),
          ),
        }),
      }),
    }),
  ],
});

/** The address at which GraphiQL opens with this query. */
export function graphiqlAddress<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): string {
  const query = stringifyDocument(document)
    .replace(/^# .*\n/, '')
    .replace(/^\s*__typename\n/gm, '');
  return `/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables, null, 2) })}`;
}
