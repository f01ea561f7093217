import { JoinedMap } from './joined-map.ts';

/** A name in the languages the catalog gives: BCP 47 tag → text. `en` is always there; `zh` is Simplified, `zh-Hant` only where it differs. */
export type LocalizedName = Readonly<Record<string, string>> & { readonly en: string };

export interface FormerName {
  readonly name: string;
  /** Last year in which it was the name; null where unknown. */
  readonly until: number | null;
}

/**
 * CATALOG: written by hand in a catalog file. CORPUS: taught by a stock link or block of a post. DISCOVERED: a product
 * that a post proves by a link to its repository, or by launching it.
 */
export type EntityOrigin = 'CATALOG' | 'CORPUS' | 'DISCOVERED';

export interface Company {
  readonly slug: string;
  readonly name: LocalizedName;
  /** Every further surface form, for display; the rules under which each matches are in `Catalog.aliases`. */
  readonly aliases: readonly string[];
  readonly formerNames: readonly FormerName[];
  /** The year in which it ceased to exist; absent while it exists. */
  readonly defunct?: number;
  /** Slug of the company that owns it or that it is a division of. */
  readonly parent: string | null;
  /** Keys `MIC:symbol`, primary listing first. */
  readonly tickers: readonly string[];
  /** ISO 3166-1 alpha-2 of the headquarters, where given. */
  readonly country: string | null;
  readonly origin: EntityOrigin;
}

export const PRODUCT_KINDS = [
  'SERVICE',
  'MODEL',
  'CHIP',
  'PHONE',
  'DEVICE',
  'CAR',
  'GAME',
  'APP',
  'FRAMEWORK',
  'OPERATING_SYSTEM',
  'OTHER',
] as const;
export type ProductKind = (typeof PRODUCT_KINDS)[number];

export interface Product {
  readonly slug: string;
  readonly name: LocalizedName;
  readonly aliases: readonly string[];
  readonly formerNames: readonly FormerName[];
  /** Slug of the company that makes it; null for community projects. */
  readonly maker: string | null;
  /** Slug of the product that it is a version or a part of; absent where it stands alone. */
  readonly family?: string;
  /** Slug of the company that has the same name: a text that names one of them by it names both; absent where none has. */
  readonly namesake?: string;
  readonly kind: ProductKind;
}

export interface Topic {
  readonly slug: string;
  readonly name: LocalizedName;
  readonly aliases: readonly string[];
  /** Slug of the topic that this one is a kind of. */
  readonly parent: string | null;
  /** Place among its siblings, from 0, in the order of the catalog file. */
  readonly position: number;
}

/** One component of a framework: a name of its own, and the topics that it is made of. */
export interface FrameworkComponent {
  readonly name: LocalizedName;
  /** Slugs; each stands for the topics below it as well. */
  readonly topics: readonly string[];
}

/** A research framework: ordered components made of topics. It is no taxonomy, and no topic is below it. */
export interface Framework {
  readonly slug: string;
  readonly name: LocalizedName;
  readonly components: readonly FrameworkComponent[];
}

export interface Exchange {
  /** ISO 10383 market identifier code. */
  readonly mic: string;
  readonly name: LocalizedName;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** ISO 4217. */
  readonly currency: string;
  /** What a vendor's symbol carries: .HK, .SS, .SZ; the empty string for US listings. */
  readonly suffixes: readonly string[];
  /** Prefixes by which a text names the market: NASDAQ, NYSE, HKEX, 港股. */
  readonly prefixes: readonly string[];
}

export interface Ticker {
  /** `MIC:symbol`. */
  readonly key: string;
  readonly mic: string;
  readonly symbol: string;
  /** Slug of the company it lists; null where a post named the security only. */
  readonly company: string | null;
  /** ISO 6166; absent where unknown. */
  readonly isin?: string;
  /** Composite FIGI; absent where unknown. */
  readonly figi?: string;
  readonly origin: EntityOrigin;
}

export type EntityType = 'Company' | 'Product' | 'Ticker' | 'Topic';

/** An entity by its natural key: the slug, or `MIC:symbol` for a ticker. */
export interface EntityRef {
  readonly type: EntityType;
  readonly key: string;
}

/** One surface form of an entity and the rules under which it counts. */
export interface Alias {
  readonly text: string;
  readonly entity: EntityRef;
  /** BCP 47 of the form, where the catalog says; null for forms used in any language. */
  readonly language: string | null;
  readonly caseSensitive: boolean;
  /** At least one of these must stand near (same sentence, or 120 characters to either side, or the title). */
  readonly context: readonly string[];
  /** Where one of these overlaps the match, or stands in the same sentence without containing the alias, it does not count. */
  readonly unless: readonly string[];
  /** Also an everyday word or another's name: resolved only with evidence in the post, else UNCERTAIN. */
  readonly ambiguous: boolean;
  /**
   * `strong`: counts only beside its own code, its full name or a ticker of it in the post; otherwise it is nothing.
   * `subject`: a word of a topic that texts also say in passing; counts only where the post is about the topic.
   */
  readonly needs: 'strong' | 'subject' | null;
  readonly origin: EntityOrigin;
}

/**
 * Companies of which a list of listings gives a name and a code, beside those that somebody wrote an entry for. They
 * are known to the linker only: a store holds one from the first post that names it.
 */
export interface Listings {
  readonly companies: ReadonlyMap<string, Company>;
  readonly tickers: ReadonlyMap<string, Ticker>;
  readonly aliases: readonly Alias[];
}

/** The loaded, validated catalog. Immutable. */
export interface Catalog {
  /** Changes whenever anything that can change a link changes. */
  readonly version: string;
  readonly companies: ReadonlyMap<string, Company>;
  readonly products: ReadonlyMap<string, Product>;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly frameworks: ReadonlyMap<string, Framework>;
  readonly exchanges: ReadonlyMap<string, Exchange>;
  readonly tickers: ReadonlyMap<string, Ticker>;
  readonly aliases: readonly Alias[];
  /** Absent where the catalog folders hold no list of listings. */
  readonly listings?: Listings;
}

/** The catalog with the companies of its lists of listings among the others. */
export function withListings(catalog: Catalog): Catalog {
  const { listings } = catalog;
  if (listings === undefined) return catalog;
  return {
    ...catalog,
    companies: new JoinedMap(catalog.companies, listings.companies),
    tickers: new JoinedMap(catalog.tickers, listings.tickers),
    aliases: [...catalog.aliases, ...listings.aliases],
  };
}

/** `MIC:symbol`, the natural key of a ticker. */
export function tickerKey(mic: string, symbol: string): string {
  return `${mic}:${symbol}`;
}
