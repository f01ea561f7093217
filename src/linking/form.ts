import { isConditional } from '../catalog/aliases.ts';
import type { Alias } from '../catalog/catalog.ts';
import { COMMON_WORDS } from '../catalog/common-words.ts';
import { classOf, IDEOGRAPH, isDigit, WORD } from './characters.ts';
import type { TextView } from './view.ts';

/** An alias with its own view, ready to be compared with a text. */
export interface Form {
  readonly alias: Alias;
  readonly cased: string;
  readonly gaps: Uint8Array;
  /**
   * Which letters need the case of the alias: all, those that start a word of it, or none. BRAND: any of OPPO, Oppo and,
   * for names that are hardly words, oppo.
   */
  readonly matchCase: 'ALL' | 'WORD_STARTS' | 'BRAND' | 'NONE';
  /** `GPUs`, `H100s`: a plural s may follow. Not for words that need evidence, as Gaps and Targets are words too. */
  readonly takesPlural: boolean;
  /** `iPhone15`, `Windows11`: a number may follow without a space. */
  readonly takesNumber: boolean;
}

/** From this length on NVIDIA is also Nvidia, GitHub also Github, and headlines in capitals are read. */
const LONG_NAME = 6;

/** `view` is that of the alias text. */
export function formOf(alias: Alias, view: TextView): Form {
  const length = view.cased.length;
  const hasLetters = view.cased !== view.cased.toUpperCase() || view.cased !== view.lower;
  const plain = !isConditional(alias);
  const last = view.cased.charCodeAt(view.cased.length - 1);
  const endsInLetter = classOf(last) === WORD && !isDigit(last);
  return {
    alias,
    cased: view.cased,
    gaps: view.gaps,
    matchCase:
      !alias.caseSensitive || !hasLetters ? 'NONE' : caseOf(view.cased, plain && !/[ -]/.test(alias.text)),
    takesPlural:
      (plain && endsInLetter && length > 2 && pluralIsName(alias)) ||
      (!alias.ambiguous && /\d{3}$/.test(view.cased)),
    takesNumber: plain && /[a-z]{3}$/i.test(view.cased),
  };
}

/** Capitals throughout (OPPO) or inside (OpenAI, TikTok) tell a brand from a word, however it is written. */
function caseOf(cased: string, plain: boolean): Form['matchCase'] {
  const isWord = COMMON_WORDS.has(cased.toLowerCase());
  if (plain && !isWord && /^[A-Z]{4,}$/.test(cased)) return 'BRAND';
  if (plain && !isWord && /^[A-Z][a-z]+[A-Z][A-Za-z]*$/.test(cased) && cased.length >= LONG_NAME)
    return 'BRAND';
  return cased.length < LONG_NAME ? 'ALL' : 'WORD_STARTS';
}

/**
 * Whether the plural of a name still says the name: Gaps and news say something else, and of companies there is one,
 * except where their products are meant: two Teslas, but no Intels.
 */
function pluralIsName({ text, entity }: Alias): boolean {
  if (entity.type === 'Topic') return !OTHER_PLURALS.has(text.toLowerCase());
  const last = text.split(/[ -]/).at(-1) ?? text;
  if (COMMON_WORDS.has(text.toLowerCase()) || OTHER_PLURALS.has(last.toLowerCase())) return false;
  return !/[sxz]$/i.test(text);
}

/** Their plural is another word, or another name. */
const OTHER_PLURALS = new Set(
  `air arm aunt brain cent color colour content custom damage day develop fund future good ground height jame look
  manner mar mean minute moral new odd pain paper part premise quarter saving security sim spectacle spirit sport stair
  step thank time token vocal will wing wood work world`.split(/\s+/),
);

/** Whether a form whose letters stand at `start` of the view really stands there: case, spacing, word boundaries. */
export function fits(form: Form, view: TextView, start: number, end: number): boolean {
  return (
    caseFits(form, view, start) &&
    spacingFits(form, view, start) &&
    startFits(form, view, start) &&
    endFits(form, view, end)
  );
}

