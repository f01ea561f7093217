import type { Json, JsonObject } from './document.ts';
import type { ReadLimits } from './limits.ts';

/** Why front matter was refused as a whole. */
export class OverLimit extends Error {}

/**
 * Values of a front-matter parser as JSON: dates and big integers as they are written, no prototype tricks, lone
 * surrogates replaced.
 * @throws OverLimit where there are more entries, or they are nested deeper, than the limits allow.
 */
export function toJsonObject(value: object, limits: ReadLimits): JsonObject {
  let entries = 0;

  const object = (source: object, depth: number): JsonObject => {
    if (depth > limits.frontMatterDepth) {
      throw new OverLimit(`The front matter is nested deeper than ${limits.frontMatterDepth} levels.`);
    }
    const result: Record<string, Json> = {};
    for (const [key, entry] of Object.entries(source)) {
      count();
      if (key !== '__proto__') result[key] = json(entry, depth);
    }
    return result;
  };

  const json = (entry: unknown, depth: number): Json => {
    if (typeof entry === 'string') return entry.isWellFormed() ? entry : entry.toWellFormed();
    if (typeof entry === 'number') return Number.isFinite(entry) ? entry : String(entry);
    if (typeof entry === 'boolean' || entry === null) return entry;
    if (typeof entry === 'bigint') return Number.isSafeInteger(Number(entry)) ? Number(entry) : String(entry);
    if (entry instanceof Date) return entry.toISOString();
    if (Array.isArray(entry)) {
      if (depth >= limits.frontMatterDepth) {
        throw new OverLimit(`The front matter is nested deeper than ${limits.frontMatterDepth} levels.`);
      }
      return entry.map((item: unknown) => {
        count();
        return json(item, depth + 1);
      });
    }
    return typeof entry === 'object' ? object(entry, depth + 1) : null;
  };

  const count = (): void => {
    entries += 1;
    if (entries > limits.frontMatterEntries) {
      throw new OverLimit(`The front matter has more than ${limits.frontMatterEntries} entries.`);
    }
  };

  return object(value, 1);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
