import type { RequestListener } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { createYoga, useReadinessCheck, type YogaLogger } from 'graphql-yoga';
import { createContext } from '../graph/context.ts';
import { clientSchema } from '../graph/schema.ts';
import { DEFAULT_LIMITS, type Limits } from '../limits.ts';
import type { CorrectionService } from '../linking/correction.ts';
import type { Store } from '../store/store.ts';
import { VERSION } from '../version.ts';
import { jsonOnly } from './access/json-only.ts';
import type { KeyRing } from './access/key-file.ts';
import { holderOf, keysRequired } from './access/keys.ts';
import { persistedGetOnly } from './access/persisted-get.ts';
import { sameSite } from './access/same-site.ts';
import { withoutIntrospection, withoutSuggestions } from './access/schema-secrecy.ts';
import { securityHeaders } from './access/security-headers.ts';
import { Answering } from './answers/answering.ts';
import { clientIntrospection } from './client-introspection.ts';
import { compiledExecution } from './compiled-execution.ts';
import { besideEndpoint, ENDPOINT, exactEndpoint, rootToEndpoint, schemaText } from './endpoint.ts';
import type { ExpensiveLane } from './expensive/lane.ts';
import { expensiveOperations } from './expensive/plugin.ts';
import type { Explorer } from './explorer.ts';
import { graphiqlPage, isGraphiql } from './graphiql/page.ts';
import { incrementalDelivery } from './incremental-delivery.ts';
import { inputErrors } from './input-errors.ts';
import { Admission, Tickets } from './limits/admission.ts';
import { documentLimits } from './limits/documents.ts';
import { meterSchema } from './limits/metered-schema.ts';
import { operationLimits } from './limits/operation.ts';
import { type Served, servedRequests } from './observing/served.ts';
import { runOvertakenAgain } from './overtaken.ts';
import { DOCUMENT_ID, persistedDocuments } from './persisted-documents.ts';
import { seenRevision } from './seen-revision.ts';
import { storeErrors } from './store-errors.ts';
import { Subscriptions } from './subscriptions.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

export interface HandlerOptions {
  readonly schema: GraphQLSchema;
  readonly store: Store;
  /** Path of GraphQL and GraphiQL; `/graphql` where not given. The others stand beside it. */
  readonly endpoint?: string;
  /** Origins of other sites whose pages may call; a browser refuses every other. */
  readonly cors: readonly string[];
  readonly graphiql: boolean;
  readonly introspection: boolean;
  /** Whether messages name what may have been meant; as `introspection` where not given. */
  readonly suggestions?: boolean;
  /** Whether `_service` tells the SDL of the subgraph; as `introspection` where not given. */
  readonly serviceSdl?: boolean;
  /** Whether a GET is answered only for a persisted document; false where not given. */
  readonly persistedGet?: boolean;
  /** What stands before the names of the schema's types; the explorer, whose documents name types, is then left out. */
  readonly typePrefix?: string;
  /** Documents that clients may run by their ids. */
  readonly trustedDocuments?: TrustedDocuments;
  /** Whether no other documents run; GraphiQL, which could run nothing, is then left out. */
  readonly trustedOnly?: boolean;
  /** The pages at `/`, where the endpoint is in its usual place; without them `/` leads to GraphiQL. */
  readonly explorer?: Explorer | null;
  readonly limits?: Limits;
  /** Keys that clients need; anybody may ask where not given. */
  readonly keys?: KeyRing;
  /** What was refused, and corrections; without it nobody is told of either. */
  readonly corrections?: CorrectionService | null;
  /** Whether links may be corrected: by everybody, and where there are keys by those that may edit. */
  readonly edit?: boolean;
  /** Runs expensive operations; where not given they run with the others. */
  readonly expensive?: ExpensiveLane;
  /** Where unexpected errors are written; the console where not given, nowhere where false. */
  readonly logging?: YogaLogger | false;
  /** Hear of every answer. */
  readonly onServed?: readonly ((served: Served) => void)[];
}

/**
 * The whole HTTP surface as one `fetch` handler that any Node server can mount: the explorer at `/`, `/graphql` with
 * GraphiQL for browsers, and beside it `/schema.graphql`, `/health` (the process lives) and `/ready` (the store answers).
 */
