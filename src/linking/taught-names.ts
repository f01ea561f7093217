import type { EntityRef } from '../catalog/catalog.ts';
import type { TextRange } from '../documents/document.ts';
import type { FieldText } from './field-text.ts';
import type { StockFinding } from './stock-references.ts';

interface TaughtName {
  readonly range: TextRange;
  readonly entity: EntityRef;
  readonly name: string;
}

/**
 * Markup links a name where it first stands; a post goes on using it. Finds the other places of names that links of
 * this very post are around: two Chinese characters or three letters at least, on word boundaries.
 */
export function taughtNames(field: FieldText, stock: readonly StockFinding[]): TaughtName[] {
  const names = new Map<string, EntityRef>();
  for (const { named } of stock) {
    if (named === null || named.entity.type !== 'Company') continue;
    if (/^(?:.*\p{Script=Han}.+|.+\p{Script=Han}.*|[\p{L}\p{N}].*[\p{L}\p{N}].{1,})$/u.test(named.text))
      names.set(named.text, named.entity);
  }
  const longestFirst = [...names].sort(([a], [b]) => b.length - a.length);
  return longestFirst.flatMap(([name, entity]) =>
    placesOf(field, name).map((range) => ({ range, entity, name })),
  );
}

/** Where a name stands in a text, on the borders of Latin words. */
export function placesOf({ text }: FieldText, name: string): TextRange[] {
  const places: TextRange[] = [];
  for (let start = text.indexOf(name); start !== -1; start = text.indexOf(name, start + 1)) {
    const end = start + name.length;
    const glued = isLatin(text[start - 1]) && isLatin(text[start]);
    if (!glued && !(isLatin(text[end - 1]) && isLatin(text[end]))) places.push({ start, end });
  }
  return places;
}

function isLatin(char: string | undefined): boolean {
  return char !== undefined && /[\p{Script=Latin}\p{N}]/u.test(char);
}
