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
  BJSE: { shares: /^(?:4[23]|8[1-9]|92)\d{4}$/, security: /^(?:4[23]|8[1-9]|92)\d{4}$/ },
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