export function createHandler(options: HandlerOptions) {
  const {
    schema,
    store,
    endpoint = ENDPOINT,
    cors,
    graphiql,
    introspection,
    suggestions = introspection,
    serviceSdl = introspection,
    persistedGet = false,
    typePrefix = '',
    trustedDocuments = new Map(),
    trustedOnly = false,
    explorer: pages = null,
    limits = DEFAULT_LIMITS,
    keys,
    corrections = null,
    edit = false,
    expensive,
    logging,
    onServed = [],
  } = options;
  const page = graphiql && !trustedOnly;
  const explorer = typePrefix === '' ? pages : null;
  meterSchema(schema);
  const admission = new Admission(limits);
  const tickets = new Tickets(admission);
  const subscriptions = new Subscriptions();
  const answering = new Answering(store, admission, { endpoint, build: VERSION, onServed });
  const yoga = createYoga({
    schema,
    graphqlEndpoint: endpoint,
    healthCheckEndpoint: besideEndpoint(endpoint, 'health'),
    landingPage: false,
    multipart: false,
    batching: false,
    logging: logging ?? 'warn',
    cors: cors.length > 0 ? { origin: [...cors], credentials: false, methods: ['GET', 'POST'] } : false,
    maxRequestBodySize: limits.maxBodyBytes,
    extraParamNames: [DOCUMENT_ID],
    graphiql: false,
    context: ({ request }) => {
      const stopping = new AbortController();
      const context = createContext(store.session(stopping.signal), {
        introspection: serviceSdl,
        corrections,
        // Without a request, the program that the gateway is embedded in asks.
        mayCorrect: edit && (keys === undefined || !request || holderOf(request)?.mayEdit === true),
        maxCost: limits.maxCost,
      });
      return Object.assign(context, { stopping });
    },
    plugins: [
      securityHeaders(),
      servedRequests(endpoint, tickets, onServed),
      ...(explorer && endpoint === ENDPOINT ? [explorer.plugin] : []),
      ...(keys ? [keysRequired(keys, isOpenPage(endpoint, page))] : []),
      ...(endpoint === ENDPOINT ? [rootToEndpoint(endpoint)] : []),
      exactEndpoint(endpoint),
      sameSite(endpoint, cors),
      jsonOnly(endpoint),
      ...(introspection ? [schemaText(endpoint, typePrefix)] : []),
      ...(page
        ? [
            graphiqlPage({
              endpoint,
              // Who has no key gets the page, without the names that its examples take from the posts.
              store: keys ? null : store,
              schema: introspection && !keys ? clientSchema({ typePrefix }) : null,
              typePrefix,
            }),
          ]
        : []),
      tickets.plugin(endpoint),
      clientIntrospection(typePrefix),
      seenRevision(store),
      useReadinessCheck({ endpoint: besideEndpoint(endpoint, 'ready'), check: () => answersSoon(store) }),
      ...(persistedGet ? [persistedGetOnly()] : []),
      persistedDocuments(new Map([...(explorer?.documents ?? []), ...trustedDocuments]), trustedOnly),
      ...documentLimits(limits),
      ...incrementalDelivery(),
      compiledExecution(),
      runOvertakenAgain(),
      inputErrors(suggestions),
      storeErrors(),
      ...(introspection ? [] : [withoutIntrospection()]),
      ...(suggestions ? [] : [withoutSuggestions()]),
      ...(expensive ? [expensiveOperations(expensive, limits.maxCheapCost)] : []),
      operationLimits(limits, admission, tickets),
      subscriptions.plugin(),
      answering.plugin,
    ],
  });
  return Object.assign(yoga, {
    endSubscriptions: () => subscriptions.end(),
    admission,
    /** For Node's server; where no keys are asked for, answers of the present revision are served again in front of Yoga. */
    listener: keys
      ? (yoga as unknown as RequestListener)
      : answering.listener(yoga as unknown as RequestListener, yoga),
  });
}

export type Handler = ReturnType<typeof createHandler>;

/** What needs no key: whether the server lives, and GraphiQL's page where there is one; its files hold no data. */
function isOpenPage(endpoint: string, graphiql: boolean): (request: Request, url: URL) => boolean {
  const open = new Set(['health', 'ready'].map((name) => besideEndpoint(endpoint, name)));
  return (request, url) => {
    if (open.has(url.pathname)) return true;
    return (
      request.method === 'GET' && (url.pathname === '/' || (graphiql && isGraphiql(endpoint, request, url)))
    );
  };
}

/** Milliseconds within which `/ready` answers, whatever the store does. */
const READY_WITHIN = 1_000;

export async function answersSoon(store: Store): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), READY_WITHIN);
  });
  const stopping = new AbortController();
  const answered = store
    .session(stopping.signal)
    .ping()
    .then(
      () => true,
      () => false,
    );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
    stopping.abort();
  }
}
