import { type GraphQLSchema, NoSchemaIntrospectionCustomRule } from 'graphql';
import { createYoga, type Plugin, useReadinessCheck } from 'graphql-yoga';
import { createContext } from '../graph/context.ts';
import type { Store } from '../store/store.ts';
import { graphiqlOptions, renderPage } from './graphiql.ts';
import { incrementalDelivery } from './incremental-delivery.ts';
import { inputErrors } from './input-errors.ts';
import { jsonOnly } from './json-only.ts';
import { DEFAULT_REQUEST_LIMITS, limitPlugins, type RequestLimits } from './limits.ts';
import { runOvertakenAgain } from './overtaken.ts';
import { DOCUMENT_ID, persistedDocuments } from './persisted-documents.ts';
import { seenRevision } from './seen-revision.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

export const ENDPOINT = '/graphql';

export interface HandlerOptions {
  readonly schema: GraphQLSchema;
  readonly store: Store;
  /** Origins of other sites whose pages may call; a browser refuses every other. */
  readonly cors: readonly string[];
  readonly graphiql: boolean;
  readonly introspection: boolean;
  /** Documents that clients may run by their ids. */
  readonly trustedDocuments?: TrustedDocuments;
  /** Whether no other documents run; GraphiQL, which could run nothing, is then left out. */
  readonly trustedOnly?: boolean;
  readonly limits?: RequestLimits;
  /** Whether unexpected errors are written to the log; true where not given. */
  readonly logging?: boolean;
}

/**
 * The whole HTTP surface as one `fetch` handler that any Node server can mount: `/graphql` with GraphiQL for
 * browsers, `/health` (the process lives) and `/ready` (the store answers).
 */
export function createHandler(options: HandlerOptions) {
  const {
    schema,
    store,
    cors,
    graphiql,
    introspection,
    trustedDocuments = new Map(),
    trustedOnly = false,
    limits = DEFAULT_REQUEST_LIMITS,
    logging = true,
  } = options;
  return createYoga({
    schema,
    graphqlEndpoint: ENDPOINT,
    healthCheckEndpoint: '/health',
    landingPage: false,
    multipart: false,
    batching: false,
    logging: logging ? 'warn' : false,
    cors: cors.length > 0 ? { origin: [...cors], credentials: false, methods: ['GET', 'POST'] } : false,
    maxRequestBodySize: limits.bodyBytes,
    extraParamNames: [DOCUMENT_ID],
    graphiql: graphiql && !trustedOnly ? () => graphiqlOptions(store) : false,
    renderGraphiQL: renderPage,
    context: () => createContext(store.session(), { introspection }),
    plugins: [
      rootToEndpoint,
      jsonOnly(ENDPOINT),
      seenRevision(store),
      useReadinessCheck({ endpoint: '/ready', check: () => store.ping() }),
      persistedDocuments(trustedDocuments, trustedOnly),
      ...limitPlugins(limits),
      ...incrementalDelivery(),
      runOvertakenAgain(),
      inputErrors(),
      ...(introspection ? [] : [withoutIntrospection]),
    ],
  });
}

const withoutIntrospection: Plugin = {
  onValidate({ addValidationRule }) {
    addValidationRule(NoSchemaIntrospectionCustomRule);
  },
};

/** A person who types only host and port lands on GraphiQL. */
const rootToEndpoint: Plugin = {
  onRequest({ request, url, fetchAPI, endResponse }) {
    if (url.pathname !== '/' || (request.method !== 'GET' && request.method !== 'HEAD')) return;
    endResponse(new fetchAPI.Response(null, { status: 302, headers: { location: ENDPOINT } }));
  },
};
