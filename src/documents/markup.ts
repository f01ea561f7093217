import { Parser, Tokenizer } from 'htmlparser2';
import type { ReadLimits } from './limits.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface OpenTag {
  readonly kind: 'OPEN';
  readonly name: string;
  readonly attributes: Attributes;
  /** Index of its `CloseTag`. */
  close: number;
}

interface CloseTag {
  readonly kind: 'CLOSE';
  readonly name: string;
  /** Index of its `OpenTag`. */
  readonly open: number;
}

interface TextToken {
  readonly kind: 'TEXT';
  readonly text: string;
}

export type Token = OpenTag | CloseTag | TextToken;

/**
 * HTML as a flat list of balanced tokens, in the order of the text; entities decoded, comments gone. A list rather
 * than a tree, so that every pass over it is a loop: nothing here can overflow the stack.
 */
export type Markup = readonly Token[];

/** Puts markup together in the order of its text. */
export class MarkupBuilder {
  readonly #tokens: Token[] = [];
  readonly #open: number[] = [];
  #text = '';

  text(part: string): void {
    this.#text = this.#text === '' ? part : this.#text + part;
  }

  open(name: string, attributes: Attributes): void {
    this.#flush();
    this.#open.push(this.#tokens.length);
    this.#tokens.push({ kind: 'OPEN', name, attributes, close: -1 });
  }

  /** A tag that the end of the text cut off is closed by the parser without having been opened: that is no token. */
  close(name: string): void {
    const start = this.#open.at(-1);
    const opening = start === undefined ? undefined : this.#tokens[start];
    if (start === undefined || opening?.kind !== 'OPEN' || opening.name !== name) return;
    this.#flush();
    this.#open.pop();
    opening.close = this.#tokens.length;
    this.#tokens.push({ kind: 'CLOSE', name, open: start });
  }

  element(name: string, attributes: Attributes, text: string): void {
    this.open(name, attributes);
    this.text(text);
    this.close(name);
  }

  finish(): Markup {
    this.#flush();
    return this.#tokens;
  }

  #flush(): void {
    if (this.#text === '') return;
    this.#tokens.push({ kind: 'TEXT', text: this.#text });
    this.#text = '';
  }
}

/** Reads HTML, however broken. `tooDeep` tells that tags below the limit of nesting were left out. */
export function parseMarkup(html: string, limits: ReadLimits): { markup: Markup; tooDeep: boolean } {
  const source = deepestNesting(html) > limits.markupDepth ? withoutDeepTags(html, limits.markupDepth) : html;
  const builder = new MarkupBuilder();
  const parser = new Parser({
    ontext: (part) => builder.text(part),
    onopentag: (name, attributes) => builder.open(name, attributes),
    onclosetag: (name) => builder.close(name),
  });
  parser.end(source);
  return { markup: builder.finish(), tooDeep: source !== html };
}

/** Elements that have no end tag, or whose end is mostly implied; they do not nest by themselves. */
const SHALLOW = new Set(
  (
    'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr ' +
    'p li dt dd td th tr tbody thead tfoot option optgroup rt rp'
  ).split(' '),
);

/** An upper bound of the nesting, cheap to get: elements that are closed by implication are counted as open. */
function deepestNesting(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    const code = html.charCodeAt(at + 1);
    if (code === 0x2f) {
      if (depth > 0) depth -= 1;
    } else if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    }
  }
  return deepest;
}

/**
 * The text without the tags that are nested deeper than `limit`. Only for pathological posts: htmlparser2 keeps its
 * open elements in an array that it shifts, so that 100,000 nested elements take it 5 s and 300,000 78 s.
 */
function withoutDeepTags(html: string, limit: number): string {
  const kept: string[] = [];
  let depth = 0;
  let cut = 0;
  let keptUpTo = 0;
  let tagStart = 0;
  let cutting = false;
  const drop = (start: number, end: number): void => {
    kept.push(html.slice(keptUpTo, start));
    keptUpTo = end + 1;
  };
  const ignore = (): void => undefined;
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false },
    {
      onopentagname: (start, end) => {
        tagStart = start - 1;
        const shallow = SHALLOW.has(html.slice(start, end).toLowerCase());
        cutting = !shallow && depth >= limit;
        if (cutting) cut += 1;
        else if (!shallow) depth += 1;
      },
      onopentagend: (end) => {
        if (cutting) drop(tagStart, end);
      },
      onselfclosingtag: (end) => {
        if (cutting) drop(tagStart, end);
      },
      onclosetag: (start, end) => {
        if (SHALLOW.has(html.slice(start, end).toLowerCase())) return;
        if (cut > 0) {
          cut -= 1;
          const bracket = html.indexOf('>', end);
          drop(start - 2, bracket === -1 ? html.length : bracket);
        } else if (depth > 0) depth -= 1;
      },
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onprocessinginstruction: ignore,
      ontext: ignore,
      ontextentity: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  kept.push(html.slice(keptUpTo));
  return kept.join('');
}

/**
 * Whether every paragraph of a Markdown text is raw HTML, so that reading it as Markdown could only do harm: an
 * indented tag behind a blank line would become code.
 */
export function isHtmlThroughout(text: string): boolean {
  const trimmed = text.trim();
  if (!trimmed.startsWith('<') || !trimmed.endsWith('>')) return false;
  return trimmed
    .split(/\n[ \t]*\n\s*/)
    .every((paragraph) => /^<(?:[a-z][a-z0-9]*[\s/>]|\/[a-z]|!--)/i.test(paragraph));
}

/** The text within an element, as it stands there. */
export function textWithin(markup: Markup, open: number, close: number): string {
  let text = '';
  for (let index = open + 1; index < close; index += 1) {
    const token = markup[index];
    if (token?.kind === 'TEXT') text += token.text;
  }
  return text;
}
