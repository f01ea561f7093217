import type { Company, EntityRef, Product, Ticker } from '../catalog/catalog.ts';

export type MentionField = 'TITLE' | 'BODY';

interface MentionSpan {
  readonly field: MentionField;
  /** UTF-16 range into the title or `bodyText`; `text.slice(start, end) === surface`. */
  readonly start: number;
  readonly end: number;
  readonly surface: string;
  /** Range of the sentence that holds the mention, in the same field. */
  readonly sentenceStart: number;
  readonly sentenceEnd: number;
  /** The catalog's form that matched. */
  readonly alias: string;
  /** The rule that decided, by its name in the linker: alias, alias-context, stock-link, ticker-form … */
  readonly rule: string;
}

export interface ResolvedMention extends MentionSpan {
  readonly status: 'RESOLVED';
  readonly entity: EntityRef;
  /** The other entity that has this name, and is named as well; absent where none has. */
  readonly namesake?: EntityRef;
}

/** What a mention names, if anything. */
export function namedBy(mention: Mention): readonly EntityRef[] {
  if (mention.status !== 'RESOLVED') return [];
  return mention.namesake === undefined ? [mention.entity] : [mention.entity, mention.namesake];
}

/** AMBIGUOUS: it can mean several, and the text does not decide. UNCERTAIN: one, without enough evidence. */
export interface OpenMention extends MentionSpan {
  readonly status: 'AMBIGUOUS' | 'UNCERTAIN';
  /** Most likely first: at least two of an ambiguous mention, exactly one of an uncertain one. */
  readonly candidates: readonly EntityRef[];
}

export type Mention = ResolvedMention | OpenMention;

/** How a ticker came to an article. STOCK_LINK is an inline link of the markup around a name. */
export type TickerOrigin = 'STOCK_BLOCK' | 'STOCK_LINK' | 'TEXT' | 'COMPANY';

export interface TickerLink {
  /** `MIC:symbol`. */
  readonly ticker: string;
  /** The strongest way in which it is named, in the order of `TickerOrigin`. */
  readonly origin: TickerOrigin;
}

/** Something that looked like a mention and was refused; for `newsgraph explain`. */
export interface Refusal {
  readonly field: MentionField;
  readonly start: number;
  readonly end: number;
  readonly surface: string;
  readonly entity: EntityRef;
  readonly alias: string;
  readonly rule: string;
  /** One sentence for a person. */
  readonly reason: string;
}

/** What linking makes of one document. */
export interface LinkedDocument {
  /** Sorted: title first, then body, by start. Disjoint within a field. */
  readonly mentions: readonly Mention[];
  readonly tickers: readonly TickerLink[];
  /** Companies and tickers of origin CORPUS that this document's markup taught. */
  readonly taughtCompanies: readonly Company[];
  readonly taughtTickers: readonly Ticker[];
  /** Products of origin DISCOVERED that this document proves, by their first mention. */
  readonly taughtProducts: readonly Product[];
  /** Only filled when asked for. */
  readonly refusals: readonly Refusal[];
}
