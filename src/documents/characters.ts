/** What a character is to the counting of words and to the telling of languages. */
const NOTHING = 0;
/** A letter or digit of a script that writes words apart from each other. */
export const LETTER = 1;
export const HAN = 2;
export const KANA = 3;
export const HANGUL = 4;
/** Joins two letters to one word where it stands between them: it's, more-or-less, 3.5. */
export const JOINER = 5;

/** By UTF-16 code unit. A table: counting 289 posts takes 0.7 ms with it and 10 with expressions, of 100 to read them. */
const CLASSES = new Uint8Array(0x10000);

for (let code = 0x30; code < 0x10000; code += 1) {
  if (code < 0xd800 || code > 0xdfff)
    CLASSES[code] = /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(code)) ? LETTER : NOTHING;
}
for (const joiner of "'-._’") CLASSES[joiner.charCodeAt(0)] = JOINER;
fill(0x3400, 0x4dbf, HAN);
fill(0x4e00, 0x9fff, HAN);
fill(0xf900, 0xfaff, HAN);
fill(0x3005, 0x3007, HAN);
fill(0x3041, 0x30fa, KANA);
fill(0x31f0, 0x31ff, KANA);
fill(0xac00, 0xd7a3, HANGUL);

function fill(first: number, last: number, value: number): void {
  CLASSES.fill(value, first, last + 1);
}

/** The class of the character that starts at `index`; of one beyond the first plane, which takes two units, as well. */
export function classAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code < 0xd800 || code > 0xdfff) return CLASSES[code] ?? NOTHING;
  const point = text.codePointAt(index) ?? 0;
  if (point >= 0x20000 && point <= 0x323af) return HAN;
  return point > 0xffff && /[\p{L}\p{N}\p{M}]/u.test(String.fromCodePoint(point)) ? LETTER : NOTHING;
}
