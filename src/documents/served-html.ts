import { type ChildNode, Element, isTag, isText, Text } from 'domhandler';
import sanitizeHtml from 'sanitize-html';
import { type HtmlTree, writeNodes } from './html-tree.ts';
import { imageAddress } from './images.ts';
import { resolveHttpUrl, resolveUrl } from './urls.ts';

const BLOCKS = (
  'p div details summary h1 h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd pre table caption thead tbody tfoot tr th td ' +
  'figure figcaption'
).split(' ');
const INLINE = 'a code kbd samp var em strong b i u s del ins sub sup mark small q cite abbr time ruby'.split(
  ' ',
);

/** Everything that served HTML may hold. */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [...BLOCKS, ...INLINE, 'img', 'br', 'hr'],
  allowedAttributes: {
    a: ['href', 'rel'],
    img: ['src', 'alt', 'width', 'height'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
    ol: ['start'],
    abbr: ['title'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
};

const BLOCK_NAMES = new Set([...BLOCKS, 'hr']);
const CELLS = new Set(['td', 'th']);
const SPACE = /[ \t\n\f]+/g;

/**
 * The kept texts and pictures of a tree as HTML that is safe to put into a page, with the elements around them that
 * articles need. What is left without content goes. Addresses are resolved against `base`, and left out where that
 * gives none.
 */
export function serveHtml(tree: HtmlTree, kept: ReadonlySet<ChildNode>, base: string | null): string {
  const nodes = new Copier(kept, base).childrenOf(tree.root, false);
  // sanitize-html writes elements without content as in XML.
  return sanitizeHtml(writeNodes(nodes), ALLOWED).replaceAll(' />', '>').trim();
}

class Copier {
  readonly #kept: ReadonlySet<ChildNode>;
  readonly #base: string | null;

  constructor(kept: ReadonlySet<ChildNode>, base: string | null) {
    this.#kept = kept;
    this.#base = base;
  }

  childrenOf(parent: Element, isPreformatted: boolean): ChildNode[] {
    const copies: ChildNode[] = [];
    for (const child of parent.children) {
      if (isText(child)) {
        if (this.#kept.has(child)) {
          copies.push(new Text(isPreformatted ? child.data : child.data.replace(SPACE, ' ')));
        }
      } else if (isTag(child)) {
        for (const copy of this.#copiesOf(child, isPreformatted)) copies.push(copy);
      }
    }
    return isPreformatted
      ? copies
      : withoutGaps(copies, parent.name === 'body' || BLOCK_NAMES.has(parent.name));
  }

  /** None where nothing of the element is left, its content where the element is nothing without an address. */
  #copiesOf(element: Element, isPreformatted: boolean): ChildNode[] {
    const { name } = element;
    if (name === 'br' || name === 'hr') return [new Element(name, {})];
    if (name === 'img') return this.#kept.has(element) ? this.#picture(element) : [];
    const children = this.childrenOf(element, isPreformatted || name === 'pre');
    if (name === 'a') {
      const href = resolveUrl(element.attribs.href, this.#base);
      if (href === null || children.length === 0) return children;
      return [new Element(name, { href, rel: 'noopener noreferrer nofollow' }, children)];
    }
    // An empty cell holds its place in a row that has others.
    const isEmpty = name === 'tr' ? children.every(isEmptyCell) : !CELLS.has(name) && children.every(isBreak);
    return isEmpty ? [] : [new Element(name, attributesOf(element), children)];
  }

  #picture({ attribs }: Element): ChildNode[] {
    const src = resolveHttpUrl(imageAddress(attribs), this.#base);
    const alt = text(attribs.alt);
    return src === null
      ? []
      : [new Element('img', { src, ...(alt === '' ? {} : { alt }), ...numbers(attribs, 'width', 'height') })];
  }
}

/** Without the white space and line breaks at the ends of a block and beside another one. */
function withoutGaps(nodes: ChildNode[], isBlock: boolean): ChildNode[] {
  const result: ChildNode[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    const isStart = last === undefined ? isBlock : isBlockElement(last);
    if (isStart && isText(node)) node.data = node.data.trimStart();
    if (isText(node) && node.data === '') continue;
    if (last === undefined && isBlock && isBreak(node)) continue;
    if (isBlockElement(node)) dropTrailingGap(result);
    result.push(node);
  }
  if (isBlock) dropTrailingGap(result);
  return result;
}

function dropTrailingGap(nodes: ChildNode[]): void {
  for (let last = nodes.at(-1); last !== undefined; last = nodes.at(-1)) {
    if (isText(last)) {
      last.data = last.data.trimEnd();
      if (last.data !== '') return;
    } else if (!isTag(last) || last.name !== 'br') return;
    nodes.pop();
  }
}

function isBlockElement(node: ChildNode): boolean {
  return isTag(node) && BLOCK_NAMES.has(node.name);
}

/** A line break or rule divides nothing where nothing stands before it. */
function isBreak(node: ChildNode): boolean {
  return isTag(node) && (node.name === 'br' || node.name === 'hr');
}

function isEmptyCell(node: ChildNode): boolean {
  return isText(node)
    ? node.data.trim() === ''
    : isTag(node) && CELLS.has(node.name) && node.children.length === 0;
}

function attributesOf({ name, attribs }: Element): Record<string, string> {
  if (CELLS.has(name)) return numbers(attribs, 'colspan', 'rowspan');
  if (name === 'ol') return numbers(attribs, 'start');
  const title = name === 'abbr' ? text(attribs.title) : '';
  return title === '' ? {} : { title };
}

function text(written: string | undefined): string {
  return written?.replace(/\s+/g, ' ').trim() ?? '';
}

function numbers(attribs: Record<string, string>, ...names: readonly string[]): Record<string, string> {
  const found = names.map((name) => [name, attribs[name] ?? ''] as const);
  return Object.fromEntries(found.filter(([, value]) => /^\d{1,5}$/.test(value)));
}
