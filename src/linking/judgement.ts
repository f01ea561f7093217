import type { Alias, Catalog, EntityRef } from '../catalog/catalog.ts';
import type { Hit } from './alias-index.ts';
import type { Conditions } from './conditions.ts';
import type { Evidence, Support } from './evidence.ts';
import type { DocumentText, FieldText } from './field-text.ts';
import type { OpenMention } from './mention.ts';
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

  constructor(catalog: Catalog, conditions: Conditions) {
    this.#conditions = conditions;
    const former = new Set<string>();
    for (const { slug, formerNames } of catalog.companies.values())
      for (const { name } of formerNames) former.add(`${entityId({ type: 'Company', key: slug })} ${name}`);
    for (const { slug, formerNames } of catalog.products.values())
      for (const { name } of formerNames) former.add(`${entityId({ type: 'Product', key: slug })} ${name}`);
    this.#former = former;
  }

  /**
   * `hasTicker` says whether a symbol of the form's own entity stands in brackets right behind the hit, `borderOf`
   * finds a word that reaches over the border of the hit, so that it may have come together by chance, `givenName` is
   * one that stands right in front of it, `isBareOpening` whether its capital is due to its place alone.
   */
  judge(
    hit: Hit,
    field: FieldText,
    texts: DocumentText,
    hasTicker: (entity: EntityRef) => boolean,
    borderOf: () => BorderWord | null,
    givenName: string | null,
    isBareOpening: (alias: Alias) => boolean,
  ): Judgement[] {
    return hit.forms.map(({ alias }) => {
      const against = this.#conditions.refusalOf(alias, hit, field);
      if (against !== null)
        return {
          alias,
          verdict: 'REFUSED',
          rule: 'unless',
          reason: `“${against}” says that it is not meant.`,
        };
      if (hasTicker(alias.entity))
        return sure(alias, 'alias-ticker', 'Its own symbol stands right behind it.');
      if (givenName !== null && alias.entity.type === 'Company')
        return {
          alias,
          verdict: 'NEEDS_CONTEXT',
          rule: 'person-name',
          reason: `It is the surname of a person: ${givenName} stands in front of it.`,
        };
      if (isBareOpening(alias))
        return {
          alias,
          verdict: alias.ambiguous ? 'NEEDS_EVIDENCE' : 'NEEDS_CONTEXT',
          rule: 'bare-opening',
          reason: 'Its capital is due to its place, and what follows does not say that it is a name.',
        };
      const everyday = this.#conditions.everydayUseOf(alias, texts);
      if (everyday !== null)
        return {
          alias,
          verdict: alias.ambiguous ? 'NEEDS_EVIDENCE' : 'NEEDS_CONTEXT',
          rule: 'everyday-use',
          reason: `The post uses the word in its everyday sense: “${everyday}”.`,
        };
      const context = this.#conditions.contextOf(alias, hit, field, texts.title);
      const isNothing = context === null && !alias.ambiguous && alias.context.length > 0;
      const border = isNothing ? null : borderOf();
      if (border !== null && !(border.isAround && alias.entity.type === 'Topic'))
        return {
          alias,
          verdict: 'NEEDS_CONTEXT',
          rule: 'word-border',
          reason: `The word “${border.word}” reaches over its border, so it may stand here by chance.`,
        };
      if (alias.needs === 'strong')
        return {
          alias,
          verdict: 'NEEDS_CONTEXT',
          rule: 'no-strong-evidence',
          reason: 'It counts only where the post also has its code or its full name.',
        };
      if (context !== null) return sure(alias, 'alias-context', `“${context}” stands near.`);
      if (alias.ambiguous)
        return {
          alias,
          verdict: 'NEEDS_EVIDENCE',
          rule: 'no-evidence',
          reason:
            'It is also an everyday word or another name, and nothing in the post says that it is meant.',
        };
      if (alias.context.length > 0)
        return {
          alias,
          verdict: 'NEEDS_CONTEXT',
          rule: 'no-context',
          reason: `None of its context words stands near (${alias.context.slice(0, 5).join(', ')}${alias.context.length > 5 ? ' …' : ''}).`,
        };
      const isFormer = this.#former.has(`${entityId(alias.entity)} ${alias.text}`);
      return sure(alias, isFormer ? 'former-name' : 'alias', 'It stands in the catalog without conditions.');
    });
  }
}

function sure(alias: Alias, rule: string, reason: string): Judgement {
  return { alias, verdict: 'SURE', rule, reason };
}

/** The one entity that a hit means whatever the rest of the post says, or null. */
export function settledBy(judgements: readonly Judgement[]): EntityRef | null {
  const [first, ...others] = judgements.filter(({ verdict }) => verdict === 'SURE');
  if (first === undefined) return null;
  const id = entityId(first.alias.entity);
  return others.every(({ alias }) => entityId(alias.entity) === id) ? first.alias.entity : null;
}

/** Of the forms that are left, the one that the evidence speaks for. */
export function decide(
  judgements: readonly Judgement[],
  evidence: Evidence,
  field: FieldText,
  offset: number,
  language: string,
): Decision {
  const candidates = candidatesOf(judgements, (judgement) => {
    const within = isPlainWord(judgement.alias) ? field.sentence({ start: offset, end: offset + 1 }) : null;
    const support = evidence.supportOf(judgement.alias.entity, field.field, offset, within);
    // Relatives near by say nothing of the surname of a person, Jeff King, or of a word: Office rents.
    return support !== null && support.strength < OWN && NEEDS_OWN.has(judgement.rule) ? null : support;
  });
  const sure = candidates.filter(({ judgement }) => judgement.verdict === 'SURE');
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

/** From this strength on, the post names the very entity elsewhere, and not only its relatives. */
const OWN = 3;
/** Doubts that only the post's own naming of the very entity ends. */
const NEEDS_OWN: ReadonlySet<string> = new Set([
  'person-name',
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
