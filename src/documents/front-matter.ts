import { parse as parseToml } from 'smol-toml';
import type { Report } from './codes.ts';
import type { JsonObject } from './document.ts';
import { OverLimit, toJsonObject } from './json.ts';
import type { ReadLimits } from './limits.ts';
import { frontMatterLength, readHeader, recoverFields } from './recovery.ts';
import { AliasBomb, parseSimpleYaml, parseYaml } from './yaml.ts';

export type FrontMatterFormat = 'YAML' | 'TOML' | 'JSON';

/** A post split in two. */
export interface FrontMatter {
  /** Null where the post has none. */
  readonly format: FrontMatterFormat | null;
  readonly data: JsonObject;
  readonly body: string;
  /** One-based line on which the body starts. */
  readonly bodyLine: number;
  /** One-based line on which a field stands; null where that cannot be told. */
  readonly lineOf: (key: string) => number | null;
  /** Whether blank lines stood before the marker, as the mirrors of RSSHub write them. */
  readonly afterBlankLine: boolean;
}

/** Where front matter stands in a text; offsets are into the text. */
interface Block {
  readonly format: FrontMatterFormat;
  /** The language named behind the marker (`---js`), lower case; empty where none is. */
  readonly language: string;
  readonly start: number;
  readonly end: number;
  readonly bodyStart: number;
  readonly closed: boolean;
  /** Its data, where finding the block has read them already. */
  readonly simple?: JsonObject;
}

/** Longer front matter is no flat list of fields. */
const SIMPLE_LENGTH = 16 * 1024;

/** The languages that may stand behind the marker; every other one is code, and code is never run. */
const LANGUAGES: Readonly<Record<string, FrontMatterFormat>> = {
  '': 'YAML',
  yaml: 'YAML',
  yml: 'YAML',
  toml: 'TOML',
  json: 'JSON',
};

/**
 * Splits a post into front matter and body. There is no code engine at all: `---js` is refused. Blank lines before
 * the marker are allowed, a missing end marker is mended, and what is not valid is read field by field.
 */
export function readFrontMatter(text: string, limits: ReadLimits, report: Report): FrontMatter {
  const block = findBlock(text);
  if (block === null) {
    const header = readHeader(text);
    return {
      format: null,
      data: header.data,
      body: header.lines === 0 ? text : text.split('\n').slice(header.lines).join('\n'),
      bodyLine: header.lines + 1,
      lineOf: () => null,
      afterBlankLine: false,
    };
  }
  const source = text.slice(block.start, block.end);
  const line = lineAt(text, block.start);
  if (!block.closed) report('FRONT_MATTER_UNCLOSED', line, 'The front matter has no end marker.');
  return {
    format: block.format,
    data: readBlock(block, source, line, limits, report),
    body: text.slice(block.bodyStart),
    bodyLine: lineAt(text, block.bodyStart),
    lineOf: (key) => {
      const field = new RegExp(`^[ \\t]*["']?${key}["']?[ \\t]*[:=]`);
      const index = source.split('\n').findIndex((written) => field.test(written));
      return index === -1 ? null : line + index;
    },
    afterBlankLine: /^[ \t]*\n/.test(text),
  };
}

function readBlock(
  block: Block,
  source: string,
  line: number,
  limits: ReadLimits,
  report: Report,
): JsonObject {
  if (LANGUAGES[block.language] === undefined) {
    report(
      'FRONT_MATTER_CODE_REFUSED',
      line,
      `The front matter is ${block.language} code, which is not run.`,
    );
    return {};
  }
  if (source.length > limits.frontMatterLength) {
    const message = `The front matter is ${source.length} characters long; the limit is ${limits.frontMatterLength}.`;
    report('FRONT_MATTER_TOO_LARGE', line, message);
    return recoverFields(source.slice(0, 16 * 1024), limits);
  }
  if (block.simple !== undefined) return block.simple;
  try {
    return parseBlock(block.format, source, line, limits, report);
  } catch (cause) {
    if (cause instanceof OverLimit) report('FRONT_MATTER_TOO_LARGE', line, cause.message);
    else if (cause instanceof AliasBomb) {
      report('FRONT_MATTER_ALIASES_REFUSED', line, 'The aliases of the front matter multiply without bound.');
    } else
      report(
        'FRONT_MATTER_RECOVERED',
        line + errorLine(cause),
        `The front matter is not valid ${block.format}.`,
      );
    return recoverFields(source.slice(0, 16 * 1024), limits);
  }
}

function parseBlock(
  format: FrontMatterFormat,
  source: string,
  line: number,
  limits: ReadLimits,
  report: Report,
): JsonObject {
  if (format === 'TOML') return toJsonObject(parseToml(source, { integersAsBigInt: 'asNeeded' }), limits);
  if (format === 'JSON') return toJsonObject(JSON.parse(source), limits);
  if (nestingOf(source) > limits.frontMatterDepth * 4) {
    throw new OverLimit('The front matter is nested too deep to be read.');
  }
  const parsed = parseYaml(source, limits);
  if (parsed === null) throw new Error('not a mapping');
  for (const key of parsed.duplicates) {
    report('FRONT_MATTER_DUPLICATE_KEY', line, `The key “${key}” stands twice in the front matter.`);
  }
  return parsed.data;
}

