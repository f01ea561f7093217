/** From what the tables hold of entities and categories to what the store hands out. */
import { sql } from 'kysely';
import type { EntityOrigin, EntityRef, EntityType, ProductKind } from '../../catalog/catalog.ts';
import { jsonOf } from '../articles/rows.ts';
import { KIND, type Row } from '../database.ts';
import type { Sql } from '../engine.ts';
import type { CategoryRow, CompanyRow, ProductRow, TickerRow, TopicRow } from '../store.ts';

/** Columns of `entity e`. */
export const ENTITY_COLUMNS: Sql = sql`e.id, e.kind, e.key, e.name, e.aliases, e.former_names, e.parent_id, e.family_id,
  e.country, e.origin, e.product_kind, e.position, e.mic, e.symbol, e.isin, e.figi, e.defunct, e.quote_url,
  e.mention_count AS total_mentions, e.article_count AS total_articles`;

export type StoredEntity = Omit<
  Row<'entity'>,
  'sort_name' | 'declared' | 'mention_count' | 'article_count'
> & { readonly total_mentions: number; readonly total_articles: number };

function commonOf(row: StoredEntity) {
  return {
    id: row.id,
    slug: row.key,
    name: jsonOf<Record<string, string>>(row.name),
    aliases: jsonOf<string[]>(row.aliases),
    mentionCount: row.total_mentions,
    articleCount: row.total_articles,
  };
}

export function companyOf(row: StoredEntity): CompanyRow {
  return {
    type: 'Company',
    ...commonOf(row),
    formerNames: jsonOf<string[]>(row.former_names),
    parentId: row.parent_id,
    country: row.country,
    defunct: row.defunct,
    // Written from a catalog, or from what posts teach.
    origin: row.origin as EntityOrigin,
  };
}

export function productOf(row: StoredEntity): ProductRow {
  return {
    type: 'Product',
    ...commonOf(row),
    formerNames: jsonOf<string[]>(row.former_names),
    makerId: row.parent_id,
    familyId: row.family_id,
    // Written from a catalog whose kinds are these.
    kind: (row.product_kind ?? 'OTHER') as ProductKind,
    origin: row.origin as EntityOrigin,
  };
}

export function topicOf(row: StoredEntity): TopicRow {
  return { type: 'Topic', ...commonOf(row), parentId: row.parent_id, position: row.position };
}

export function tickerOf(row: StoredEntity): TickerRow {
  return {
    type: 'Ticker',
    id: row.id,
    mic: row.mic ?? '',
    symbol: row.symbol ?? '',
    companyId: row.parent_id,
    isin: row.isin,
    figi: row.figi,
    quoteUrl: row.quote_url,
    mentionCount: row.total_mentions,
    articleCount: row.total_articles,
  };
}

export type StoredCategory = Pick<Row<'label'>, 'id' | 'key' | 'parent_id' | 'article_count'>;

export function categoryOf(row: StoredCategory): CategoryRow {
  const path = jsonOf<string[]>(row.key);
  return {
    type: 'Category',
    id: row.id,
    path,
    name: path.at(-1) ?? '',
    parentId: row.parent_id,
    articleCount: row.article_count,
  };
}

const TYPE_OF_KIND: ReadonlyMap<number, EntityType> = new Map([
  [KIND.Company, 'Company'],
  [KIND.Product, 'Product'],
  [KIND.Ticker, 'Ticker'],
  [KIND.Topic, 'Topic'],
]);

export function refOf(kind: number, key: string): EntityRef {
  const type = TYPE_OF_KIND.get(kind);
  if (type === undefined) throw new Error(`No entity is of the kind ${kind}.`);
  return { type, key };
}
