import type { Element } from 'domhandler';
import type { Block } from './blocks.ts';
import type { Link, StockReference, TextRange } from './document.ts';
import { disjoint } from './text.ts';
import { findUnlinked } from './unlinked.ts';
import { linkTarget } from './urls.ts';

/** The text of the article, and what stands where in it. */
interface BodyText {
  readonly text: string;
  readonly unlinked: readonly TextRange[];
  readonly emphasis: readonly TextRange[];
  readonly links: readonly Link[];
  readonly stockLinks: readonly StockReference[];
}

/**
 * Joins the blocks of an article with one newline between them. Its links are resolved against `base`, the address of
 * the post, and against its path.
 */
export function assemble(blocks: readonly Block[], base: string | null, path: string): BodyText {
  const texts: string[] = [];
  const code: TextRange[] = [];
  const emphasis: TextRange[] = [];
  const links = new Map<
    Element,
    TextRange & { readonly target: { readonly url: string; readonly path: string | null } }
  >();
  const stocks = new Map<StockReference, TextRange>();
  let offset = 0;
  for (const block of blocks) {
    const inText = ({ start, end }: TextRange): TextRange => ({ start: offset + start, end: offset + end });
    for (const span of block.code) code.push(inText(span));
    for (const span of block.emphasis) emphasis.push(inText(span));
    for (const span of block.stocks) {
      if (!stocks.has(span.reference)) stocks.set(span.reference, inText(span));
    }
    for (const span of block.links) {
      const first = links.get(span.element);
      const target = first?.target ?? linkTarget(span.href, base, path);
      // A link around several blocks goes from the start of the first to the end of the last.
      if (target !== null) links.set(span.element, { ...inText(span), ...startOf(first), target });
    }
    if (block.text === '') continue;
    texts.push(block.text);
    offset += block.text.length + 1;
  }
  const text = texts.join('\n');
  return {
    text,
    unlinked: disjoint([...code, ...findUnlinked(text)]),
    emphasis: disjoint(emphasis),
    links: [...links.values()].map(({ target, start, end }) => ({
      ...target,
      text: text.slice(start, end),
      range: start < end ? { start, end } : null,
    })),
    stockLinks: [...stocks].map(([reference, range]) => ({ ...reference, range })),
  };
}

function startOf(first: TextRange | undefined): { start?: number } {
  return first === undefined || first.start === first.end ? {} : { start: first.start };
}
