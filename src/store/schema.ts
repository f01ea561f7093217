/**
 * The tables. Ids are 53-bit integers (identity.ts); times are milliseconds since 1970 in UTC; JSON is text, so that
 * the order of its keys survives on both engines; booleans are 0 and 1.
 */

/** Codes of entity types, small because there is one in every link. */
export const ENTITY_CODE = { Company: 1, Product: 2, Ticker: 3, Topic: 4 } as const;
/** Categories among the types of named nodes, after those of entities. */
export const CATEGORY_NODE = 5;
export const LABEL_CODE = { Category: 1, CategoryOnly: 2, Tag: 3, Source: 4, Language: 5, Month: 6 } as const;
export type LabelKind = keyof typeof LABEL_CODE;

/** Sets of articles whose overlaps are counted: those that name an entity, a topic or one below it, those of a label. */
export const SET_CODE = { Entity: 1, TopicTree: 2, Label: 3 } as const;
/** What is counted in a set: its articles that are also of another set, and the sentences of a company on a topic. */
export const SHARE_CODE = {
  Company: 1,
  Product: 2,
  TopicTree: 3,
  Category: 4,
  Source: 5,
  Month: 6,
  Language: 7,
  TopicSentences: 8,
} as const;

/**
 * `sort_at` of an article without a date, before every date that can be written. Such articles come last in both
 * directions: ascending lists are read in two segments (page.ts).
 */
export const UNDATED = -8_640_000_000_000_001;

export interface ArticleTable {
  id: number;
  slug: string;
  path: string;
  file_id: number;
  title: string;
  url: string | null;
  published_at: number | null;
  sort_at: number;
  /** Place in the order of search: by second, then hashed; the row id of the full-text index on SQLite. */
  position: number;
  published_offset: string | null;
  language: string;
  author: string | null;
  source: string | null;
  word_count: number;
  reading_minutes: number;
  mention_count: number;
  hero_image: string | null;
  tags: string;
  /** Of everything that is stored of it. */
  content_hash: string;
  /** Of everything but its links. */
  document_hash: string;
}

interface ArticleBodyTable {
  article_id: number;
  body_text: string;
  body_html: string;
  images: string;
  links: string;
  stock_charts: string;
  front_matter: string;
  /** What only linking reads: ranges that are not linked, and stock references. */
  markup: string;
}

/** The analysed text of an article; each engine keeps of it what its full-text index needs. */
interface ArticleTextTable {
  article_id: number;
  position: number;
  title_tokens: string;
  title_characters: string;
  title_folded: string;
  body_tokens: string;
  body_characters: string;
  body_folded: string;
}

export interface EntityTable {
  id: number;
  type: number;
  key: string;
  name: string;
  sort_name: string;
  aliases: string;
  former_names: string;
  parent_id: number | null;
  country: string | null;
  origin: string;
  kind: string | null;
  position: number;
  mic: string | null;
  symbol: string | null;
  quote_url: string | null;
  /** 0 for an entity that left the catalog and waits for its last article to be linked again. */
  declared: number;
  mention_count: number;
  article_count: number;
  /** Of a topic: articles that name it or a topic below it. */
  tree_count: number;
}

export interface EntityArticleTable {
  entity_id: number;
  sort_at: number;
  article_id: number;
  entity_type: number;
  mention_count: number;
  in_title: number;
  first_ordinal: number | null;
  origin: string | null;
}

export interface LabelTable {
  id: number;
  kind: number;
  name: string;
  article_count: number;
}

interface LabelArticleTable {
  label_id: number;
  sort_at: number;
  article_id: number;
  kind: number;
}

export interface CategoryTable {
  id: number;
  /** Label of the articles in the category itself, not below it. */
  only_id: number;
  path: string;
  name: string;
  parent_id: number | null;
  depth: number;
}

export interface MentionTable {
  article_id: number;
  ordinal: number;
  /** 0 for the title, 1 for the body. */
  field: number;
  span_start: number;
  span_end: number;
  sentence_start: number;
  sentence_end: number;
  surface: string;
  /** Null where it is the surface. */
  alias: string | null;
  rule: string;
  /** Null where the mention is ambiguous. */
  entity_id: number | null;
  candidates: string | null;
}

/** A sentence that names a company and a topic. */
export interface CoverageTable {
  company_id: number;
  topic_id: number;
  sort_at: number;
  article_id: number;
  field: number;
  sentence_start: number;
  sentence_end: number;
}

interface TaughtTable {
  entity_id: number;
  article_id: number;
}

export interface ExchangeTable {
  mic: string;
  name: string;
  country: string;
  currency: string;
  eastmoney_market: number | null;
}

export interface TopicAncestorTable {
  ancestor_id: number;
  topic_id: number;
  depth: number;
}

export interface FileTable {
  id: number;
  path: string;
  content_hash: string;
  catalog_version: string;
  slug: string | null;
}

export interface DiagnosticTable {
  file_id: number;
  ordinal: number;
  path: string;
  line: number | null;
  code: string;
  severity: string;
  message: string;
  hint: string;
}

/** Names of entities and categories, folded for search; each name between two line ends. */
export interface NameTable {
  node_id: number;
  node_type: number;
  folded: string;
  names: string;
}

export interface NameTokenTable {
  token: string;
  node_type: number;
  node_id: number;
}

