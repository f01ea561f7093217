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
  /(?<![\p{L}\p{N}])(?:daughter|son|wife|husband|sister|brother|mother|father|girlfriend|boyfriend|aunt|uncle|niece|nephew|grandson|granddaughter),? (\p{Lu}\p{L}+)/gu;
/** Somebody named Tesla, and not a firm named so. */
const CALLED =
  /(?<![\p{L}\p{N}])(?:[Aa]n?|[Tt]he|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne) (?:\p{Ll}+ )?(?:child|girl|boy|baby|woman|man|dog|cat|horse|apprentice|student|pupil|teacher|neighbou?r|friend|colleague|trainee|nurse|driver|farmer|actor|actress|singer|player|kid|twin|puppy|parrot) (?:named|called|nicknamed) (\p{Lu}\p{L}+)/gu;
const AGED =
  /(?<![\p{L}\p{N}])(?:(\p{Lu}\p{L}+)(?:,| and) )?(\p{Lu}\p{L}+)(?: \p{Lu}\p{L}+)?, (?:aged )?\d{1,2}, /gu;
const SIBLINGS = /(?<![\p{L}\p{N}])(\p{Lu}\p{L}+) (?:brothers|sisters|twins)(?![\p{L}\p{N}])/gu;
const GIVEN = /(?<![\p{L}\p{N}])(\p{Lu}\p{Ll}+) (?:\p{Lu}\. )?(\p{Lu}\p{L}+)/gu;
const HAN_BEHIND =
  /(\p{Script=Han}{2,4})(?:总统|前总统|先生|女士|小姐|夫人|爵士|将军|参议员|州长|法官|上校|中尉|师傅|老师|同学|医生|伯伯|婆婆|生(?=[系话讲]))/gu;
const HAN_BEFORE =
  /(?:总统|发明家|物理学家|科学家|工程师|首相|国务卿|州长|将军|参议员|演员|歌手|导演|球员|球星|门将)(?:\p{Script=Han}{1,4}·)?(\p{Script=Han}{2,4})/gu;
/** The surname is the last part; where it ends is not written. */
/** Who is called so: a person, a part in a play, a dog. */
const HAN_CALLED =
  /(?:男主角|女主角|主角|孩子|女儿|儿子|小狗|小猫|隻狗|只狗|同事|同学|朋友|老师|师傅|男孩|女孩|实习生)(?:的)?(?:名|名字)?叫(?:做)?[“"「]?(\p{Script=Han}{2,4}|\p{Lu}\p{L}+)/gu;
/** 歌迷 Mercedes 由馬尼拉飛嚟: one of many people, by a Latin name. */
const HAN_ROLE = /(?:歌迷|球迷|市民|街坊|义工|学生|乘客|网民|读者|居民|影迷|粉丝|小朋友) ?(\p{Lu}\p{Ll}+)/gu;
/** 福特、西门子是两位实习生的网名, and the sentence before: one of several names that somebody goes by. */
const HAN_NICKNAMES = /([^。！？\n]{1,40})(?:网名|昵称|外号|绰号|花名|艺名|小名|乳名)/gu;
const HAN_DOTTED = /(?:\p{Script=Han}{1,5}·)+(\p{Script=Han}{2,5})/gu;

/** The people of one post, by their surnames; each text is read through once, when first asked. */
export class Persons {
  readonly #texts: readonly string[];
  #words: Map<string, PersonSign> | null = null;
  /** Chinese names that end in front of a title, or start behind one: where they begin, or end, is not written. */
  readonly #endings = new Set<string>();
  readonly #starts = new Set<string>();
  readonly #dotted = new Set<string>();
  /** What stands in front of a word for a nickname, in its sentence. */
  readonly #nicknames: string[] = [];

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
    for (const names of this.#nicknames) if (names.includes(name)) return { isCertain: true, words: names };
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
      for (const pattern of [TITLED, RELATIVE, CALLED, AGED, SIBLINGS])
        for (const [place, ...names] of text.matchAll(pattern))
          for (const name of names) add(name, true, place);
      GIVEN.lastIndex = 0;
      for (let match = GIVEN.exec(text); match !== null; match = GIVEN.exec(text)) {
        const [place, given = '', name] = match;
        const isFounder = FOUNDERS.get(name ?? '')?.has(given) === true;
        if (GIVEN_NAMES.has(given) && !isFounder) add(name, false, place);
        // The second word may itself be a given name: President Gerald Ford.
        else GIVEN.lastIndex = match.index + given.length;
      }
      if (!/\p{Script=Han}/u.test(text)) continue;
      for (const pattern of [HAN_CALLED, HAN_ROLE])
        for (const [place, name] of text.matchAll(pattern)) add(name, true, place);
      for (const [, names = ''] of text.matchAll(HAN_NICKNAMES)) this.#nicknames.push(names);
      for (const [, name = ''] of text.matchAll(HAN_BEHIND)) this.#endings.add(name);
      for (const [, name = ''] of text.matchAll(HAN_BEFORE)) this.#starts.add(name);
      for (const [parts, name = ''] of text.matchAll(HAN_DOTTED))
        if (!parts.split('·').slice(0, -1).some(this.#isName)) this.#dotted.add(name);
    }
    this.#words = words;
    return words;
  }
}
