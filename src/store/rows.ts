/** From what the tables hold to what the store hands out. */
import { sql } from 'kysely';
import type { EntityRef, EntityType, ProductKind } from '../catalog/catalog.ts';
import type { ArticleSource, Image } from '../documents/document.ts';
import type { Sql } from './engine.ts';
import { ENTITY_CODE } from './schema.ts';
import type { ArticleRow, CategoryRow, CompanyRow, ProductRow, TickerRow, TopicRow } from './store.ts';

/** Columns of `article a`, without those that only the store needs. */
export const ARTICLE_COLUMNS: Sql = sql`a.id, a.slug, a.path, a.title, a.url, a.published_at, a.published_offset,
  a.language, a.author, a.source, a.word_count, a.reading_minutes, a.mention_count, a.hero_image, a.tags`;

export interface StoredArticle {
  readonly id: number;
  readonly slug: string;
  readonly path: string;
  readonly title: string;
  readonly url: string | null;
  readonly published_at: number | null;
  readonly published_offset: string | null;
  readonly language: string;
  readonly author: string | null;
  readonly source: string | null;
  readonly word_count: number;
  readonly reading_minutes: number;
  readonly mention_count: number;
  readonly hero_image: string | null;
  readonly tags: string;
}

export function articleOf(row: StoredArticle): ArticleRow {
  return {
    id: row.id,
    slug: row.slug,
    path: row.path,
    title: row.title,
    url: row.url,
    publishedAt: row.published_at,
    publishedOffset: row.published_offset,
    language: row.language,
    author: row.author,
    source: row.source === null ? null : jsonOf<ArticleSource>(row.source),
    wordCount: row.word_count,
    readingMinutes: row.reading_minutes,
    mentionCount: row.mention_count,
    heroImage: row.hero_image === null ? null : jsonOf<Image>(row.hero_image),
    tags: jsonOf<string[]>(row.tags),
  };
}

/** Columns of `entity e`. */
export const ENTITY_COLUMNS: Sql = sql`e.id, e.type, e.key, e.name, e.aliases, e.former_names, e.parent_id,
  e.country, e.origin, e.kind, e.position, e.mic, e.symbol, e.quote_url,
  e.mention_count AS total_mentions, e.article_count AS total_articles`;

export interface StoredEntity {
  readonly id: number;
  readonly type: number;
  readonly key: string;
  readonly name: string;
  readonly aliases: string;
  readonly former_names: string;
  readonly parent_id: number | null;
  readonly country: string | null;
  readonly origin: string;
  readonly kind: string | null;
  readonly position: number;
  readonly mic: string | null;
  readonly symbol: string | null;
  readonly quote_url: string | null;
  readonly total_mentions: number;
  readonly total_articles: number;
}

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
    ...commonOf(row),
    formerNames: jsonOf<string[]>(row.former_names),
    parentId: row.parent_id,
    country: row.country,
    origin: row.origin === 'CORPUS' ? 'CORPUS' : 'CATALOG',
  };
}

export function productOf(row: StoredEntity): ProductRow {
  return {
    ...commonOf(row),
    formerNames: jsonOf<string[]>(row.former_names),
    makerId: row.parent_id,
    // Written from a catalog whose kinds are these.
    kind: (row.kind ?? 'OTHER') as ProductKind,
  };
}

export function topicOf(row: StoredEntity): TopicRow {
  return { ...commonOf(row), parentId: row.parent_id, position: row.position };
}

export function tickerOf(row: StoredEntity): TickerRow {
  return {
    id: row.id,
    mic: row.mic ?? '',
    symbol: row.symbol ?? '',
    companyId: row.parent_id,
    quoteUrl: row.quote_url,
    mentionCount: row.total_mentions,
    articleCount: row.total_articles,
  };
}

/** Columns of `category c` with its summary, to be joined by `CATEGORY_SUMMARY`. */
export const CATEGORY_COLUMNS: Sql = sql`c.id, c.path, c.name, c.parent_id, s.article_count`;
export const CATEGORY_SUMMARY: Sql = sql`JOIN label s ON s.id = c.id`;

export interface StoredCategory {
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly parent_id: number | null;
  readonly article_count: number;
}

export function categoryOf(row: StoredCategory): CategoryRow {
  return {
    id: row.id,
    path: jsonOf<string[]>(row.path),
    name: row.name,
    parentId: row.parent_id,
    articleCount: row.article_count,
  };
}

const TYPE_OF_CODE: Readonly<Record<number, EntityType>> = {
  1: 'Company',
  2: 'Product',
  3: 'Ticker',
  4: 'Topic',
};

export function refOf(type: number, key: string): EntityRef {
  const name = TYPE_OF_CODE[type];
  if (name === undefined) throw new Error(`No entity type has the code ${type}.`);
  return { type: name, key };
}

export function typeCodes(types: readonly EntityType[]): number[] {
  return types.map((type) => ENTITY_CODE[type]);
}

/** A JSON column, of the type that was written to it. */
export function jsonOf<Value>(text: string): Value {
  return JSON.parse(text) as Value;
}

/** The values by id, in the order of the ids; null where there is none. */
export function inOrder<Value>(ids: readonly number[], values: ReadonlyMap<number, Value>): (Value | null)[] {
  return ids.map((id) => values.get(id) ?? null);
}
