import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { type DocumentNode, getOperationAST, OperationTypeNode } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Store } from '../../store/store.ts';
import type { Admission } from '../limits/admission.ts';
import { REQUEST_ID, requestIdOf, type Served } from '../observing/served.ts';
import { REVISION_HEADER } from '../seen-revision.ts';
import { type Asked, askedIn } from './asked.ts';
import { type Headers, type KeptAnswer, KeptAnswers } from './kept-answers.ts';
import { type Executor, KnownDocuments } from './known-documents.ts';

/** Bytes of a request that may be a key. */
const LONGEST_REQUEST = 64 * 1024;

/** Milliseconds for a store to say its revision. */
const REVISION_WITHIN = 1_000;

/** Headers of an answer that belong to the one request that it was made for. */
const OF_ONE_REQUEST = new Set([
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  REQUEST_ID,
]);

/** What an answer depends on beside its address. */
const VARY = 'Accept, Accept-Encoding, Origin';

/** A cache between may keep the answer and has to ask each time whether it still holds. */
const REVALIDATED = 'public, max-age=0, must-revalidate';

interface AnsweringOptions {
  readonly endpoint: string;
  /** Tells answers of one version of the program from those of another. */
  readonly build: string;
  /** Hear of every answer that is not Yoga's, which tells of its own. */
  readonly onServed: readonly ((served: Served) => void)[];
}

/** What is known of a request once Yoga executed it. */
interface Candidate {
  /** The document, where it was a query that was answered without errors. */
  document: DocumentNode | null;
  operation: string | null;
}

/** What is told of an answer that was there already. */
const NOTHING_DONE = { codes: [], cost: null, statements: 0, kept: true };

/** A request on its way. */
interface Question {
  readonly began: number;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly key: string;
  readonly revision: string;
  readonly tag: string | null;
  /** What it asks, where that is of the plain kind. */
  readonly asked: Asked | null;
}

/**
 * Stands between Node's server and Yoga. An answer is served again as bytes while the revision is the one that it was
 * made at: everything that is served follows from the request, the revision and the build alone. Documents that Yoga has
 * answered before are run without its way through HTTP.
 *
 * Only queries that were answered without an error are kept. A request with credentials or with a revision that its
 * client has seen goes to Yoga untouched.
 */
export class Answering {
  private readonly kept = new KeptAnswers();
  private readonly known: KnownDocuments;
  /** Requests on their way through Yoga whose answer may be kept. */
  private readonly candidates = new WeakMap<IncomingMessage, Candidate>();
  private readonly store: Store;
  private readonly options: AnsweringOptions;

  constructor(store: Store, admission: Admission, options: AnsweringOptions) {
    this.store = store;
    this.known = new KnownDocuments(admission);
    this.options = options;
  }

  /** Tells which answers are those of a query without errors. */
  readonly plugin: Plugin<{ req?: IncomingMessage }> = {
    onExecute: ({ args }) => {
      const request: IncomingMessage | undefined = args.contextValue.req;
      const candidate = request && this.candidates.get(request);
      if (candidate === undefined) return undefined;
      const { document, operationName } = args;
      const definition = getOperationAST(document, operationName);
      return {
        onExecuteDone({ result }) {
          candidate.operation = operationName ?? definition?.name?.value ?? null;
          const isPlain =
            definition?.operation === OperationTypeNode.QUERY &&
            !isAsyncIterable(result) &&
            result.errors === undefined;
          candidate.document = isPlain ? document : null;
        },
      };
    },
  };

