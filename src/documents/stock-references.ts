import { type Element, isTag } from 'domhandler';
import { securityOfMarket } from '../symbol.ts';
import type { StockReference } from './document.ts';
import { descendants, textWithin } from './html-tree.ts';
import { resolveHttpUrl } from './urls.ts';

type Attributes = Readonly<Record<string, string>>;

/** What an element of the markup says about a security. */
export type StockMark =
  | { readonly kind: 'BLOCK'; readonly reference: StockReference }
  | { readonly kind: 'LINK'; readonly reference: StockReference }
  /** A sector board or an index: part of the vendor's markup, but no security. */
  | { readonly kind: 'NO_SECURITY'; readonly isBlock: boolean }
  | {
      readonly kind: 'UNKNOWN_MARKET';
      readonly isBlock: boolean;
      readonly market: string;
      readonly symbol: string;
    };

/** `116.09988` of addresses, `116,09988` of inline links, `09988|116|5` of blocks (the other way round). */
function codesOf(attributes: Attributes): { market: string; symbol: string } | null {
  const data = attributes['data-code'] ?? attributes['data-code2'] ?? '';
  const block = /^(?:K )?([A-Za-z0-9._-]+)\|(\d+)\|/.exec(data);
  if (block?.[1] !== undefined && block[2] !== undefined) return { market: block[2], symbol: block[1] };
  const inline = /^(\d+)[,.]([A-Za-z0-9._-]+)$/.exec(data.trim());
  if (inline?.[1] !== undefined && inline[2] !== undefined) return { market: inline[1], symbol: inline[2] };
  return codesOfUrl(attributes.href ?? attributes.src ?? '');
}

function codesOfUrl(url: string): { market: string; symbol: string } | null {
  if (!url.includes('eastmoney.com/')) return null;
  const unified =
    /\/unify\/r\/(\d+)\.([A-Za-z0-9._-]+?)(?:\.html)?(?:[?#]|$)/.exec(url) ??
    /[?&]nid=(\d+)\.([A-Za-z0-9._-]+)/.exec(url);
  if (unified?.[1] !== undefined && unified[2] !== undefined)
    return { market: unified[1], symbol: unified[2] };
  const mainland = /\/\/quote\.eastmoney\.com\/(?:concept\/)?(sh|sz|bj)(\d{6})\.html/i.exec(url);
  if (mainland?.[1] !== undefined && mainland[2] !== undefined) {
    return { market: mainland[1].toLowerCase() === 'sh' ? '1' : '0', symbol: mainland[2] };
  }
  const hongKong = /\/\/quote\.eastmoney\.com\/hk\/(\d{5})\.html/i.exec(url);
  return hongKong?.[1] === undefined ? null : { market: '116', symbol: hongKong[1] };
}

function isChart(attributes: Attributes): boolean {
  return /^https?:\/\/webquoteklinepic\.eastmoney\.com\/|^\/\/webquoteklinepic\.eastmoney\.com\//.test(
    attributes.src ?? '',
  );
}

function hasClass(attributes: Attributes, name: string): boolean {
  const written = attributes.class;
  return written?.split(/\s+/).includes(name) ?? false;
}

/**
 * What an element says about a security, in eastmoney's markup: a K-line chart (a block), or a link or marked span
 * around a name. Null for every other element.
 */
export function stockMarkOf(element: Element): StockMark | null {
  const { name, attribs } = element;
  if (name === 'img') return isChart(attribs) ? blockMark(attribs, null, attribs.src ?? null) : null;
  if (name !== 'a' && name !== 'span') return null;
  if (attribs['data-code'] === undefined && !attribs.href?.includes('eastmoney.com/')) return null;
  const chart = name === 'a' ? chartWithin(element) : null;
  if (chart !== null) return blockMark(attribs, attribs.href ?? null, chart.src ?? null);
  if (hasClass(attribs, 'EmImageRemark')) return blockMark(attribs, attribs.href ?? null, null);
  const codes = codesOf(attribs);
  if (codes === null || textWithin(element).trim() === '') return null;
  return mark('LINK', codes, attribs.href ?? null, null);
}

function chartWithin(element: Element): Attributes | null {
  for (const node of descendants(element)) {
    if (isTag(node) && node.name === 'img' && isChart(node.attribs)) return node.attribs;
  }
  return null;
}

function blockMark(attributes: Attributes, quote: string | null, chart: string | null): StockMark {
  const codes = codesOf(attributes) ?? codesOfUrl(chart ?? '');
  return codes === null ? { kind: 'NO_SECURITY', isBlock: true } : mark('BLOCK', codes, quote, chart);
}

function mark(
  kind: 'BLOCK' | 'LINK',
  codes: { market: string; symbol: string },
  quote: string | null,
  chart: string | null,
): StockMark {
  const security = securityOfMarket(codes.market, codes.symbol);
  if (security === undefined) return { kind: 'UNKNOWN_MARKET', isBlock: kind === 'BLOCK', ...codes };
  if (security === null) return { kind: 'NO_SECURITY', isBlock: kind === 'BLOCK' };
  const quoteUrl = resolveHttpUrl(quote ?? undefined, null);
  const chartUrl = resolveHttpUrl(chart ?? undefined, null);
  return { kind, reference: { kind, ...security, quoteUrl, chartUrl, range: null } };
}
