import type { Catalog, Exchange } from '../catalog/catalog.ts';
import { tickerKey } from '../catalog/catalog.ts';
import type { TextRange } from '../documents/document.ts';
import { exchangeSymbol } from '../symbol.ts';
import { foldText } from './characters.ts';

/** A form in a text that names a security: `NASDAQ: AMZN`, `$AMZN`, `09988.HK`, `HK00700`, `(700 HK)`, `2330-TW`. */
export interface TickerForm extends TextRange {
  /** `MIC:symbol`. */
  readonly ticker: string;
  readonly mic: string;
  readonly symbol: string;
  readonly rule: 'ticker-form' | 'cashtag';
}

/** A form that looked like one and names no security that is known. */
export interface RefusedTickerForm extends TextRange {
  readonly text: string;
  readonly rule: 'cashtag' | 'ticker-form';
  readonly reason: string;
}

/** A kind of form. `sign` finds out in a fraction of the time that a text holds none of it, as most do. */
interface FormPattern {
  readonly sign: RegExp;
  readonly pattern: RegExp;
}

const SYMBOL = '[A-Z0-9]{1,6}(?:[.-][A-Z]{1,2})?';
const NO_WORD_BEFORE = '(?<![\\p{L}\\p{N}$.])';
const NO_LATIN_BEFORE = '(?<![A-Za-z0-9$.])';
const NO_WORD_AFTER = '(?![A-Za-z0-9_])';
/** Environment variables that POSIX and every shell know, some of which are symbols too: $PATH. */
const VARIABLES = new Set(
  'PATH HOME USER SHELL TERM LANG PWD OLDPWD TEMP TMP HOST ENV MAIL EDITOR PAGER VISUAL DISPLAY CC CXX CPP LD AR AS NM ARGV UID PID IFS PS'.split(
    ' ',
  ),
);
/** What stands between a name and its symbol, up to the end of the symbol. */
const BEHIND =
  /^(?:-[A-Z]{1,3})?['"»”》』」]?\s?\(\s?(?:[美港陆台]?股?(?:股票|证券)?(?:代码|代号|编号)\s?:\s?)?\$?([A-Z0-9]{1,6}(?:[.-][A-Z])?)\s?[),;:，]/;
/** After a symbol that stands free in a text: the end of a phrase, not a word that goes on. */
const PHRASE_ENDS = /^\s*(?:[)\],.;:，。；、|/]|$)/;

/**
 * Finds ticker forms of the markets in the catalog. A symbol that the catalog lists counts in every form. One that it
 * lacks is a taught ticker only where the form leaves no doubt: the market is named, exactly one exchange has that
 * name and symbols of that shape, and it is a full-length number or stands in brackets (so that `Nasdaq: AI stocks`
 * teaches nothing). Cashtags name no market, so they count for listed US symbols only; `$YEED` and `$100` never.
 */
