import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import type { Media, StockReference } from './document.ts';
import type { HtmlTree } from './html-tree.ts';
import { mediaOf } from './media.ts';
import { type StockMark, stockMarkOf } from './stock-references.ts';
import { BlockText, type Mark } from './text.ts';
import { Furniture, isHidden } from './visibility.ts';

/** A stretch of a block's text; offsets are into the block's own text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The part of a link that stands in one block: a link around several blocks has one in each. Empty around a picture. */
export interface LinkSpan extends Span {
  readonly href: string;
  readonly element: Element;
}

interface StockSpan extends Span {
  readonly reference: StockReference;
}

/** One line or paragraph of the body: what stands between two breaks of the markup. */
export interface Block {
  /** Name of the innermost block element around it: p, li, h2, td, pre; `body` where there is none. */
  readonly element: string;
  readonly text: string;
  /** Its texts and pictures in the tree. */
  readonly leaves: readonly ChildNode[];
  readonly code: readonly Span[];
  readonly emphasis: readonly Span[];
  readonly links: readonly LinkSpan[];
  readonly stocks: readonly StockSpan[];
  readonly images: readonly Element[];
}

/** What a body holds besides its text. */
export interface Blocks {
  readonly blocks: readonly Block[];
  readonly stockBlocks: readonly StockReference[];
  readonly unknownMarkets: readonly string[];
  readonly media: readonly Media[];
}

const BLOCK_ELEMENTS = new Set(
  (
    'address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section summary table tbody tfoot thead tr ul br'
  ).split(' '),
);
const CODE_ELEMENTS = new Set(['code', 'kbd', 'samp', 'tt', 'var']);
const EMPHASIS_ELEMENTS = new Set(['b', 'strong']);

/** Divides a body into blocks, leaving out what nobody reads, and reads the marks of securities. */
export function readBlocks(tree: HtmlTree): Blocks {
  const reader = new BlockReader(tree.root);
  reader.children(tree.root);
  return reader.finish();
}

/** A block that is being read. Most hold nothing but text, so a list is only made when something is added to it. */
class Draft {
  readonly text = new BlockText();
  readonly leaves: ChildNode[] = [];
  code: Span[] = NONE;
  emphasis: Span[] = NONE;
  links: LinkSpan[] = NONE;
  stocks: StockSpan[] = NONE;
  images: Element[] = NONE;
}

const NONE: never[] = [];

/** The list with one item more; `NONE` is shared and stays empty. */
function appended<Item>(list: Item[], item: Item): Item[] {
  if (list.length === 0) return [item];
  list.push(item);
  return list;
}

/** An element that makes a span of its text: where the span starts, and how it is added once its end is known. */
interface OpenSpan {
  readonly element: Element;
  mark: Mark;
  imagesBefore: number;
  /** Adds the part of the span that stands in a draft. */
  readonly add: (draft: Draft, span: Span) => void;
}

function addCode(draft: Draft, span: Span): void {
  draft.code = appended(draft.code, span);
}

function addEmphasis(draft: Draft, span: Span): void {
  draft.emphasis = appended(draft.emphasis, span);
}

type SpanKind = 'CODE' | 'EMPHASIS' | 'LINK' | 'STOCK';

class BlockReader {
  readonly #furniture: Furniture;
  readonly #blocks: Block[] = [];
  readonly #stockBlocks: StockReference[] = [];
  readonly #unknownMarkets: string[] = [];
  readonly #media: Media[] = [];
  readonly #elements: string[] = [];
  /** At most one of a kind is open; otherwise each block would repeat the spans of all elements around it. */
  readonly #spans = new Map<SpanKind, OpenSpan>();
  #preformatted = 0;
  #draft = new Draft();

  constructor(root: Element) {
    this.#furniture = new Furniture(root);
  }

  children(parent: Element): void {
    for (const child of parent.children) {
      if (isText(child)) this.#text(child);
      else if (isTag(child)) this.#element(child);
    }
  }

  finish(): Blocks {
    this.#endBlock();
    return {
      blocks: this.#blocks,
      stockBlocks: this.#stockBlocks,
      unknownMarkets: this.#unknownMarkets,
      media: this.#media,
    };
  }

  #text(text: ChildNode & { data: string }): void {
    if (this.#preformatted > 0) this.#draft.text.appendPreformatted(text.data);
    else this.#draft.text.append(text.data);
    this.#draft.leaves.push(text);
  }

