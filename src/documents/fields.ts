import { decodeHTMLStrict } from 'entities';
import type { Json, JsonObject } from './document.ts';
import { isJsonObject } from './json.ts';

/** A value of front matter as one line of text; null where it holds none. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  // The mirrors write `{` and `}` as entities, since their templates would read them; others write quotes so.
  const decoded = value.includes('&') ? decodeHTMLStrict(value) : value;
  const text = decoded.replace(/\s+/g, ' ').trim();
  return text === '' ? null : text;
}

/** The first of the keys that holds text. */
export function firstText(data: JsonObject, keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = textOf(data[key]);
    if (text !== null) return text;
  }
  return null;
}

/** A list of names, or one name, without doubles and empty ones. */
export function namesOf(value: Json | undefined): string[] {
  const items: readonly Json[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const names = items.flatMap((item) => textOf(item) ?? []);
  return [...new Set(names)];
}

/** Tags: a list, or one string with commas between them. */
export function tagsOf(value: Json | undefined): string[] {
  return namesOf(typeof value === 'string' ? value.split(/[,，、;；]/) : value);
}

/** Names of people, who may be written as a name, a list, or mappings with a name. */
export function peopleOf(value: Json | undefined): string | null {
  const items: readonly Json[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const written = namesOf(items.map((item) => (isJsonObject(item) ? (item.name ?? null) : item)));
  // Clippers of notebooks write people as links between notes: [[Jane Doe]].
  const names = written.map((name) => name.replace(/^\[\[(?:[^\]|]*\|)?([^\]]+)\]\]$/, '$1'));
  return names.length === 0 ? null : names.join(', ');
}

/** Flat categories: each is a path of one name. */
export function flat(names: readonly string[]): string[][] {
  return names.map((name) => [name]);
}

const STEM_DATE =
  /(?<!\d)((?:19|20)\d\d)(?:([-_.])(\d{1,2})\2(\d{1,2})(?!\d)|年(\d{1,2})月(\d{1,2})日|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d))/;

/** The date in the name of a file: `2024-03-05-slug`, `20240305`, `日报-2024年3月5日`; null where there is none. */
export function dateOfStem(stem: string): string | null {
  const match = STEM_DATE.exec(stem);
  if (match === null) return null;
  const [, year, , ...parts] = match;
  const [month = '', day = ''] = parts.filter((part) => part !== undefined);
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const DAY = String.raw`\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)`;
const TITLE_DATE = new RegExp(`^[^\\p{L}\\p{N}]*(${DAY})(?!\\d)|(?<!\\d)(${DAY})[^\\p{L}\\p{N}]*$`, 'u');

/** The date that a title starts or ends with, as those of daily digests do. */
export function dateOfTitle(title: string): string | null {
  if (!/\d{4}[-/.年]/.test(title)) return null;
  const match = TITLE_DATE.exec(title);
  return match?.[1] ?? match?.[2] ?? null;
}

export function hasHtmlEnding(extension: string): boolean {
  return extension === 'html' || extension === 'htm' || extension === 'xhtml';
}
