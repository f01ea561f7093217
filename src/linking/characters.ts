import traditionalToSimplified from 'opencc-js/dict/TSCharacters';

/**
 * How the linker sees one UTF-16 code unit. Everything maps one unit to one unit, so that an offset in the folded
 * text is the same offset in the original. Built once in about 3 ms (256 KB of tables); the character data is
 * OpenCC's (Apache-2.0), 29 KB read in 1.2 ms, without its phrase dictionaries, which would take a megabyte.
 */

/** Nothing a name is made of: punctuation, symbols. */
export const OTHER = 0;
/** A letter or digit of a script that separates words by spaces. */
export const WORD = 1;
/** A character of a script without spaces: Han, kana, Hangul. Always a word boundary. */
export const IDEOGRAPH = 2;
/** Space or hyphen: may be missing or doubled inside a name. */
export const SEPARATOR = 3;
/** Zero-width space, joiners, soft hyphen, variation selectors: not there at all for a reader. */
export const INVISIBLE = 4;

const UNITS = 65536;
const folded = new Uint16Array(UNITS);
const lowered = new Uint16Array(UNITS);
const classes = new Uint8Array(UNITS);

/** Width, script and typographic variants removed; case kept. */
export function fold(unit: number): number {
  return folded[unit] ?? unit;
}

/** The folded unit in lower case. */
export function foldCase(unit: number): number {
  return lowered[unit] ?? unit;
}

export function classOf(unit: number): number {
  return classes[unit] ?? OTHER;
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** Folds a whole text; same length. */
export function foldText(text: string): string {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) units[at] = fold(text.charCodeAt(at));
  return decode(units);
}

/** Short texts in one call; long ones as bytes, as a call takes only so many arguments. Neither concatenates. */
export function decode(units: Uint16Array): string {
  if (units.length < 512) return Reflect.apply(String.fromCharCode, null, units);
  return Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString('utf16le');
}

function buildTables(): void {
  for (let unit = 0; unit < UNITS; unit++) folded[unit] = unit;
  for (let unit = 0xff01; unit <= 0xff5e; unit++) folded[unit] = unit - 0xfee0;
  const variants: Readonly<Record<string, string>> = {
    ' ': '\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t',
    '-': '\u2010\u2011\u2012\ufe63\uff0d',
    "'": '\u2018\u2019\u201b\u2032\uff07\u0060\u00b4',
    '"': '\u201c\u201d\u2033\uff02',
    '·': '\u2022\u2027\u22c5\u30fb\uff65\u2219\u0387',
  };
  for (const [target, sources] of Object.entries(variants))
    for (const source of sources) folded[source.charCodeAt(0)] = target.charCodeAt(0);
  for (const line of traditionalToSimplified.split('|')) {
    const [traditional = '', simplified = ''] = line.split(' ');
    if (traditional.length === 1 && simplified.length === 1)
      folded[traditional.charCodeAt(0)] = simplified.charCodeAt(0);
  }
  for (let unit = 0; unit < UNITS; unit++) {
    const target = folded[unit] ?? unit;
    const lower = target < 0x250 || isCased(target) ? String.fromCharCode(target).toLowerCase() : '';
    lowered[unit] = lower.length === 1 ? lower.charCodeAt(0) : target;
    classes[unit] = classify(target);
  }
}

/** The blocks with upper and lower case that a name can come from: Greek, Cyrillic, Latin Extended Additional. */
function isCased(unit: number): boolean {
  return (unit >= 0x370 && unit <= 0x52f) || (unit >= 0x1e00 && unit <= 0x1fff);
}

function classify(unit: number): number {
  if (unit === 0x20 || unit === 0x2d) return SEPARATOR;
  if (unit === 0xad || (unit >= 0x200b && unit <= 0x200f) || unit === 0x2060 || unit === 0xfeff)
    return INVISIBLE;
  if (unit >= 0xfe00 && unit <= 0xfe0f) return INVISIBLE;
  if (unit < 0x80) return /[0-9A-Za-z_]/.test(String.fromCharCode(unit)) ? WORD : OTHER;
  if (
    (unit >= 0x3040 && unit <= 0x30ff) ||
    (unit >= 0x3400 && unit <= 0x9fff) ||
    (unit >= 0xac00 && unit <= 0xd7af) ||
    (unit >= 0xf900 && unit <= 0xfaff) ||
    // Surrogates: ideographs beyond the basic plane, and emoji, both of which end a word.
    (unit >= 0xd840 && unit <= 0xdfff) ||
    unit === 0x3005 ||
    unit === 0x3007
  )
    return IDEOGRAPH;
  if (unit < 0x1f00) return /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(unit)) ? WORD : OTHER;
  return OTHER;
}

buildTables();
