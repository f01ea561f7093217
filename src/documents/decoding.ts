import type { Report } from './codes.ts';

/**
 * The text of a file, whatever its encoding: UTF-8, UTF-16 (with a mark or without), GB18030 (of which GBK and GB2312
 * are parts), Big5, Windows-1252. Line ends become `\n`, the byte-order mark and control characters go, lone
 * surrogates become U+FFFD. Null where the bytes are no text.
 */
export function decode(bytes: Uint8Array, report: Report): string | null {
  if (hasBinarySignature(bytes)) return null;
  const decoded = decodeBytes(bytes, report);
  const text = decoded.isWellFormed() ? decoded : decoded.toWellFormed();
  if (text !== decoded) report('ENCODING_DAMAGED', null, 'The file holds halves of surrogate pairs.');
  return withoutControls(withUnixLineEnds(text), report);
}

/** PDF, PNG, JPEG, GIF, ZIP and its kin, gzip, ELF, SQLite: mostly readable or not, none of them is a post. */
const SIGNATURES = [
  '%PDF-',
  '\x89PNG',
  '\xff\xd8\xff',
  'GIF8',
  'PK\x03\x04',
  '\x1f\x8b',
  '\x7fELF',
  'SQLite format 3',
];

function hasBinarySignature(bytes: Uint8Array): boolean {
  if ((bytes[0] ?? 0) < 0x80 && !'%GPS\x1f\x7f'.includes(String.fromCharCode(bytes[0] ?? 0))) return false;
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return SIGNATURES.some((signature) => head.startsWith(signature));
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true });

function decodeBytes(bytes: Uint8Array, report: Report): string {
  const marked = markedEncoding(bytes);
  if (marked !== null) return decodeAs(marked, bytes, report);
  const wide = wideEncoding(bytes);
  if (wide !== null) {
    report(
      'ENCODING_GUESSED',
      null,
      `The file was read as ${wide.toUpperCase()}, as every other byte is zero.`,
    );
    return decodeAs(wide, bytes, report);
  }
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return decodeLegacy(bytes, report);
  }
}

function decodeAs(encoding: string, bytes: Uint8Array, report: Report): string {
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.includes('\ufffd')) {
    report('ENCODING_DAMAGED', null, `Some bytes of the file are not ${encoding.toUpperCase()}.`);
  }
  return text;
}

function markedEncoding(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 without a mark: markup is ASCII, so that one half of most pairs is zero. */
function wideEncoding(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 4096);
  if (bytes.length < 16 || bytes.length % 2 === 1 || !sample.includes(0)) return null;
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const pairs = sample.length / 2;
  if (odd > pairs * 0.2 && even < odd * 0.05) return 'utf-16le';
  if (even > pairs * 0.2 && odd < even * 0.05) return 'utf-16be';
  return null;
}

/** Characters of which Chinese prose is full, in both scripts; bytes read in the wrong encoding hardly give any. */
const FREQUENT = new Set(
  '的一是不了在人有我他這这為为之大來来以個个中上們们到說说國国和地也子時时道出而要於于就下得可你年生自會会那後后能對对' +
    '著着事其里裡所去行過过家十用發发天如然作方成者多日都三小軍军二無无同么麼經经法當当起與与好看學学進进種种將将還还分此心前' +
    '面又定見见只主沒没公從从業业新市場场資资企技術术電电網网，。、',
);

interface Candidate {
  readonly encoding: string;
  readonly text: string;
  readonly score: number;
}

function decodeLegacy(bytes: Uint8Array, report: Report): string {
  const [best = candidate('utf-8', bytes), ...others] = ['utf-8', 'gb18030', 'big5', 'windows-1252'].map(
    (encoding) => candidate(encoding, bytes),
  );
  const chosen = others.reduce((winner, other) => (other.score > winner.score ? other : winner), best);
  const name = chosen.encoding.toUpperCase();
  if (chosen.encoding !== 'utf-8') {
    report(
      'ENCODING_GUESSED',
      null,
      `The file was read as ${name}, as its characters fit that encoding best.`,
    );
  }
  if (chosen.text.includes('\ufffd')) {
    report('ENCODING_DAMAGED', null, `Some bytes of the file are not ${name}.`);
  }
  return chosen.text;
}

/** How many of a sample's characters beyond ASCII are plausible in the encoding, from about -2 to 1. */
function candidate(encoding: string, bytes: Uint8Array): Candidate {
  const text = new TextDecoder(encoding).decode(bytes);
  let wide = 0;
  let plausible = 0;
  for (const character of text.slice(0, 200_000)) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) continue;
    wide += 1;
    plausible += plausibility(encoding, character, code);
  }
  return { encoding, text, score: wide === 0 ? 0 : plausible / wide };
}

function plausibility(encoding: string, character: string, code: number): number {
  if (code === 0xfffd) return -2;
  // Every byte above 0x80 is some letter of Windows-1252, so that it only wins where all else fails.
  if (encoding === 'windows-1252') return 0.02;
  // What survives as UTF-8 of more than one byte is hardly ever there by accident.
  if (encoding === 'utf-8') return 1;
  if (FREQUENT.has(character)) return 1;
  if ((code >= 0xe000 && code <= 0xf8ff) || code > 0xffff) return -1;
  return 0;
}

function withUnixLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** Control characters other than tab, line feed and form feed. */
const CONTROLS = /[^\P{Cc}\t\n\f]/gu;

/** Null where so many characters are controls that the file is no text. */
function withoutControls(text: string, report: Report): string | null {
  const unmarked = text.startsWith('\ufeff') ? text.slice(1) : text;
  const clean = unmarked.replace(CONTROLS, '');
  const removed = unmarked.length - clean.length;
  if (removed === 0) return clean;
  if (removed > 16 && removed > unmarked.length * 0.05) return null;
  report('CHARACTERS_REMOVED', null, `${removed} control characters were removed from the file.`);
  return clean;
}
