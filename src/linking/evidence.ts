import type { Alias, EntityRef } from '../catalog/catalog.ts';
import type { TextRange } from '../documents/document.ts';
import type { MentionField } from './mention.ts';
import { entityId, type Relations } from './relations.ts';

/** How far a related name may stand from one that needs it, in UTF-16 units: about a screen of text. */
const NEAR_BY = 2000;
/** For so many UTF-16 units of a post, one sentence that says a word of a topic is in passing. */
const PASSING = 1500;

/** Why a name that needs evidence counts, strongest first; the names are rules of mentions. */
export type EvidenceRule =
  | 'evidence-ticker'
  | 'one-sense'
  | 'subject'
  | 'evidence-related'
  | 'evidence-source'
  | 'evidence-list'
  | 'evidence-business'
  | 'capital-beside-chinese';
const STRENGTH: Readonly<Record<EvidenceRule, number>> = {
  'evidence-ticker': 4,
  'one-sense': 3,
  subject: 3,
  'evidence-related': 2,
  'evidence-source': 1,
  'evidence-list': 1,
  'evidence-business': 1,
  'capital-beside-chinese': 1,
};

export interface Support {
  readonly rule: EvidenceRule;
  readonly strength: number;
}

/** What the document has settled without doubt, and what that says about the rest. */
export class Evidence {
  readonly #relations: Relations;
  readonly #tickers = new Set<string>();
  readonly #settled = new Set<string>();
  /** Forms that two context words settled: the sense of a word, not that of a family. */
  readonly #forms = new Set<Alias>();
  readonly #sources = new Set<string>();
  /** Where words of a topic stand that say nothing alone: the starts of their sentences. */
  readonly #signs = new Map<string, Set<string>>();
  readonly #signsOfSubject: number;
  /** Where each group is named: offsets by field, ascending. */
  readonly #places = new Map<string, Record<MentionField, number[]>>();

  /** `length` is that of the post: a long one says much in passing. */
  constructor(relations: Relations, length: number) {
    this.#relations = relations;
    this.#signsOfSubject = Math.max(2, Math.ceil(length / PASSING));
  }

  /** A sentence has a word of this topic that texts also say in passing. */
  addSign(topic: EntityRef, field: MentionField, sentence: number): void {
    const id = entityId(topic);
    const signs = this.#signs.get(id) ?? new Set<string>();
    this.#signs.set(id, signs.add(`${field} ${sentence}`));
  }

  /** A ticker of this company stands in the post. */
  addTicker(company: string): void {
    this.#tickers.add(entityId({ type: 'Company', key: company }));
  }

  /** The post names this entity, and nothing else can be meant. */
  addSettled(entity: EntityRef, field: MentionField, offset: number): void {
    this.#settled.add(entityId(entity));
    const group = this.#relations.groupOf(entity);
    const places = this.#places.get(group) ?? { TITLE: [], BODY: [] };
    this.#places.set(group, places);
    const offsets = places[field];
    if (offset >= (offsets.at(-1) ?? 0)) offsets.push(offset);
    else offsets.splice(firstAtLeast(offsets, offset), 0, offset);
  }

  /** The post says by two different words of its context what this form means. */
  addForm(alias: Alias): void {
    this.#forms.add(alias);
  }

  /** The source, author or a tag of the post names this entity. */
  addSource(entity: EntityRef): void {
    this.#sources.add(entityId(entity));
    this.#sources.add(this.#relations.groupOf(entity));
  }

  /**
   * The strongest reason to believe that a name at this place means the entity, or null. `within` narrows where its
   * relatives count to a range of the same field, and to the title.
   */
  supportOf(
    alias: Alias,
    field: MentionField,
    offset: number,
    within: TextRange | null = null,
  ): Support | null {
    const rule = this.#forms.has(alias) ? 'one-sense' : this.#ruleOf(alias.entity, field, offset, within);
    return rule === null ? null : { rule, strength: STRENGTH[rule] };
  }

  #ruleOf(
    entity: EntityRef,
    field: MentionField,
    offset: number,
    within: TextRange | null,
  ): EvidenceRule | null {
    const id = entityId(entity);
    if (this.#tickers.has(id)) return 'evidence-ticker';
    if (this.#settled.has(id)) return 'one-sense';
    if ((this.#signs.get(id)?.size ?? 0) >= this.#signsOfSubject) return 'subject';
    const groups = this.#relations.groupsFor(entity);
    if (groups.some((group) => this.#isNear(group, field, offset, within))) return 'evidence-related';
    if (this.#sources.has(id) || groups.some((group) => this.#sources.has(group))) return 'evidence-source';
    return null;
  }

  /** Near by in the same field, or anywhere in the other one: what the title names, the post is about. */
  #isNear(group: string, field: MentionField, offset: number, within: TextRange | null): boolean {
    const places = this.#places.get(group);
    if (places === undefined) return false;
    if (field === 'BODY' && places.TITLE.length > 0) return true;
    if (field === 'TITLE' && within === null && places.BODY.length > 0) return true;
    const { start, end } = within ?? { start: offset - NEAR_BY, end: offset + NEAR_BY + 1 };
    const offsets = places[field];
    return (offsets[firstAtLeast(offsets, start)] ?? Number.POSITIVE_INFINITY) < end;
  }
}

function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
