import MarkdownIt, { type StateCore, type StateInline } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import footnotes from 'markdown-it-footnote';
import { withFencesClosed, withoutShortcodes } from './shortcodes.ts';

const markdown = new MarkdownIt('default', { html: true, linkify: false, typographer: false });
// Its own limit is 100 levels, two of them a list, below which it drops the text; what stands below is flattened first.
markdown.set({ maxNesting: 400 });
// Every scheme passes here and is looked at where links are resolved; refusing one would leave its Markdown in the text.
markdown.validateLink = () => true;
// Nor need they be encoded here: resolving them does it again.
markdown.normalizeLink = (url) => url;
markdown.normalizeLinkText = (url) => url;
markdown.use(footnotes);
// CommonMark leaves `**79.4%**的` as it is, since no space or punctuation follows.
markdown.use(cjkFriendly);
markdown.core.ruler.before('footnote_tail', 'unreferenced_footnotes', keepUnreferenced);
markdown.inline.ruler.after('footnote_ref', 'footnote_mark', undefinedMark);

/**
 * Markdown as HTML: CommonMark with GFM tables and strikethrough, raw HTML, footnotes; templates' tags are taken out.
 * `isFlattened` tells that lists or quotes were nested too deep to be kept; `openFence` is the zero-based line of a
 * fence without an end.
 */
export function renderMarkdown(text: string): {
  html: string;
  isFlattened: boolean;
  openFence: number | null;
} {
  const { text: closed, line: openFence } = withFencesClosed(text);
  const source = withoutShortcodes(closed);
  const quoted = source.replace(DEEP, '> ');
  const flat = FAR.some((indent) => quoted.includes(indent)) ? quoted.replace(INDENTED, '$1') : quoted;
  return { html: markdown.render(flat, {}), isFlattened: flat !== source, openFence };
}

/** Quotes and lists nested in one line, deeper than anybody reads. */
const DEEP = /^[ \t]*(?:(?:>|[-*+][ \t])[ \t]*){64,}/gm;
const FAR = [' '.repeat(80), '\t'.repeat(20)];
/** Items of lists that lines above have nested so deep; they go on at this depth. */
const INDENTED = /^((?: {4}|\t){20})[ \t]+(?=(?:[-*+]|\d{1,9}[.)])[ \t])/gm;

interface FootnoteEnvironment {
  footnotes?: { refs?: Record<string, number>; list?: { label: string; count: number }[] };
}

/** A note that nothing refers to, which the plugin would drop, is a note like the others. */
function keepUnreferenced(state: StateCore): void {
  const { footnotes: notes } = state.env as FootnoteEnvironment;
  for (const [key, id] of Object.entries(notes?.refs ?? {})) {
    if (notes === undefined || id >= 0) continue;
    notes.list ??= [];
    notes.list.push({ label: key.slice(1), count: 0 });
  }
}

/** `[^1]` without a note, which a reader sees as a small raised number: it would run into the word before it. */
function undefinedMark(state: StateInline): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x5b || state.src.charCodeAt(state.pos + 1) !== 0x5e) return false;
  const mark = /^\[\^[\w-]{1,40}\](?![(:])/.exec(state.src.slice(state.pos, state.pos + 44))?.[0];
  if (mark === undefined) return false;
  state.pos += mark.length;
  return true;
}
