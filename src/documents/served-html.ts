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
    const isBlock = parent.name === 'body' || BLOCK_NAMES.has(parent.name);
    const add = (node: ChildNode): void => {
      if (isPreformatted) copies.push(node);
      else addWithoutGap(copies, node, isBlock);
    };
    for (const child of parent.children) {
      if (isText(child)) {
        if (this.#kept.has(child)) add(new Text(isPreformatted ? child.data : evenly(child.data)));
      } else if (isTag(child)) this.#copy(child, isPreformatted, add);
    }
    if (isBlock && !isPreformatted) dropTrailingGap(copies);
    return copies;
  }

  /** Adds nothing if nothing of the element is left, and only its content if it is a link that leads nowhere. */
  #copy(element: Element, isPreformatted: boolean, add: (node: ChildNode) => void): void {
    const { name } = element;
    if (name === 'br' || name === 'hr') {
      add(new Element(name, {}));
      return;
    }
    if (name === 'img') {
      const picture = this.#kept.has(element) ? this.#picture(element) : null;
      if (picture !== null) add(picture);
      return;
    }
    const children = this.childrenOf(element, isPreformatted || name === 'pre');
    if (name === 'a') {
      const href = resolveUrl(element.attribs.href, this.#base);
      if (href === null) children.forEach(add);
      else if (children.length > 0) {
        add(new Element(name, { href, rel: 'noopener noreferrer nofollow' }, children));
      }
      return;
    }
    // An empty cell holds its place in a row that has others.
    const isEmpty = name === 'tr' ? children.every(isEmptyCell) : !CELLS.has(name) && children.every(isBreak);
    if (!isEmpty) add(new Element(name, attributesOf(element), children));
  }

  #picture({ attribs }: Element): Element | null {
    const src = resolveHttpUrl(imageAddress(attribs), this.#base);
    if (src === null) return null;
    const alt = text(attribs.alt);
    return new Element('img', {
      src,
      ...(alt === '' ? {} : { alt }),
      ...numbers(attribs, 'width', 'height'),
    });
  }
}

/** Adds a copy to its siblings without the white space and line breaks at the start of a block and beside another one. */
function addWithoutGap(siblings: ChildNode[], node: ChildNode, isInBlock: boolean): void {
  const last = siblings.at(-1);
  const isAtStart = last === undefined ? isInBlock : isBlockElement(last);
  if (isText(node)) {
    if (isAtStart) node.data = node.data.trimStart();
    if (node.data === '') return;
  } else if (last === undefined && isInBlock && isBreak(node)) return;
  if (isBlockElement(node)) dropTrailingGap(siblings);
  siblings.push(node);
}

/** With one space for every stretch of white space. */
function evenly(data: string): string {
  return /[\t\n\f]| {2}/.test(data) ? data.replace(SPACE, ' ') : data;
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

/** Whether a node is a line break or rule. */
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
