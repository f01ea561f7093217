import type { Json, JsonObject } from './document.ts';
import { toJsonObject } from './json.ts';
import type { ReadLimits } from './limits.ts';
import { parseYaml } from './yaml.ts';

/** A field of front matter at the start of a line, in YAML or TOML. */
const FIELD = /^([\p{L}_][\p{L}\p{N}_. -]{0,63}?)[ \t]*[:=](?:[ \t]+(.*)|)$/u;
/** Fields written without the space after the colon, `title:Example`; only keys that posts have. */
const TIGHT_FIELD = /^(title|date|author|categories|category|tags|layout|url|link|source|draft):(.*)$/i;

const LIST_KEYS = /^(?:tags?|categor(?:y|ies)|keywords)$/i;

function fieldOf(line: string): { key: string; value: string } | null {
  const match = FIELD.exec(line) ?? TIGHT_FIELD.exec(line.replace(/^\t+/, ''));
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

/** What the lines at the start of a text call their fields where no marker makes front matter of them. */
const HEADER_KEYS: Readonly<Record<string, string>> = {
  title: 'title',
  标题: 'title',
  標題: 'title',
  author: 'author',
  作者: 'author',
  date: 'date',
  published: 'date',
  日期: 'date',
  时间: 'date',
  時間: 'date',
  发布时间: 'date',
  發布時間: 'date',
  source: 'source',
  来源: 'source',
  來源: 'source',
  url: 'url',
  link: 'url',
  链接: 'url',
  連結: 'url',
  tags: 'tags',
  标签: 'tags',
  標籤: 'tags',
  category: 'category',
  categories: 'categories',
  分类: 'categories',
  分類: 'categories',
};

/**
 * The header of a text that has no front matter: `Title: …` and at least one more field in lines of their own at the
 * very start. `lines` counts those of the header, 0 where there is none.
 */
export function readHeader(text: string): { readonly data: JsonObject; readonly lines: number } {
  const data: Record<string, Json> = {};
  const first = /^\s*/.exec(text)?.[0].split('\n').length ?? 1;
  const lines = text
    .slice(0, 4_000)
    .split('\n')
    .slice(first - 1);
  let count = 0;
  for (const line of lines) {
    const match = /^\s*([\p{L}]{2,10})\s*[:：]\s*(\S.*?)\s*$/u.exec(line);
    const key = HEADER_KEYS[match?.[1]?.toLowerCase() ?? ''];
    if (key === undefined || key in data) break;
    data[key] = match?.[2] ?? null;
    count += 1;
  }
  const isHeader = count > 1 && 'title' in data && (lines[count] ?? '').trim() === '';
  return isHeader ? { data, lines: first - 1 + count } : { data: {}, lines: 0 };
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
    data[field.key] = recoverValue(field.key, field.value, continuation, limits);
  }
  return data;
}

/** Whether a line continues the field above it. A known key after a tab is a field of its own, as YAML has no tabs. */
function isContinuation(line: string): boolean {
  if (line.startsWith('\t') && TIGHT_FIELD.test(line.trimStart())) return false;
  return /^(?:[ \t]+\S|-[ \t]|-$)/.test(line);
}

function recoverValue(key: string, value: string, continuation: readonly string[], limits: ReadLimits): Json {
  const chunk = [`value: ${value}`, ...continuation.map((line) => line.replace(/^\t+/, '  '))].join('\n');
  try {
    const parsed = toJsonObject(parseYaml(chunk, limits) as object, limits).value;
    if (parsed !== undefined && !(parsed === null && value !== '')) return parsed;
  } catch {
    // Not YAML: the text itself is the value.
  }
  if (LIST_KEYS.test(key) && continuation.length === 0 && value.startsWith('['))
    return flowItems(value.replace(/^\[|\]$/g, ''));
  const items = continuation.flatMap((line) => /^[ \t]*-[ \t]*(.*)$/.exec(line)?.[1] ?? []);
  if (value === '' && items.length > 0) return items.map((item) => withoutOuterQuotes(item.trim()));
  return withoutOuterQuotes([value, ...continuation.map((line) => line.trim())].join(' ').trim());
}

/** The items of a list that is not closed or has stray quotation marks; commas between such marks stay. */
function flowItems(written: string): string[] {
  const items = written.match(/"[^"]*"|'[^']*'|[^,\s"'][^,]*/g) ?? [];
  return items.map((item) => withoutOuterQuotes(item.trim())).filter((item) => item !== '');
}

/**
 * One pair of quotation marks is the writer's quoting; a run of three or more is a writer that quoted again and
 * again, so that all of it goes.
 */
function withoutOuterQuotes(text: string): string {
  const run = /^(["'])\1{2,}/.test(text);
  const mark = text[0];
  let inner = text;
  do {
    const first = inner[0];
    if (inner.length < 2 || (first !== '"' && first !== "'") || inner.at(-1) !== first) break;
    inner = inner.slice(1, -1);
  } while (run);
  if (inner === text || run) return inner.trim();
  // Quotation marks that were escaped within the quotation.
  return (mark === "'" ? inner.replaceAll("''", "'") : inner.replaceAll('\\"', '"')).trim();
}
