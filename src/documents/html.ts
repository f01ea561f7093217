import type { Attributes, Markup, OpenTag } from './markup.ts';
import { resolveHttpUrl, resolveUrl } from './urls.ts';

const BLOCKS = new Set(
  (
    'p div details summary h1 h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd pre table caption thead tbody tfoot tr th td figure ' +
    'figcaption'
  ).split(' '),
);
const INLINE = new Set(
  'a code kbd samp var em strong b i u s del ins sub sup mark small q cite abbr time ruby'.split(' '),
);
const CELLS = new Set(['td', 'th']);
const UNEVEN = /[\t\n\f]| {2}/;

/** One for every token: 1 where a text or picture is part of the article. */
export type Kept = Uint8Array;

/**
 * Writes the kept tokens as HTML, and of the elements around them those that articles need. What comes out is safe
 * by construction: only the names above, only the attributes that `attributesOf` writes itself, addresses that are
 * http, https or mailto, every text and value escaped, every element closed, and none whose content a browser reads
 * as anything but markup. (A property test holds it against sanitize-html, which must find nothing to change.)
 *
 * An element is opened when the first of its content comes, so that spacers and what lost its content leave nothing.
 * Addresses are resolved against `base`, and left out where that gives none.
 */
export function writeHtml(markup: Markup, kept: Kept, base: string | null): string {
  const writer = new HtmlWriter(base);
  for (let index = 0; index < markup.length; index += 1) {
    const token = markup[index];
    if (token?.kind === 'OPEN') writer.open(index, token, kept[index] === 1);
    else if (token?.kind === 'CLOSE') writer.close(token.open, token.name);
    else if (token !== undefined && kept[index] === 1) writer.text(token.text);
  }
  return writer.html;
}

class HtmlWriter {
  html = '';
  readonly #base: string | null;
  /** Open tags not written yet, outermost first. */
  readonly #pending: { readonly index: number; readonly name: string; readonly tag: string }[] = [];
  readonly #written = new Set<number>();
  /** A space or line breaks that come before the next content, and go where a block ends first. */
  #gap = '';
  #preformatted = 0;

  constructor(base: string | null) {
    this.#base = base;
  }

  open(index: number, token: OpenTag, isKept: boolean): void {
    const { name } = token;
    if (name === 'pre') this.#preformatted += 1;
    if (name === 'br') this.#gap = this.#gap === ' ' ? '<br>' : `${this.#gap}<br>`;
    else if (name === 'hr') this.#rule();
    else if (name === 'img') {
      if (isKept) this.#content(imageTag(token.attributes, this.#base));
    } else if (BLOCKS.has(name) || INLINE.has(name)) {
      const attributes = attributesOf(token, this.#base);
      if (attributes !== null) this.#pending.push({ index, name, tag: `<${name}${attributes}>` });
    }
  }

  close(open: number, name: string): void {
    if (name === 'pre') this.#preformatted -= 1;
    if (BLOCKS.has(name)) this.#gap = '';
    if (this.#written.has(open)) {
      // Nothing can be open within a row that ends: what is left are its empty cells.
      if (name === 'tr') for (const { tag } of this.#pending.splice(0)) this.html += tag;
      this.html += `</${name}>`;
      return;
    }
    const position = this.#pending.findLastIndex(({ index }) => index === open);
    if (position === -1) return;
    const [{ tag } = { tag: '' }] = this.#pending.splice(position);
    // An empty cell holds its place in a row that may yet be written.
    if (CELLS.has(name)) this.#pending.push({ index: -1, name, tag: `${tag}</${name}>` });
  }

  text(text: string): void {
    if (this.#preformatted > 0) {
      this.#content(escapeText(text));
      return;
    }
    const compact = UNEVEN.test(text) ? text.replace(/[ \t\n\f]+/g, ' ') : text;
    const start = compact.startsWith(' ') ? 1 : 0;
    if (start > 0 && this.#gap === '') this.#gap = ' ';
    const end = compact.length > start && compact.endsWith(' ') ? compact.length - 1 : compact.length;
    if (end <= start) return;
    this.#content(escapeText(compact.slice(start, end)));
    if (end < compact.length) this.#gap = ' ';
  }

  #content(html: string): void {
    if (html === '') return;
    const startsBlock = this.#pending.some(({ name }) => BLOCKS.has(name));
    if (!startsBlock && this.html !== '') this.html += this.#gap;
    this.#gap = '';
    for (const { index, tag } of this.#pending) {
      this.html += tag;
      this.#written.add(index);
    }
    this.#pending.length = 0;
    this.html += html;
  }

  #rule(): void {
    // Within a block that has nothing yet, or at the very start, it divides nothing.
    if (this.#pending.length > 0 || this.html === '') return;
    this.#gap = '';
    this.html += '<hr>';
  }
}

/** Null where the element is nothing without an address that it lacks. */
function attributesOf({ name, attributes }: OpenTag, base: string | null): string | null {
  if (name === 'a') {
    const href = resolveUrl(attributes.href, base);
    return href === null ? null : `${attribute('href', href)} rel="noopener noreferrer nofollow"`;
  }
  if (CELLS.has(name)) return number(attributes, 'colspan') + number(attributes, 'rowspan');
  if (name === 'ol') return number(attributes, 'start');
  return name === 'abbr' ? text(attributes, 'title') : '';
}

function imageTag(attributes: Attributes, base: string | null): string {
  const src = resolveHttpUrl(imageAddress(attributes), base);
  if (src === null) return '';
  const size = number(attributes, 'width') + number(attributes, 'height');
  return `<img${attribute('src', src)}${text(attributes, 'alt')}${size}>`;
}

/** Where a picture really is: pages that load pictures late put it beside a placeholder. */
export function imageAddress(attributes: Attributes): string | undefined {
  const late = attributes['data-src'] ?? attributes['data-original'] ?? attributes['data-lazy-src'];
  return late === undefined || late === '' ? (attributes.src ?? attributes._src) : late;
}

function text(attributes: Attributes, name: string): string {
  const value = attributes[name]?.replace(/\s+/g, ' ').trim() ?? '';
  return value === '' ? '' : attribute(name, value);
}

function number(attributes: Attributes, name: string): string {
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
