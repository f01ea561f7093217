import { decodeHTMLStrict } from 'entities';
import type { Json, JsonObject } from './document.ts';

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

/** Flat categories: each is a path of one name. */
export function flat(names: readonly string[]): string[][] {
  return names.map((name) => [name]);
}
