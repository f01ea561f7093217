import { isConditional } from '../catalog/aliases.ts';
import type { Alias, Catalog, EntityRef } from '../catalog/catalog.ts';
import type { AliasIndex, Hit } from './alias-index.ts';
import { foldText } from './characters.ts';
import type { Conditions } from './conditions.ts';
import { isWordOfDialect } from './dialects.ts';
import type { Evidence, Support } from './evidence.ts';
import type { DocumentText, FieldText } from './field-text.ts';
import type { OpenMention } from './mention.ts';
import type { PersonSign } from './persons.ts';
import { isPlainWord } from './plain-words.ts';
import { entityId } from './relations.ts';
import type { BorderWord } from './word-borders.ts';

/**
 * What the text right around a hit says of one form.
 * SURE: counts by itself. NEEDS_EVIDENCE: an ambiguous form; without evidence it is UNCERTAIN. NEEDS_CONTEXT: its
 * context is not near; without evidence it is nothing. REFUSED: never.
 */
export interface Judgement {
  readonly alias: Alias;
  readonly verdict: 'SURE' | 'NEEDS_EVIDENCE' | 'NEEDS_CONTEXT' | 'REFUSED';
  readonly rule: string;
  /** One sentence for `newsgraph explain`. */
  readonly reason: string;
  /**
   * What it says of the rest of the post. REST: full names and tickers are evidence for the entity and its family.
   * FORM: two context words are, for other places of this form only. One word is evidence for nothing else.
   */
  readonly settles: 'REST' | 'FORM' | 'NOTHING';
}

/** What the linker knows of the place of a hit. */
export interface Place {
  readonly field: FieldText;
  readonly texts: DocumentText;
  /** Whether a symbol of the entity stands in brackets right behind. */
  readonly hasTicker: (entity: EntityRef) => boolean;
  /** The word that reaches over the border, so that the name may have come together by chance. */
  readonly borderOf: () => BorderWord | null;
  /** A given name right in front. */
  readonly givenName: string | null;
  /** What says that the post uses the name for a person. */
  readonly personOf: (alias: Alias) => PersonSign | null;
  /** What says that the post uses the name for a place. */
  readonly placeOf: (alias: Alias) => string | null;
  /** Whether its capital is due to its place alone. */
  readonly isBareOpening: (alias: Alias) => boolean;
  /** The longer name that the hit is a part of. */
  readonly longerName: (alias: Alias) => string | null;
  /** Whether it is written with a capital in the middle of Chinese, which has none. */
  readonly isCapitalBesideHan: () => boolean;
}

export type Decision =
  | { readonly status: 'RESOLVED'; readonly entity: EntityRef; readonly alias: string; readonly rule: string }
  | {
      readonly status: OpenMention['status'];
      readonly candidates: readonly EntityRef[];
      readonly alias: string;
      readonly rule: string;
    }
  | { readonly status: 'REFUSED'; readonly refused: readonly Judgement[] };

/** Judges forms one by one, by what stands near them. */
export class Judge {
  readonly #conditions: Conditions;
  readonly #former: ReadonlySet<string>;
  readonly #index: AliasIndex;

  /** `catalog` need not have the companies of lists, which have no former names. */
  constructor(catalog: Catalog, index: AliasIndex, conditions: Conditions) {
    this.#conditions = conditions;
    this.#index = index;
    const former = new Set<string>();
    for (const { slug, formerNames } of catalog.companies.values())
      for (const { name } of formerNames) former.add(`${entityId({ type: 'Company', key: slug })} ${name}`);
    for (const { slug, formerNames } of catalog.products.values())
      for (const { name } of formerNames) former.add(`${entityId({ type: 'Product', key: slug })} ${name}`);
    this.#former = former;
  }

