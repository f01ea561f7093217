import { isConditional } from '../catalog/aliases.ts';
import type { Alias } from '../catalog/catalog.ts';
import type { TextRange } from '../documents/document.ts';
import { classOf, fold, IDEOGRAPH } from './characters.ts';
import type { DocumentText, FieldText } from './field-text.ts';
import { type Form, fits, formOf } from './form.ts';
import { GIVEN_NAMES } from './given-names.ts';
import { isPlainWord, isShortHan } from './plain-words.ts';
import { type TextView, viewOf } from './view.ts';

/** How far a context word may stand from the name, in UTF-16 units, where it is in another sentence. */
const NEAR = 120;
/** A sentence counts as far as this to either side: texts without full stops would be one sentence. */
const SENTENCE = 500;
const MIDDLE_DOT = 0xb7;

interface Word {
  readonly text: string;
  readonly lower: string;
  readonly form: Form;
}

interface Words {
  readonly context: readonly Word[];
  readonly unless: readonly Word[];
}

/** Checks what an alias demands of the text around it. Holds the words of each alias, prepared once. */
export class Conditions {
  readonly #words = new Map<Alias, Words>();
  readonly #isName: (text: string) => boolean;
  readonly #uses = new WeakMap<FieldText, Map<Alias, string | null>>();

  /** `isName` knows the forms of the catalog: 王者荣耀 is another name, and no everyday use of 荣耀. */
  constructor(isName: (text: string) => boolean) {
    this.#isName = isName;
  }

  /** What of the context stands near the match: one word, or two that are not parts of each other. */
  contextOf(alias: Alias, at: TextRange, field: FieldText, title: FieldText): readonly string[] {
    const { context } = this.#wordsOf(alias);
    if (context.length === 0) return [];
    const range = field.rangeOf(at.start, at.end);
    const sentence = sentenceNear(field, range);
    const near = isPlainWord(alias) ? 0 : NEAR;
    const around = field.inView({
      start: Math.min(sentence.start, Math.max(0, range.start - near)),
      end: Math.max(sentence.end, Math.min(field.text.length, range.end + near)),
    });
    let first: Word | null = null;
    for (const word of context) {
      if (first !== null && (first.lower.includes(word.lower) || word.lower.includes(first.lower))) continue;
      const isNear =
        stands(word, field.view, around, (start, end) => start < at.start || end > at.end) ||
        (field !== title && stands(word, title.view, wholeOf(title.view), () => true));
      if (isNear && first !== null) return [first.text, word.text];
      if (isNear) first = word;
    }
    return first === null ? [] : [first.text];
  }

  /** The context word that stands anywhere in the post, or null. */
  contextAnywhere(alias: Alias, { title, body }: DocumentText): string | null {
    const word = this.#wordsOf(alias).context.find((word) =>
      [title, body].some(({ view }) => stands(word, view, wholeOf(view), () => true)),
    );
    return word?.text ?? null;
  }

  /** The word that says that the match means something else, or null. */
  refusalOf(alias: Alias, at: TextRange, field: FieldText): string | null {
    const { unless } = this.#wordsOf(alias);
    if (unless.length === 0) return null;
    const lower = field.view.lower.slice(at.start, at.end);
    let sentence: TextRange | null = null;
    for (const word of unless) {
      const length = word.lower.length;
      const touching = { start: Math.max(0, at.start - length), end: at.end + length };
      const overlaps = (start: number, end: number) => start < at.end && end > at.start;
      if (stands(word, field.view, touching, overlaps)) return word.text;
      if (word.lower.includes(lower)) continue;
      sentence ??= field.inView(sentenceNear(field, field.rangeOf(at.start, at.end)));
      if (stands(word, field.view, sentence, () => true)) return word.text;
    }
    return null;
  }

  /**
   * The longer word by which title or text uses a plain word in its everyday sense, or null: who reads 联想起 in a post
   * takes its other 联想 for the word too, unless the post names the company by another form. A title that speaks of
   * fruit does so of the whole post.
   */
  everydayUseOf(alias: Alias, { title, body }: DocumentText): string | null {
    if (alias.unless.length === 0 || (!isShortHan(alias) && !isConditional(alias))) return null;
    const known = this.#uses.get(body) ?? new Map<Alias, string | null>();
    this.#uses.set(body, known);
    const earlier = known.get(alias);
    if (earlier !== undefined) return earlier;
    const { unless } = this.#wordsOf(alias);
    const lower = alias.text.toLowerCase();
    const use = unless.find((word) =>
      word.lower.includes(lower)
        ? isShortHan(alias) &&
          !this.#isName(word.text) &&
          (body.view.lower.includes(word.lower) || title.view.lower.includes(word.lower))
        : word.lower.length > 1 && title.view.lower.includes(word.lower),
    );
    known.set(alias, use?.text ?? null);
    return use?.text ?? null;
  }

  #wordsOf(alias: Alias): Words {
    let words = this.#words.get(alias);
    if (words === undefined) {
      words = { context: alias.context.map(wordOf), unless: alias.unless.map(wordOf) };
      this.#words.set(alias, words);
    }
    return words;
  }
}

