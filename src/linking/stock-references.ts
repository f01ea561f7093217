import { type Catalog, type Company, type EntityRef, type Ticker, tickerKey } from '../catalog/catalog.ts';
import type { LinkableDocument, TextRange } from '../documents/document.ts';
import { exchangeSymbol } from '../symbol.ts';
import type { TickerOrigin } from './mention.ts';

/** What a piece of stock markup says. */
export interface StockFinding {
  readonly ticker: string;
  readonly origin: TickerOrigin;
  /** The name that the markup is around, and what it names; null for chart blocks. */
  readonly named: { readonly range: TextRange; readonly text: string; readonly entity: EntityRef } | null;
  /** What the catalog did not know. */
  readonly company: Company | null;
  readonly taught: Ticker | null;
}

/** Digits, or a symbol with its market: the text of a link that is no name. */
const CODE = /^[$(（]?(?:[A-Za-z]{2,6}[:：]?\s?)?(?:\d{3,6}|[A-Z]{1,5})(?:\.[A-Za-z]{1,2})?[)）]?$/;

/**
 * Reads a document's stock markup. A link around a name resolves to the company that lists the security; where the
 * catalog has none, it teaches one of origin CORPUS with the slug `<mic>-<symbol>`, the name as linked. A chart block
 * names no company, so it teaches the ticker only. Markup of indices, boards and bonds (a symbol that is no share of
 * its exchange) says nothing of a company; a fund is a ticker without one.
 */
export function readStockReferences(document: LinkableDocument, catalog: Catalog): StockFinding[] {
  return document.stockReferences.flatMap((reference) => {
    const { mic } = reference;
    const symbol = exchangeSymbol(mic, reference.symbol, 'security');
    if (symbol === null || !catalog.exchanges.has(mic)) return [];
    const key = tickerKey(mic, symbol);
    const known = catalog.tickers.get(key);
    const origin: TickerOrigin = reference.kind === 'LINK' ? 'STOCK_LINK' : 'STOCK_BLOCK';
    const range = reference.range === null ? null : trimmed(document.bodyText, reference.range);
    const text = range === null ? '' : document.bodyText.slice(range.start, range.end);
    const isName = range !== null && !CODE.test(text);
    const isShare = exchangeSymbol(mic, symbol, 'shares') !== null;

    const company = known === undefined && isName && isShare ? taughtCompany(mic, symbol, key, text) : null;
    const owner = known?.company ?? company?.slug ?? null;
    const entity: EntityRef =
      isName && owner !== null ? { type: 'Company', key: owner } : { type: 'Ticker', key };
    const taught: Ticker | null =
      known === undefined ? { key, mic, symbol, company: owner, origin: 'CORPUS' } : null;
    return [{ ticker: key, origin, named: range === null ? null : { range, text, entity }, company, taught }];
  });
}

function taughtCompany(mic: string, symbol: string, key: string, text: string): Company {
  const slug = `${mic}-${symbol}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const name = /\p{Script=Han}/u.test(text) ? { en: text, zh: text } : { en: text };
  return {
    slug,
    name,
    aliases: [],
    formerNames: [],
    parent: null,
    tickers: [key],
    country: null,
    origin: 'CORPUS',
  };
}

function trimmed(text: string, { start, end }: TextRange): TextRange | null {
  const inner = text.slice(start, end);
  const from = start + inner.length - inner.trimStart().length;
  const to = from + inner.trim().length;
  return to > from ? { start: from, end: to } : null;
}
