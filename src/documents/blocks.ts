import type { StockReference } from './document.ts';
import type { Attributes, Markup, OpenTag } from './markup.ts';
import { type StockMark, stockMarkAt } from './stock-references.ts';
import { BlockText, type Mark } from './text.ts';
import { isFurniture, isHidden } from './visibility.ts';

/** A stretch of a block's text; offsets are into the block's own text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface LinkSpan extends Span {
  readonly href: string;
}

interface StockSpan extends Span {
  readonly reference: StockReference;
}

interface BlockImage {
  readonly attributes: Attributes;
}

/** One line or paragraph of the body: what stands between two breaks of the markup. */
export interface Block {
  /** Name of the innermost block element around it: p, li, h2, td, pre; `body` where there is none. */
  readonly element: string;
  /** Index of the outermost list (`ul`, `ol`) or quote around it, null where there is none. */
  readonly group: number | null;
  readonly text: string;
  /** Indices of its text and image tokens. */
  readonly leaves: readonly number[];
  readonly code: readonly Span[];
  readonly links: readonly LinkSpan[];
  readonly stocks: readonly StockSpan[];
  readonly images: readonly BlockImage[];
}

/** What the markup holds besides its text. */
export interface Blocks {
  readonly blocks: readonly Block[];
  readonly stockBlocks: readonly StockReference[];
  readonly unknownMarkets: readonly string[];
}

const BLOCK_ELEMENTS = new Set(
  (
    'address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer ' +
    'h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section summary table tbody tfoot thead tr ul br'
  ).split(' '),
);
const CODE_ELEMENTS = new Set(['code', 'kbd', 'samp', 'tt', 'var']);
const GROUPS = new Set(['ul', 'ol', 'dl', 'blockquote']);

/** What an open element does to the text within it, undone where it closes. */
interface Opened {
  readonly name: string;
  readonly mark: Mark;
  readonly draft: Draft;
  readonly href: string | null;
  readonly stock: StockReference | null;
}

class Draft {
  readonly text = new BlockText();
  readonly leaves: number[] = [];
  readonly code: Span[] = [];
  readonly links: LinkSpan[] = [];
  readonly stocks: StockSpan[] = [];
  readonly images: BlockImage[] = [];
}

/** Divides a body into blocks, leaving out what nobody reads, and reads the marks of securities. */
export function readBlocks(markup: Markup): Blocks {
  const reader = new BlockReader(markup);
  for (let index = 0; index < markup.length; index += 1) {
    const token = markup[index];
    if (token === undefined) continue;
    if (token.kind === 'TEXT') reader.text(index, token.text);
    else if (token.kind === 'CLOSE') reader.close(token.name, token.open);
    else if (!reader.open(index, token)) index = token.close;
  }
  return reader.finish();
}

class BlockReader {
  readonly #markup: Markup;
  readonly #blocks: Block[] = [];
  readonly #stockBlocks: StockReference[] = [];
  readonly #unknownMarkets: string[] = [];
  readonly #elements: string[] = [];
  readonly #groups: number[] = [];
  readonly #opened = new Map<number, Opened>();
  #preformatted = 0;
  #draft = new Draft();

  constructor(markup: Markup) {
    this.#markup = markup;
  }

