/**
 * Text as both engines can keep it: PostgreSQL refuses NUL and lone surrogates, and SQLite cuts at a NUL in places.
 * Each becomes U+FFFD, one unit for one, so that every offset stays true.
 */
export function wellFormed(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '\uFFFD') : whole;
}

/** What an index of long texts holds of one. */
export function beginningOf(text: string): string {
  return text.length <= 200 ? text : [...text.slice(0, 400)].slice(0, 200).join('');
}
