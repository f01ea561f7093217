import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { getOperationAST, OperationTypeNode } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Store } from '../../store/store.ts';
import type { Served } from '../observing/served.ts';
import { REVISION_HEADER } from '../seen-revision.ts';
import { type KeptAnswer, KeptAnswers } from './kept-answers.ts';

/** Bytes of a request that may be a key. */
const LONGEST_REQUEST = 64 * 1024;

/** Headers of an answer that belong to the one request that it was made for. */
const OF_ONE_REQUEST = new Set([
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'x-request-id',
]);

/** What an answer depends on beside its address. */
const VARY = 'Accept, Accept-Encoding, Origin';

/** A cache between may keep the answer and has to ask each time whether it still holds. */
const REVALIDATED = 'public, max-age=0, must-revalidate';

interface AnsweringOptions {
  readonly endpoint: string;
  /** Tells answers of one version of the program from those of another. */
  readonly build: string;
  /** Hear of every answer that is served again; Yoga tells of the others. */
  readonly onServed: readonly ((served: Served) => void)[];
}

/** What is known of a request once it was executed. */
interface Candidate {
  /** Whether it was a query that was answered without errors. */
  plain: boolean;
  operation: string | null;
}

/**
 * Serves answers again as bytes while the revision is the one that they were made at: everything that is served follows
 * from the request, the revision and the build alone. Stands between Node's server and Yoga.
 *
 * Only queries that were answered without an error are kept. A request with credentials or with a revision that its
 * client has seen goes to Yoga untouched.
 */
export class Answering {
  private readonly kept = new KeptAnswers();
  /** Requests on their way through Yoga whose answer may be kept. */
  private readonly candidates = new WeakMap<IncomingMessage, Candidate>();
  private readonly store: Store;
  private readonly options: AnsweringOptions;

  constructor(store: Store, options: AnsweringOptions) {
    this.store = store;
    this.options = options;
  }

  /** Tells which answers are those of a query without errors. */
  readonly plugin: Plugin<{ req?: IncomingMessage }> = {
    onExecute: ({ args }) => {
      const request: IncomingMessage | undefined = args.contextValue.req;
      const candidate = request && this.candidates.get(request);
      if (candidate === undefined) return undefined;
      const definition = getOperationAST(args.document, args.operationName);
      return {
        onExecuteDone({ result }) {
          candidate.operation = args.operationName ?? definition?.name?.value ?? null;
          candidate.plain =
            definition?.operation === OperationTypeNode.QUERY &&
            !isAsyncIterable(result) &&
            result.errors === undefined;
        },
      };
    },
  };

  /** The listener with kept answers in front of it. */
  listener(next: RequestListener): RequestListener {
    return (request, response) => {
      if (!this.mayBeKept(request)) {
        next(request, response);
        return;
      }
      this.answer(request, response, next).catch((error: Error) => response.destroy(error));
    };
  }

  private mayBeKept({ method, url = '', headers }: IncomingMessage): boolean {
    if (headers.authorization !== undefined || headers[REVISION_HEADER] !== undefined) return false;
    if (/text\/html|text\/event-stream|multipart\/mixed/.test(headers.accept ?? '')) return false;
    if (method === 'GET') return url.length <= LONGEST_REQUEST && url.startsWith(`${this.options.endpoint}?`);
    if (method !== 'POST' || url !== this.options.endpoint || headers['content-encoding'] !== undefined)
      return false;
    const length = Number(headers['content-length'] ?? Number.NaN);
    return length <= LONGEST_REQUEST && /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    next: RequestListener,
  ): Promise<void> {
    const began = performance.now();
    const body = request.method === 'POST' ? await bytesOf(request) : null;
    const revision = await this.revision();
    const key = keyOf(request, body);
    const answer = this.kept.get(key, revision);
    const tag = request.method === 'GET' ? this.tagOf(key, revision) : null;
    if (answer !== undefined) {
      if (tag !== null && request.headers['if-none-match']?.includes(tag)) {
        response.writeHead(304, { etag: tag, 'cache-control': REVALIDATED, vary: VARY }).end();
        this.tell(304, answer, began);
        return;
      }
      this.send(request, response, key, answer);
      this.tell(200, answer, began);
      return;
    }
    const candidate: Candidate = { plain: false, operation: null };
    this.candidates.set(request, candidate);
    this.keepWhatIsSent(response, key, revision, tag, candidate);
    next(body === null ? request : withBody(request, body), response);
  }

