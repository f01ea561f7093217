/**
 * The tables, their columns stated once: types, layout and inserts are made from `TABLES`. Times are milliseconds since
 * 1970 in UTC; JSON is text, so that the order of its keys survives on both engines; booleans are 0 and 1.
 */

/** Kinds of terms: what articles are found by. Entities and labels share one sequence of ids. */
export const KIND = {
  Company: 1,
  Product: 2,
  Ticker: 3,
  Topic: 4,
  Category: 5,
  Tag: 6,
  Source: 7,
  Language: 8,
  Author: 9,
} as const;
export type EntityKindName = 'Company' | 'Product' | 'Ticker' | 'Topic';
export type LabelKind = Exclude<keyof typeof KIND, EntityKindName>;

/** How a ticker came to an article; those of COMPANY follow from the company and are not stored. */
export const TICKER_ORIGINS = ['STOCK_BLOCK', 'STOCK_LINK', 'TEXT', 'COMPANY'] as const;

const integer = 'integer';
const text = 'text';
/** May be null. */
const integerOrNull = 'integer?';
const textOrNull = 'text?';
/** A list of integers: JSON on SQLite, an array on PostgreSQL. */
const integers = 'integers';

export const TABLES = {
  corpus: {
    id: integer,
    revision: integer,
    article_count: integer,
    company_count: integer,
    mention_count: integer,
    ingested_at: integerOrNull,
  },
  /** The catalog that articles were last linked with. */
  catalog: { id: integer, version: text, content: text },
  /** What each of the last revisions changed, for those who listen: the first thousand ids of each list. */
  revision: { revision: integer, added: text, updated: text, removed: text },
  article: {
    /** Its place in time: see article-id.ts. */
    id: integer,
    slug: text,
    path: text,
    file_id: integer,
    title: text,
    url: textOrNull,
    published_at: integerOrNull,
    published_offset: textOrNull,
    published_on: textOrNull,
    language: text,
    author: textOrNull,
    source: textOrNull,
    word_count: integer,
    reading_minutes: integer,
    mention_count: integer,
    hero_image: textOrNull,
    tags: text,
    /** Ids of everything that it can be found by. */
    terms: integers,
    ingested_at: integer,
    added_revision: integer,
    revision: integer,
    /** Of everything that is stored of it. */
    content_hash: text,
    /** Of everything but its links. */
    document_hash: text,
  },
  article_body: {
    article_id: integer,
    /** Sentences that name a company and a topic: see coverage.ts. */
    coverage: textOrNull,
    mentions: text,
    body_text: text,
    body_html: text,
    images: text,
    links: text,
    stock_charts: text,
    front_matter: text,
    /** Fields that reading adds beside these, as one JSON object. */
    details: text,
    /** What only linking reads: ranges that are not linked, and stock references. */
    markup: text,
  },
  /** `count` is how often the article names an entity; for a category 1 in itself and 0 above it; for other labels 1. */
  posting: {
    term_id: integer,
    article_id: integer,
    count: integer,
    in_title: integer,
    /** Of an entity its first mention, of a category its place among those of the post. */
    first_ordinal: integerOrNull,
    /** Of a ticker: place in `TICKER_ORIGINS`. */
    origin: integerOrNull,
  },
  entity: {
    id: integer,
    kind: integer,
    key: text,
    name: text,
    sort_name: text,
    aliases: text,
    former_names: text,
    parent_id: integerOrNull,
    /** Of a product: that of which it is a version or a part. */
    family_id: integerOrNull,
    country: textOrNull,
    origin: text,
    product_kind: textOrNull,
    position: integer,
    mic: textOrNull,
    symbol: textOrNull,
    isin: textOrNull,
    figi: textOrNull,
    /** The year in which a company ceased to exist. */
    defunct: integerOrNull,
    quote_url: textOrNull,
    /** 0 for an entity that is not in the catalog and stays while an article names it. */
    declared: integer,
    mention_count: integer,
    article_count: integer,
  },
  label: {
    id: integer,
    kind: integer,
    /** A name; the path of a category as JSON. */
    key: text,
    parent_id: integerOrNull,
    article_count: integer,
  },
  exchange: { mic: text, name: text, country: text, currency: text },
  file: { id: integer, path: text, content_hash: text, catalog_version: text, slug: textOrNull },
  diagnostic: {
    file_id: integer,
    ordinal: integer,
    path: text,
    line: integerOrNull,
    code: text,
    severity: text,
    message: text,
    hint: text,
  },
  /** Names of entities and categories, folded for search, each between two tabs; and as filters compare them. */
  name: { term_id: integer, kind: integer, folded: text, names: text },
  name_token: { token: text, kind: integer, term_id: integer },
  /** Articles that were removed and not added again. */
  removal: { revision: integer, article_id: integer, slug: text },
} as const;

type ColumnType = typeof integer | typeof text | typeof integerOrNull | typeof textOrNull | typeof integers;
type ValueOf<Type extends ColumnType> = Type extends 'integer'
  ? number
  : Type extends 'integer?'
    ? number | null
    : Type extends 'text'
      ? string
      : Type extends 'text?'
        ? string | null
        : readonly number[];

export type TableName = keyof typeof TABLES;
export type Row<Table extends TableName> = {
  -readonly [Column in keyof (typeof TABLES)[Table]]: (typeof TABLES)[Table][Column] extends ColumnType
    ? ValueOf<(typeof TABLES)[Table][Column]>
    : never;
};
/** The analysed text of an article, of which each engine keeps what its full-text index needs. */
export interface ArticleText {
  readonly article_id: number;
  readonly title_tokens: string;
  readonly title_characters: string;
  readonly title_folded: string;
  readonly body_tokens: string;
  readonly body_characters: string;
  readonly body_folded: string;
}

/** For Kysely. */
export type Database = { [Table in TableName]: Row<Table> };

export function columnsOf(table: TableName): [name: string, type: ColumnType][] {
  return Object.entries(TABLES[table]);
}

export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];