  /** Whether a text is a name of a company or product that needs nothing: beside one its relative is sure. */
  #isOwn(text: string): boolean {
    return this.#index
      .aliasesOf(text)
      .some((alias) => !isConditional(alias) && alias.entity.type !== 'Topic');
  }

  judge(hit: Hit, place: Place): Judgement[] {
    return hit.forms.map(({ alias }) => this.#judgeForm(alias, hit, place));
  }

  #judgeForm(alias: Alias, hit: Hit, place: Place): Judgement {
    const { field, texts } = place;
    const against = this.#conditions.refusalOf(alias, hit, field);
    if (against !== null) return refused(alias, 'unless', `“${against}” says that it is not meant.`);
    if (place.hasTicker(alias.entity))
      return { ...sure(alias, 'alias-ticker', 'Its own symbol stands right behind it.'), settles: 'REST' };
    const longer = place.longerName(alias);
    if (longer !== null) return refused(alias, 'longer-name', `The name goes on: “${longer}”.`);
    // What a doubt makes of a form: an ambiguous one stays open, another is nothing, unless evidence ends the doubt.
    const doubt = (rule: string, reason: string): Judgement => ({
      alias,
      verdict: alias.ambiguous ? 'NEEDS_EVIDENCE' : 'NEEDS_CONTEXT',
      rule,
      reason,
      settles: 'NOTHING',
    });
    const nothing = (rule: string, reason: string): Judgement => ({
      ...doubt(rule, reason),
      verdict: 'NEEDS_CONTEXT',
    });
    if (alias.entity.type === 'Company' && place.givenName !== null)
      return nothing(
        'person-name',
        `It is the surname of a person: ${place.givenName} stands in front of it.`,
      );
    const person = alias.entity.type === 'Company' ? place.personOf(alias) : null;
    if (person?.isCertain === true)
      return nothing('person-name', `The post uses it for a person: “${person.words}”.`);
    const land = alias.entity.type === 'Company' ? place.placeOf(alias) : null;
    if (land !== null) return nothing('place-name', `The post uses it for a place: “${land}”.`);
    if (place.isBareOpening(alias))
      return doubt(
        'bare-opening',
        'Its capital is due to its place, and what follows does not say that it is a name.',
      );
    const everyday = this.#conditions.everydayUseOf(alias, texts);
    if (everyday !== null)
      return doubt('everyday-use', `The post uses the word in its everyday sense: “${everyday}”.`);
    const context = this.#conditions.contextOf(alias, hit, field, texts.title);
    const isNothing = context.length === 0 && !alias.ambiguous && isConditional(alias);
    const border = isNothing ? null : place.borderOf();
    if (border !== null && !(border.isAround && alias.entity.type === 'Topic'))
      return nothing(
        'word-border',
        `The word “${border.word}” reaches over its border, so it may stand here by chance.`,
      );
    const enough = alias.needs === 'strong' ? 2 : 1;
    if (context.length >= enough) {
      const settles =
        context.length > 1 || !isWord(alias) || context.some((word) => this.#isOwn(word))
          ? 'FORM'
          : 'NOTHING';
      return { ...sure(alias, 'alias-context', `${quoted(context)} near.`), settles };
    }
    if (alias.entity.type !== 'Topic' && isWordOfDialect(foldText(alias.text), texts))
      return nothing('dialect', 'Where the post is written, it is also an everyday word.');
    if (alias.needs === 'strong')
      return nothing(
        'no-strong-evidence',
        'It counts only where the post also has its code, its full name or two of its context words.',
      );
    if (alias.needs === 'subject')
      return nothing(
        'not-the-subject',
        'The post says it in passing: it counts where several sentences speak of the topic, or one names it.',
      );
    if (person !== null && !isConditional(alias))
      return nothing('person-in-post', `The post also uses it for a person: “${person.words}”.`);
    if (isConditional(alias) && place.isCapitalBesideHan()) {
      const far = this.#conditions.contextAnywhere(alias, texts);
      if (far !== null)
        return sure(
          alias,
          'capital-beside-chinese',
          `Its capital stands beside Chinese, and “${far}” in the post.`,
        );
    }
    if (alias.ambiguous)
      return doubt(
        'no-evidence',
        'It is also an everyday word or another name, and nothing in the post says that it is meant.',
      );
    if (alias.context.length > 0)
      return nothing(
        'no-context',
        `None of its context words stands near (${alias.context.slice(0, 5).join(', ')}${alias.context.length > 5 ? ' …' : ''}).`,
      );
    const isFormer = this.#former.has(`${entityId(alias.entity)} ${alias.text}`);
    const rule = isFormer ? 'former-name' : 'alias';
    return { ...sure(alias, rule, 'It stands in the catalog without conditions.'), settles: 'REST' };
  }
}

