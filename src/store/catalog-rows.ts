/** What is stored of a catalog, and of the companies and tickers that posts teach. */
import { type Catalog, type Company, type EntityRef, type Ticker, tickerKey } from '../catalog/catalog.ts';
import { analyse, BREAK } from './analysed-text.ts';
import { foldName } from './folding.ts';
import {
  CATEGORY_NODE,
  type CategoryTable,
  ENTITY_CODE,
  type EntityTable,
  type ExchangeTable,
  type NameTable,
  type NameTokenTable,
  type TopicAncestorTable,
} from './schema.ts';
import type { EntityId } from './store.ts';

type Identify = (ref: EntityRef) => EntityId;

const BLANK = {
  aliases: '[]',
  former_names: '[]',
  parent_id: null,
  country: null,
  origin: 'CATALOG',
  kind: null,
  position: 0,
  mic: null,
  symbol: null,
  quote_url: null,
  declared: 1,
  mention_count: 0,
  article_count: 0,
  tree_count: 0,
};

/** Everything that a catalog refers to. */
export function catalogRefs(catalog: Catalog): EntityRef[] {
  const owners = [
    ...[...catalog.companies.values()].map(({ parent }) => parent),
    ...[...catalog.products.values()].map(({ maker }) => maker),
    ...[...catalog.tickers.values()].map(({ company }) => company),
  ];
  const parents = [...catalog.topics.values()].map(({ parent }) => parent);
  return [
    ...owners.flatMap((key): EntityRef[] => (key === null ? [] : [{ type: 'Company', key }])),
    ...parents.flatMap((key): EntityRef[] => (key === null ? [] : [{ type: 'Topic', key }])),
    ...[...catalog.companies.keys()].map((key): EntityRef => ({ type: 'Company', key })),
    ...[...catalog.products.keys()].map((key): EntityRef => ({ type: 'Product', key })),
    ...[...catalog.topics.keys()].map((key): EntityRef => ({ type: 'Topic', key })),
    ...[...catalog.tickers.keys()].map((key): EntityRef => ({ type: 'Ticker', key })),
  ];
}

export function catalogRows(catalog: Catalog, identify: Identify): EntityTable[] {
  const idOrNull = (type: EntityRef['type'], key: string | null) =>
    key === null ? null : identify({ type, key });
  const rows: EntityTable[] = [];
  const places = new Map<string, number>();
  for (const company of catalog.companies.values()) {
    rows.push(companyRow(company, identify));
    for (const [index, key] of company.tickers.entries()) places.set(key, index);
  }
  for (const product of catalog.products.values()) {
    rows.push({
      ...BLANK,
      ...named('Product', product.slug, product.name, identify),
      aliases: JSON.stringify(product.aliases),
      former_names: JSON.stringify(product.formerNames.map(({ name }) => name)),
      parent_id: idOrNull('Company', product.maker),
      kind: product.kind,
    });
  }
  for (const topic of catalog.topics.values()) {
    rows.push({
      ...BLANK,
      ...named('Topic', topic.slug, topic.name, identify),
      aliases: JSON.stringify(topic.aliases),
      parent_id: idOrNull('Topic', topic.parent),
      position: topic.position,
    });
  }
  for (const ticker of catalog.tickers.values())
    rows.push(tickerRow(ticker, places.get(ticker.key) ?? 0, identify));
  return rows;
}

/** Rows of what posts taught. They are of origin CORPUS and stay while a post teaches them. */
export function taughtRows(
  companies: readonly Company[],
  tickers: readonly Ticker[],
  identify: Identify,
): EntityTable[] {
  return [
    ...companies.map((company) => companyRow(company, identify)),
    ...tickers.map((ticker) => tickerRow(ticker, 0, identify)),
  ].map((row) => ({ ...row, origin: 'CORPUS', declared: 0 }));
}

export function taughtRefs(companies: readonly Company[], tickers: readonly Ticker[]): EntityRef[] {
  return [
    ...companies.map(({ slug }): EntityRef => ({ type: 'Company', key: slug })),
    ...companies.flatMap(({ parent }): EntityRef[] =>
      parent === null ? [] : [{ type: 'Company', key: parent }],
    ),
    ...tickers.map(({ key }): EntityRef => ({ type: 'Ticker', key })),
    ...tickers.flatMap(({ company }): EntityRef[] =>
      company === null ? [] : [{ type: 'Company', key: company }],
    ),
  ];
}

function companyRow(company: Company, identify: Identify): EntityTable {
  return {
    ...BLANK,
    ...named('Company', company.slug, company.name, identify),
    aliases: JSON.stringify(company.aliases),
    former_names: JSON.stringify(company.formerNames.map(({ name }) => name)),
    parent_id: company.parent === null ? null : identify({ type: 'Company', key: company.parent }),
    country: company.country,
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
  };
}

function named(type: EntityRef['type'], key: string, name: { readonly en: string }, identify: Identify) {
  return {
    id: identify({ type, key }),
    type: ENTITY_CODE[type],
    key,
    name: JSON.stringify(name),
    sort_name: foldName(name.en).slice(0, 200).toWellFormed(),
  };
}

export function exchangeRows(catalog: Catalog): ExchangeTable[] {
  return [...catalog.exchanges.values()].map((exchange) => ({
    mic: exchange.mic,
    name: JSON.stringify(exchange.name),
    country: exchange.country,
    currency: exchange.currency,
    eastmoney_market: exchange.eastmoneyMarket,
  }));
}

/** Each topic with itself and everything above it. */
export function topicAncestorRows(topics: readonly EntityTable[]): TopicAncestorTable[] {
  const parents = new Map(topics.map((topic) => [topic.id, topic.parent_id]));
  return topics.flatMap((topic) => {
    const rows: TopicAncestorTable[] = [];
    const seen = new Set<number>();
    for (let at: number | null = topic.id; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      rows.push({ ancestor_id: at, topic_id: topic.id, depth: seen.size });
      seen.add(at);
    }
    return rows;
  });
}

/** What search knows of a named node. */
interface NameRows {
  readonly name: NameTable;
  readonly tokens: readonly NameTokenTable[];
}

export function entityNameRows(row: EntityTable): NameRows {
  const names = new Set([
    ...Object.values(JSON.parse(row.name) as Record<string, string>),
    ...(JSON.parse(row.aliases) as string[]),
    ...(JSON.parse(row.former_names) as string[]),
    ...(row.symbol === null ? [row.key] : [row.symbol, row.key]),
  ]);
  return nameRows(row.id, row.type, [...names]);
}

export function categoryNameRows(row: CategoryTable): NameRows {
  return nameRows(row.id, CATEGORY_NODE, [row.name]);
}

function nameRows(id: number, type: number, names: readonly string[]): NameRows {
  const analysed = names.map((name) => analyse(name));
  const tokens = new Set<string>();
  for (const name of analysed) {
    for (const token of name.tokens.split(' ')) if (isToken(token)) tokens.add(token);
    for (const character of name.characters.split(' ')) if (isToken(character)) tokens.add(character);
  }
  return {
    name: {
      node_id: id,
      node_type: type,
      folded: `\t${analysed.map(({ folded }) => folded).join('\t')}\t`,
      names: names.map(foldName).join('\n'),
    },
    tokens: [...tokens].map((token) => ({ token, node_type: type, node_id: id })),
  };
}

/** Splitting an empty text gives one empty token, and breaks are tokens that nobody asks for. */
function isToken(token: string): boolean {
  return token !== '' && token !== BREAK;
}