  private tell(status: number, { operation, body }: KeptAnswer, began: number): void {
    const { onServed } = this.options;
    if (onServed.length === 0) return;
    const served: Served = {
      requestId: randomUUID(),
      operation,
      status,
      codes: [],
      seconds: (performance.now() - began) / 1000,
      bytes: status === 200 ? body.length : 0,
      cost: null,
      statements: 0,
    };
    for (const listener of onServed) listener(served);
  }

  private send(request: IncomingMessage, response: ServerResponse, key: string, answer: KeptAnswer): void {
    const compressed = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
      ? this.kept.compressed(key, answer)
      : null;
    const bytes = compressed ?? answer.body;
    response.writeHead(200, {
      ...answer.headers,
      vary: VARY,
      'content-length': bytes.length,
      ...(compressed === null ? {} : { 'content-encoding': 'gzip' }),
    } as Record<string, string | number>);
    response.end(bytes);
  }

  private keepWhatIsSent(
    response: ServerResponse,
    key: string,
    revision: string,
    tag: string | null,
    candidate: Candidate,
  ): void {
    const { write, end } = response;
    const { writeHead: sendHead } = response;
    const writeHead = sendHead as WriteHead;
    const chunks: Buffer[] = [];
    let headers: KeptAnswer['headers'] | null = null;
    response.writeHead = ((status: number, reason?: string, own?: Record<string, string>) => {
      response.writeHead = sendHead;
      if (status !== 200 || !candidate.plain) {
        response.write = write;
        response.end = end;
        return writeHead.call(response, status, reason, own);
      }
      const added = tag === null ? {} : { etag: tag, 'cache-control': REVALIDATED };
      headers = withoutRequest({ ...response.getHeaders(), ...own, ...added });
      return writeHead.call(response, status, reason, { ...own, ...added });
    }) as typeof sendHead;
    response.write = ((...args: Parameters<typeof write>) => {
      chunks.push(asBuffer(args[0]));
      return write.apply(response, args);
    }) as typeof write;
    response.end = ((...args: Parameters<typeof end>) => {
      response.end = end;
      response.write = write;
      const ended = end.apply(response, args);
      if (headers !== null) {
        const answer = { revision, operation: candidate.operation, headers, body: Buffer.concat(chunks) };
        // Where a revision was committed meanwhile, nobody can say which of the two the answer is of.
        this.revision().then(
          (now) => {
            if (now === revision) this.kept.keep(key, answer);
          },
          () => {},
        );
      }
      return ended;
    }) as typeof end;
  }

  private async revision(): Promise<string> {
    return (await this.store.corpus.get()).revision;
  }

  private tagOf(key: string, revision: string): string {
    const hash = createHash('sha256')
      .update(`${this.options.build}\n${key}`)
      .digest('base64url')
      .slice(0, 16);
    return `W/"${revision}-${hash}"`;
  }
}

/** As Yoga calls it. */
type WriteHead = (status: number, reason?: string, headers?: Record<string, string>) => ServerResponse;

/** Everything of a request that its answer depends on. */
function keyOf({ method, url, headers }: IncomingMessage, body: Buffer | null): string {
  return `${method} ${url}\n${headers.accept ?? ''}\n${headers.origin ?? ''}\n${headers.host ?? ''}\n${headers['sec-fetch-site'] ?? ''}\n${body?.toString('latin1') ?? ''}`;
}

function bytesOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.once('error', reject);
  });
}

/** The request with its body, which was read, to read again. */
function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  return Object.assign(request, { body: Readable.from([body], { objectMode: false }) });
}

function asBuffer(chunk: string | Uint8Array): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk);
}

function withoutRequest(headers: Record<string, unknown>): KeptAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_ONE_REQUEST.has(name.toLowerCase())),
  ) as KeptAnswer['headers'];
}
