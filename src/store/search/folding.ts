/** Characters as search sees them: of which kind they are, and what they are folded to. */
import traditionalToSimplified from 'opencc-js/dict/TSCharacters';

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ーｰ々〇]/u;
const WORD = /[\p{L}\p{N}\p{M}]/u;

const simplified = new Map<string, string>();
for (const entry of traditionalToSimplified.split('|')) {
  const [from, to] = entry.split(' ');
  if (from && to) simplified.set(from, to);
}

/** Most names; folding changes nothing of them but their case. */
const ASCII = /^[ -~]*$/;

const folds = new Map<string, string>();

/** A character folded; the empty string where nothing of it is a letter or digit (a combining accent). */
export function fold(character: string): string {
  const known = folds.get(character);
  if (known !== undefined) return known;
  const compatible = character.normalize('NFKC').toLowerCase();
  const base = CJK.test(character) ? compatible : compatible.normalize('NFD');
  const folded = [...base.replace(/[^\p{L}\p{N}]/gu, '')]
    .map((part) => simplified.get(part) ?? part)
    .join('');
  folds.set(character, folded);
  return folded;
}

/** A name as it is compared by its parts: folded like words, with everything between them as it is. */
export function foldName(name: string): string {
  if (ASCII.test(name)) return name.toLowerCase();
  return [...name.normalize('NFC')]
    .map((character) => (kindAt(character, 0) === null ? character : fold(character)))
    .join('');
}

function isAsciiWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
}

/** UTF-16 units of the character that begins there. */
export function lengthAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff && at + 1 < text.length ? 2 : 1;
}

const kinds = new Map<number, 'cjk' | 'word' | null>();

/** What the character that begins there is part of: a run of CJK characters, a word, or neither. */
export function kindAt(text: string, at: number): 'cjk' | 'word' | null {
  const code = text.codePointAt(at) ?? 0;
  if (code < 128) return isAsciiWord(code) ? 'word' : null;
  let kind = kinds.get(code);
  if (kind === undefined) {
    const character = String.fromCodePoint(code);
    kind = CJK.test(character) ? 'cjk' : WORD.test(character) ? 'word' : null;
    kinds.set(code, kind);
  }
  return kind;
}