export class TickerForms {
  readonly #catalog: Catalog;
  readonly #byPrefix: ReadonlyMap<string, readonly Exchange[]>;
  readonly #bySuffix: ReadonlyMap<string, readonly Exchange[]>;
  readonly #byCountry: ReadonlyMap<string, readonly Exchange[]>;
  readonly #dollars: ReadonlyMap<string, string>;
  readonly #patterns: readonly FormPattern[];

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    const exchanges = [...catalog.exchanges.values()];
    this.#byPrefix = groupBy(exchanges, (exchange) => exchange.prefixes.map(foldText));
    this.#bySuffix = groupBy(exchanges, (exchange) => exchange.suffixes);
    this.#byCountry = groupBy(exchanges, ({ country }) => [country]);
    const american = new Set(exchanges.filter(({ country }) => country === 'US').map(({ mic }) => mic));
    // Of the 5,000 symbols of a list of listings too many are words and variables: $HOST, $NAME.
    const listed = [...catalog.tickers.values()].filter(
      ({ mic, key }) => american.has(mic) && catalog.listings?.tickers.has(key) !== true,
    );
    this.#dollars = new Map(listed.map(({ symbol, key }) => [symbol, key]));
    this.#patterns = this.#compile();
  }

  #compile(): FormPattern[] {
    const prefixes = alternatives([...this.#byPrefix.keys()].filter((prefix) => prefix !== ''));
    const suffixes = [...this.#bySuffix.keys()].filter((suffix) => suffix !== '');
    const long = suffixes.filter((suffix) => suffix.length > 1);
    const sources: (readonly [sign: RegExp, source: string])[] = [
      [/\$[A-Z]/, `${NO_LATIN_BEFORE}\\$(?<cashtag>[A-Z]{2,5}(?:[.-][A-Z])?)${NO_WORD_AFTER}`],
    ];
    if (prefixes !== '')
      sources.push(
        [
          /:\s?[A-Z0-9]/,
          `${NO_LATIN_BEFORE}(?<prefix>${prefixes})(?:股票|证券|交易)?(?:代码|代号)?\\s?:\\s?(?<symbol>${SYMBOL})${NO_WORD_AFTER}`,
        ],
        [
          /[^\d\s.,-]\d{4}/,
          `${NO_LATIN_BEFORE}(?<glued>${prefixes})(?<number>\\d{4,6})(?![\\p{L}\\p{N}%]|[.,]\\d)`,
        ],
      );
    if (suffixes.length > 0)
      sources.push([
        /[A-Z0-9]\.[A-Z]/,
        `${NO_WORD_BEFORE}(?<symbol>${SYMBOL})\\.(?<suffix>${alternatives(suffixes)})${NO_WORD_AFTER}`,
      ]);
    const countries = [...this.#byCountry.keys()];
    if (countries.length > 0)
      sources.push([
        /[A-Z0-9]-[A-Z]{2}(?![A-Za-z0-9_])/,
        `${NO_WORD_BEFORE}(?<!-)(?<symbol>[A-Z0-9]{1,6}(?:\\.[A-Z])?)-(?<country>${alternatives(countries)})${NO_WORD_AFTER}`,
      ]);
    if (long.length > 0)
      sources.push([
        /\(\s?[A-Z0-9.-]+ [A-Z]{2}/,
        `(?<=\\(\\s?)(?<symbol>${SYMBOL}) (?<suffix>${alternatives(long)})(?:\\s+Equity)?(?=\\s?[),;])`,
      ]);
    return sources.map(([sign, source]) => ({ sign, pattern: new RegExp(source, 'gu') }));
  }

  /** `folded` is the folded text, of the same length as the text itself. In text order, disjoint. */
  find(folded: string): { readonly forms: TickerForm[]; readonly refused: RefusedTickerForm[] } {
    const forms: TickerForm[] = [];
    const refused: RefusedTickerForm[] = [];
    for (const { sign, pattern } of this.#patterns) {
      if (!sign.test(folded)) continue;
      for (const match of folded.matchAll(pattern)) {
        const range = { start: match.index, end: match.index + match[0].length };
        const cashtag = match.groups?.cashtag;
        const ticker = cashtag === undefined ? this.#tickerOf(match, folded) : this.#dollarOf(cashtag);
        const rule = cashtag === undefined ? 'ticker-form' : 'cashtag';
        if (ticker === undefined) {
          const reason =
            rule === 'cashtag'
              ? 'A cashtag names no market, and the catalog lists no US share with this symbol, or it is a variable of a shell.'
              : 'The symbol is not listed in the catalog, and the form leaves doubt which security is meant.';
          refused.push({ ...range, text: match[0], rule, reason });
          continue;
        }
        if (forms.some((other) => other.start < range.end && range.start < other.end)) continue;
        const [mic = '', symbol = ''] = ticker.split(':');
        forms.push({ ...range, ticker, mic, symbol, rule });
      }
    }
    return { forms: forms.sort((a, b) => a.start - b.start), refused };
  }

  #dollarOf(symbol: string): string | undefined {
    return VARIABLES.has(symbol) ? undefined : this.#dollars.get(symbol);
  }

  #tickerOf(match: RegExpExecArray, folded: string): string | undefined {
    const { prefix, glued, suffix, country, symbol, number } = match.groups ?? {};
    const written = symbol ?? number ?? '';
    const named = prefix ?? glued;
    const markets =
      (country !== undefined
        ? this.#byCountry.get(country)
        : named === undefined
          ? this.#bySuffix.get(suffix ?? '')
          : this.#byPrefix.get(named)) ?? [];
    const end = match.index + match[0].length;
    const isNumber = /^\d{4,6}[A-Z]?$/.test(written);
    const bracketed = isBracketed(folded, match.index, end);
    // Free in a text, a word in capitals after “Nasdaq:” may be anything; one letter always may.
    const stands =
      isNumber || bracketed || suffix !== undefined || PHRASE_ENDS.test(folded.slice(end, end + 4));
    if (!stands && written.length < 3) return undefined;
    // (AMZN-US) is a share; EU-US is a relation, 2024-JP a year, and so may any word be in front of a country.
    if (country !== undefined && !bracketed && !/^\d{5,6}$/.test(written)) return undefined;
    const possible = markets.flatMap(({ mic }) => {
      const own = exchangeSymbol(mic, written, 'security');
      return own === null ? [] : [tickerKey(mic, own)];
    });
    const listed = possible.filter((key) => this.#catalog.tickers.has(key));
    if (listed.length === 1) return listed[0];
    return listed.length === 0 && possible.length === 1 && (isNumber || bracketed) ? possible[0] : undefined;
  }

  /**
   * The ticker of this company whose symbol stands in brackets right behind its name: 宁德时代（300750）, Apple (AAPL),
   * 苹果（股票代码：AAPL）, and behind the mark of its kind of share: 京东集团-SW（09618）.
   * The range is that of the symbol.
   */
  behind(folded: string, offset: number, company: string): TickerForm | null {
    const match = BEHIND.exec(folded.slice(offset, offset + 32));
    const written = match?.[1];
    if (match === null || written === undefined) return null;
    const start = offset + match[0].lastIndexOf(written);
    for (const key of this.#catalog.companies.get(company)?.tickers ?? []) {
      const [mic = '', symbol = ''] = key.split(':');
      if (exchangeSymbol(mic, written, 'shares') === symbol)
        return { start, end: start + written.length, ticker: key, mic, symbol, rule: 'ticker-form' };
    }
    return null;
  }
}

function isBracketed(folded: string, start: number, end: number): boolean {
  return (
    /[([]\s?(?:[^()[\]\n]{0,40}[,;，；:/ ]\s?)?$/.test(folded.slice(Math.max(0, start - 44), start)) &&
    /^[^()[\]\n]{0,40}[)\]]/.test(folded.slice(end, end + 41))
  );
}

function groupBy(
  exchanges: readonly Exchange[],
  keysOf: (exchange: Exchange) => readonly string[],
): Map<string, Exchange[]> {
  const groups = new Map<string, Exchange[]>();
  for (const exchange of exchanges)
    for (const key of new Set(keysOf(exchange))) groups.set(key, [...(groups.get(key) ?? []), exchange]);
  return groups;
}

/** Longest first, so that 港股代码 is not read as 港股. */
function alternatives(words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s?'))
    .join('|');
}
