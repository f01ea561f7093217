import { isConditional } from '../catalog/aliases.ts';
import type { Alias } from '../catalog/catalog.ts';
import { COMMON_WORDS } from '../catalog/common-words.ts';
import type { TextRange } from '../documents/document.ts';
import type { DocumentText, FieldText } from './field-text.ts';

/**
 * Verbs that companies and products stand in front of, auxiliaries first. Only forms that are hardly nouns: behind
 * “Target” plans, sets or rises could be either.
 */
const VERBS =
  `is isn't was wasn't are were has hasn't had will won't would can can't cannot could may might must should does
  doesn't did didn't gets got says said told tells announced announces agreed agrees acquired acquires added adds
  became becomes began begins came comes calls called bought buys built brings brought closed confirmed denied declined delayed disclosed
  doubled dropped earned employs expanded expects expected faces faced fell filed gained gains gave gives goes grew
  grows hired introduced introduces joined keeps kept laid launched launches let lets led lost lowered made makes opened owns
  paid planned posted pulled put puts raised raises ran reached received recorded refused released rejected relies remains
  reported requires resigned retained revealed rolled rose runs saw scraps scrapped sees sells sent settled
  showed shows signed slashed slid slumped sold started stopped sued supports surged takes took topped tumbled turned used uses wanted wants worked
  unveiled unveils updated warned warns went withdrew won writes wrote`.split(/\s+/);

/** Nouns that stand behind the name of a company or product far more often than behind the word. */
const NOUNS =
  `shares stock stockholders shareholders investors users developers subscribers customers employees executives
  executive engineers chief chairman chairwoman CEO CFO CTO founder founders co-founder boss spokesman spokeswoman
  spokesperson representatives revenue revenues sales profit profits earnings subsidiary parent app apps`.split(
    /\s+/,
  );

const FOLLOWERS = new Set([...VERBS, ...NOUNS]);
/** So much of a long sentence to either side says whether it is written in capitals. */
const AROUND = 200;
const ONE_WORD = /^\p{Lu}\p{Ll}+$/u;

/**
 * Whether the capital of a name that is also a word says nothing, and what follows neither: “Office rents rose”,
 * “Shell by shell”, “Echo” in a heading that capitalises every word or letter. A capital that the place asks for
 * cannot tell Office from an office.
 */