interface CorpusTable {
  id: number;
  revision: number;
  article_count: number;
  company_count: number;
  mention_count: number;
  ingested_at: number | null;
}

/** How much of one set of articles is shared with another: see overlap-counts.ts. */
interface OverlapTable {
  set_kind: number;
  set_id: number;
  share_kind: number;
  share_id: number;
  count: number;
}

/** The sets whose overlaps are kept. */
type OverlapSetTable = Pick<OverlapTable, 'set_kind' | 'set_id'>;

interface RevisionTable {
  revision: number;
  added: string;
}

/** Tables that an ingest fills with rows of its own; the rest are summaries. */
interface Tables {
  article: ArticleTable;
  article_body: ArticleBodyTable;
  article_text: ArticleTextTable;
  entity: EntityTable;
  entity_article: EntityArticleTable;
  label: LabelTable;
  label_article: LabelArticleTable;
  category: CategoryTable;
  mention: MentionTable;
  coverage: CoverageTable;
  taught: TaughtTable;
  exchange: ExchangeTable;
  topic_ancestor: TopicAncestorTable;
  file: FileTable;
  diagnostic: DiagnosticTable;
  name: NameTable;
  name_token: NameTokenTable;
}
export type TableName = keyof Tables;
export type Row<Table extends TableName> = Tables[Table];

export interface Schema extends Tables {
  corpus: CorpusTable;
  overlap: OverlapTable;
  overlap_set: OverlapSetTable;
  revision: RevisionTable;
}

type ColumnType = 'integer' | 'text';
type Columns<Table extends TableName> = { readonly [Column in keyof Tables[Table]]: ColumnType };

/** Columns in the order of the tables, with their types. */
export const COLUMNS: { readonly [Table in TableName]: Columns<Table> } = {
  article: {
    id: 'integer',
    slug: 'text',
    path: 'text',
    file_id: 'integer',
    title: 'text',
    url: 'text',
    published_at: 'integer',
    sort_at: 'integer',
    position: 'integer',
    published_offset: 'text',
    language: 'text',
    author: 'text',
    source: 'text',
    word_count: 'integer',
    reading_minutes: 'integer',
    mention_count: 'integer',
    hero_image: 'text',
    tags: 'text',
    content_hash: 'text',
    document_hash: 'text',
  },
  article_body: {
    article_id: 'integer',
    body_text: 'text',
    body_html: 'text',
    images: 'text',
    links: 'text',
    stock_charts: 'text',
    front_matter: 'text',
    markup: 'text',
  },
  article_text: {
    article_id: 'integer',
    position: 'integer',
    title_tokens: 'text',
    title_characters: 'text',
    title_folded: 'text',
    body_tokens: 'text',
    body_characters: 'text',
    body_folded: 'text',
  },
  entity: {
    id: 'integer',
    type: 'integer',
    key: 'text',
    name: 'text',
    sort_name: 'text',
    aliases: 'text',
    former_names: 'text',
    parent_id: 'integer',
    country: 'text',
    origin: 'text',
    kind: 'text',
    position: 'integer',
    mic: 'text',
    symbol: 'text',
    quote_url: 'text',
    declared: 'integer',
    mention_count: 'integer',
    article_count: 'integer',
    tree_count: 'integer',
  },
  entity_article: {
    entity_id: 'integer',
    sort_at: 'integer',
    article_id: 'integer',
    entity_type: 'integer',
    mention_count: 'integer',
    in_title: 'integer',
    first_ordinal: 'integer',
    origin: 'text',
  },
  label: { id: 'integer', kind: 'integer', name: 'text', article_count: 'integer' },
  label_article: { label_id: 'integer', sort_at: 'integer', article_id: 'integer', kind: 'integer' },
  category: {
    id: 'integer',
    only_id: 'integer',
    path: 'text',
    name: 'text',
    parent_id: 'integer',
    depth: 'integer',
  },
  mention: {
    article_id: 'integer',
    ordinal: 'integer',
    field: 'integer',
    span_start: 'integer',
    span_end: 'integer',
    sentence_start: 'integer',
    sentence_end: 'integer',
    surface: 'text',
    alias: 'text',
    rule: 'text',
    entity_id: 'integer',
    candidates: 'text',
  },
  coverage: {
    company_id: 'integer',
    topic_id: 'integer',
    sort_at: 'integer',
    article_id: 'integer',
    field: 'integer',
    sentence_start: 'integer',
    sentence_end: 'integer',
  },
  taught: { entity_id: 'integer', article_id: 'integer' },
  exchange: { mic: 'text', name: 'text', country: 'text', currency: 'text', eastmoney_market: 'integer' },
  topic_ancestor: { ancestor_id: 'integer', topic_id: 'integer', depth: 'integer' },
  file: { id: 'integer', path: 'text', content_hash: 'text', catalog_version: 'text', slug: 'text' },
  diagnostic: {
    file_id: 'integer',
    ordinal: 'integer',
    path: 'text',
    line: 'integer',
    code: 'text',
    severity: 'text',
    message: 'text',
    hint: 'text',
  },
  name: { node_id: 'integer', node_type: 'integer', folded: 'text', names: 'text' },
  name_token: { token: 'text', node_type: 'integer', node_id: 'integer' },
};
