import type { ServerResponse } from 'node:http';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { isAsyncIterable, processRegularResult, type YogaServerInstance } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { written } from '../expensive/written.ts';
import type { Admission } from '../limits/admission.ts';
import { type Metered, statementsOf } from '../limits/metered-schema.ts';
import type { Asked } from './asked.ts';
import type { Headers } from './kept-answers.ts';

/** UTF-16 code units of documents that are known. */
const MOST_KNOWN = 8_000_000;
const LONGEST_KNOWN = 64_000;
/** Clients accept answers in few ways. */
const MOST_ACCEPTED = 50;

/** What runs operations with all plugins. */
export type Executor = Pick<YogaServerInstance<object, object>, 'getEnveloped' | 'fetchAPI'>;

/** An operation that was run, with its answer. */
export interface Ran {
  readonly operation: string | null;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly codes: readonly string[];
  /** Bytes of the answer while it was made, as the limits count them. */
  readonly bytes: number;
  readonly cost: number | null;
  readonly statements: number;
}

interface Known {
  readonly document: DocumentNode;
  readonly operation: string | null;
}

/**
 * Documents that Yoga has answered before. They are run with the same plugins from execution on, without Yoga's way
 * through Request, Response and parsing, which costs more than a small operation itself.
 *
 * A document is known once it was answered without an error: it is parsed and has passed every rule, and what its
 * answer says of itself in headers depends only on what the client accepts.
 */
export class KnownDocuments {
  private readonly documents = new LRUCache<string, Known>({
    maxSize: MOST_KNOWN,
    maxEntrySize: LONGEST_KNOWN,
    sizeCalculation: (_, { length }) => length + 1,
  });
  private readonly headers = new LRUCache<string, Headers>({ max: MOST_ACCEPTED });
  private readonly admission: Admission;

  constructor(admission: Admission) {
    this.admission = admission;
  }

  learn(
    asked: Asked,
    document: DocumentNode,
    operation: string | null,
    accept: string,
    headers: Headers,
  ): void {
    this.documents.set(nameOf(asked), { document, operation });
    this.headers.set(accept, headers);
  }

  /** The answer of a known document; null where Yoga has to answer. */
  async run(asked: Asked, accept: string, response: ServerResponse, executor: Executor): Promise<Ran | null> {
    const known = this.documents.get(nameOf(asked));
    const headers = this.headers.get(accept);
    // Yoga says why nothing more is taken.
    if (known === undefined || headers === undefined || this.admission.full() !== null) return null;
    const ticket = this.admission.enter();
    const context: Metered = { ticket };
    response.once('close', () => {
      ticket.release();
      if (!response.writableFinished) context.budget?.cancel();
    });
    const { execute, contextFactory, schema } = executor.getEnveloped(context);
    const contextValue: Metered = await contextFactory();
    const result = await execute({
      schema,
      document: known.document,
      contextValue,
      operationName: asked.operationName,
      variableValues: asked.variables,
    });
    if (isAsyncIterable<ExecutionResult>(result)) throw new TypeError('A known document is answered whole.');
    const answered = {
      operation: known.operation,
      bytes: ticket.size,
      cost: contextValue.cost ?? null,
      statements: statementsOf(contextValue),
    };
    if (result.errors === undefined) {
      return { ...answered, status: 200, headers, body: written(result), codes: [] };
    }
    return { ...answered, ...(await withErrors(result, headers, executor)) };
  }
}

function nameOf({ query, operationName }: Asked): string {
  return `${operationName ?? ''}\n${query}`;
}

/** Status, headers and body as Yoga makes them of errors. */
async function withErrors(
  result: ExecutionResult,
  headers: Headers,
  { fetchAPI }: Executor,
): Promise<Pick<Ran, 'status' | 'headers' | 'body' | 'codes'>> {
  const [type = ''] = String(headers['content-type']).split(';');
  const response = processRegularResult(result, fetchAPI, type);
  const codes = new Set(
    (result.errors ?? []).map(({ extensions }) => String(extensions.code ?? 'GRAPHQL_VALIDATION_FAILED')),
  );
  return {
    status: response.status,
    headers: { ...headers, ...Object.fromEntries(response.headers) },
    body: await response.text(),
    codes: [...codes],
  };
}