function caseFits({ cased, gaps, matchCase }: Form, view: TextView, start: number): boolean {
  if (matchCase === 'NONE' || view.cased.startsWith(cased, start)) return true;
  if (matchCase === 'ALL') return false;
  if (matchCase === 'BRAND') {
    const written = view.cased.slice(start, start + cased.length);
    return (
      /^[A-Z][a-z]+$/.test(written) ||
      (cased.length > 4 && /^(?:[a-z]+|[A-Z]+)$/.test(written)) ||
      hasStarts(cased, written)
    );
  }
  for (let at = 0; at < cased.length; at++) {
    const isStart = at === 0 || (gaps[at] ?? 0) > 0;
    // iPhone in a headline of capitals is IPHONE; the other way round a small letter makes a name a word.
    if (isStart && isUpper(cased.charCodeAt(at)) && !isUpper(view.cased.charCodeAt(start + at))) return false;
  }
  return true;
}

/** One space more or less than the alias has, a hyphen, or none where its parts are told apart without. */
function spacingFits({ cased, gaps }: Form, view: TextView, start: number): boolean {
  for (let at = 1; at < cased.length; at++) {
    const written = view.gaps[start + at] ?? 0;
    const before = cased.charCodeAt(at - 1);
    const after = cased.charCodeAt(at);
    if ((gaps[at] ?? 0) > 0) {
      if (written > 2 || (written === 0 && isDigit(before) && isDigit(after))) return false;
    } else if (written > 1) return false;
    else if (written === 1 && !isSeam(before, after, view.cased.charCodeAt(start + at), cased.length))
      return false;
  }
  return true;
}

/**
 * Where a name may be written with or without a space: `Twin|Maker`, `GPT|4`, `AI|芯片`, and long Chinese names. The
 * capital has to be written, or linked in would be LinkedIn.
 */
function isSeam(before: number, after: number, written: number, length: number): boolean {
  const left = classOf(before);
  const right = classOf(after);
  if (left === IDEOGRAPH && right === IDEOGRAPH) return length > 3;
  if (left !== right) return left !== 0 && right !== 0;
  return isDigit(before) !== isDigit(after) || (isLower(before) && isUpper(after) && isUpper(written));
}

function isLower(unit: number): boolean {
  return unit >= 97 && unit <= 122;
}

function isUpper(unit: number): boolean {
  return unit >= 65 && unit <= 90;
}

/** A number does not start in the middle of a decimal: 5G is not in 4.5G. */
function startFits({ cased }: Form, view: TextView, start: number): boolean {
  return !(
    isDigit(cased.charCodeAt(0)) &&
    view.gaps[start] === 0 &&
    view.lower[start - 1] === '.' &&
    isDigit(view.lower.charCodeAt(start - 2))
  );
}

/** Capitals where the brand has them: Openai and OPENAI, but not openAI. */
function hasStarts(cased: string, written: string): boolean {
  return isUpper(written.charCodeAt(0)) && isUpper(cased.charCodeAt(0));
}

/** A number goes to the end of the name, with a letter or two: iPhone15, Redmi13C, but not OpenAI2Slack. */
function numberEnds({ lower, inside }: TextView, end: number): boolean {
  let at = end;
  while (isDigit(lower.charCodeAt(at)) && inside[at] === 1) at++;
  if (at === end) return false;
  let letters = at;
  while (inside[letters] === 1 && letters < lower.length) letters++;
  return letters - at <= 2;
}

function endFits(form: Form, view: TextView, end: number): boolean {
  const { lower, inside, gaps } = view;
  const last = form.cased.charCodeAt(form.cased.length - 1);
  if (inside[end] === 1 && end < lower.length) {
    // ARMS is not more than one ARM, GPUS hardly are GPUs.
    const isPlural = form.takesPlural && lower[end] === 's' && inside[end + 1] !== 1;
    if (isPlural) return view.cased[end] === 's' || /[a-z]/.test(view.cased.slice(end - 1, end));
    return form.takesNumber && numberEnds(view, end);
  }
  // GPT-4 is not in GPT-4.5.
  return !(
    isDigit(last) &&
    lower[end] === '.' &&
    gaps[end] === 0 &&
    gaps[end + 1] === 0 &&
    isDigit(lower.charCodeAt(end + 1))
  );
}