/** An upper bound of how deep flow collections and lists in lists are nested, whatever the quotes around them. */
function nestingOf(source: string): number {
  let deepest = 0;
  let depth = 0;
  for (const character of source) {
    if (character === '[' || character === '{') depth += 1;
    else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
    if (depth > deepest) deepest = depth;
  }
  const dashes = /^(?: *- ){32,}/m.exec(source);
  return dashes === null ? deepest : Number.POSITIVE_INFINITY;
}

/** Zero-based line within the front matter at which a parser stopped. */
function errorLine(cause: unknown): number {
  if (typeof cause !== 'object' || cause === null) return 0;
  if ('linePos' in cause && Array.isArray(cause.linePos)) {
    const [position] = cause.linePos as readonly { readonly line?: unknown }[];
    return typeof position?.line === 'number' ? position.line - 1 : 0;
  }
  return 'line' in cause && typeof cause.line === 'number' ? cause.line - 1 : 0;
}

/** Blank lines, and the note in which a program says that it wrote the file. */
const BEFORE = /^\s*(?:<!--(?:(?!-->)[\s\S]){0,1000}-->\s*(?=---|\+\+\+))?/;

function findBlock(text: string): Block | null {
  const start = BEFORE.exec(text)?.[0].length ?? 0;
  const dashes = /^-{3,20}/.exec(text.slice(start, start + 20))?.[0];
  if (dashes !== undefined) return findFenced(text, start, dashes);
  if (text.startsWith('+++', start)) return findFenced(text, start, '+++');
  if (text.startsWith(';;;', start)) return findFenced(text, start, ';;;');
  return text[start] === '{' ? findJson(text, start) : null;
}

function findFenced(text: string, opening: number, marker: string): Block | null {
  const lineEnd = endOfLine(text, opening);
  const rest = text.slice(opening + marker.length, lineEnd).trim();
  if (!/^[A-Za-z]*$/.test(rest)) return null;
  const language = rest.toLowerCase() || ({ '+++': 'toml', ';;;': 'json' }[marker] ?? '');
  const format = LANGUAGES[language] ?? 'YAML';
  const start = Math.min(lineEnd + 1, text.length);
  const closing = findClosing(text, start, marker);
  const end = closing ?? text.length;
  const bodyStart = closing === null ? text.length : Math.min(endOfLine(text, closing) + 1, text.length);
  const block: Block = { format, language, start, end, bodyStart, closed: true };
  if (format === 'YAML' && closing !== null && end - start < SIMPLE_LENGTH) {
    const simple = parseSimpleYaml(text.slice(start, end));
    if (simple !== null) return { ...block, simple };
  }
  if (format !== 'YAML' || language !== '') return closing === null ? mended(text, block) : block;
  return checkedYaml(text, block, closing !== null);
}

/**
 * A line of dashes may also be a rule of a Markdown text without front matter, or the end marker may be missing and
 * the dashes found further down be such a rule.
 */
function checkedYaml(text: string, block: Block, closed: boolean): Block | null {
  const lines = text.slice(block.start, Math.min(block.end, block.start + 64 * 1024)).split('\n');
  const fields = frontMatterLength(lines, closed);
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1) return closed ? block : null;
  if (closed && fields >= lastFilled(lines)) return block;
  if (fields === 0) return closed && looksLikeFlow(lines[first] ?? '') ? block : null;
  const proseBegins = (lines[fields] ?? '').trim() === '';
  if (closed && !proseBegins) return block;
  return mended(text, block);
}

function looksLikeFlow(line: string): boolean {
  return line.startsWith('{') || line.startsWith('"') || line.startsWith("'") || line.startsWith('&');
}

function lastFilled(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line.trim() !== '') + 1;
}

/** The block cut where its fields end. */
function mended(text: string, block: Block): Block | null {
  const lines = text.slice(block.start, block.start + 64 * 1024).split('\n');
  const fields = frontMatterLength(lines, false);
  if (fields === 0) return null;
  const end = block.start + lines.slice(0, fields).join('\n').length;
  return { ...block, end, bodyStart: Math.min(end + 1, text.length), closed: false };
}

/** Offset of the line that is nothing but the marker. */
function findClosing(text: string, start: number, marker: string): number | null {
  for (let at = start - 1; at !== -1; at = text.indexOf(`\n${marker}`, at + 1)) {
    const lineStart = at + 1;
    if (
      text.startsWith(marker, lineStart) &&
      text.slice(lineStart, endOfLine(text, lineStart)).trim() === marker
    ) {
      return lineStart;
    }
  }
  return null;
}

/** Hugo's JSON: the object at the start of the file, up to its matching brace. */
function findJson(text: string, start: number): Block | null {
  if (!/^\{\s*(?:"|\})/.test(text.slice(start, start + 200))) return null;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) {
        const end = at + 1;
        const bodyStart = Math.min(endOfLine(text, end) + 1, text.length);
        return { format: 'JSON', language: 'json', start, end, bodyStart, closed: true };
      }
    }
  }
  return null;
}

function endOfString(text: string, opening: number): number {
  let at = opening + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
