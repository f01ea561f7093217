import { parseDocument, type ScalarTag } from 'yaml';
import type { Json, JsonObject } from './document.ts';
import { toJsonObject } from './json.ts';
import type { ReadLimits } from './limits.ts';

/**
 * What a plain YAML scalar means. Narrower than the core schema on purpose: a number is only what JavaScript would
 * write the same way, so that 000651, 1.10, 0x1F and 1e3 stay as they are written, and so do dates.
 */
function resolvePlainScalar(text: string): string | number | boolean | null {
  if (text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return null;
  if (text === 'true' || text === 'True' || text === 'TRUE') return true;
  if (text === 'false' || text === 'False' || text === 'FALSE') return false;
  const first = text.charCodeAt(0);
  if ((first < 0x30 || first > 0x39) && first !== 0x2d) return text;
  return isCanonicalNumber(text) ? Number(text) : text;
}

function isCanonicalNumber(text: string): boolean {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text;
}

const scalarTag = (tag: string, test: RegExp): ScalarTag => ({
  tag: `tag:yaml.org,2002:${tag}`,
  default: true,
  test,
  resolve: resolvePlainScalar,
});

const PLAIN_TAGS: ScalarTag[] = [
  scalarTag('null', /^(?:~|[Nn]ull|NULL)?$/),
  scalarTag('bool', /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/),
  scalarTag('float', /^-?\d[\d.e+-]*$/),
];

/** Whether the YAML asked for more aliases than its size warrants. */
export class AliasBomb extends Error {}

/**
 * A YAML mapping read whole by the `yaml` package; null where the text is not a mapping.
 * @throws AliasBomb, OverLimit, or any Error where the text is no YAML.
 */
export function parseYaml(
  text: string,
  limits: ReadLimits,
): { data: JsonObject; duplicates: readonly string[] } | null {
  const document = parseDocument(text, {
    schema: 'failsafe',
    customTags: (tags) => [...tags, ...PLAIN_TAGS],
    // The package compares every pair of keys to find doubles, which takes minutes for 100,000 of them.
    uniqueKeys: false,
    merge: false,
    strict: true,
    logLevel: 'silent',
  });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    if (cause instanceof ReferenceError) throw new AliasBomb(cause.message);
    throw cause;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return { data: toJsonObject(value, limits), duplicates: duplicateKeys(document.contents) };
}

function duplicateKeys(contents: unknown): string[] {
  if (
    typeof contents !== 'object' ||
    contents === null ||
    !('items' in contents) ||
    !Array.isArray(contents.items)
  ) {
    return [];
  }
  const seen = new Set<string>();
  const duplicates: string[] = [];
  for (const pair of contents.items as readonly { readonly key?: unknown }[]) {
    const key = String(pair.key);
    if (seen.has(key)) duplicates.push(key);
    seen.add(key);
  }
  return duplicates;
}

const KEY = /^([A-Za-z_][\w-]*):(?: +(.*))?$/;
const ITEM = /^( *)- +(.*)$/;
/** Characters that start something other than a plain scalar. */
const INDICATORS = '-?:,[]{}#&*!|>\'"%@`';
const DECLINED = Symbol('not simple');
type Simple = Json | typeof DECLINED;

/**
 * The front matter that nearly every post has (`key: value`, quoted or not, `[a, b]`, and lists of scalars), read
 * without a YAML parser; null for everything else, and always the same data as `parseYaml` otherwise (a property
 * test holds the two together). Measured on 289 posts: 1.9 ms of processor time against 36 by the `yaml` package.
 */
export function parseSimpleYaml(text: string): JsonObject | null {
  if (/[\t\u0085\u2028\u2029\ufeff]/.test(text)) return null;
  const data: Record<string, Json> = {};
  const lines = text.split('\n');
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    index += 1;
    if (line.trimEnd() === '' || line.startsWith('#')) continue;
    const match = KEY.exec(line);
    const key = match?.[1];
    if (key === undefined || key in data) return null;
    const written = (match?.[2] ?? '').trim();
    let value: Simple;
    if (written === '') {
      const list = simpleBlockList(lines, index);
      if (list === null) return null;
      value = list.items.length === 0 ? null : list.items;
      index = list.next;
    } else {
      value = written.startsWith('[') ? simpleFlowList(written) : simpleScalar(written);
    }
    if (value === DECLINED) return null;
    data[key] = value;
    // An indented or unmarked next line could continue the value.
    while (index < lines.length && lines[index]?.trimEnd() === '') index += 1;
    if (/^[ -]/.test(lines[index] ?? '')) return null;
  }
  return data;
}

function simpleBlockList(lines: readonly string[], start: number): { items: Json[]; next: number } | null {
  const items: Json[] = [];
  let indent: string | undefined;
  let next = start;
  for (; next < lines.length; next += 1) {
    const match = ITEM.exec(lines[next] ?? '');
    if (match === null) break;
    indent ??= match[1];
    if (match[1] !== indent) return null;
    const item = simpleScalar((match[2] ?? '').trim());
    if (item === DECLINED) return null;
    items.push(item);
  }
  return { items, next };
}

function simpleFlowList(written: string): Simple {
  if (!written.endsWith(']')) return DECLINED;
  const inner = written.slice(1, -1).trim();
  if (/[[\]{}]/.test(inner)) return DECLINED;
  if (inner === '') return [];
  const items: Json[] = [];
  for (const part of inner.split(',')) {
    const item = part.trim();
    const value = item === '' ? DECLINED : simpleScalar(item);
    if (value === DECLINED) return DECLINED;
    items.push(value);
  }
  return items;
}

function simpleScalar(written: string): Simple {
  const first = written[0] ?? '';
  if (first === "'") return simpleSingleQuoted(written);
  if (first === '"') {
    const inner = written.slice(1, -1);
    return written.length > 1 && written.endsWith('"') && !/["\\]/.test(inner) ? inner : DECLINED;
  }
  if (first === '' || INDICATORS.includes(first)) return DECLINED;
  if (written.includes(': ') || written.includes(' #') || written.endsWith(':')) return DECLINED;
  return resolvePlainScalar(written);
}

function simpleSingleQuoted(written: string): Simple {
  if (written.length < 2 || !written.endsWith("'")) return DECLINED;
  const inner = written.slice(1, -1);
  if (!inner.includes("'")) return inner;
  const unescaped = inner.replaceAll("''", '');
  return unescaped.includes("'") ? DECLINED : inner.replaceAll("''", "'");
}
