/** The names of a listed company, and which of them say by themselves who is meant. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import traditionalToSimplified from 'opencc-js/dict/TSCharacters';
import { GIVEN_NAMES } from '../src/linking/given-names.ts';

export interface Names {
  /** The whole legal name, where known. */
  readonly legal: string | null;
  readonly english: string;
  readonly simplified: string | null;
  readonly traditional: string | null;
  /** Further forms that need nothing. */
  readonly plain: readonly string[];
  /** Those of all forms that are also words, places or people. */
  readonly strong: readonly string[];
}

/** What a directory writes behind the name: the kind of share. */
const SHARE =
  /(?: - .*|,? (?:\(?(?:the|new)\)? )?(?:class [a-c]\b.*|series [a-c]\b.*|(?:american )?depos[ia]t[ao]ry (?:shares?|receipts?).*|(?:common|ordinary|voting|capital|registered|subordinate) (?:stock|shares?).*|common units.*|shares of beneficial.*|ADS\b.*|ADR\b.*|ordinary$|class h$|h shares?$|pref$))$/i;
const LEGAL =
  /[,\s]+(?:(?:Public )?(?:Joint )?(?:Stock )?(?:Company|Co)\.?,? ?(?:Limited|Ltd)\.?|Co\.?,?Ltd\.?|Company Limited|(?:Private |Pvt\.? )?Limited|Ltd\.?|Incorporated|Inc\.?|Corporation|Corp\.?|Company|Co\.?|PLC|p\.l\.c\.|L\.?P\.?|LLC|N\.?V\.?|S\.?A\.?(?: de C\.?V\.?)?|S\.?A\.?B\.? de C\.?V\.?|S\.?p\.?A\.?|SE|AG|A\.?G\.?|KGaA|AB|ASA|A\/S|Oyj|Abp|plc|Bhd\.?|Berhad|Tbk\.?|PT|K\.?K\.?|\(publ\)|S\.?A\.?E?|Anonim (?:S|Ş)irketi|A\.?(?:S|Ş)\.?|PJSC|JSC|OJSC|Pcl|Public Company)$/i;
/** A capital or digit inside, as in ServiceTitan and Bank7. */
const SHAPED = /\p{Ll}\p{Lu}|\p{L}\d|\d\p{L}/u;
/** Endings that say of a Chinese name that it is a firm's, unless it begins with a word for everything. */
const FIRM =
  /^(?!中国|国际|世界|全球|亚洲|香港|国家|环球|世纪|时代|现代|大众|人民|社会|海洋|水生|农业|商业|上市|有价|投资|中央|地方|民营|外资|国有)..+(?:证券|银行|股份|制药|药业|重工|铝业|纸业|酒业|乳业|生物|集团)$/;
const CHINESE_LEGAL = /(?:股份)?有限(?:责任)?公司$/;

export class NameRules {
  readonly #english: ReadonlySet<string>;
  readonly #places: ReadonlySet<string>;
  readonly #chinese: ReadonlySet<string>;

  constructor(folder: string) {
    const read = (name: string) => new Set(readFileSync(join(folder, name), 'utf8').split('\n'));
    this.#english = read('english.txt');
    this.#places = read('places.txt');
    this.#chinese = read('chinese.txt');
  }

