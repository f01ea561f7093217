import { type CheerioAPI, load } from 'cheerio/slim';
import { type ChildNode, Comment, DomHandler, Element, isTag, Text } from 'domhandler';
import { Parser } from 'htmlparser2';

/** HTML, not XML, with Chinese written as it is. */
const OPTIONS = { xml: { xmlMode: false, encodeEntities: 'utf8' } } as const;
const writer = load('', OPTIONS);

/** The tree of a body, all of it below one element: cheerio takes quadratic time in nodes that have no parent. */
export class HtmlTree {
  readonly root: Element;
  /** Whether elements stood deeper than the limit; what is in them stands at the top instead. */
  readonly isTooDeep: boolean;
  #cheerio: CheerioAPI | null = null;

  constructor(root: Element, isTooDeep: boolean) {
    this.root = root;
    this.isTooDeep = isTooDeep;
  }

  get $(): CheerioAPI {
    this.#cheerio ??= load(this.root, OPTIONS);
    return this.#cheerio;
  }
}

/** Builds the tree below an element of its own, and stops the parser at the limit of nesting. */
class TreeBuilder extends DomHandler {
  readonly body = new Element('body', {});
  #parser: Parser | null = null;
  readonly #maxDepth: number;
  isPaused = false;

  constructor(maxDepth: number) {
    super();
    this.#maxDepth = maxDepth;
  }

  /** Goes on below the body with a parser that knows of no open element. */
  continueWith(parser: Parser): void {
    this.#parser = parser;
    this.isPaused = false;
    this.tagStack = [this.body];
    this.lastNode = null;
  }

  override onopentag(name: string, attributes: Record<string, string>): void {
    super.onopentag(name, attributes);
    if (this.tagStack.length <= this.#maxDepth) return;
    this.isPaused = true;
    this.#parser?.pause();
  }
}

/**
 * Reads HTML, however broken. Elements are nested at most `maxDepth` deep, so that walking the tree cannot overflow
 * the stack, and so that the parser, which takes quadratic time in open elements, is not slow: at the limit a new one
 * goes on at the top. `isFlattened` tells that the text was too deep already. Measured on 100,000 nested `<div>`: 0.1 s, without the limit 5 s.
 */
export function parseHtml(html: string, maxDepth: number, isFlattened = false): HtmlTree {
  const builder = new TreeBuilder(maxDepth);
  let isTooDeep = isFlattened;
  for (let rest = html; ; ) {
    const parser = new Parser(builder);
    builder.continueWith(parser);
    parser.write(rest);
    if (!builder.isPaused) {
      parser.end();
      return new HtmlTree(builder.body, isTooDeep);
    }
    isTooDeep = true;
    rest = rest.slice(parser.endIndex + 1);
  }
}

/** Nodes as HTML. */
export function writeNodes(nodes: ChildNode[]): string {
  return writer.html(nodes);
}

/** Every node below an element, in the order of the text; of an element that `isEntered` refuses only itself. */
export function* descendants(
  element: Element,
  isEntered: (element: Element) => boolean = () => true,
): Generator<ChildNode> {
  const waiting = element.children.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if (!isTag(node) || !isEntered(node)) continue;
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      const child = node.children[index];
      if (child !== undefined) waiting.push(child);
    }
  }
}

/** The text within an element as it stands there. */
export function textWithin(element: Element): string {
  let text = '';
  for (const node of descendants(element)) if (node instanceof Text) text += node.data;
  return text;
}

/** The one element that holds everything of a body but white space and comments; null where there is none. */
export function onlyElement({ root }: HtmlTree): Element | null {
  let only: Element | null = null;
  for (const child of root.children) {
    if (child instanceof Comment || (child instanceof Text && child.data.trim() === '')) continue;
    if (only !== null || !isTag(child)) return null;
    only = child;
  }
  return only;
}

/**
 * Whether every paragraph of a Markdown text is raw HTML, so that reading it as Markdown could only do harm: an
 * indented tag behind a blank line would become code. Text behind a blank line and `<https://…>` are Markdown.
 */
export function isHtmlThroughout({ root }: HtmlTree): boolean {
  for (const node of descendants(root)) {
    const isMarkdown = isTag(node)
      ? node.name.includes(':')
      : node instanceof Text && /\n[ \t]*\n/.test(node.data.trimEnd());
    if (isMarkdown) return false;
  }
  return true;
}
