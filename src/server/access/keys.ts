import type { Plugin } from 'graphql-yoga';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Refusal, refusalResponse } from '../refusal.ts';
import type { KeyEntry, KeyRing } from './key-file.ts';

/** The longest `Authorization` that is looked at. */
const LONGEST = 200;

/** The key of a header `Authorization: Bearer KEY`. */
export function bearerOf(authorization: string | null | undefined): string | null {
  if (!authorization || authorization.length > LONGEST) return null;
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? null;
}

/** Whose key a request that was let in brought. */
const holders = new WeakMap<Request, KeyEntry>();

export function holderOf(request: Request): KeyEntry | undefined {
  return holders.get(request);
}

/** Lets in who brings a key, as often as the key says. The page of GraphiQL, which holds no data, is open. */
export function keysRequired(ring: KeyRing, isOpen: (request: Request, url: URL) => boolean): Plugin {
  const rates = new Rates();
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method === 'OPTIONS' || isOpen(request, url)) return;
      const key = bearerOf(request.headers.get('authorization'));
      const holder = key === null ? null : ring.holder(key);
      const refusal = holder === null ? NO_KEY : await rates.take(holder);
      if (refusal !== null) endResponse(refusalResponse(refusal, fetchAPI.Response));
      else if (holder !== null) holders.set(request, holder);
    },
  };
}

const NO_KEY: Refusal = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'This server answers to keys only, and the request brings none that it knows.',
  hint: 'Send `Authorization: Bearer KEY` with a key that the operator gave you.',
  headers: { 'www-authenticate': 'Bearer realm="newsgraph"' },
};

/** How often each key asked in the last minute. */
class Rates {
  private readonly limiters = new Map<number, RateLimiterMemory>();

  async take({ name, sha256, requestsPerMinute }: KeyEntry): Promise<Refusal | null> {
    let limiter = this.limiters.get(requestsPerMinute);
    if (limiter === undefined) {
      limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
      this.limiters.set(requestsPerMinute, limiter);
    }
    try {
      await limiter.consume(`${name} ${sha256}`);
      return null;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      return {
        status: 429,
        code: 'TOO_MANY_REQUESTS',
        message: `The key may ask ${requestsPerMinute} times a minute.`,
        hint: 'Ask again after the time in Retry-After.',
        headers: { 'retry-after': String(Math.max(1, Math.ceil(error.msBeforeNext / 1000))) },
      };
    }
  }
}
