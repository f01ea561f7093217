import { isConditional } from '../catalog/aliases.ts';
import {
  type Alias,
  type Catalog,
  type Company,
  type EntityRef,
  type Ticker,
  withListings,
} from '../catalog/catalog.ts';
import type { LinkableDocument, TextRange } from '../documents/document.ts';
import { AliasIndex, type Hit } from './alias-index.ts';
import { isInBusiness } from './business.ts';
import { Claims } from './claims.ts';
import { Conditions, givenNameBefore, isCredit, isPartOfPersonName } from './conditions.ts';
import { type DiscoveredName, discoveredNames, taughtProducts } from './discovered-names.ts';
import { Evidence } from './evidence.ts';
import { type DocumentText, FieldText } from './field-text.ts';
import { isNamedAt, Judged } from './judged.ts';
import { decide, Judge, type Judgement, settledBy } from './judgement.ts';
import { SureNames } from './lists.ts';
import {
  type LinkedDocument,
  type Mention,
  namedBy,
  type Refusal,
  type TickerLink,
  type TickerOrigin,
} from './mention.ts';
import { familyNames, isOwnName, longerName } from './name-ends.ts';
import { Namesakes } from './namesakes.ts';
import { isBareOpening, isCapitalBesideHan } from './openings.ts';
import { Persons } from './persons.ts';
import { placeSignOf } from './places.ts';
import { Relations } from './relations.ts';
import { readStockReferences, type StockFinding } from './stock-references.ts';
import { placesOf, taughtNames } from './taught-names.ts';
import { type TickerForm, TickerForms } from './ticker-forms.ts';
import { viewOf } from './view.ts';
import { wordOverBorder } from './word-borders.ts';

export interface Linker {
  /** Pure and synchronous: the same document and catalog give the same links. `explain` fills `refusals`. */
  link(document: LinkableDocument, options?: { readonly explain?: boolean }): LinkedDocument;
}

/** Builds the index of the catalog once; linking then takes about as long as reading the text a few times. */
export function createLinker(written: Catalog): Linker {
  const catalog = withListings(written);
  const index = new AliasIndex(catalog.aliases);
  const isName = (text: string) => index.aliasesOf(text).length > 0;
  const knowledge: Knowledge = {
    catalog,
    index,
    forms: new TickerForms(catalog),
    relations: new Relations(catalog),
    namesakes: new Namesakes(catalog),
    judge: new Judge(written, index, new Conditions(isName)),
    isName,
    isFamilyName: familyNames(index),
  };
  return {
    link: (document, { explain = false } = {}) => new Linking(document, knowledge, explain).run(),
  };
}

/** What is made of a catalog once and serves every document. */
interface Knowledge {
  readonly catalog: Catalog;
  readonly index: AliasIndex;
  readonly forms: TickerForms;
  readonly relations: Relations;
  readonly namesakes: Namesakes;
  readonly judge: Judge;
  /** Whether a text is a form of the catalog. */
  readonly isName: (text: string) => boolean;
  /** Whether names of other companies have this name in front. */
  readonly isFamilyName: (text: string) => boolean;
}

/** Where names that need nothing start in one text, and where they end, with the family that they name. */
interface OwnNames {
  readonly starts: ReadonlySet<number>;
  readonly groups: ReadonlyMap<number, string>;
}

interface Field {
  readonly text: FieldText;
  readonly folded: string;
  readonly mentions: Mention[];
  readonly claims: Claims;
  readonly hits: readonly Judged[];
}

/** The linking of one document. */
class Linking {
  readonly #document: LinkableDocument;
  readonly #catalog: Catalog;
  readonly #knowledge: Knowledge;
  readonly #persons: Persons;
  readonly #explain: boolean;
  readonly #evidence: Evidence;
  readonly #stock: readonly StockFinding[];
  readonly #tickers = new Map<string, TickerOrigin>();
  readonly #taughtTickers = new Map<string, Ticker>();
  readonly #taughtCompanies = new Map<string, Company>();
  /** Names that count where they stand and say nothing of other places. */
  readonly #weak: { readonly text: FieldText; readonly range: TextRange; readonly alias: Alias }[] = [];
  #discovered: readonly DiscoveredName[] = [];
  readonly #sureNames = { TITLE: new SureNames(), BODY: new SureNames() };
  readonly #refusals: Refusal[] = [];