function sure(alias: Alias, rule: string, reason: string): Judgement {
  return { alias, verdict: 'SURE', rule, reason, settles: 'NOTHING' };
}

function refused(alias: Alias, rule: string, reason: string): Judgement {
  return { alias, verdict: 'REFUSED', rule, reason, settles: 'NOTHING' };
}

/** Whether a form is written like a word: MCP and GPT-4 are not, and one word of context is enough for them. */
function isWord({ text, entity }: Alias): boolean {
  return entity.type !== 'Topic' && /^(?:\p{L}\p{Ll}*|\p{Script=Han}{1,3})$/u.test(text);
}

function quoted(words: readonly string[]): string {
  return `${words.map((word) => `“${word}”`).join(' and ')} ${words.length > 1 ? 'stand' : 'stands'}`;
}

/** The one form that a hit means whatever the rest of the post says, or null. */
export function settledBy(judgements: readonly Judgement[]): Judgement | null {
  const [first, ...others] = currentNames(judgements.filter(({ verdict }) => verdict === 'SURE'));
  if (first === undefined) return null;
  const id = entityId(first.alias.entity);
  return others.every(({ alias }) => entityId(alias.entity) === id) ? first : null;
}

/** Where another company bears today what was the name of one, it means the other. */
function currentNames(sure: readonly Judgement[]): readonly Judgement[] {
  const current = sure.filter(({ rule }) => rule !== 'former-name');
  return current.length > 0 ? current : sure;
}

/** Of the forms that are left, the one that the evidence speaks for. */
export function decide(
  judgements: readonly Judgement[],
  evidence: Evidence,
  field: FieldText,
  offset: number,
  language: string,
  neighbours: Neighbours,
): Decision {
  const candidates = candidatesOf(judgements, (judgement) => {
    const within = isPlainWord(judgement.alias) ? field.sentence({ start: offset, end: offset + 1 }) : null;
    const support = evidence.supportOf(judgement.alias, field.field, offset, within);
    // Relatives near by say nothing of the surname of a person, Jeff King, or of a word: Office rents.
    if (support !== null && (support.strength >= OWN || !NEEDS_OWN.has(judgement.rule))) return support;
    // Where only its context is missing, the names beside it are some.
    const { rule } = judgement;
    const isStrong = rule === 'no-strong-evidence';
    if (rule !== 'no-evidence' && rule !== 'no-context' && rule !== 'dialect' && !isStrong) return null;
    const { type } = judgement.alias.entity;
    if (isStrong && neighbours.isInBusiness()) return BUSINESS;
    if (type === 'Topic') return null;
    // 新华, 新世界 and most short names of lists are words: an item of a list may be anything of the name.
    if (!(isStrong && isWord(judgement.alias)) && neighbours.isListedWith(type)) return LISTED;
    return neighbours.isCapitalBesideHan(judgement.alias.entity) ? CAPITAL : null;
  });
  const current = new Set(currentNames(judgements.filter(({ verdict }) => verdict === 'SURE')));
  const sure = candidates.filter(({ judgement }) => current.has(judgement));
  const [only] = sure;
  if (only !== undefined && sure.length === 1) {
    // Another reading that needs evidence wins where it has the post's own and this one has none.
    const rival = candidates.find((other) => other !== only && strength(other) >= OWN);
    return only.support !== null || rival === undefined
      ? resolved(only.judgement, only.judgement.rule)
      : resolved(rival.judgement, rival.support?.rule ?? rival.judgement.rule);
  }
  const contenders = sure.length > 0 ? sure : candidates.filter(({ support }) => support !== null);
  const ranked = contenders.sort((a, b) => rank(b, language) - rank(a, language));
  const [best, second] = ranked;
  if (best !== undefined && (second === undefined || rank(best, language) > rank(second, language)))
    return resolved(best.judgement, best.support?.rule ?? best.judgement.rule);
  const open =
    sure.length > 0 ? ranked : candidates.filter(({ judgement }) => judgement.verdict === 'NEEDS_EVIDENCE');
  const possible = best === undefined ? open : ranked;
  const [first] = possible;
  if (first === undefined) return { status: 'REFUSED', refused: judgements };
  return {
    status: possible.length > 1 ? 'AMBIGUOUS' : 'UNCERTAIN',
    candidates: possible.map(({ judgement }) => judgement.alias.entity),
    alias: first.judgement.alias.text,
    rule: possible.length > 1 ? 'several-candidates' : first.judgement.rule,
  };
}

