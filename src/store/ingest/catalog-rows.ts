/** What is stored of a catalog, and of the companies and tickers that posts teach. */
import {
  type Catalog,
  type Company,
  type EntityRef,
  type Product,
  type Ticker,
  tickerKey,
} from '../../catalog/catalog.ts';
import { KIND, type Row } from '../database.ts';
import { analyse, BREAK } from '../search/analysed-text.ts';
import { foldName } from '../search/folding.ts';
import { wellFormed } from '../search/text.ts';
import type { EntityId } from '../store.ts';

type EntityTable = Row<'entity'>;
type Identify = (ref: EntityRef) => EntityId;

const BLANK = {
  aliases: '[]',
  former_names: '[]',
  parent_id: null,
  family_id: null,
  country: null,
  origin: 'CATALOG',
  product_kind: null,
  position: 0,
  mic: null,
  symbol: null,
  isin: null,
  figi: null,
  defunct: null,
  quote_url: null,
  declared: 1,
  mention_count: 0,
  article_count: 0,
};

/** Each entity of the catalog. */
export function catalogRows(catalog: Catalog, identify: Identify): EntityTable[] {
  const rows: EntityTable[] = [];
  const places = new Map<string, number>();
  for (const company of catalog.companies.values()) {
    rows.push(companyRow(company, identify));
    for (const [index, key] of company.tickers.entries()) places.set(key, index);
  }
  for (const product of catalog.products.values()) rows.push(productRow(product, 'CATALOG', identify));
  for (const topic of catalog.topics.values()) {
    rows.push({
      ...BLANK,
      ...named('Topic', topic.slug, topic.name, identify),
      aliases: JSON.stringify(topic.aliases),
      parent_id: topic.parent === null ? null : identify({ type: 'Topic', key: topic.parent }),
      position: topic.position,
    });
  }
  for (const ticker of catalog.tickers.values())
    rows.push(tickerRow(ticker, places.get(ticker.key) ?? 0, identify));
  return rows;
}

/** What posts taught: companies and tickers of origin CORPUS, and products that the corpus itself proves. */
export interface Taught {
  readonly companies: readonly Company[];
  readonly tickers: readonly Ticker[];
  readonly products: readonly Product[];
}

/** They stay while an article names them. */
export function taughtRows({ companies, tickers, products }: Taught, identify: Identify): EntityTable[] {
  return [
    ...companies.map((company) => ({ ...companyRow(company, identify), origin: 'CORPUS' })),
    ...tickers.map((ticker) => ({ ...tickerRow(ticker, 0, identify), origin: 'CORPUS' })),
    ...products.map((product) => productRow(product, 'DISCOVERED', identify)),
  ].map((row) => ({ ...row, declared: 0 }));
}

export function taughtRefs({ companies, tickers, products }: Taught): EntityRef[] {
  const owners = [
    ...companies.map(({ parent }) => parent),
    ...tickers.map(({ company }) => company),
    ...products.map(({ maker }) => maker),
  ];
  return [
    ...owners.flatMap((key): EntityRef[] => (key === null ? [] : [{ type: 'Company', key }])),
    ...companies.map(({ slug }): EntityRef => ({ type: 'Company', key: slug })),
    ...tickers.map(({ key }): EntityRef => ({ type: 'Ticker', key })),
    ...products.map(({ slug }): EntityRef => ({ type: 'Product', key: slug })),
  ];
}

/** Of an entity that an article names and nothing declares. */
export function bareRow(id: EntityId, { type, key }: EntityRef): EntityTable {
  const [mic = '', symbol = ''] = key.split(':');
  const ticker = type === 'Ticker' ? { mic, symbol } : {};
  return { ...BLANK, ...named(type, key, { en: key }, () => id), ...ticker, origin: 'CORPUS', declared: 0 };
}

function productRow(product: Product, origin: string, identify: Identify): EntityTable {
  return {
    ...BLANK,
    ...named('Product', product.slug, product.name, identify),
    aliases: JSON.stringify(product.aliases),
    former_names: JSON.stringify(product.formerNames.map(({ name }) => name)),
    parent_id: product.maker === null ? null : identify({ type: 'Company', key: product.maker }),
    family_id: product.family === undefined ? null : identify({ type: 'Product', key: product.family }),
    product_kind: product.kind,
    origin: 'origin' in product && typeof product.origin === 'string' ? product.origin : origin,
  };
}

function companyRow(company: Company, identify: Identify): EntityTable {
  return {
    ...BLANK,
    ...named('Company', company.slug, company.name, identify),
    aliases: JSON.stringify(company.aliases),
    former_names: JSON.stringify(company.formerNames.map(({ name }) => name)),
    parent_id: company.parent === null ? null : identify({ type: 'Company', key: company.parent }),
    country: company.country,
    defunct: company.defunct ?? null,
    origin: company.origin,
  };
}

function tickerRow(ticker: Ticker, position: number, identify: Identify): EntityTable {
  return {
    ...BLANK,
    ...named('Ticker', tickerKey(ticker.mic, ticker.symbol), { en: ticker.symbol }, identify),
    parent_id: ticker.company === null ? null : identify({ type: 'Company', key: ticker.company }),
    origin: ticker.origin,
    position,
    mic: ticker.mic,
    symbol: ticker.symbol,
    isin: ticker.isin ?? null,
    figi: ticker.figi ?? null,
  };
}

function named(type: EntityRef['type'], key: string, name: { readonly en: string }, identify: Identify) {
  return {
    id: identify({ type, key }),
    kind: KIND[type],
    key: wellFormed(key),
    name: JSON.stringify(name),
    sort_name: foldName(name.en).slice(0, 200).toWellFormed(),
  };
}

export function exchangeRows(catalog: Catalog): Row<'exchange'>[] {
  return [...catalog.exchanges.values()].map((exchange) => ({
    mic: exchange.mic,
    name: JSON.stringify(exchange.name),
    country: exchange.country,
    currency: exchange.currency,
  }));
}

/** What search knows of a named node. */
interface NameRows {
  readonly name: Row<'name'>;
  readonly tokens: readonly Row<'name_token'>[];
}

export function entityNameRows(row: EntityTable): NameRows {
  const names = new Set([
    ...Object.values(JSON.parse(row.name) as Record<string, string>),
    ...(JSON.parse(row.aliases) as string[]),
    ...(JSON.parse(row.former_names) as string[]),
    ...(row.symbol === null ? [row.key] : [row.symbol, row.key]),
  ]);
  return nameRows(row.id, row.kind, [...names]);
}

export function categoryNameRows(id: number, name: string): NameRows {
  return nameRows(id, KIND.Category, [name]);
}

function nameRows(id: number, kind: number, names: readonly string[]): NameRows {
  const analysed = names.map((name) => analyse(name));
  const tokens = new Set<string>();
  for (const name of analysed) {
    for (const token of name.tokens.split(' ')) if (isToken(token)) tokens.add(token);
    for (const character of name.characters.split(' ')) if (isToken(character)) tokens.add(character);
  }
  return {
    name: {
      term_id: id,
      kind,
      folded: `\t${analysed.map(({ folded }) => folded).join('\t')}\t`,
      names: names.map(foldName).join('\n'),
    },
    tokens: [...tokens].map((token) => ({ token, kind, term_id: id })),
  };
}

/** Splitting an empty text gives one empty token, and breaks are tokens that nobody asks for. */
function isToken(token: string): boolean {
  return token !== '' && token !== BREAK;
}
