/**
 * The form of a symbol on its exchange, by MIC. `shares` is what a company's share looks like, `security` also
 * lets funds and trusts through; neither lets an index through (XSHG 000001 is the Shanghai index, not a company).
 * Ranges from the numbering rules that the exchanges publish.
 */
interface SymbolForm {
  readonly shares: RegExp;
  readonly security: RegExp;
  /** Digits that short writing leaves out are put back in front: 700 is 00700 in Hong Kong. */
  readonly digits?: number;
}

const US_SHARES = /^[A-Z]{1,5}(?:[.-][A-Z]{1,2})?$/;
const LETTERS_AND_DIGITS = /^[A-Z0-9&]{1,10}(?:[.-][A-Z0-9]{1,3})?$/;
const US: SymbolForm = { shares: US_SHARES, security: US_SHARES };
const OTHER: SymbolForm = { shares: LETTERS_AND_DIGITS, security: LETTERS_AND_DIGITS };
const FOUR_DIGITS: SymbolForm = { shares: /^[1-9]\d{3}$/, security: /^(?:[1-9]\d{3}|00\d{2,4})[A-Z]?$/ };
const JAPANESE: SymbolForm = {
  shares: /^[1-9]\d[0-9A-Z]\d?[0-9A-Z]?$/,
  security: /^[1-9]\d[0-9A-Z]\d?[0-9A-Z]?$/,
};
const KOREAN: SymbolForm = { shares: /^\d{5}[0-9A-Z]$/, security: /^\d{5}[0-9A-Z]$/ };

/** 899050 and its kin are indices. */
const BEIJING = /^(?:4[23]|8[1-8]|89(?!9)|92)\d{4}$/;

const FORMS: Readonly<Record<string, SymbolForm>> = {
  XNAS: US,
  XNYS: US,
  XASE: US,
  BATS: US,
  ARCX: US,
  XTSE: US,
  XHKG: { shares: /^\d{5}$/, security: /^\d{5}$/, digits: 5 },
  XSHG: { shares: /^(?:60|68|90)\d{4}$/, security: /^(?:60|68|90|5\d)\d{4}$/ },
  XSHE: { shares: /^(?:00|20|30)\d{4}$/, security: /^(?:00|20|30|1[568])\d{4}$/ },
  BJSE: { shares: BEIJING, security: BEIJING },
  XJPX: JAPANESE,
  XTKS: JAPANESE,
  XKRX: KOREAN,
  XKOS: KOREAN,
  XTAI: FOUR_DIGITS,
  ROCO: FOUR_DIGITS,
};

/**
 * The exchange's own form of a symbol as a text wrote it (`700` on XHKG is `00700`), or null where it cannot be a
 * symbol of that exchange. `security` also accepts what is no company's share: funds and trusts.
 */
export function exchangeSymbol(mic: string, written: string, kind: 'shares' | 'security'): string | null {
  const form = FORMS[mic] ?? OTHER;
  const padded =
    form.digits !== undefined && /^\d+$/.test(written) ? written.padStart(form.digits, '0') : written;
  if (!form[kind].test(padded) || /^0+$/.test(padded)) return null;
  return padded;
}

/** A security by its exchange: ISO 10383 MIC and the exchange's own form of the symbol. */
export interface Security {
  readonly mic: string;
  readonly symbol: string;
}

/**
 * Market numbers of eastmoney's markup. 0 is Shenzhen and Beijing together, told apart by the symbol. From the
 * markup of its own pages: 90 are sector boards, 100 indices of the world, 124 and 125 indices of Hong Kong.
 */
const MARKETS: Readonly<Record<string, readonly string[]>> = {
  '0': ['XSHE', 'BJSE'],
  '1': ['XSHG'],
  '105': ['XNAS'],
  '106': ['XNYS'],
  '107': ['XASE'],
  '116': ['XHKG'],
  '90': [],
  '100': [],
  '124': [],
  '125': [],
};

/** Which security a market number and a code name; null for boards, indices and bonds, undefined for unknown markets. */
export function securityOfMarket(market: string, code: string): Security | null | undefined {
  const mics = MARKETS[market];
  if (mics === undefined) return undefined;
  const written = code.toUpperCase().replaceAll('_', '.');
  for (const mic of mics) {
    const symbol = exchangeSymbol(mic, written, 'security');
    if (symbol !== null) return { mic, symbol };
  }
  return null;
}
