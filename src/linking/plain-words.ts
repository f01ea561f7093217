import { isConditional } from '../catalog/aliases.ts';
import type { Alias } from '../catalog/catalog.ts';

const SHORT_HAN = /^\p{Script=Han}{1,3}$/u;

/**
 * Whether a conditional name is written like any other word of its text: 小米, 理想, 海豚. Chinese has no capitals, so
 * only what stands in the same sentence (or the title) tells such a name from the word; what stands in the next one
 * says as little of it as of any word. Longer names are hardly words, and topics are what the word means.
 */
export function isPlainWord(alias: Alias): boolean {
  return isShortHan(alias) && isConditional(alias);
}

/** A company or product of at most three Chinese characters. */
export function isShortHan(alias: Alias): boolean {
  return alias.entity.type !== 'Topic' && SHORT_HAN.test(alias.text);
}