  /** A name without its legal form, to compare names by. */
  keyOf(name: string): string {
    return this.#withoutLegalForm(name)
      .replace(CHINESE_LEGAL, '')
      .toLowerCase()
      .replace(/^the /, '')
      .replace(/[\s.,'’()-]/g, '');
  }

  #withoutLegalForm(name: string): string {
    let stem = name;
    for (let at = 0; at < 3; at++) {
      const shorter = stem.replace(LEGAL, '').trim();
      if (shorter === stem || shorter.length < 2) break;
      stem = shorter;
    }
    return stem;
  }

  namesOf(listing: {
    readonly ticker: string;
    readonly english: string | null;
    readonly simplified: string | null;
    readonly traditional: string | null;
  }): Names | null {
    const plain: string[] = [];
    const strong: string[] = [];
    let legal: string | null = null;
    let english = '';
    if (listing.english !== null) {
      legal = tidy(listing.english.replace(SHARE, ''));
      english = this.#withoutLegalForm(legal);
      // A name that needs nothing is found inside its legal form too.
      if (!this.#isName(english)) {
        strong.push(english);
        if (english !== legal) plain.push(legal);
      }
    }
    let simplified = shortName(listing.simplified);
    let traditional: string | null = null;
    const written = shortName(listing.traditional);
    if (written !== null) {
      const hans = simplify(written);
      if (CHINESE_LEGAL.test(hans)) {
        plain.push(hans);
        const stem = hans.replace(CHINESE_LEGAL, '');
        if (stem !== simplified && stem.length > 4 && !this.#isMadeOfWords(stem)) plain.push(stem);
      } else {
        simplified ??= hans;
        traditional = written === hans ? null : written;
      }
    }
    if (simplified !== null && !/\p{Script=Han}/u.test(simplified)) simplified = null;
    for (const name of new Set([simplified, traditional]))
      if (name !== null && (name.length < 4 || this.#isMadeOfWords(name))) strong.push(name);
    // A script of its own says as much as the other: the Traditional form of a Simplified name follows by itself.
    if (english === '') english = traditional ?? simplified ?? '';
    if (english === '') return null;
    return {
      legal,
      english,
      simplified,
      traditional: null,
      plain: [...new Set(plain)],
      strong: [...new Set(strong)],
    };
  }

  /** Whether a Latin name says by itself who is meant: it is coined, or long and not made of words and places. */
  #isName(stem: string): boolean {
    const words = stem.split(/[\s&,./-]+/).filter((word) => word.length > 1);
    const [first = ''] = words;
    const isKnown = (word: string) => {
      const plain = word
        .normalize('NFD')
        .replace(/[\u0300-\u036f'’()]/g, '')
        .toLowerCase();
      return plain.length < 4 || this.#english.has(plain) || this.#places.has(plain) || GIVEN_NAMES.has(word);
    };
    if (words.length < 2)
      return !isKnown(first) && (first.length > 5 || (first.length > 4 && SHAPED.test(first)));
    if (words.length === 2 && GIVEN_NAMES.has(first)) return false;
    return words.some((word) => !isKnown(word));
  }

  /** Whether a Chinese name falls apart into words: 中国食品, 世纪阳光. */
  #isMadeOfWords(name: string): boolean {
    if (this.#chinese.has(name)) return true;
    if (FIRM.test(name)) return false;
    for (let at = 2; at <= name.length - 2; at++)
      if (
        this.#chinese.has(name.slice(0, at)) &&
        (name.length - at < 2 || this.#isMadeOfWords(name.slice(at)))
      )
        return true;
    return false;
  }
}

/** Spaces as they should be, and names that a list shouts: `DINGYI GROUP` is Dingyi Group. */
function tidy(name: string): string {
  const spaced = name
    .replace(/\s+/g, ' ')
    .replace(/[\s,;]+$/, '')
    .replace(/^The /, '')
    .trim();
  if (/\p{Ll}/u.test(spaced)) return spaced;
  return spaced.replace(/\p{Lu}{4,}/gu, (word) => word[0] + word.slice(1).toLowerCase());
}

/** Short names without the marks of special treatment and of the kind of share: `*ST`, `-W`, `－Ｂ`. */
function shortName(name: string | null): string | null {
  const short = name
    ?.normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/^(?:\*?ST|XD|XR|DR|N(?=\p{Script=Han})|C(?=\p{Script=Han}))/u, '')
    .replace(/(?:-?[A-Z]{1,2}|退)$/, '');
  return short === undefined || short.length < 2 ? null : short;
}

const SIMPLIFIED = new Map(
  traditionalToSimplified.split('|').map((pair): [string, string] => {
    const [traditional = '', simplified = ''] = pair.split(' ');
    return [traditional, simplified];
  }),
);

function simplify(text: string): string {
  return [...text].map((character) => SIMPLIFIED.get(character) ?? character).join('');
}