  #element(element: Element): void {
    const media = mediaOf(element);
    if (media !== null) this.#media.push(media);
    if (isHidden(element) || this.#furniture.has(element)) return;
    const { name } = element;
    if (BLOCK_ELEMENTS.has(name)) {
      this.#blockElement(element);
      return;
    }
    if (name === 'td' || name === 'th') this.#draft.text.appendTab();
    else if (name === 'sup' && isFootnoteMark(element)) return;
    const stock = stockMarkOf(element);
    if (stock !== null && this.#isStockBlock(stock)) return;
    if (name === 'img') {
      this.#draft.images = appended(this.#draft.images, element);
      this.#draft.leaves.push(element);
      return;
    }
    const kind = this.#open(element, stock);
    this.children(element);
    if (kind !== null && this.#spans.get(kind)?.element === element) this.#close(kind);
  }

  #blockElement(element: Element): void {
    const { name } = element;
    this.#endBlock();
    if (name === 'br') return;
    this.#elements.push(name);
    if (name === 'pre') this.#preformatted += 1;
    this.children(element);
    this.#endBlock();
    this.#elements.pop();
    if (name === 'pre') this.#preformatted -= 1;
  }

  #isStockBlock(mark: StockMark): boolean {
    if (mark.kind === 'BLOCK') this.#stockBlocks.push(mark.reference);
    if (mark.kind === 'UNKNOWN_MARKET') this.#unknownMarkets.push(`${mark.market}.${mark.symbol}`);
    return mark.kind === 'BLOCK' || (mark.kind !== 'LINK' && mark.isBlock);
  }

  /** Starts the span that the element makes of its text; null where it makes none. */
  #open(element: Element, stock: StockMark | null): SpanKind | null {
    const { name, attribs } = element;
    if (stock?.kind === 'LINK') {
      const { reference } = stock;
      return this.#start('STOCK', element, (draft, span) => {
        draft.stocks = appended(draft.stocks, { ...span, reference });
      });
    }
    if (name === 'a' && attribs.href !== undefined) {
      const { href } = attribs;
      // A link within a link ends the outer one.
      this.#close('LINK');
      return this.#start('LINK', element, (draft, span) => {
        draft.links = appended(draft.links, { ...span, href, element });
      });
    }
    if (CODE_ELEMENTS.has(name)) return this.#start('CODE', element, addCode);
    return EMPHASIS_ELEMENTS.has(name) ? this.#start('EMPHASIS', element, addEmphasis) : null;
  }

  #start(kind: SpanKind, element: Element, add: OpenSpan['add']): SpanKind | null {
    if (this.#spans.has(kind)) return null;
    const mark = this.#draft.text.mark();
    this.#spans.set(kind, { element, mark, imagesBefore: this.#draft.images.length, add });
    return kind;
  }

  #close(kind: SpanKind): void {
    const span = this.#spans.get(kind);
    if (span === undefined) return;
    this.#spans.delete(kind);
    this.#put(kind, span, this.#draft.text.length);
  }

  /** Adds the part of the span that stands in the current draft, whose text is `length` long. */
  #put(kind: SpanKind, { mark, imagesBefore, add }: OpenSpan, length: number): void {
    if (mark.start !== -1 && mark.start < length) add(this.#draft, { start: mark.start, end: length });
    else if (kind === 'LINK' && this.#draft.images.length > imagesBefore) {
      add(this.#draft, { start: length, end: length });
    }
  }

  #endBlock(): void {
    const draft = this.#draft;
    if (draft.leaves.length === 0) return;
    const text = draft.text.text.trimEnd();
    for (const [kind, span] of this.#spans) this.#put(kind, span, text.length);
    this.#draft = new Draft();
    for (const span of this.#spans.values()) {
      span.mark = this.#draft.text.mark();
      span.imagesBefore = 0;
    }
    if (text === '' && draft.images.length === 0) return;
    const code = this.#preformatted > 0 ? [{ start: 0, end: text.length }] : draft.code;
    const { leaves, emphasis, links, stocks, images } = draft;
    this.#blocks.push({
      element: this.#elements.at(-1) ?? 'body',
      text,
      leaves,
      code,
      emphasis,
      links,
      stocks,
      images,
    });
  }
}

/** The blocks that are a link from their first character to their last. */
export function blocksOfLinks(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter(({ text, links }) =>
    links.some(({ start, end }) => start === 0 && end === text.length),
  );
}

/** Whether a raised number leads to a footnote; as text it would be joined to the word before it. */
function isFootnoteMark(element: Element): boolean {
  let inner = element.children.find(isTag);
  for (let depth = 0; depth < 3 && inner !== undefined && inner.name !== 'a'; depth += 1) {
    inner = inner.children.find(isTag);
  }
  return inner?.name === 'a' && (inner.attribs.href?.startsWith('#') ?? false);
}

/** Whether a block is a heading, of the first levels where these are given. */
export function isHeading({ element }: Block, levels = 6): boolean {
  return /^h[1-6]$/.test(element) && Number(element[1]) <= levels;
}