  readonly #texts: DocumentText;

  constructor(document: LinkableDocument, knowledge: Knowledge, explain: boolean) {
    const { title, bodyText, unlinked } = document;
    this.#document = document;
    this.#knowledge = knowledge;
    this.#catalog = knowledge.catalog;
    this.#explain = explain;
    this.#evidence = new Evidence(knowledge.relations, bodyText.length);
    this.#stock = readStockReferences(document, knowledge.catalog);
    this.#texts = {
      title: new FieldText('TITLE', title, []),
      body: new FieldText('BODY', bodyText, unlinked),
    };
    this.#persons = new Persons([this.#texts.title.folded, this.#texts.body.folded], (text) =>
      knowledge.isName(text),
    );
  }

  run(): LinkedDocument {
    this.#addStockReferences();
    this.#addSources();
    this.#discovered = discoveredNames(this.#document, (name) => this.#isKnown(name));
    const fields = [this.#texts.title, this.#texts.body].map((text) => this.#prepare(text));
    for (const field of fields) this.#settle(field);
    this.#settleBesideRelatives();
    for (const field of fields) this.#resolve(field);
    for (const field of fields) this.#addTaughtNames(field);
    const mentions = fields.flatMap((field) => field.mentions.sort((a, b) => a.start - b.start));
    this.#addCompanyTickers(mentions);
    const tickers: TickerLink[] = [...this.#tickers].map(([ticker, origin]) => ({ ticker, origin }));
    return {
      mentions,
      tickers,
      taughtCompanies: [...this.#taughtCompanies.values()],
      taughtTickers: [...this.#taughtTickers.values()],
      taughtProducts: taughtProducts(mentions, this.#discovered),
      refusals: this.#refusals.sort((a, b) =>
        a.field === b.field ? a.start - b.start : a.field === 'TITLE' ? -1 : 1,
      ),
    };
  }

  #addStockReferences(): void {
    for (const { ticker, origin, company, taught } of this.#stock) {
      this.#addTicker(ticker, origin);
      if (company !== null && !this.#taughtCompanies.has(company.slug))
        this.#taughtCompanies.set(company.slug, company);
      this.#teach(taught);
    }
  }

  /** A store holds what a list of listings knows from the first post that names it. */
  #bringListing(key: string): void {
    const ticker = this.#catalog.listings?.tickers.get(key);
    if (ticker === undefined) return;
    this.#teach(ticker);
    const company = this.#catalog.companies.get(ticker.company ?? '');
    if (company !== undefined) this.#taughtCompanies.set(company.slug, company);
  }

  /** A link that names the company says more than a chart of the same security. */
  #teach(ticker: Ticker | null): void {
    if (ticker === null) return;
    const earlier = this.#taughtTickers.get(ticker.key);
    if (earlier === undefined || earlier.company === null) this.#taughtTickers.set(ticker.key, ticker);
  }

  #addTicker(ticker: string, origin: TickerOrigin): void {
    const order: readonly TickerOrigin[] = ['STOCK_BLOCK', 'STOCK_LINK', 'TEXT', 'COMPANY'];
    const earlier = this.#tickers.get(ticker);
    if (earlier === undefined || order.indexOf(origin) < order.indexOf(earlier))
      this.#tickers.set(ticker, origin);
    const company = this.#catalog.tickers.get(ticker)?.company ?? null;
    if (company !== null && origin !== 'COMPANY') this.#evidence.addTicker(company);
    this.#bringListing(ticker);
  }

  /** Names in the source, the author and the tags are evidence; they are not text, so they are no mentions. */
  #addSources(): void {
    const { source, author, tags } = this.#document;
    for (const name of [source?.name ?? '', author ?? '', ...tags]) {
      for (const { forms } of this.#knowledge.index.find(viewOf(name))) {
        const [form, ...others] = forms;
        if (form === undefined || others.length > 0) continue;
        if (!isConditional(form.alias)) this.#evidence.addSource(form.alias.entity);
      }
    }
  }

  /** Takes what markup and ticker forms name, then finds and judges everything else. */
  #prepare(text: FieldText): Field {
    const { folded } = text;
    const mentions: Mention[] = [];
    const claims = new Claims();
    if (text.field === 'BODY')
      for (const { named } of this.#stock)
        if (named !== null && claims.take(named.range))
          mentions.push(this.#mention(text, named.range, named.entity, named.text, 'stock-link'));
    // A name that the post proves is taken whole before a shorter one of the catalog, and is evidence for nothing.
    for (const { name, entity, rule } of this.#discovered)
      for (const range of placesOf(text, name))
        if (!text.isClosed(range) && claims.take(range))
          mentions.push(this.#mention(text, range, entity, name, rule));
    const { forms, refused } = this.#knowledge.forms.find(folded);
    for (const form of forms)
      if (!text.isClosed(form) && claims.take(form)) mentions.push(this.#ticker(text, form));
    for (const { start, end, text: surface, rule, reason } of refused)
      this.#refuse(text, { start, end }, { type: 'Ticker', key: surface }, surface, rule, reason);
    const hits = this.#judgeAll(text, folded, this.#knowledge.index.find(text.view));
    return { text, folded, mentions, claims, hits };
  }

  #ticker(text: FieldText, form: TickerForm): Mention {
    const { ticker: key, mic, symbol, rule } = form;
    this.#addTicker(key, 'TEXT');
    const known = this.#catalog.tickers.has(key) || this.#taughtTickers.has(key);
    if (!known) this.#teach({ key, mic, symbol, company: null, origin: 'CORPUS' });
    return this.#mention(text, form, { type: 'Ticker', key }, key, rule);
  }

  #judgeAll(text: FieldText, folded: string, found: readonly Hit[]): Judged[] {
    const ranges = found.map((hit) => text.rangeOf(hit.start, hit.end));
    const starts = new Set(ranges.map(({ start }) => start));
    const ends = new Set(ranges.map(({ end }) => end));
    const isName = {
      starting: (offset: number) => starts.has(offset),
      ending: (offset: number) => ends.has(offset),
    };
    const named: OwnNames = {
      starts: new Set(
        ranges.flatMap(({ start }, at) => (found[at]?.forms.some(isOwnName) === true ? [start] : [])),
      ),
      groups: new Map(
        found.flatMap(({ forms }, at) => {
          const form = forms.find(isOwnName);
          const end = ranges[at]?.end;
          return form === undefined || end === undefined
            ? []
            : [[end, this.#knowledge.relations.groupOf(form.alias.entity)]];
        }),
      ),
    };
    return found.flatMap((hit, at) => {
      const range = ranges[at];
      if (range === undefined) return [];
      const entity = hit.forms[0]?.alias.entity;
      const alias = hit.forms[0]?.alias.text ?? '';
      if (text.isClosed(range)) {
        const reason =
          'It stands in code, a URL, an e-mail address, a file name, or a sentence that many posts repeat.';
        if (entity !== undefined) this.#refuse(text, range, entity, alias, 'unlinked', reason);
        return [];
      }
      if (isCredit(folded, range)) {
        const reason = 'It stands alone in brackets behind the text, as its source.';
        if (entity !== undefined) this.#refuse(text, range, entity, alias, 'credit', reason);
        return [];
      }
      if (isPartOfPersonName(folded, range, isName)) {
        const reason = 'It is one part of a name written with middle dots.';
        if (entity !== undefined) this.#refuse(text, range, entity, alias, 'person-name', reason);
        return [];
      }
      return [new Judged(range, () => this.#judgements(text, folded, hit, range, named))];
    });
  }

  #judgements(
    text: FieldText,
    folded: string,
    hit: Hit,
    range: TextRange,
    { starts, groups }: OwnNames,
  ): Judgement[] {
    const hasTicker = ({ type, key }: EntityRef) =>
      type === 'Company' && this.#knowledge.forms.behind(folded, range.end, key) !== null;
    const startsName = (offset: number) => starts.has(offset);
    return this.#knowledge.judge.judge(hit, {
      field: text,
      texts: this.#texts,
      hasTicker,
      borderOf: () => wordOverBorder(folded, range),
      givenName: givenNameBefore(folded, range),
      placeOf: ({ text: name }) => placeSignOf(name, [this.#texts.title.folded, this.#texts.body.folded]),
      personOf: (alias) => this.#persons.signOf(alias.text),
      isBareOpening: (alias) => isBareOpening(alias, text, range, this.#texts),
      longerName: (alias) =>
        longerName(text, range, alias.entity, {
          startsName,
          endsRelative: (offset) => groups.get(offset) === this.#knowledge.relations.groupOf(alias.entity),
          isConditional: isConditional(alias),
          isFamilyName: () => this.#knowledge.isFamilyName(alias.text),
          isPlatform: this.#isPlatform(alias.entity),
        }),
      isCapitalBesideHan: () => this.#isCapitalBesideHan(text, range),
    });
  }

  /** First pass: what needs no evidence is evidence. Leftmost-longest, as in the second pass. */
  #settle({ text, mentions, claims, hits }: Field): void {
    let end = 0;
    for (const judged of hits) {
      const { range } = judged;
      if (range.start < end || !claims.isFree(range)) continue;
      const { judgements } = judged;
      if (judgements.every(({ verdict, rule }) => verdict === 'REFUSED' && rule !== 'longer-name')) continue;
      end = range.end;
      const settled = settledBy(judgements);
      for (const { alias, rule } of judgements)
        if (rule === 'not-the-subject')
          this.#evidence.addSign(alias.entity, text.field, text.sentence(range).start);
      if (settled?.settles === 'REST') this.#sure(text, range, settled.alias.entity);
      if (settled?.settles === 'FORM') this.#evidence.addForm(settled.alias);
      if (settled?.settles === 'NOTHING') this.#weak.push({ text, range, alias: settled.alias });
    }
    for (const mention of mentions)
      if (mention.status === 'RESOLVED' && mention.entity.type === 'Company')
        this.#sure(text, mention, mention.entity);
  }

  #sure(text: FieldText, range: TextRange, entity: EntityRef): void {
    this.#evidence.addSettled(entity, text.field, range.start);
    if (entity.type !== 'Topic') this.#sureNames[text.field].add(range, entity.type);
  }

  /** A word of its context and its maker, or another product of it, in one sentence: two signs are enough. */
  #settleBesideRelatives(): void {
    for (const { text, range, alias } of this.#weak) {
      const sentence = text.sentence(range);
      if (this.#evidence.supportOf(alias, text.field, range.start, sentence) !== null)
        this.#evidence.addForm(alias);
    }
  }

  /** Second pass: with all evidence at hand, the leftmost and longest form that counts or is left open. */
  #resolve({ text, folded, mentions, claims, hits }: Field): void {
    for (const judged of hits) {
      const { range } = judged;
      if (!claims.isFree(range)) continue;
      const { judgements } = judged;
      const decision = decide(judgements, this.#evidence, text, range.start, this.#document.language, {
        isListedWith: (type) => this.#sureNames[text.field].isListedWith(folded, range, type),
        isInBusiness: () =>
          this.#sureNames.TITLE.count('Company') + this.#sureNames.BODY.count('Company') > 1 &&
          isInBusiness(folded, range),
        isCapitalBesideHan: ({ type, key }) =>
          (type !== 'Company' || (this.#catalog.companies.get(key)?.tickers.length ?? 0) === 0) &&
          !(this.#sureNames.TITLE.isEmpty && this.#sureNames.BODY.isEmpty) &&
          this.#isCapitalBesideHan(text, range),
      });
      if (decision.status === 'REFUSED') {
        for (const { alias, rule, reason } of decision.refused)
          this.#refuse(text, range, alias.entity, alias.text, rule, reason);
        // Nothing of a longer name is named by a part of it.
        if (judgements.some(({ rule }) => rule === 'longer-name')) claims.take(range);
        continue;
      }
      claims.take(range);
      const span = this.#span(text, range, decision.alias, decision.rule);
      if (decision.status !== 'RESOLVED') {
        mentions.push({ ...span, status: decision.status, candidates: decision.candidates });
        continue;
      }
      const namesake = this.#knowledge.namesakes.of(decision.entity, decision.alias);
      mentions.push({
        ...span,
        status: 'RESOLVED',
        entity: decision.entity,
        ...(namesake === undefined ? {} : { namesake }),
      });
      if (decision.entity.type !== 'Company') continue;
      const form = this.#knowledge.forms.behind(folded, range.end, decision.entity.key);
      // 超微（AMD）: in brackets stands another name of the company, not a symbol of a market.
      if (form === null || text.isClosed(form) || isNamedAt(hits, form.start, decision.entity)) continue;
      if (claims.take(form)) mentions.push(this.#ticker(text, form));
    }
  }

  /** The other places at which the post says a name that its own markup taught. */
  #addTaughtNames({ text, mentions, claims }: Field): void {
    for (const { range, entity, name } of taughtNames(text, this.#stock))
      if (!text.isClosed(range) && claims.take(range))
        mentions.push(this.#mention(text, range, entity, name, 'taught-name'));
  }

  #addCompanyTickers(mentions: readonly Mention[]): void {
    for (const { type, key } of mentions.flatMap(namedBy)) {
      if (type !== 'Company') continue;
      const company = this.#catalog.companies.get(key) ?? this.#taughtCompanies.get(key);
      for (const ticker of company?.tickers ?? []) this.#addTicker(ticker, 'COMPANY');
    }
  }

  #isCapitalBesideHan({ folded }: FieldText, range: TextRange): boolean {
    return this.#document.language.startsWith('zh') && isCapitalBesideHan(folded, range);
  }

  /** Whether the catalog has a name, in whatever way it is written. */
  #isKnown(name: string): boolean {
    const view = viewOf(name);
    return this.#knowledge.index
      .find(view)
      .some(({ start, end }) => start === 0 && end === view.lower.length);
  }

  #isPlatform({ type, key }: EntityRef): boolean {
    const kind = type === 'Product' ? this.#catalog.products.get(key)?.kind : undefined;
    return kind === 'OPERATING_SYSTEM' || kind === 'MODEL' || kind === 'APP';
  }

  #mention(text: FieldText, range: TextRange, entity: EntityRef, alias: string, rule: string): Mention {
    return { ...this.#span(text, range, alias, rule), status: 'RESOLVED', entity };
  }

  #span(text: FieldText, { start, end }: TextRange, alias: string, rule: string) {
    const sentence = text.sentence({ start, end });
    return {
      field: text.field,
      start,
      end,
      surface: text.text.slice(start, end),
      sentenceStart: sentence.start,
      sentenceEnd: sentence.end,
      alias,
      rule,
    };
  }

  #refuse(
    text: FieldText,
    { start, end }: TextRange,
    entity: EntityRef,
    alias: string,
    rule: string,
    reason: string,
  ): void {
    if (!this.#explain) return;
    const surface = text.text.slice(start, end);
    this.#refusals.push({ field: text.field, start, end, surface, entity, alias, rule, reason });
  }
}
