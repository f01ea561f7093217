import { GraphQLError } from 'graphql';

/** Why a request is not answered: what a client can tell apart (`code`), read and act on. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Seconds after which a client that was told to wait should ask again. */
const RETRY_AFTER_SECONDS = 1;

/** A refusal that is over in a moment: 503 with `Retry-After`. */
export function busy(code: string, message: string, hint: string): Refusal {
  return { status: 503, code, message, hint, headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } };
}

export function refusalBody({ code, message, hint, status }: Refusal): string {
  const extensions = { code, hint, ...(status === 503 ? { retryable: true } : {}) };
  return JSON.stringify({ errors: [{ message, extensions }] });
}

export function refusalHeaders({ headers = {} }: Refusal): Record<string, string> {
  return { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers };
}

/** The refusal as an answer to HTTP. */
export function refusalResponse(refusal: Refusal, Response: typeof globalThis.Response): Response {
  return new Response(refusalBody(refusal), { status: refusal.status, headers: refusalHeaders(refusal) });
}

/** The refusal as the only error of an operation. */
export function refusalError({ status, code, message, hint, headers = {} }: Refusal): GraphQLError {
  return new GraphQLError(message, {
    extensions: {
      code,
      hint,
      ...(status >= 500 ? { retryable: true } : {}),
      http: {
        status,
        headers: { 'cache-control': 'no-store', ...headers },
        ...(status >= 500 ? {} : { spec: true }),
      },
    },
  });
}
