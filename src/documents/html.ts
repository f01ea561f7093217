import sanitizeHtml from 'sanitize-html';
import type { Attributes, Markup, OpenTag } from './markup.ts';
import { resolveHttpUrl, resolveUrl } from './urls.ts';

/** What may stand in `bodyHtml`; everything else gives way to what it holds. */
const ALLOWED_ELEMENTS = [
  ...'p div h1 h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd pre code kbd samp var table caption thead tbody tfoot tr'.split(
    ' ',
  ),
  ...'th td figure figcaption a img br hr em strong b i u s del ins sub sup mark small q cite abbr time ruby'.split(
    ' ',
  ),
];
const ELEMENTS = new Set(ALLOWED_ELEMENTS);
const VOID = new Set(['br', 'hr', 'img']);
const UNEVEN = /[\t\n\f]| {2}/;
const CELLS = new Set(['td', 'th']);

const ALLOWED_ATTRIBUTES = {
  a: ['href', 'title', 'rel'],
  img: ['src', 'alt', 'title', 'width', 'height'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  ol: ['start'],
  time: ['datetime'],
  abbr: ['title'],
};

/** A last, independent look at what is served, by a library that is kept for this; the writer already lets nothing else through. */
export function sanitize(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: ALLOWED_ELEMENTS,
    allowedAttributes: ALLOWED_ATTRIBUTES,
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
  });
}

/** One for every token: 1 where a text or picture is part of the article. */
export type Kept = Uint8Array;

/**
 * Writes the kept tokens as HTML, and of the elements around them those that articles need.
 * An element is opened when the first of its content comes, so that spacers and what lost its content leave nothing.
 * Addresses are resolved against `base`, and left out where that gives none.
 */
export function writeHtml(markup: Markup, kept: Kept, base: string | null): string {
  const writer = new HtmlWriter(kept, base);
  for (let index = 0; index < markup.length; index += 1) {
    const token = markup[index];
    if (token?.kind === 'OPEN') writer.open(index, token);
    else if (token?.kind === 'CLOSE') writer.close(token.open, token.name);
    else if (token !== undefined && kept[index] === 1) writer.text(token.text);
  }
  return writer.html.trim();
}

class HtmlWriter {
  html = '';
  readonly #kept: Kept;
  readonly #base: string | null;
  /** Open tags not written yet, outermost first. */
  #pending: { readonly index: number; readonly tag: string }[] = [];
  readonly #written = new Set<number>();
  #preformatted = 0;

  constructor(kept: Kept, base: string | null) {
    this.#kept = kept;
    this.#base = base;
  }

  open(index: number, token: OpenTag): void {
    const { name } = token;
    if (name === 'pre') this.#preformatted += 1;
    if (VOID.has(name)) this.#void(index, token);
    else if (ELEMENTS.has(name)) {
      const attributes = this.#attributes(token);
      if (attributes === null) return;
      this.#pending.push({ index, tag: `<${name}${attributes}>` });
    }
  }

  close(open: number, name: string): void {
    if (name === 'pre') this.#preformatted -= 1;
    if (VOID.has(name) || !ELEMENTS.has(name)) return;
    if (this.#written.has(open)) {
      this.html += `</${name}>`;
      return;
    }
    const position = this.#pending.findLastIndex(({ index }) => index === open);
    if (position === -1) return;
    const [{ tag } = { tag: '' }] = this.#pending.splice(position);
    // An empty cell holds its place in a row that may yet be written.
    if (CELLS.has(name)) this.#pending.push({ index: -1, tag: `${tag}</${name}>` });
  }

  text(text: string): void {
    if (this.#preformatted > 0) {
      this.#flush();
      this.html += escapeText(text);
      return;
    }
    const compact = UNEVEN.test(text) ? text.replace(/[ \t\n\f]+/g, ' ') : text;
    if (compact === ' ') {
      // White space between elements matters only within a line.
      if (this.#pending.length === 0) this.html += ' ';
      return;
    }
    this.#flush();
    this.html += escapeText(compact);
  }

  #void(index: number, token: OpenTag): void {
    if (token.name === 'img') {
      if (this.#kept[index] !== 1) return;
      const attributes = this.#attributes(token);
      if (attributes === null) return;
      this.#flush();
      this.html += `<img${attributes}>`;
    } else if (this.#pending.length === 0 && this.html !== '') this.html += `<${token.name}>`;
  }

  #flush(): void {
    for (const { index, tag } of this.#pending) {
      this.html += tag;
      this.#written.add(index);
    }
    this.#pending = [];
  }

  /** Null where the element is nothing without an address that it lacks. */
  #attributes(token: OpenTag): string | null {
    const { name, attributes } = token;
    if (name === 'a') {
      const href = resolveUrl(attributes.href, this.#base);
      if (href === null) return null;
      return `${attribute('href', href)}${optional(attributes, 'title')} rel="noopener noreferrer nofollow"`;
    }
    if (name === 'img') {
      const src = resolveHttpUrl(imageAddress(attributes), this.#base);
      if (src === null) return null;
      return `${attribute('src', src)}${optional(attributes, 'alt')}${size(attributes, 'width')}${size(attributes, 'height')}`;
    }
    if (CELLS.has(name)) return size(attributes, 'colspan') + size(attributes, 'rowspan');
    return name === 'ol' ? size(attributes, 'start') : '';
  }
}

/** Where a picture really is: pages that load pictures late put it beside a placeholder. */
export function imageAddress(attributes: Attributes): string | undefined {
  const late = attributes['data-src'] ?? attributes['data-original'] ?? attributes['data-lazy-src'];
  return late === undefined || late === '' ? (attributes.src ?? attributes._src) : late;
}

function optional(attributes: Attributes, name: string): string {
  const value = attributes[name];
  return value === undefined || value === '' ? '' : attribute(name, value);
}

function size(attributes: Attributes, name: string): string {
  const value = attributes[name];
  return value !== undefined && /^\d{1,5}$/.test(value) ? attribute(name, value) : '';
}

function attribute(name: string, value: string): string {
  return ` ${name}="${escapeText(value).replaceAll('"', '&quot;')}"`;
}

function escapeText(text: string): string {
  return /[&<>]/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    : text;
}
