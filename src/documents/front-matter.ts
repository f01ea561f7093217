import matter from 'gray-matter';
import { parse as parseToml } from 'smol-toml';
import type { Report } from './codes.ts';
import type { JsonObject } from './document.ts';
import {
  type FrontMatterBlock,
  type FrontMatterFormat,
  findFrontMatter,
  LANGUAGES,
} from './front-matter-block.ts';
import { OverLimit, toJsonObject } from './json.ts';
import type { ReadLimits } from './limits.ts';
import { readHeader, recoverFields } from './recovery.ts';
import { type DuplicateKey, errorLine, parseYaml, TooManyAliases } from './yaml.ts';

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

/**
 * Splits a post into front matter and body. Where the front matter stands is decided here, since gray-matter takes a
 * blank line before it for its absence and a missing end marker for a post without text; gray-matter reads it. No
 * engine runs code. What is not valid is read field by field.
 */
export function readFrontMatter(text: string, limits: ReadLimits, report: Report): FrontMatter {
  const block = findFrontMatter(text);
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

/** Read of front matter that could not be read as a whole. */
const RECOVERED_LENGTH = 16 * 1024;

function readBlock(
  block: FrontMatterBlock,
  source: string,
  line: number,
  limits: ReadLimits,
  report: Report,
): JsonObject {
  if (LANGUAGES[block.language] === undefined) {
    const message = `The front matter is ${block.language} code, which is not run.`;
    report('FRONT_MATTER_CODE_REFUSED', line, message);
    return {};
  }
  try {
    refuseTooLarge(source, limits);
    return parseBlock(block.format, source, limits, (duplicate) => {
      const message = `The key “${duplicate.key}” stands twice in the front matter.`;
      report('FRONT_MATTER_DUPLICATE_KEY', line + duplicate.line, message);
    });
  } catch (cause) {
    if (cause instanceof OverLimit) report('FRONT_MATTER_TOO_LARGE', line, cause.message);
    else if (cause instanceof TooManyAliases) {
      report('FRONT_MATTER_ALIASES_REFUSED', line, 'The aliases of the front matter multiply without bound.');
    } else {
      const message = `The front matter is not valid ${block.format}.`;
      report('FRONT_MATTER_RECOVERED', line + errorLine(cause), message);
    }
    return recoverFields(source.slice(0, RECOVERED_LENGTH), limits);
  }
}

function refuseTooLarge(source: string, limits: ReadLimits): void {
  if (source.length > limits.frontMatterLength) {
    throw new OverLimit(
      `The front matter is ${source.length} characters long; the limit is ${limits.frontMatterLength}.`,
    );
  }
  // gray-matter's look for comments takes quadratic time in them.
  if (/\s{1000}/.test(source)) {
    throw new OverLimit('The front matter has a thousand blank characters in a row; the limit is 999.');
  }
}

function parseBlock(
  format: FrontMatterFormat,
  source: string,
  limits: ReadLimits,
  onDuplicate: (duplicate: DuplicateKey) => void,
): JsonObject {
  const refuse = (): never => {
    throw new Error('Front matter is never run.');
  };
  // An empty object of options would do, too: without any, gray-matter answers from a cache that holds failures.
  const { data } = matter(`---\n${source}`, {
    // No text holds a NUL here, so that nothing within the front matter is taken for its end.
    delimiters: ['---', '\0'],
    language: format.toLowerCase(),
    engines: {
      // What gray-matter hands on starts with the line break behind the marker.
      yaml: (text) => mapping(parseYaml(text.slice(1), limits, onDuplicate)),
      toml: (text) => parseToml(text.slice(1), { integersAsBigInt: 'asNeeded' }),
      json: (text) => mapping(JSON.parse(text)),
      javascript: refuse,
      js: refuse,
      coffee: refuse,
    },
  });
  return toJsonObject(mapping(data), limits);
}

function mapping(value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a mapping');
  return value;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
