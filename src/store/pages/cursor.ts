import { InvalidCursor } from '../store.ts';

/** Version of what is inside; a cursor of another version is refused like any foreign one. */
const VERSION = 1;

export type CursorValue = number | string;
export type CursorShape = readonly ('integer' | 'text')[];

/** Opaque text for the place of a row in a list: the list's order and the row's sort values in it. */
export function encodeCursor(order: string, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([VERSION, order, ...values]), 'utf8').toString('base64url');
}

/** The sort values of a cursor; throws `InvalidCursor` unless it was made for this order. */
export function decodeCursor(
  argument: 'after' | 'before',
  cursor: string,
  order: string,
  shape: CursorShape,
): CursorValue[] {
  const parsed = parse(cursor);
  if (!Array.isArray(parsed)) throw new InvalidCursor(argument);
  const [version, made, ...values]: unknown[] = parsed;
  if (version !== VERSION || made !== order || values.length !== shape.length)
    throw new InvalidCursor(argument);
  return values.map((value, index) => {
    if (shape[index] === 'integer' && typeof value === 'number' && Number.isSafeInteger(value)) return value;
    if (shape[index] === 'text' && typeof value === 'string' && storable(value)) return value;
    throw new InvalidCursor(argument);
  });
}

/** Whether a text has the form of a cursor; for which list it was made shows only there. */
export function isCursor(text: string): boolean {
  const parsed = parse(text);
  return Array.isArray(parsed) && parsed[0] === VERSION && typeof parsed[1] === 'string';
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function storable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}