function sentenceNear(field: FieldText, range: TextRange): TextRange {
  const { start, end } = field.sentence(range);
  return { start: Math.max(start, range.start - SENTENCE), end: Math.min(end, range.end + SENTENCE) };
}

function wordOf(text: string): Word {
  const view = viewOf(text);
  const form = formOf(
    {
      text,
      entity: { type: 'Topic', key: text },
      language: null,
      caseSensitive: false,
      context: [],
      unless: [],
      ambiguous: false,
      needs: null,
      origin: 'CATALOG',
    },
    view,
  );
  return { text, lower: view.lower, form };
}

function wholeOf(view: TextView): TextRange {
  return { start: 0, end: view.lower.length };
}

/** Whether a word stands inside a range of the view, on word boundaries, at a place that `counts`. */
function stands(
  { lower, form }: Word,
  view: TextView,
  within: TextRange,
  counts: (start: number, end: number) => boolean,
): boolean {
  if (lower === '') return false;
  const text = view.lower.slice(within.start, within.end);
  for (let at = text.indexOf(lower); at !== -1; at = text.indexOf(lower, at + 1)) {
    const start = within.start + at;
    const end = start + lower.length;
    if (counts(start, end) && view.inside[start] !== 1 && fits(form, view, start, end)) return true;
  }
  return false;
}

/**
 * Whether a Chinese name is one part of a person's name written with middle dots, as 戴尔 is in 迈克尔·戴尔.
 * `isName` says whether a name of the catalog ends (or starts) at an offset, as lists are also written with dots.
 */
export function isPartOfPersonName(
  text: string,
  range: TextRange,
  isName: { readonly ending: (offset: number) => boolean; readonly starting: (offset: number) => boolean },
): boolean {
  const unit = (offset: number) => fold(text.charCodeAt(offset));
  const isIdeograph = (offset: number) => classOf(text.charCodeAt(offset)) === IDEOGRAPH;
  if (
    unit(range.start - 1) === MIDDLE_DOT &&
    isIdeograph(range.start) &&
    isIdeograph(range.start - 2) &&
    !isName.ending(range.start - 1)
  )
    return true;
  return (
    unit(range.end) === MIDDLE_DOT &&
    isIdeograph(range.end - 1) &&
    isIdeograph(range.end + 1) &&
    !isName.starting(range.end + 1)
  );
}

/** The given name right in front of a name of one Latin word, as Michael stands in front of Dell, or null. */
export function givenNameBefore(folded: string, range: TextRange): string | null {
  if (!/^[A-Za-z]+$/.test(folded.slice(range.start, range.end))) return null;
  const before = /(?:^|[^\p{L}])(\p{Lu}\p{Ll}+)(?: \p{Lu}\.)? $/u.exec(
    folded.slice(Math.max(0, range.start - 24), range.start),
  );
  const name = before?.[1];
  return name !== undefined && GIVEN_NAMES.has(name) ? name : null;
}

/** `（来源：36Kr）`, wherever it stands. */
const SOURCE_NOTE = /\((?:(?:文章|图片|新闻|资料|消息)?来源|图源|source|photo|via)\s?[: ][^()\n]{0,24}$/i;

/** How a wire service starts its news, behind its name: `11月20日电`, `北京3月5日讯`, `APP获悉`, `2月27日消息`. */
const WIRE =
  /^(?:APP)?\s?[\p{Script=Han}]{0,6}?\s?(?:(?:\d{1,2}\s?月\s?)?\d{1,2}\s?日\s?(?:电|讯|消息|[|:])|获悉)/u;

/**
 * Whether a name stands in a short note in brackets that gives the source: behind the last sentence of a block, as in
 * …汽车企业。（上海证券报） and …said. (Reuters), or in words; or starts the news as its wire service.
 */
export function isCredit(folded: string, { start, end }: TextRange): boolean {
  const before = folded.slice(Math.max(0, start - 40), start);
  if (/(?:^|\n)["'“【[(]?$/.test(before) && WIRE.test(folded.slice(end, end + 40))) return true;
  if (!before.includes('(') || !/^[^()\n。！？]{0,24}\)/.test(folded.slice(end, end + 26))) return false;
  if (SOURCE_NOTE.test(before)) return true;
  // LONDON, Oct 25 (Reuters) - …
  if (/(?:^|\n)[^\n()]{0,60}\([^()\n]{0,12}$/.test(folded.slice(Math.max(0, start - 74), start)))
    if (/^[^()\n]{0,12}\)\s?[-–—]{1,2}\s/.test(folded.slice(end, end + 18))) return true;
  return (
    /[。！？.!?"]\s?\([^()\n。！？]{0,24}$/.test(before) &&
    /^[^()\n]{0,24}\)[ \t]*(?:\n|$)/.test(folded.slice(end, end + 30))
  );
}
