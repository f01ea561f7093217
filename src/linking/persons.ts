import { FOUNDERS, GIVEN_NAMES } from './given-names.ts';

/** How surely a post uses a name for a person: a title or a relative leaves no doubt, founders have given names too. */
export interface PersonSign {
  readonly isCertain: boolean;
  /** As it stands in the post. */
  readonly words: string;
}

const TITLED =
  /(?<![\p{L}\p{N}])(?:Dr|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Judge|Justice|Senator|Sen|Rep|President|Prof|Professor|Captain|Capt|Sgt|Gov|Governor|Mayor|Detective|Pastor|Sheriff|Congressman|Congresswoman|Ambassador)\.? (?:\p{Lu}[\p{Ll}.]+ )?(\p{Lu}\p{L}+)/gu;
const RELATIVE =
  /(?<![\p{L}\p{N}])(?:daughter|son|wife|husband|sister|brother|mother|father|girlfriend|boyfriend|aunt|uncle|niece|nephew|grandson|granddaughter|(?:child|girl|boy|baby|woman|man|dog|cat|horse) (?:named|called)),? (\p{Lu}\p{L}+)/gu;
const AGED = /(?<![\p{L}\p{N}])(\p{Lu}\p{L}+), (?:aged )?\d{1,2}, /gu;
const GIVEN = /(?<![\p{L}\p{N}])(\p{Lu}\p{Ll}+) (?:\p{Lu}\. )?(\p{Lu}\p{L}+)/gu;
const HAN_BEHIND =
  /(\p{Script=Han}{2,4})(?:总统|前总统|先生|女士|小姐|夫人|爵士|将军|参议员|州长|法官|上校|中尉)/gu;
const HAN_BEFORE =
  /(?:总统|发明家|物理学家|科学家|工程师|首相|国务卿|州长|将军|参议员|演员|歌手|导演|球员|球星|门将)(?:\p{Script=Han}{1,4}·)?(\p{Script=Han}{2,4})/gu;
/** The surname is the last part; where it ends is not written. */
const HAN_DOTTED = /(?:\p{Script=Han}{1,5}·)+(\p{Script=Han}{2,5})/gu;

/** The people of one post, by their surnames; each text is read through once, when first asked. */
export class Persons {
  readonly #texts: readonly string[];
  #words: Map<string, PersonSign> | null = null;
  /** Chinese names that end in front of a title, or start behind one: where they begin, or end, is not written. */
  readonly #endings = new Set<string>();
  readonly #starts = new Set<string>();
  readonly #dotted = new Set<string>();

  readonly #isName: (text: string) => boolean;

  /** `texts` are folded; `isName` knows the names of the catalog, as lists are also written with middle dots. */
  constructor(texts: readonly string[], isName: (text: string) => boolean) {
    this.#isName = isName;
    this.#texts = texts;
  }

  /** What says that the post uses this name, one Latin word or two to four Chinese characters, for a person. */
  signOf(name: string): PersonSign | null {
    const words = this.#words ?? this.#read();
    const sign = words.get(name);
    if (sign !== undefined) return sign;
    if (!/^\p{Script=Han}{2,4}$/u.test(name)) return null;
    for (const ending of this.#endings) if (ending.endsWith(name)) return { isCertain: true, words: ending };
    for (const start of this.#starts) if (start.startsWith(name)) return { isCertain: true, words: start };
    for (const dotted of this.#dotted)
      if (dotted.startsWith(name)) return { isCertain: false, words: dotted };
    return null;
  }

  #read(): Map<string, PersonSign> {
    const words = new Map<string, PersonSign>();
    const add = (name: string | undefined, isCertain: boolean, place: string) => {
      if (name === undefined || words.get(name)?.isCertain === true) return;
      words.set(name, { isCertain, words: place });
    };
    for (const text of this.#texts) {
      for (const pattern of [TITLED, RELATIVE, AGED])
        for (const [place, name] of text.matchAll(pattern)) add(name, true, place);
      GIVEN.lastIndex = 0;
      for (let match = GIVEN.exec(text); match !== null; match = GIVEN.exec(text)) {
        const [place, given = '', name] = match;
        const isFounder = FOUNDERS.get(name ?? '')?.has(given) === true;
        if (GIVEN_NAMES.has(given) && !isFounder) add(name, false, place);
        // The second word may itself be a given name: President Gerald Ford.
        else GIVEN.lastIndex = match.index + given.length;
      }
      if (!/\p{Script=Han}/u.test(text)) continue;
      for (const [, name = ''] of text.matchAll(HAN_BEHIND)) this.#endings.add(name);
      for (const [, name = ''] of text.matchAll(HAN_BEFORE)) this.#starts.add(name);
      for (const [parts, name = ''] of text.matchAll(HAN_DOTTED))
        if (!parts.split('·').slice(0, -1).some(this.#isName)) this.#dotted.add(name);
    }
    this.#words = words;
    return words;
  }
}
