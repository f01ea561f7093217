import type { Json, JsonObject } from './document.ts';
import type { ReadLimits } from './limits.ts';
import { parseSimpleYaml, parseYaml } from './yaml.ts';

/** A field of front matter at the start of a line, in YAML or TOML. */
const FIELD = /^([\p{L}_][\p{L}\p{N}_. -]{0,63}?)[ \t]*[:=](?:[ \t]+(.*)|)$/u;
/** Fields written without the space after the colon, `title:Example`; only keys that posts have. */
const TIGHT_FIELD = /^(title|date|author|categories|category|tags|layout|url|link|source|draft):(.*)$/i;

function fieldOf(line: string): { key: string; value: string } | null {
  const match = FIELD.exec(line) ?? TIGHT_FIELD.exec(line);
  return match?.[1] === undefined ? null : { key: match[1], value: (match[2] ?? '').trim() };
}

/** Whether a line could stand in front matter: a field, a list item, a comment, or the continuation of one. */
function belongsToFrontMatter(line: string): boolean {
  return /^(?:[ \t]+\S|- |-$|#|[\]}]|"[^"]+"[ \t]*:|'[^']+'[ \t]*:)/.test(line) || fieldOf(line) !== null;
}

/**
 * How many lines of front matter there are before prose begins: up to the first line that cannot be front matter, or
 * the first blank line after which nothing of it follows. Where the end marker is missing (`closed` is false), only
 * a field counts after a blank line, as prose may be indented or a list too. Zero where there is none.
 */
export function frontMatterLength(lines: readonly string[], closed: boolean): number {
  let last = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '') {
      while (index + 1 < lines.length && lines[index + 1]?.trim() === '') index += 1;
      const next = lines[index + 1];
      if (next === undefined || !(closed ? belongsToFrontMatter(next) : fieldOf(next) !== null)) break;
      continue;
    }
    if (!belongsToFrontMatter(line)) break;
    last = index + 1;
  }
  return last;
}

/**
 * Reads the fields of broken front matter one by one: each as YAML where that works, else as the text that stands
 * there, less its outer quotation marks.
 */
export function recoverFields(text: string, limits: ReadLimits): JsonObject {
  const data: Record<string, Json> = {};
  const lines = text.split('\n');
  let entries = 0;
  for (let index = 0; index < lines.length && entries < limits.frontMatterEntries; index += 1) {
    const field = fieldOf(lines[index] ?? '');
    if (field === null || field.key === '__proto__') continue;
    const continuation: string[] = [];
    while (
      index + 1 < lines.length &&
      isContinuation(lines[index + 1] ?? '') &&
      entries < limits.frontMatterEntries
    ) {
      index += 1;
      entries += 1;
      continuation.push(lines[index] ?? '');
    }
    entries += 1;
    data[field.key] = recoverValue(field.value, continuation, limits);
  }
  return data;
}

function isContinuation(line: string): boolean {
  return /^(?:[ \t]+\S|-[ \t]|-$)/.test(line);
}

function recoverValue(value: string, continuation: readonly string[], limits: ReadLimits): Json {
  const chunk = [`value: ${value}`, ...continuation.map((line) => line.replace(/^\t+/, '  '))].join('\n');
  try {
    const data = parseSimpleYaml(chunk) ?? parseYaml(chunk, limits)?.data;
    const parsed = data?.value;
    if (parsed !== undefined && !(parsed === null && value !== '')) return parsed;
  } catch {
    // Not YAML: the text itself is the value.
  }
  const items = continuation.flatMap((line) => /^[ \t]*-[ \t]*(.*)$/.exec(line)?.[1] ?? []);
  if (value === '' && items.length > 0) return items.map((item) => withoutOuterQuotes(item.trim()));
  return withoutOuterQuotes([value, ...continuation.map((line) => line.trim())].join(' ').trim());
}

/**
 * One pair of quotation marks is the writer's quoting; a run of three or more is a writer that quoted again and
 * again, so that all of it goes.
 */
function withoutOuterQuotes(text: string): string {
  const run = /^(["'])\1{2,}/.test(text);
  let inner = text;
  do {
    const first = inner[0];
    if (inner.length < 2 || (first !== '"' && first !== "'") || inner.at(-1) !== first) break;
    inner = inner.slice(1, -1);
  } while (run);
  return inner.trim();
}
