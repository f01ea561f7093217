import { isConditional as hasConditions } from '../catalog/aliases.ts';
import type { Alias, EntityRef } from '../catalog/catalog.ts';
import type { TextRange } from '../documents/document.ts';
import type { AliasIndex } from './alias-index.ts';
import type { FieldText } from './field-text.ts';
import type { Form } from './form.ts';
import { isTitleCase } from './openings.ts';

/** What ends the name of a place, a prize, a match, a school or a fund that bears the name of a company. */
const HEADS = new Set(
  `Stadium Arena Cup Trophy Hospital Hospitals Clinic University School College Academy Museum Gallery Theatre Theater
  Airport Ballpark Speedway Raceway Foundation Philanthropies Fellowship Scholarship Prize Award Awards Medal
  Championship Championships Invitational Marathon Orchestra Choir Trust Trustee ETF ETFs Cathedral Cemetery`.split(
    /\s+/,
  ),
);
/** The same, where they stand right behind: Oracle Park is a place, and the Oracle Developer Park is not its name. */
const NEAR_HEADS = new Set(
  `Bowl Bridge Building Center Centre Classic Field Garden Gardens Hall League Library Masters Open Park Plaza Shield
  Stakes Tower Towers Street Avenue Road Boulevard Square County Island Islands River Basin Rainforest Forest Beach Bay
  Lake Mountain Mountains Valley Village Church Castle Racing FC SC Fund Funds`.split(/\s+/),
);
/** Words with which the name of a company goes on that belongs to a family, or bears its name: Tata Elxsi Motors. */
const TRADES = new Set(
  `Aerospace Appliances Asset Automotive Bank Biologics Biopharma Brewery Capital Cement Chemical Chemicals Cognitive
  Communications Construction Consultancy Consumer Credit Display Electric Electronics Elxsi Energy Engineering
  Entertainment Finance Financial Foods Gas Glass Healthcare Heavy Hospitality Hotels Industries Industrial Infra
  Infrastructure Innovations Insurance Investment Investments Life Logistics Machinery Marine Materials Metals Mining
  Mobis Motor Motors Music Networks Oil Petroleum Pharma Pharmaceutical Pharmaceuticals Pictures Power Properties Rail
  Realty Renewables SDI SDS Securities Semiconductor Semiconductors Shipbuilding Solar Steel Systems Technologies
  Telecom Teleservices Tobacco Transformers Transport Wiring`.split(/\s+/),
);
/** With these the name of a product goes on to one of its own editions, or has ended. */
const EDITIONS = new Set(
  `Pro Max Ultra Plus Mini Air Lite Preview Beta Alpha Edition Editions Turbo Flash Nano Standard Enterprise Business
  Professional Premium Personal Team Teams Home Education Express Desktop Mobile Web Online Go One X XL XR Core Base
  Instruct Chat Thinking Reasoning Vision Coder Large Medium Small Next Classic Advanced Deluxe Special Limited Extended
  Server Client App Apps Game Games Device Devices Support Update Updates Security Users User Developers Developer Team CEO CTO CFO Chief Version Series Generation Gen Model
  Models Phones Phone Smartphone Smartphones Tablet Laptop PCs Cloud January February March April May June July August
  September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday I The A An It In On At
  And Or But For With By To From As If We You They He She This That These Those Is Are Was Will Can Has Have`.split(
    /\s+/,
  ),
);
/** Behind a hyphen these make an adjective of a name, and no other name: Claude-powered, Google-like. */
const ADJECTIVES =
  /^(?:\p{Ll}+(?:ed|ing|en|ish|able|ible)|based|like|style|native|only|first|free|size|level|class|type|friendly|specific|wide|run|led|made|built|backed|owned|linked|grade|era|compatible|exclusive|to|and|or|as|on|in|vs|per|heavy|related|facing|side|inspired|centric|agnostic|ready|type|worth|scale)(?![\p{L}\p{N}])/u;
/** With a second name and what he does, it is a person: Cisco Ramirez, from Dayton. */
const PERSON = /^ (\p{Lu}\p{Ll}+), (?:\d{1,2},|an? \p{Ll}|from |who |of \p{Lu})/u;
const CORPORATE = new Set(
  'Inc Corp Co Ltd Group Holdings Company Corporation Limited Motor Motors Bank'.split(' '),
);
/** In front of a hyphen these say how somebody stands to the name. */
/** Streets, towns and districts that have a name in front: Subaru-dori. */
const PLACE_ENDINGS =
  /^-(?:dori|cho|machi|mura|shi|ku|ken|gun|jo|bashi|gu|dong|ro|do|si|eup|myeon|stra(?:ss|ß)e|platz|allee)(?![\p{L}\p{N}])/u;
const PREFIXES =
  /(?:^|[^\p{L}\p{N}])(?:anti|co|ex|inter|mid|multi|non|post|pre|pro|self|semi|sub|super|un|all|former|then|now|via|per|vs)-$/iu;

