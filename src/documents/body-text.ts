import type { Block } from './blocks.ts';
import type { Link, StockReference, TextRange } from './document.ts';
import { disjoint } from './text.ts';
import { findUnlinked } from './unlinked.ts';
import { resolveUrl } from './urls.ts';

/** The text of the article, and what stands where in it. */
interface BodyText {
  readonly text: string;
  readonly unlinked: readonly TextRange[];
  readonly links: readonly Link[];
  readonly stockLinks: readonly StockReference[];
}

/** Joins the blocks of an article with one newline between them; `base` resolves its links. */
export function assemble(blocks: readonly Block[], base: string | null): BodyText {
  const texts: string[] = [];
  const code: TextRange[] = [];
  const links: Link[] = [];
  const stockLinks: StockReference[] = [];
  let offset = 0;
  for (const block of blocks) {
    for (const { start, end } of block.code) code.push({ start: offset + start, end: offset + end });
    for (const { start, end, reference } of block.stocks) {
      stockLinks.push({ ...reference, range: { start: offset + start, end: offset + end } });
    }
    for (const { start, end, href } of block.links) {
      const url = resolveUrl(href, base);
      if (url !== null) links.push({ url, text: block.text.slice(start, end) });
    }
    if (block.text === '') continue;
    texts.push(block.text);
    offset += block.text.length + 1;
  }
  const text = texts.join('\n');
  return { text, unlinked: disjoint([...code, ...findUnlinked(text)]), links, stockLinks };
}