export function isBareOpening(
  alias: Alias,
  field: FieldText,
  range: TextRange,
  { title, body }: DocumentText,
): boolean {
  if (!ONE_WORD.test(alias.text)) return false;
  if (!isConditional(alias) && !COMMON_WORDS.has(alias.text.toLowerCase())) return false;
  const text = field.folded;
  const sentence = field.sentence(range);
  // Where small letters are the name too, as in telegram, nothing hangs on the capital.
  if (!/^\p{Lu}/u.test(text.charAt(range.start))) return false;
  const whole = text.slice(
    Math.max(sentence.start, range.start - AROUND),
    Math.min(sentence.end, range.end + AROUND),
  );
  const before = text.slice(Math.max(sentence.start, range.start - 40), range.start);
  const after = text.slice(range.end, Math.min(sentence.end, range.end + 40));
  // Beside Chinese and Japanese, which have no capitals, one is there for the name.
  if (/\p{Lo}\s?$/u.test(before) || /^\s?\p{Lo}/u.test(after)) return false;
  const shouts = !/\p{Ll}/u.test(whole);
  const capitals = shouts || ((field === title || isHeading(field, sentence)) && isTitleCase(whole));
  const opens = /^[^\p{L}\p{N}]*$/u.test(before) && range.start - sentence.start < 40;
  if (!opens && !capitals && !/: ["“']?$/.test(before)) return false;
  if (alias.caseSensitive && [title, body].some((part) => hasSmallTwin(part, alias.text))) return true;
  // An item of a list or a cell of a table: no grammar, neither of a name nor of a word.
  if (!/[\p{L}\p{N}]/u.test(before + after)) return false;
  return !standsAsName(alias, before, after, capitals);
}

/** A line by itself that ends in no full stop. */
function isHeading({ folded }: FieldText, { start, end }: TextRange): boolean {
  if (end - start > 150 || (start > 0 && folded.charAt(start - 1) !== '\n')) return false;
  return (
    (end === folded.length || folded.charAt(end) === '\n') &&
    !/[.!?;:。！？；：,，]$/.test(folded.slice(start, end))
  );
}

/** Every word of four letters and more has a capital, and there are two at least beside the name. */
export function isTitleCase(heading: string): boolean {
  const words = heading.match(/(?<![\p{L}\p{N}'’])\p{L}{4,}/gu) ?? [];
  return words.length > 2 && words.every((word) => /^\p{Lu}/u.test(word));
}

const twins = new WeakMap<FieldText, Map<string, boolean>>();

/** Whether the text has the word with a small letter too: arm in arm. Read once a word, however often it stands there. */
function hasSmallTwin(field: FieldText, name: string): boolean {
  const known = twins.get(field) ?? new Map<string, boolean>();
  twins.set(field, known);
  let has = known.get(name);
  if (has === undefined) {
    has = standsApart(field.folded, name.toLowerCase());
    known.set(name, has);
  }
  return has;
}

function standsApart(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!/[\p{L}\p{N}_.@/]/u.test(`${text.charAt(at - 1)} ${text.charAt(at + word.length)}`)) return true;
  return false;
}

/** Whether a verb or noun follows that stands behind names of firms: shares rose, said. */
export function isSaidOfFirms(after: string): boolean {
  const next = /^\s([\p{L}'’-]+)/u.exec(after)?.[1]?.replace('’', "'") ?? '';
  return FOLLOWERS.has(next);
}

/** Whether the words to either side take it for a name: Amazon's Echo, Surface Pro, Target said, Chrome browser. */
function standsAsName(alias: Alias, before: string, after: string, capitals: boolean): boolean {
  if (/^(?:['’]s?\s|\s?[,(])/.test(after)) return true;
  if (!capitals && /^\s(?:(?:and|or|&|vs\.?|versus)\s)?[\p{Lu}\p{N}]/u.test(after)) return true;
  const next = /^[\s-]([\p{L}'’-]+)/u.exec(after)?.[1]?.replace('’', "'") ?? '';
  if (FOLLOWERS.has(capitals && next !== 'CEO' ? next.toLowerCase() : next)) return true;
  const front = before.replace(/(?:['’]s)?\s$/, '').toLowerCase();
  const behind = `${after.slice(1).toLowerCase()} `;
  return alias.context.some((word) => {
    const lower = word.toLowerCase();
    if (front.endsWith(lower) && !/\p{L}/u.test(front.charAt(front.length - lower.length - 1))) return true;
    return behind.startsWith(lower) && !/[\p{L}\p{N}]/u.test(behind.charAt(lower.length));
  });
}

/**
 * Whether a Latin name stands with a capital in the middle of Chinese, which has none: the writer put it there for a
 * name. Not where more Latin words stand beside it, as in a sentence quoted in English.
 */
export function isCapitalBesideHan(folded: string, { start, end }: TextRange): boolean {
  if (!/^\p{Lu}[\p{Script=Latin}\p{N}. -]*$/u.test(folded.slice(start, end)) || end - start < 3) return false;
  const before = folded.slice(Math.max(0, start - 3), start);
  const after = folded.slice(end, end + 3);
  if (/[\p{Script=Latin}\p{N}]\s?$/u.test(before) || /^\s?\p{Script=Latin}/u.test(after)) return false;
  return (
    /\p{Script=Han}[、，。：；（《“「]?\s?$/u.test(before) ||
    /^\s?[、，。：；）》”」]?\s?\p{Script=Han}/u.test(after)
  );
}