const MORE_WORDS = /^((?: (?:\p{Lu}[\p{Script=Latin}\p{M}\p{N}'’&-]*|of|for|and|the|&)){1,5})/u;

/** What a Chinese name goes on to where it names a place, a match or a school. */
const HAN_MORE =
  /^(?:国际|全球|公益|慈善|艺术|文化|体育|儿童|金融|世界|城市|中国|未来|科技){0,2}(?:体育场|体育馆|竞技场|球场|医院|基金会|博物馆|美术馆|奖学金|大学(?!生)|商学院|大厦|艺术中心|金融中心|文化中心|体育中心|演艺中心|锦标赛|公开赛|马拉松|大师赛|杯(?![子具中装垫盖面形状型里口])|道(?![歉具理别出破谢贺指琼])|街(?![头拍坊])|路(?![由线演透人径上过虎数途况障])|桥|站(?![点台长上在出到稳]))/u;

/**
 * The same behind a topic of two characters: 体育场, 教育局 and 旅游发展局 name a place or an office, and no sports,
 * education and tourism.
 */
const HAN_VENUES =
  /^(?:园|馆|会(?![议上员计长不在将])|场(?![景合面所内外比均])|(?:发展|管理|事务|监督|推广|服务|保障|规划|稽查|工作|总)?(?:局(?![面势限部])|署(?!名)|厅(?!堂)|委员会|总会|协会|学会|联会|大学|学院|书院|部(?![分位署件门队落])|处(?![理于在罚置方境处])))/u;

/** Words that open a sentence in front of a topic, and are no part of a name. */
const OPENERS = new Set(
  'Our Your Their His Her Its My More Most Many Some All Both Such No New How Why What When Where Of On Local'.split(
    ' ',
  ),
);

/** What is asked of the rest of the text at a name. */
export interface Surroundings {
  /** Whether a name of the catalog starts at an offset of the text. */
  readonly startsName: (offset: number) => boolean;
  /** Whether a name of the same family that needs nothing ends at an offset of the text. */
  readonly endsRelative: (offset: number) => boolean;
  /** Whether the name counts only under conditions. */
  readonly isConditional: boolean;
  /** Whether other companies of the catalog have this name in front of their own. */
  readonly isFamilyName: () => boolean;
  /** Whether it is a system that others make things for, which bear its name: Android Auto, Windows Defender. */
  readonly isPlatform: boolean;
}

/**
 * The longer name that a hit is only the beginning (or the end) of, or null: Emirates Stadium, FedEx Cup,
 * Llama-Factory, Android Auto, 梅赛德斯-奔驰文化中心. A name is the longest run that reads as one; where it goes on
 * beyond what the catalog knows, another thing is named, unless the rest is an edition of the same.
 */
export function longerName(
  field: FieldText,
  range: TextRange,
  entity: EntityRef,
  { startsName, endsRelative, isConditional, isFamilyName, isPlatform }: Surroundings,
): string | null {
  const { folded } = field;
  const name = folded.slice(range.start, range.end);
  const after = folded.slice(range.end, range.end + 80);
  if (entity.type === 'Topic') {
    const venue = /^\p{Script=Han}{2}$/u.test(name) ? HAN_VENUES.exec(after) : null;
    return venue === null ? namedWithTopic(field, range, name, after) : `${name}${venue[0]}`;
  }
  if (/\p{Script=Han}$/u.test(name)) {
    const more = entity.type === 'Company' ? HAN_MORE.exec(after) : null;
    return more === null ? null : `${name}${more[0]}`;
  }
  if (!/[\p{Script=Latin}\p{N}]$/u.test(name)) return null;
  const front = /(?:\p{Script=Han}|[、，。；：（“])\s?(\p{Lu}[\p{Script=Latin}\p{N}]+) $/u.exec(
    folded.slice(Math.max(0, range.start - 24), range.start),
  )?.[1];
  // In the middle of Chinese two Latin words with capitals are one name: K8sGPT Operator.
  if (isConditional && entity.type === 'Product' && front !== undefined && !endsRelative(range.start - 1))
    return `${front} ${name}`;
  const joined = joinedName(folded, range, entity, name, after, startsName);
  if (joined !== null) return joined;
  const more = MORE_WORDS.exec(after)?.[1];
  if (more === undefined || startsName(range.end + 1)) return null;
  const words = more.trim().split(' ');
  // Of capitals in a heading nobody can tell which are of the name.
  const sentence = field.sentence(range);
  const whole = folded.slice(sentence.start, Math.min(sentence.end, sentence.start + 400));
  const isHeading = !/[.!?]$/.test(whole) && isTitleCase(whole);
  const [first = ''] = words;
  const isEnd = (word: string | undefined) => word === undefined || /^\p{Ll}/u.test(word);
  const head = words.findIndex((word, at) => {
    const noun = word.replace(/[.'’]s?$/, '');
    return (
      (HEADS.has(noun) || (at === 0 && entity.type === 'Company' && NEAR_HEADS.has(noun))) &&
      isEnd(words[at + 1])
    );
  });
  if (head !== -1 && (head === 0 || !isHeading)) return `${name} ${words.slice(0, head + 1).join(' ')}`;
  const person = PERSON.exec(after)?.[1];
  if (entity.type === 'Company' && person !== undefined && !CORPORATE.has(person)) return `${name} ${person}`;
  if (entity.type === 'Company')
    return TRADES.has(first.replace(/\.$/, '')) && isFamilyName() ? `${name} ${first}` : null;
  // Services and frameworks are named with their parts: Amazon S3 Metadata is of Amazon S3.
  if (!isPlatform || isHeading || !/^\p{Lu}\p{Ll}/u.test(first)) return null;
  return EDITIONS.has(first.replace(/[.'’].*$/, '')) ? null : `${name} ${first}`;
}

/**
 * The name that an English word of a topic is a part of, or null: Gold Fields and the Data Protection Commission have
 * capitals throughout, in a sentence that has not.
 */
function namedWithTopic(field: FieldText, range: TextRange, name: string, after: string): string | null {
  if (!/^\p{Lu}\p{Ll}+(?:[ -]\p{Lu}?\p{Ll}+)*$/u.test(name)) return null;
  const sentence = field.sentence(range);
  const { folded } = field;
  if (isTitleCase(folded.slice(sentence.start, Math.min(sentence.end, sentence.start + 400)))) return null;
  const behind = /^ (\p{Lu}\p{Ll}+)/u.exec(after)?.[1];
  const before = folded.slice(Math.max(sentence.start, range.start - 24), range.start);
  const front = range.start > sentence.start ? /(\p{Lu}\p{Ll}+) $/u.exec(before)?.[1] : undefined;
  if (behind !== undefined && !EDITIONS.has(behind)) return `${name} ${behind}`;
  return front === undefined || EDITIONS.has(front) || OPENERS.has(front) ? null : `${front} ${name}`;
}

/** Names that hyphens and full stops join to one: Llama-Factory, llama.cpp, Open-Sora. */
function joinedName(
  folded: string,
  range: TextRange,
  entity: EntityRef,
  name: string,
  after: string,
  startsName: (offset: number) => boolean,
): string | null {
  const dotted =
    /^\.(?!com\b|cn\b|net\b|org\b|co\b|inc\b|ai\b)\p{Ll}[\p{Ll}\p{N}]{1,9}(?![\p{L}\p{N}])/u.exec(after);
  if (dotted !== null) return `${name}${dotted[0]}`;
  const place = PLACE_ENDINGS.exec(after);
  if (place !== null) return `${name}${place[0]}`;
  const joined = /^-(\p{L}[\p{L}\p{N}]*(?:-[\p{L}\p{N}.]+)*)/u.exec(after)?.[1];
  if (joined !== undefined && !startsName(range.end + 1) && !ADJECTIVES.test(after.slice(1))) {
    const isCapital = /^\p{Lu}/u.test(joined);
    const isSmallName = /^\p{Ll}/u.test(name);
    if (isCapital && joined.length > 2 && !/\d/.test(joined) && !EDITIONS.has(joined))
      return `${name}-${joined}`;
    if (
      !isCapital &&
      !/\d/.test(joined) &&
      (isSmallName || entity.type === 'Product') &&
      !EDITIONS.has(titled(joined))
    )
      return `${name}-${joined}`;
  }
  if (entity.type !== 'Product' || !/^\p{Lu}\p{Ll}/u.test(name)) return null;
  const before = folded.slice(Math.max(0, range.start - 24), range.start);
  const front = /([\p{Script=Latin}\p{N}]+)-$/u.exec(before)?.[1];
  if (front === undefined || front.length < 2 || PREFIXES.test(before)) return null;
  return startsName(range.start - front.length - 1) ? null : `${front}-${name}`;
}

function titled(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Whether a form says by itself that another name starts where it stands: not a topic, and no word. */
export function isOwnName({ alias }: Form): boolean {
  return alias.entity.type !== 'Topic' && !hasConditions(alias);
}

/** Whether the names of other companies begin with the name of one: Samsung, Tata, Morgan. */
export function familyNames(index: AliasIndex): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const ownersOf = (aliases: readonly Alias[]) =>
    aliases.flatMap(({ entity }) => (entity.type === 'Company' ? [entity.key] : []));
  return (name) => {
    let isFamily = known.get(name);
    if (isFamily === undefined) {
      const owner = ownersOf(index.aliasesOf(name)).at(-1);
      isFamily = owner !== undefined && ownersOf(index.aliasesBehind(name)).some((key) => key !== owner);
      known.set(name, isFamily);
    }
    return isFamily;
  };
}
