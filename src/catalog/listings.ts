import type { Alias, Company, Listings, LocalizedName, Ticker } from './catalog.ts';

/** A line that is not a listing: its number, from 1, and what is wrong with it. */
export interface ListingProblem {
  readonly line: number;
  readonly message: string;
}

/** What is written already: it wins over what a list says. */
export interface Written {
  readonly slugs: ReadonlySet<string>;
  readonly tickers: ReadonlySet<string>;
}

/** ISO 6166 and composite FIGI of a ticker. */
export type Identifiers = Pick<Ticker, 'isin' | 'figi'>;

const NONE: readonly string[] = [];
const COLUMNS = 'slug\tname\tname_zh\ttickers\taliases\tstrong_aliases\tcountry';
const TICKER = /^[A-Z0-9]{4}:[A-Z0-9][A-Z0-9.&-]*$/;

/** Collects lists of listings, one company a line, tab-separated: 24,000 lines take some 50 ms. */
export class ListingsReader {
  readonly #companies = new Map<string, Company>();
  readonly #tickers = new Map<string, Ticker>();
  readonly #aliases: Alias[] = [];
  readonly #identifiers = new Map<string, Identifiers>();
  readonly #written: Written;

  constructor(written: Written) {
    this.#written = written;
  }

  /** Null where no line names a company. */
  get listings(): Listings | null {
    return this.#companies.size === 0
      ? null
      : { companies: this.#companies, tickers: this.#tickers, aliases: this.#aliases };
  }

  /** Of tickers, those of written entries among them. */
  get identifiers(): ReadonlyMap<string, Identifiers> {
    return this.#identifiers;
  }

  read(text: string): ListingProblem[] {
    const problems: ListingProblem[] = [];
    const lines = text.split('\n');
    if (lines[0]?.trimEnd() !== COLUMNS)
      return [
        { line: 1, message: `The columns of a list of listings are ${COLUMNS.replaceAll('\t', ', ')}.` },
      ];
    for (const [index, line] of lines.entries()) {
      if (index === 0 || line === '') continue;
      const message = this.#readLine(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (message !== null) problems.push({ line: index + 1, message });
    }
    return problems;
  }

  /** What is wrong with the line, or null. */
  #readLine(line: string): string | null {
    const [slug = '', english = '', chinese = '', listed = '', aliases = '', strong = '', country = ''] =
      line.split('\t');
    const keys: string[] = [];
    for (const listing of listed.split('|')) {
      const [key = '', isin = '', figi = ''] = listing.split('/');
      if (!TICKER.test(key)) return `“${key}” is not a ticker, MIC:SYMBOL.`;
      keys.push(key);
      if (isin !== '' || figi !== '')
        this.#identifiers.set(key, {
          ...this.#identifiers.get(key),
          ...(isin === '' ? {} : { isin }),
          ...(figi === '' ? {} : { figi }),
        });
    }
    // A line without a name gives identifiers only.
    if (english === '') return null;
    if (!/^[a-z0-9-]+$/.test(slug)) return `“${slug}” is not a slug.`;
    if (this.#companies.has(slug)) return `“${slug}” is listed twice.`;
    if (this.#written.slugs.has(slug) || keys.some((key) => this.#written.tickers.has(key))) return null;
    const name: LocalizedName = chinese === '' ? { en: english } : { en: english, zh: chinese };
    const plain = aliases === '' ? NONE : aliases.split('|');
    this.#companies.set(slug, {
      slug,
      name,
      aliases: plain,
      formerNames: [],
      parent: null,
      tickers: keys,
      country: country === '' ? null : country,
      origin: 'CORPUS',
    });
    for (const key of keys) {
      const at = key.indexOf(':');
      this.#tickers.set(key, {
        key,
        mic: key.slice(0, at),
        symbol: key.slice(at + 1),
        company: slug,
        ...this.#identifiers.get(key),
        origin: 'CORPUS',
      });
    }
    const weak = strong === '' ? NONE : strong.split('|');
    const entity = { type: 'Company', key: slug } as const;
    const add = (text: string, needs: 'strong' | null) => {
      this.#aliases.push({
        text,
        entity,
        language: null,
        caseSensitive: true,
        context: NONE,
        unless: NONE,
        ambiguous: false,
        needs,
        origin: 'CATALOG',
      });
    };
    for (const text of weak) add(text, 'strong');
    for (const text of plain) if (!weak.includes(text)) add(text, null);
    if (!weak.includes(english) && !plain.includes(english)) add(english, null);
    if (chinese !== '' && chinese !== english && !weak.includes(chinese) && !plain.includes(chinese))
      add(chinese, null);
    return null;
  }
}
