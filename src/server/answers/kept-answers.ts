import { gzipSync } from 'node:zlib';
import { LRUCache } from 'lru-cache';

/** Bytes of answers that are kept, those in compressed form included. */
const MOST_BYTES = 64 * 1024 ** 2;
/** A larger answer is made anew each time: it would push out too many others. */
const LARGEST = 4 * 1024 ** 2;
/** Below this many bytes an answer is sent as it is. */
const WORTH_COMPRESSING = 1024;

/** Of an answer, by their names. */
export type Headers = Readonly<Record<string, string | number | readonly string[]>>;

/** An answer as it was sent. */
export interface KeptAnswer {
  readonly revision: string;
  /** The name of the operation that was asked for. */
  readonly operation: string | null;
  readonly headers: Headers;
  readonly body: Buffer;
  compressed?: Buffer;
}

/** UTF-16 code units of requests that are remembered because they were answered once. */
const MOST_REMEMBERED = 4_000_000;

/**
 * Answers as bytes, by the request that they answer; each is of one revision and is served only at that one. An answer is
 * kept when it is asked for the second time: those that nobody asks for again would only push out others.
 */
export class KeptAnswers {
  private readonly asked = new LRUCache<string, string>({
    maxSize: MOST_REMEMBERED,
    sizeCalculation: (_, { length }) => length + 1,
  });
  private readonly answers = new LRUCache<string, KeptAnswer>({
    maxSize: MOST_BYTES,
    maxEntrySize: LARGEST,
    sizeCalculation: ({ body, compressed }, key) =>
      key.length * 2 + body.length + (compressed?.length ?? 0) + 1,
  });

  /** The answer of this revision; undefined where there is none. */
  get(request: string, revision: string): KeptAnswer | undefined {
    const answer = this.answers.get(request);
    if (answer === undefined || answer.revision === revision) return answer;
    this.answers.delete(request);
    return undefined;
  }

  /** Whether the request was answered at this revision before; from now on it was. */
  isAskedAgain(request: string, revision: string): boolean {
    if (this.asked.get(request) === revision) return true;
    this.asked.set(request, revision);
    return false;
  }

  keep(request: string, answer: KeptAnswer): void {
    this.answers.set(request, answer);
  }

  /** The bytes in gzip, made when they are first asked for; null where that is not worth it. */
  compressed(request: string, answer: KeptAnswer): Buffer | null {
    if (answer.body.length < WORTH_COMPRESSING) return null;
    if (answer.compressed === undefined) {
      answer.compressed = gzipSync(answer.body, { level: 6 });
      this.answers.set(request, answer);
    }
    return answer.compressed;
  }
}