  text(index: number, text: string): void {
    const { text: block, leaves } = this.#draft;
    if (this.#preformatted > 0) block.appendPreformatted(text);
    else block.append(text);
    leaves.push(index);
  }

  /** False where the whole element is no part of the article. */
  open(index: number, tag: OpenTag): boolean {
    if (isHidden(tag) || isFurniture(this.#markup, index, tag)) return false;
    const { name } = tag;
    if (BLOCK_ELEMENTS.has(name)) this.#openBlock(index, name);
    else if (name === 'td' || name === 'th') this.#draft.text.appendTab();
    if (name === 'sup' && isFootnoteMark(this.#markup, index, tag)) return false;
    if (name === 'img' || name === 'a' || name === 'span') {
      const mark = stockMarkAt(this.#markup, index, tag);
      if (mark !== null && this.#isStockBlock(mark)) return false;
      if (name === 'img') this.#image(index, tag);
      this.#track(index, name, tag.attributes.href ?? null, mark?.kind === 'LINK' ? mark.reference : null);
    } else if (CODE_ELEMENTS.has(name)) this.#track(index, name, null, null);
    return true;
  }

  close(name: string, open: number): void {
    const opened = this.#opened.get(open);
    if (opened !== undefined) this.#endSpan(opened);
    if (!BLOCK_ELEMENTS.has(name)) return;
    this.#endBlock();
    if (name === 'br') return;
    this.#elements.pop();
    if (name === 'pre') this.#preformatted -= 1;
    if (GROUPS.has(name)) this.#groups.pop();
  }

  finish(): Blocks {
    this.#endBlock();
    return { blocks: this.#blocks, stockBlocks: this.#stockBlocks, unknownMarkets: this.#unknownMarkets };
  }

  #openBlock(index: number, name: string): void {
    this.#endBlock();
    if (name === 'br') return;
    this.#elements.push(name);
    if (name === 'pre') this.#preformatted += 1;
    if (GROUPS.has(name)) this.#groups.push(index);
  }

  #isStockBlock(mark: StockMark): boolean {
    if (mark.kind === 'BLOCK') this.#stockBlocks.push(mark.reference);
    if (mark.kind === 'UNKNOWN_MARKET') this.#unknownMarkets.push(`${mark.market}.${mark.symbol}`);
    return mark.kind === 'BLOCK' || (mark.kind !== 'LINK' && mark.isBlock);
  }

  #image(index: number, tag: OpenTag): void {
    this.#draft.images.push({ attributes: tag.attributes });
    this.#draft.leaves.push(index);
  }

  #track(index: number, name: string, href: string | null, stock: StockReference | null): void {
    if (stock === null && href === null && !CODE_ELEMENTS.has(name)) return;
    this.#opened.set(index, { name, mark: this.#draft.text.mark(), draft: this.#draft, href, stock });
  }

  #endSpan(opened: Opened): void {
    const draft = this.#draft;
    // A link around several blocks counts for the last one only; the others keep their text.
    const start = opened.draft === draft ? opened.mark.start : 0;
    const end = draft.text.length;
    if (start === -1 || end <= start) {
      if (opened.href !== null && draft.images.length > 0)
        draft.links.push({ start: end, end, href: opened.href });
      return;
    }
    const span = { start, end };
    if (opened.stock !== null) draft.stocks.push({ ...span, reference: opened.stock });
    else if (opened.href !== null && opened.name === 'a') draft.links.push({ ...span, href: opened.href });
    if (CODE_ELEMENTS.has(opened.name)) draft.code.push(span);
  }

  #endBlock(): void {
    const draft = this.#draft;
    if (draft.leaves.length === 0) return;
    const text = draft.text.text.trimEnd();
    if (text !== '' || draft.images.length > 0) {
      const code = this.#preformatted > 0 ? [{ start: 0, end: text.length }] : draft.code;
      this.#blocks.push({
        element: this.#elements.at(-1) ?? 'body',
        group: this.#groups[0] ?? null,
        text,
        leaves: draft.leaves,
        code,
        links: draft.links,
        stocks: draft.stocks,
        images: draft.images,
      });
    }
    this.#draft = new Draft();
  }
}

/** A raised number that leads to a footnote, which would run into the word before it. */
function isFootnoteMark(markup: Markup, index: number, tag: OpenTag): boolean {
  for (let inner = index + 1; inner < tag.close; inner += 1) {
    const token = markup[inner];
    if (token?.kind === 'OPEN' && token.name === 'a') return token.attributes.href?.startsWith('#') ?? false;
  }
  return false;
}
