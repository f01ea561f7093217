import MarkdownIt, { type StateBlock, type StateInline } from 'markdown-it';
import type { ReadLimits } from './limits.ts';
import { markupOfMarkdown } from './markdown-markup.ts';
import { type Markup, parseMarkup } from './markup.ts';
import { withoutShortcodes } from './shortcodes.ts';

const markdown = new MarkdownIt('default', { html: true, linkify: false, typographer: false });
// Its own limit is 100 levels, two of them a list, below which it drops the text; what stands below is flattened first.
markdown.set({ maxNesting: 400 });
// Every scheme passes here and is looked at where links are resolved; refusing one would leave its Markdown in the text.
markdown.validateLink = () => true;
// Nor need they be encoded here: resolving them does it again.
markdown.normalizeLink = (url) => url;
markdown.normalizeLinkText = (url) => url;
markdown.block.ruler.before('reference', 'footnote', footnote, { alt: ['paragraph', 'reference'] });
markdown.inline.ruler.before('link', 'footnote_mark', footnoteMark);

/**
 * Reads Markdown: CommonMark with GFM tables and strikethrough, raw HTML, footnotes; templates' tags are taken out.
 * `tooDeep` tells that tags of raw HTML below the limit of nesting were left out, or lists and quotes flattened.
 */
export function parseMarkdown(text: string, limits: ReadLimits): { markup: Markup; tooDeep: boolean } {
  const env = {};
  const source = withoutShortcodes(text);
  const quoted = source.replace(DEEP, '> ');
  const flat = FAR.some((indent) => quoted.includes(indent)) ? quoted.replace(INDENTED, '$1') : quoted;
  const isFlattened = flat !== source;
  const tokens = markdown.parse(flat, env);
  const markup = markupOfMarkdown(tokens);
  if (markup !== null) return { markup, tooDeep: isFlattened };
  const parsed = parseMarkup(markdown.renderer.render(tokens, markdown.options, env), limits);
  return { markup: parsed.markup, tooDeep: parsed.tooDeep || isFlattened };
}

/** Quotes and lists nested in one line, deeper than anybody reads. */
const DEEP = /^[ \t]*(?:(?:>|[-*+][ \t])[ \t]*){64,}/gm;
const FAR = [' '.repeat(80), '\t'.repeat(20)];
/** Items of lists that lines above have nested so deep; they go on at this depth. */
const INDENTED = /^((?: {4}|\t){20})[ \t]+(?=(?:[-*+]|\d{1,9}[.)])[ \t])/gm;

/** `[^1]: text`: a paragraph of its own, where it stands. */
function footnote(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
  if (state.src.charCodeAt(start) !== 0x5b || state.src.charCodeAt(start + 1) !== 0x5e) return false;
  const end = state.eMarks[startLine] ?? start;
  const label = /^\[\^[^\]\s]{1,100}\]:[ \t]*/.exec(state.src.slice(start, end))?.[0];
  if (label === undefined) return false;
  if (silent) return true;
  let next = startLine + 1;
  while (next < endLine && !state.isEmpty(next) && !/^\s*\[\^/.test(lineOf(state, next))) next += 1;
  state.push('paragraph_open', 'p', 1).map = [startLine, next];
  const inline = state.push('inline', '', 0);
  const rest = state.getLines(startLine + 1, next, state.blkIndent, false);
  inline.content = [state.src.slice(start + label.length, end), rest].join('\n').trim();
  inline.map = [startLine, next];
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  state.line = next;
  return true;
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice(state.bMarks[line], state.eMarks[line]);
}

/** `[^1]` within a text, which a reader sees as a small raised number: it would run into the word before it. */
function footnoteMark(state: StateInline): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x5b || state.src.charCodeAt(state.pos + 1) !== 0x5e) return false;
  const mark = /^\[\^[\w-]{1,40}\](?![(:])/.exec(state.src.slice(state.pos, state.pos + 44))?.[0];
  if (mark === undefined) return false;
  state.pos += mark.length;
  return true;
}
