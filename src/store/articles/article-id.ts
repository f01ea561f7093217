/**
 * An article's id is its place in time, so that every list in the order of dates is a range of one index: seconds since
 * 1970 times 2^20, and a tie-breaker in which the millisecond comes first. Articles without a date have ids below all
 * others.
 */
import { hash } from 'node:crypto';
import type { ArticleId } from '../store.ts';

/** Ids that one second has. */
export const SECOND = 2 ** 20;
/** Ids of dated articles are at least this, which is in 1834; those of earlier dates begin there. */
export const FIRST_DATED = -(2 ** 52);
const LAST = Number.MAX_SAFE_INTEGER - SECOND;
/** Articles of a whole second share half of its ids, those of each other millisecond a thousandth of the rest. */
const WHOLE_SECONDS = 2 ** 19;
const EACH_MILLISECOND = 2 ** 9;

/** The first id that an article of this time can have. */
export function firstIdAt(time: number): ArticleId {
  const second = Math.floor(time / 1000);
  const millisecond = Math.floor(time) - second * 1000;
  const first = second * SECOND + (millisecond === 0 ? 0 : WHOLE_SECONDS + millisecond * EACH_MILLISECOND);
  return Math.min(Math.max(first, FIRST_DATED), LAST);
}

/** The id that an article has unless another article has it: the same in every store. */
export function preferredId(slug: string, publishedAt: number | null): ArticleId {
  const digest = hash('sha1', slug, 'buffer');
  if (publishedAt === null) return -Number.MAX_SAFE_INTEGER + (digest.readUIntBE(0, 6) % (2 ** 52 - 1));
  const room = publishedAt % 1000 === 0 ? WHOLE_SECONDS : EACH_MILLISECOND;
  return firstIdAt(publishedAt) + (digest.readUInt32BE(0) % room);
}

/** When an article of this id was published, in milliseconds, to the second; null where it has no date. */
export function secondOf(id: ArticleId): number | null {
  return id < FIRST_DATED ? null : Math.floor(id / SECOND) * 1000;
}