/** What stands around a name that has no context. */
export interface Neighbours {
  /** Whether it is one of a list with a sure name of the same type: 知乎、豆瓣. */
  readonly isListedWith: (type: EntityRef['type']) => boolean;
  /** Whether what stands beside it is said of firms only, in a post with several sure names of companies. */
  readonly isInBusiness: () => boolean;
  /**
   * Whether its capital stands in the middle of Chinese, in a post with sure names. It says that a name is meant, not
   * whose, so never for companies with tickers: a wrong ticker would follow.
   */
  readonly isCapitalBesideHan: (entity: EntityRef) => boolean;
}

const LISTED: Support = { rule: 'evidence-list', strength: 1 };
const BUSINESS: Support = { rule: 'evidence-business', strength: 1 };
const CAPITAL: Support = { rule: 'capital-beside-chinese', strength: 1 };

/** From this strength on, the post names the very entity elsewhere, and not only its relatives. */
const OWN = 3;
/** Doubts that only the post's own naming of the very entity ends. */
const NEEDS_OWN: ReadonlySet<string> = new Set([
  'person-name',
  'place-name',
  'bare-opening',
  'everyday-use',
  'no-strong-evidence',
]);

interface Candidate {
  readonly judgement: Judgement;
  readonly support: Support | null;
}

const ORDER: readonly Judgement['verdict'][] = ['SURE', 'NEEDS_EVIDENCE', 'NEEDS_CONTEXT'];

/** One candidate an entity, by its best form. */
function candidatesOf(
  judgements: readonly Judgement[],
  supportOf: (judgement: Judgement) => Support | null,
): Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const verdict of ORDER)
    for (const judgement of judgements) {
      const id = entityId(judgement.alias.entity);
      if (judgement.verdict !== verdict || candidates.has(id)) continue;
      candidates.set(id, { judgement, support: supportOf(judgement) });
    }
  return [...candidates.values()];
}

function strength({ support }: Candidate): number {
  return support?.strength ?? 0;
}

/** Evidence first; then a context that was met; then a form of the post's own language. */
function rank(candidate: Candidate, language: string): number {
  const { alias, rule } = candidate.judgement;
  const own = alias.language !== null && language.startsWith(alias.language.split('-')[0] ?? '') ? 1 : 0;
  return strength(candidate) * 4 + (rule === 'alias-context' || rule === 'alias-ticker' ? 2 : 0) + own;
}

function resolved({ alias }: Judgement, rule: string): Decision {
  return { status: 'RESOLVED', entity: alias.entity, alias: alias.text, rule };
}
