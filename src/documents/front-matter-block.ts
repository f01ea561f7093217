import { frontMatterLength } from './recovery.ts';

export type FrontMatterFormat = 'YAML' | 'TOML' | 'JSON';

/** Where front matter stands in a text; offsets are into the text. */
export interface FrontMatterBlock {
  readonly format: FrontMatterFormat;
  /** The language named behind the marker (`---js`), lower case; empty where none is. */
  readonly language: string;
  readonly start: number;
  readonly end: number;
  readonly bodyStart: number;
  readonly closed: boolean;
}

/** The languages that may stand behind the marker; every other one is code, and code is never run. */
export const LANGUAGES: Readonly<Record<string, FrontMatterFormat>> = {
  '': 'YAML',
  yaml: 'YAML',
  yml: 'YAML',
  toml: 'TOML',
  json: 'JSON',
};

/** Blank lines, and the note in which a program says that it wrote the file. */
const BEFORE = /^\s*(?:<!--(?:(?!-->)[\s\S]){0,1000}-->\s*(?=---|\+\+\+))?/;

/**
 * Finds the front matter of a text: behind blank lines or the note of a program, its end marker missing perhaps.
 * Null where there is none.
 */
export function findFrontMatter(text: string): FrontMatterBlock | null {
  const start = BEFORE.exec(text)?.[0].length ?? 0;
  const dashes = /^-{3,20}/.exec(text.slice(start, start + 20))?.[0];
  if (dashes !== undefined) return findFenced(text, start, dashes);
  if (text.startsWith('+++', start)) return findFenced(text, start, '+++');
  if (text.startsWith(';;;', start)) return findFenced(text, start, ';;;');
  return text[start] === '{' ? findJson(text, start) : null;
}

function findFenced(text: string, opening: number, marker: string): FrontMatterBlock | null {
  const lineEnd = endOfLine(text, opening);
  // A comment of YAML may stand behind the marker: `--- # written by hand`.
  const rest = text
    .slice(opening + marker.length, lineEnd)
    .replace(/\s#.*$/, '')
    .trim();
  if (!/^[A-Za-z]*$/.test(rest)) return null;
  const language = rest.toLowerCase() || ({ '+++': 'toml', ';;;': 'json' }[marker] ?? '');
  const format = LANGUAGES[language] ?? 'YAML';
  const start = Math.min(lineEnd + 1, text.length);
  const closing = findClosing(text, start, marker);
  const end = closing ?? text.length;
  const bodyStart = closing === null ? text.length : Math.min(endOfLine(text, closing) + 1, text.length);
  const block: FrontMatterBlock = { format, language, start, end, bodyStart, closed: true };
  if (format !== 'YAML' || language !== '') return closing === null ? mended(text, block) : block;
  return checkedYaml(text, block, closing !== null);
}

/**
 * A line of dashes may also be a rule of a Markdown text without front matter, or the end marker may be missing and
 * the dashes found further down be such a rule.
 */
function checkedYaml(text: string, block: FrontMatterBlock, closed: boolean): FrontMatterBlock | null {
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
function mended(text: string, block: FrontMatterBlock): FrontMatterBlock | null {
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
function findJson(text: string, start: number): FrontMatterBlock | null {
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