  /** The listener with kept answers and known documents in front of Yoga's. */
  listener(next: RequestListener, executor: Executor): RequestListener {
    return (request, response) => {
      if (!this.mayBeKept(request)) {
        next(request, response);
        return;
      }
      this.answer(request, response, next, executor).catch((error: Error) => response.destroy(error));
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
    executor: Executor,
  ): Promise<void> {
    const began = performance.now();
    const body = request.method === 'POST' ? await bytesOf(request) : null;
    const text = body?.toString() ?? '';
    const revision = await this.revision();
    if (revision === null) {
      next(body === null ? request : withBody(request, body), response);
      return;
    }
    const key = keyOf(request, text);
    const tag = request.method === 'GET' ? this.tagOf(key, revision) : null;
    const question = { began, request, response, key, revision, tag };
    // Only an answer that would be kept has a tag, and it is still that answer.
    if (tag !== null && request.headers['if-none-match']?.includes(tag)) {
      this.sendNotModified(question, tag);
      return;
    }
    const answer = this.kept.get(key, revision);
    if (answer !== undefined) {
      this.sendKept(question, answer);
      return;
    }
    // Whether a page of another site may ask is for Yoga to say.
    const { origin, 'sec-fetch-site': site } = request.headers;
    const asked = body !== null && origin === undefined && site === undefined ? askedIn(text) : null;
    if (asked !== null && (await this.run({ ...question, asked }, executor))) return;
    const candidate: Candidate = { document: null, operation: null };
    this.candidates.set(request, candidate);
    this.learnFromYoga({ ...question, asked }, candidate);
    next(body === null ? request : withBody(request, body), response);
  }

  private sendKept(question: Omit<Question, 'asked'>, answer: KeptAnswer): void {
    const { request, response, key } = question;
    const requestId = requestIdOf(request.headers[REQUEST_ID]);
    const { operation } = answer;
    const compressed = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
      ? this.kept.compressed(key, answer)
      : null;
    const bytes = compressed ?? answer.body;
    const headers = { ...answer.headers, vary: VARY, [REQUEST_ID]: requestId };
    send(response, 200, compressed === null ? headers : { ...headers, 'content-encoding': 'gzip' }, bytes);
    this.tell(question, { ...NOTHING_DONE, requestId, operation, status: 200, bytes: answer.body.length });
  }

  private sendNotModified(question: Omit<Question, 'asked'>, tag: string): void {
    const requestId = requestIdOf(question.request.headers[REQUEST_ID]);
    const headers = { etag: tag, 'cache-control': REVALIDATED, vary: VARY, [REQUEST_ID]: requestId };
    question.response.writeHead(304, headers).end();
    this.tell(question, { ...NOTHING_DONE, requestId, operation: null, status: 304, bytes: 0 });
  }

  /** Whether the question was answered here: its document is known, and could be run. */
  private async run(question: Question, executor: Executor): Promise<boolean> {
    const { request, response, asked, key, revision } = question;
    const ran = asked && (await this.known.run(asked, request.headers.accept ?? '', response, executor));
    if (ran === null) return false;
    const requestId = requestIdOf(request.headers[REQUEST_ID]);
    const body = Buffer.from(ran.body);
    send(response, ran.status, { ...ran.headers, [REQUEST_ID]: requestId }, body);
    const { operation, status, codes, bytes, cost, statements } = ran;
    this.tell(question, {
      requestId,
      operation,
      status,
      codes,
      bytes,
      cost,
      statements,
      kept: false,
    });
    if (codes.length === 0) await this.keep(key, { revision, operation, headers: ran.headers, body });
    return true;
  }

  /** Where a revision was committed meanwhile, nobody can say which of the two the answer is of. */
  private async keep(key: string, answer: KeptAnswer): Promise<void> {
    if (!this.kept.isAskedAgain(key, answer.revision)) return;
    if ((await this.revision()) === answer.revision) this.kept.keep(key, answer);
  }

  /** Null where the store does not say it soon: Yoga then says what is the matter. */
  private async revision(): Promise<string | null> {
    // A file is read on this thread, which is done or fails at once.
    if (this.store.engine === 'sqlite') return this.store.corpus.revision().catch(() => null);
    const stopping = new AbortController();
    const timer = setTimeout(() => stopping.abort(), REVISION_WITHIN);
    try {
      return await this.store.session(stopping.signal).corpus.revision();
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  private tell({ began }: Pick<Question, 'began'>, served: Omit<Served, 'seconds'>): void {
    const seconds = (performance.now() - began) / 1000;
    for (const listener of this.options.onServed) listener({ ...served, seconds });
  }

  private learnFromYoga(
    { request, response, key, revision, tag, asked }: Question,
    candidate: Candidate,
  ): void {
    const { write, end } = response;
    const { writeHead: sendHead } = response;
    const writeHead = sendHead as WriteHead;
    const chunks: Buffer[] = [];
    let headers: Headers | null = null;
    response.writeHead = ((status: number, reason?: string, own?: Record<string, string>) => {
      response.writeHead = sendHead;
      if (status !== 200 || candidate.document === null) {
        response.write = write;
        response.end = end;
        return writeHead.call(response, status, reason, own);
      }
      const sent = withoutRequest({ ...response.getHeaders(), ...own });
      if (asked !== null)
        this.known.learn(asked, candidate.document, candidate.operation, request.headers.accept ?? '', sent);
      const added = tag === null ? {} : { etag: tag, 'cache-control': REVALIDATED };
      headers = { ...sent, ...added };
      return writeHead.call(response, status, reason, { ...own, ...added });
    }) as typeof sendHead;
    response.write = ((...args: Parameters<typeof write>) => {
      chunks.push(Buffer.from(args[0]));
      return write.apply(response, args);
    }) as typeof write;
    response.end = ((...args: Parameters<typeof end>) => {
      response.end = end;
      response.write = write;
      const ended = end.apply(response, args);
      if (headers !== null) {
        const answer = { revision, operation: candidate.operation, headers, body: Buffer.concat(chunks) };
        this.keep(key, answer).catch(() => {});
      }
      return ended;
    }) as typeof end;
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

function send(response: ServerResponse, status: number, headers: Headers, bytes: Buffer): void {
  response.writeHead(status, { ...headers, 'content-length': bytes.length } as Record<
    string,
    string | number
  >);
  response.end(bytes);
}

/** Everything of a request that its answer depends on. */
function keyOf({ method, url, headers }: IncomingMessage, body: string): string {
  return `${method} ${url}\n${headers.accept ?? ''}\n${headers.origin ?? ''}\n${headers.host ?? ''}\n${headers['sec-fetch-site'] ?? ''}\n${body}`;
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

function withoutRequest(headers: Record<string, unknown>): Headers {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_ONE_REQUEST.has(name.toLowerCase())),
  ) as Headers;
}
