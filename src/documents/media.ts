import { type Element, isTag } from 'domhandler';
import type { Media } from './document.ts';

const KINDS: Readonly<Record<string, Media['kind']>> = {
  video: 'VIDEO',
  audio: 'AUDIO',
  iframe: 'EMBED',
  embed: 'EMBED',
  object: 'EMBED',
};

/** A video, recording or embedded page, its address as written; null for every other element. */
export function mediaOf(element: Element): Media | null {
  const kind = KINDS[element.name];
  if (kind === undefined) return null;
  const url = addressOf(element) ?? element.children.filter(isTag).map(addressOf).find(isWritten) ?? null;
  return url === null ? null : { kind, url };
}

function addressOf({ attribs }: Element): string | undefined {
  return [attribs['data-src'], attribs.src, attribs.data].find(isWritten);
}

function isWritten(address: string | undefined): boolean {
  return address !== undefined && address.trim() !== '' && address !== 'about:blank';
}
