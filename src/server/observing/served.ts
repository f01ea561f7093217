import { randomUUID } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';
import type { Tickets } from '../limits/admission.ts';
import { type Metered, statementsOf } from '../limits/metered-schema.ts';

/** A request to the endpoint that was answered, as logs and metrics tell of it. */
export interface Served {
  readonly requestId: string;
  /** As the document names it; null where it does not, or was refused before it was read. */
  readonly operation: string | null;
  readonly status: number;
  /** Codes of its errors, each once. */
  readonly codes: readonly string[];
  readonly seconds: number;
  /** Bytes of the answer while it was made, as the limits count them. */
  readonly bytes: number;
  /** What the operation was estimated to cost before it ran; null where it did not get so far. */
  readonly cost: number | null;
  /** Statements that it sent. */
  readonly statements: number;
  /** Whether an answer of the present revision was kept and sent again. */
  readonly kept: boolean;
}

type Listener = (served: Served) => void;

interface Record {
  readonly requestId: string;
  readonly began: number;
  context: Metered | null;
  operation: string | null;
  codes: Set<string>;
  cost: number | null;
}

export const REQUEST_ID = 'x-request-id';
/** What a proxy may hand on as the id of a request. */
const GIVEN_ID = /^[\w.:/+=-]{1,128}$/;

/** The id of a request: that which it brings, where it is one. */
export function requestIdOf(given: unknown): string {
  return typeof given === 'string' && GIVEN_ID.test(given) ? given : randomUUID();
}

/** Tells listeners of every answer of the endpoint, and sends the id of the request back with it. */
export function servedRequests(endpoint: string, tickets: Tickets, listeners: readonly Listener[]): Plugin {
  const records = new WeakMap<Request, Record>();
  return {
    onRequest({ request, url }) {
      if (url.pathname !== endpoint) return;
      records.set(request, {
        requestId: requestIdOf(request.headers.get(REQUEST_ID)),
        began: performance.now(),
        context: null,
        operation: null,
        codes: new Set(),
        cost: null,
      });
    },
    onExecute({ args, context }) {
      const record = records.get((context as { readonly request?: Request }).request ?? NO_REQUEST);
      if (record) record.context = context as Metered;
      if (record) record.operation = args.operationName ?? firstName(args.document.definitions);
    },
    onResultProcess({ request, result }) {
      const record = records.get(request);
      if (!record || !('errors' in result || 'extensions' in result)) return;
      for (const { extensions } of result.errors ?? []) {
        record.codes.add(String(extensions?.code ?? 'GRAPHQL_VALIDATION_FAILED'));
      }
      const cost: unknown = result.extensions?.cost;
      if (typeof cost === 'number') record.cost = cost;
    },
    onResponse({ request, response }) {
      const record = records.get(request);
      if (!record) return;
      response.headers.set(REQUEST_ID, record.requestId);
      const { requestId, operation, codes, cost, began, context } = record;
      const served: Served = {
        requestId,
        operation,
        status: response.status,
        codes: [...codes],
        seconds: (performance.now() - began) / 1000,
        bytes: tickets.of(request)?.size ?? 0,
        cost: cost ?? context?.cost ?? null,
        statements: context === null ? 0 : statementsOf(context),
        kept: false,
      };
      for (const listener of listeners) listener(served);
    },
  };
}

const NO_REQUEST = new Request('http://none.invalid');

function firstName(
  definitions: readonly { readonly name?: { readonly value: string } | undefined }[],
): string | null {
  return definitions[0]?.name?.value ?? null;
}
