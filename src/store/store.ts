/**
 * What a store offers to the layers on either side of it: `ingest` writes through `IngestTransaction`, `graph`
 * reads through `Store`. One implementation (Kysely) runs on SQLite and on PostgreSQL; what differs between the
 * engines is in sqlite.ts and postgres.ts.
 *
 * Every method that takes several parents answers with as many SQL statements as for one, in their order. Numeric ids
 * (`ArticleId`, `EntityId`, `CategoryId`) never leave the process: clients see natural keys.
 */
import type {
  Catalog,
  Company,
  EntityOrigin,
  EntityRef,
  EntityType,
  Product,
  ProductKind,
  Ticker,
} from '../catalog/catalog.ts';
import type { Diagnostic, Severity } from '../diagnostic.ts';
import type {
  ArticleSource,
  Document,
  Image,
  JsonObject,
  Link,
  LinkableDocument,
} from '../documents/document.ts';
import type { LinkedDocument, Mention, MentionField, TickerOrigin } from '../linking/mention.ts';
import type { PreparedArticle } from './ingest/prepared.ts';

export type ArticleId = number & { readonly brand?: 'ArticleId' };
export type EntityId = number & { readonly brand?: 'EntityId' };
export type CategoryId = number & { readonly brand?: 'CategoryId' };

// ---------------------------------------------------------------- pages

/** Relay's arguments, already validated by the graph: exactly one of `first` and `last` is set, 0 to 100. */
export interface PageRequest {
  readonly first?: number;
  readonly last?: number;
  /** Opaque cursor, as handed out. A malformed one throws `InvalidCursor`, which names the argument. */
  readonly after?: string;
  readonly before?: string;
}

/** An edge: the node with what belongs to the link, and its cursor. */
export type Edge<Node, Extra = unknown> = { readonly node: Node; readonly cursor: string } & Extra;

export interface Page<Node, Extra = unknown> {
  readonly edges: readonly Edge<Node, Extra>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
  readonly argument: 'after' | 'before';
  constructor(argument: 'after' | 'before') {
    super(`The cursor in \`${argument}\` is not one that this field handed out.`);
    this.argument = argument;
  }
}

// ---------------------------------------------------------------- rows: each says what it is, under `type`

export interface ArticleRow {
  readonly type: 'Article';
  readonly id: ArticleId;
  readonly slug: string;
  readonly path: string;
  readonly title: string;
  readonly url: string | null;
  /** Milliseconds since 1970 in UTC. */
  readonly publishedAt: number | null;
  readonly publishedOffset: string | null;
  readonly language: string;
  readonly author: string | null;
  readonly source: ArticleSource | null;
  readonly wordCount: number;
  readonly readingMinutes: number;
  readonly mentionCount: number;
  readonly heroImage: Image | null;
  readonly tags: readonly string[];
  /** YYYY-MM-DD, as the post has it. */
  readonly publishedOn: string | null;
  /** When it came to be as it is, in milliseconds since 1970, and in which revision. */
  readonly ingestedAt: number;
  readonly revision: string;
}

/** The heavy half of an article, in a table of its own so that lists stay light. */
export interface ArticleBody {
  readonly bodyText: string;
  readonly bodyHtml: string;
  readonly images: readonly Image[];
  readonly links: readonly Link[];
  readonly stockCharts: readonly StockChartRow[];
  readonly frontMatter: JsonObject;
  /** What reading adds beside these and the article's row, by name. */
  readonly details: JsonObject;
}

export interface StockChartRow {
  /** `MIC:symbol`. */
  readonly ticker: string;
  readonly quoteUrl: string | null;
  readonly chartUrl: string | null;
}

interface NamedRow {
  readonly id: EntityId;
  /** BCP 47 → name; `en` is always there. */
  readonly name: Readonly<Record<string, string>>;
  readonly aliases: readonly string[];
  /** Resolved mentions in the whole corpus. */
  readonly mentionCount: number;
  /** Articles that name it. */
  readonly articleCount: number;
}

export interface CompanyRow extends NamedRow {
  readonly type: 'Company';
  readonly slug: string;
  readonly formerNames: readonly string[];
  readonly parentId: EntityId | null;
  readonly country: string | null;
  /** The year in which it ceased to exist; null while it exists. */
  readonly defunct: number | null;
  readonly origin: EntityOrigin;
}

export interface ProductRow extends NamedRow {
  readonly type: 'Product';
  readonly slug: string;
  readonly formerNames: readonly string[];
  readonly makerId: EntityId | null;
  readonly familyId: EntityId | null;
  readonly kind: ProductKind;
  readonly origin: EntityOrigin;
}

export interface TopicRow extends NamedRow {
  readonly type: 'Topic';
  readonly slug: string;
  readonly parentId: EntityId | null;
  readonly position: number;
}

export interface TickerRow {
  readonly type: 'Ticker';
  readonly id: EntityId;
  readonly mic: string;
  readonly symbol: string;
  readonly companyId: EntityId | null;
  /** ISO 6166; null where unknown. */
  readonly isin: string | null;
  /** Composite FIGI; null where unknown. */
  readonly figi: string | null;
  readonly quoteUrl: string | null;
  readonly mentionCount: number;
  readonly articleCount: number;
}

export interface ExchangeRow {
  readonly mic: string;
  readonly name: Readonly<Record<string, string>>;
  readonly country: string;
  readonly currency: string;
}

export interface CategoryRow {
  readonly type: 'Category';
  readonly id: CategoryId;
  readonly path: readonly string[];
  readonly name: string;
  readonly parentId: CategoryId | null;
  /** Articles in it or below it. */
  readonly articleCount: number;
}

export type MentionStatus = Mention['status'];

export interface MentionRow {
  readonly articleId: ArticleId;
  /** Place in the article's text order, from 0. */
  readonly ordinal: number;
  readonly surface: string;
  readonly field: MentionField;
  readonly start: number;
  readonly end: number;
  readonly sentenceStart: number;
  readonly sentenceEnd: number;
  readonly status: MentionStatus;
  /** Null unless it is RESOLVED. */
  readonly entity: EntityRef | null;
  /** The other entity that has the same name, and is named as well; null where none has. */
  readonly namesake: EntityRef | null;
  readonly candidates: readonly EntityRef[];
  readonly alias: string;
  readonly rule: string;
  /** The text from `sentenceStart` to `sentenceEnd`, where it was asked for. */
  readonly sentence?: string;
}

export interface CorpusRow {
  /** Grows with each committed ingest that changed something; opaque to clients. */
  readonly revision: string;
  readonly articleCount: number;
  readonly companyCount: number;
  readonly mentionCount: number;
  /** Milliseconds since 1970 in UTC; null before the first ingest. */
  readonly ingestedAt: number | null;
}

// ---------------------------------------------------------------- filters and orders

export type OrderDirection = 'ASC' | 'DESC';
export interface ArticleOrder {
  readonly field: 'PUBLISHED_AT' | 'MENTION_COUNT' | 'TITLE';
  readonly direction: OrderDirection;
}
export interface EntityOrder {
  readonly field: 'NAME' | 'MENTION_COUNT' | 'ARTICLE_COUNT';
  readonly direction: OrderDirection;
}

/** An entity; with `tree` whatever is below it too: topics, members of a family, what a company owns. */
export type NamedRef = EntityRef & { readonly tree?: boolean };

/** All parts must hold. Entities by reference; unknown ones simply match nothing. */
export interface ArticleFilter {
  readonly mentionsAll?: readonly NamedRef[];
  readonly mentionsAny?: readonly NamedRef[];
  readonly mentionsNone?: readonly NamedRef[];
  /** Of each of these sets at least one entity, for references that stand for a whole tree. */
  readonly mentionsOfEach?: readonly (readonly EntityRef[])[];
  readonly companies?: readonly string[];
  /** Whether the companies stand for what they own. */
  readonly includeOwned?: boolean;
  /** Slugs, each with the members of its family. */
  readonly products?: readonly string[];
  /** `MIC:symbol`. */
  readonly tickers?: readonly string[];
  /** Slugs, each with its descendants unless `includeDescendants` is false. */
  readonly topics?: readonly string[];
  readonly includeDescendants?: boolean;
  /** A path, with its descendants. */
  readonly category?: readonly string[];
  readonly tags?: readonly string[];
  readonly source?: string;
  readonly author?: string;
  readonly language?: string;
  /** Milliseconds; `from` inclusive, `to` exclusive. */
  readonly publishedFrom?: number;
  readonly publishedTo?: number;
  /** A revision: only what was added or updated after it. */
  readonly changedSince?: string;
  readonly text?: string;
  /** Only these. */
  readonly ids?: readonly ArticleId[];
}

export interface EntityFilter {
  /** Part of a name or alias, in any language, case-insensitive. */
  readonly name?: string;
  /** Only those that at least one article names. */
  readonly mentioned?: boolean;
}
export interface CompanyFilter extends EntityFilter {
  readonly country?: string;
  readonly origin?: EntityOrigin;
}
export interface ProductFilter extends EntityFilter {
  readonly maker?: string;
  readonly kind?: ProductKind;
  readonly origin?: EntityOrigin;
}
export interface TickerFilter {
  readonly exchange?: string;
  readonly symbol?: string;
  readonly mentioned?: boolean;
}
export interface MentionFilter {
  readonly field?: MentionField;
  readonly status?: MentionStatus;
  readonly entities?: readonly EntityRef[];
  readonly types?: readonly EntityType[];
}

// ---------------------------------------------------------------- edges

/** How an article names an entity. */
export interface MentionedExtra {
  readonly mentionCount: number;
  readonly inTitle: boolean;
  /** Ordinal of the first mention in the article; null for a ticker that no text names. */
  readonly firstOrdinal: number | null;
}
export interface TickerExtra extends MentionedExtra {
  readonly origin: TickerOrigin;
}

export type SearchType = 'ARTICLE' | 'COMPANY' | 'PRODUCT' | 'TICKER' | 'TOPIC' | 'CATEGORY';
export type SearchNode =
  | { readonly type: 'ARTICLE'; readonly article: ArticleRow }
  | { readonly type: 'COMPANY'; readonly company: CompanyRow }
  | { readonly type: 'PRODUCT'; readonly product: ProductRow }
  | { readonly type: 'TICKER'; readonly ticker: TickerRow }
  | { readonly type: 'TOPIC'; readonly topic: TopicRow }
  | { readonly type: 'CATEGORY'; readonly category: CategoryRow };
export interface Highlight {
  /** `title`, `bodyText` or `name`. */
  readonly field: string;
  /** Where the fragment lies in that field, in UTF-16 code units, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly fragment: string;
  /** UTF-16 ranges into `fragment`, end exclusive. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}
export interface SearchExtra {
  readonly score: number;
  readonly highlights: readonly Highlight[];
}
export interface SearchRequest {
  readonly query: string;
  /** All six where not given. */
  readonly types?: readonly SearchType[];
  readonly filter?: ArticleFilter;
}

export type FacetName =
  | 'companies'
  | 'products'
  | 'topics'
  | 'tickers'
  | 'categories'
  | 'tags'
  | 'sources'
  | 'languages'
  | 'authors'
  | 'months';
/** KEY is in the order of time for months. */
export type FacetOrder = 'COUNT' | 'KEY';
/**
 * A value of a facet: its key (slug, `MIC:symbol`, category path as JSON, name, BCP 47 tag, YYYY-MM in the corpus time
 * zone) and how many articles have it. Topics, products and categories count with what is below them, as the filters on them do.
 */
export interface FacetValue {
  readonly key: string;
  readonly id: EntityId | CategoryId | null;
  readonly count: number;
}

export type TimelineInterval = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';
export interface TimelineBucket {
  /** First day of the bucket in the corpus time zone, YYYY-MM-DD. */
  readonly start: string;
  readonly articleCount: number;
  readonly mentionCount: number;
}
export interface TimelineRequest {
  readonly interval: TimelineInterval;
  /** YYYY-MM-DD, inclusive; the first and last article where not given. */
  readonly from?: string;
  readonly to?: string;
}

/** In place of a timeline that would have more than `limit` buckets. */
export class TimelineTooLong extends Error {
  override readonly name = 'TimelineTooLong';
  /** YYYY-MM-DD: the range that was asked for, or that of the entity's articles. */
  readonly first: string;
  readonly last: string;
  readonly buckets: number;
  readonly limit: number;
  /** The shortest interval with which the range has few enough; null where none has. */
  readonly fitting: TimelineInterval | null;
  constructor(
    range: { readonly first: string; readonly last: string },
    buckets: number,
    limit: number,
    fitting: TimelineInterval | null,
  ) {
    super(`From ${range.first} to ${range.last} there are ${buckets} buckets; at most ${limit} are allowed.`);
    this.first = range.first;
    this.last = range.last;
    this.buckets = buckets;
    this.limit = limit;
    this.fitting = fitting;
  }
}

export interface SentenceRow {
  readonly articleId: ArticleId;
  readonly field: MentionField;
  readonly start: number;
  readonly end: number;
  /** The topics of the group that it names. */
  readonly topicIds: readonly EntityId[];
}

/** A node that a path begins with, ends with or leads over. */
export interface PathEnd {
  readonly type: EntityType | 'Article';
  /** Of the article or the entity. */
  readonly id: number;
}
export interface PathSentence {
  readonly articleId: ArticleId;
  readonly field: MentionField;
  readonly start: number;
  readonly end: number;
}
export interface PathRow {
  /** None where both ends are the same. */
  readonly steps: readonly {
    readonly from: PathEnd;
    readonly to: PathEnd;
    /** That of the newest articles that says best how the two hang together; null where none names both. */
    readonly sentence: PathSentence | null;
  }[];
}

export interface CoverageCount {
  readonly sentences: number;
  readonly articles: number;
}

export interface DiagnosticFilter {
  readonly severity?: Severity;
  readonly code?: string;
}
export interface DiagnosticCount {
  readonly code: string;
  readonly severity: Severity;
  readonly count: number;
}

/** What became of an article after a revision; `article` is null where it was removed. */
export interface ArticleChange {
  readonly kind: 'ADDED' | 'UPDATED' | 'REMOVED';
  readonly slug: string;
  readonly revision: string;
  readonly article: ArticleRow | null;
}

// ---------------------------------------------------------------- reading

/** Which articles a list or a count is of. */
export type ArticleScope =
  | { readonly kind: 'corpus' }
  | { readonly kind: 'entity'; readonly type: EntityType; readonly id: EntityId }
  /** Those that name any of these, such as a company with its subsidiaries and products. */
  | { readonly kind: 'any'; readonly ids: readonly EntityId[] }
  /** Those that name both. */
  | { readonly kind: 'pair'; readonly id: EntityId; readonly other: EntityId }
  | { readonly kind: 'category'; readonly id: CategoryId; readonly includeDescendants: boolean };

/** Scopes of one call are of one kind and type. */
export interface ArticleQueries {
  byIds(ids: readonly ArticleId[]): Promise<(ArticleRow | null)[]>;
  bySlugs(slugs: readonly string[]): Promise<(ArticleRow | null)[]>;
  /** By canonical address, as the post writes it; the newest of several posts that name the same one. */
  byUrls(urls: readonly string[]): Promise<(ArticleRow | null)[]>;
  bodies(ids: readonly ArticleId[]): Promise<(ArticleBody | null)[]>;
  /** What linking reads of each. */
  linkable(ids: readonly ArticleId[]): Promise<(LinkableDocument | null)[]>;
  diagnostics(ids: readonly ArticleId[]): Promise<Diagnostic[][]>;
  page(filter: ArticleFilter, order: ArticleOrder, page: PageRequest): Promise<Page<ArticleRow>>;
  /** The page of each scope but the corpus; `MentionedExtra` belongs to the entities of the scope. */
  pages(
    scopes: readonly ArticleScope[],
    filter: ArticleFilter,
    order: ArticleOrder,
    page: PageRequest,
  ): Promise<Page<ArticleRow, MentionedExtra>[]>;
  /** How many articles each scope holds under the filter. */
  counts(scopes: readonly ArticleScope[], filter: ArticleFilter): Promise<number[]>;
  /** Most articles first, then by key; or by key. */
  facets(
    scopes: readonly ArticleScope[],
    filter: ArticleFilter,
    facet: FacetName,
    page: PageRequest,
    order?: FacetOrder,
  ): Promise<Page<FacetValue>[]>;
  /** How many values a facet has. */
  facetCounts(scopes: readonly ArticleScope[], filter: ArticleFilter, facet: FacetName): Promise<number[]>;
  timelines(
    scopes: readonly ArticleScope[],
    filter: ArticleFilter,
    request: TimelineRequest,
  ): Promise<(TimelineBucket[] | TimelineTooLong)[]>;
  /** Those of the articles that the filter lets through, in the order of `ids`; for subscriptions. */
  matching(ids: readonly ArticleId[], filter: ArticleFilter): Promise<ArticleRow[]>;
  /** By shared, rare entities; `shared` most telling first. */
  related(
    ids: readonly ArticleId[],
    page: PageRequest,
  ): Promise<Page<ArticleRow, { readonly score: number; readonly shared: readonly EntityRef[] }>[]>;
  relatedCounts(ids: readonly ArticleId[]): Promise<number[]>;
  /**
   * The way of the fewest steps between two nodes, each of which leads over articles in which both of its nodes stand;
   * of several the one over rarer things. Only so many articles are looked at; null where none is found in them.
   */
  path(from: PathEnd, to: PathEnd, maxSteps: number): Promise<PathRow | null>;
}

/** What companies, products, topics and tickers have in common, as links of articles. */
export interface LinkedEntityQueries<Row, Filter, Extra extends MentionedExtra> {
  byIds(ids: readonly EntityId[]): Promise<(Row | null)[]>;
  /** By slug, or `MIC:symbol`. */
  byKeys(keys: readonly string[]): Promise<(Row | null)[]>;
  page(filter: Filter, order: EntityOrder, page: PageRequest): Promise<Page<Row>>;
  count(filter: Filter): Promise<number>;
  /** Most mentioned first, then by key. */
  pagesOfArticles(ids: readonly ArticleId[], page: PageRequest): Promise<Page<Row, Extra>[]>;
  countsOfArticles(ids: readonly ArticleId[]): Promise<number[]>;
}

export interface CompanyQueries extends LinkedEntityQueries<CompanyRow, CompanyFilter, MentionedExtra> {
  subsidiaries(ids: readonly EntityId[], page: PageRequest): Promise<Page<CompanyRow>[]>;
  subsidiaryCounts(ids: readonly EntityId[]): Promise<number[]>;
  /** Companies named in the same articles, most articles first. */
  coMentions(
    ids: readonly EntityId[],
    filter: ArticleFilter,
    page: PageRequest,
  ): Promise<Page<CompanyRow, { readonly articleCount: number }>[]>;
  coMentionCounts(ids: readonly EntityId[], filter: ArticleFilter): Promise<number[]>;
  /** For each company and each group of topics, the sentences and articles that name it and a topic of the group. */
  coverage(
    ids: readonly EntityId[],
    groups: readonly (readonly EntityId[])[],
    filter: ArticleFilter,
  ): Promise<CoverageCount[][]>;
  /** The sentences of a group, of the newest articles first. */
  coverageEvidence(
    requests: readonly { readonly company: EntityId; readonly topics: readonly EntityId[] }[],
    filter: ArticleFilter,
    page: PageRequest,
  ): Promise<Page<SentenceRow>[]>;
}

export interface ProductQueries extends LinkedEntityQueries<ProductRow, ProductFilter, MentionedExtra> {
  ofMakers(ids: readonly EntityId[], page: PageRequest): Promise<Page<ProductRow>[]>;
  countsOfMakers(ids: readonly EntityId[]): Promise<number[]>;
  /** The versions and parts of a product, by name. */
  members(ids: readonly EntityId[], page: PageRequest): Promise<Page<ProductRow>[]>;
  memberCounts(ids: readonly EntityId[]): Promise<number[]>;
}

export interface TopicQueries extends LinkedEntityQueries<TopicRow, EntityFilter, MentionedExtra> {
  /** In the order of the catalog. */
  roots(page: PageRequest): Promise<Page<TopicRow>>;
  rootCount(): Promise<number>;
  children(ids: readonly EntityId[], page: PageRequest): Promise<Page<TopicRow>[]>;
  childCounts(ids: readonly EntityId[]): Promise<number[]>;
  /** Root first, parent last. */
  ancestors(ids: readonly EntityId[]): Promise<TopicRow[][]>;
  /** Companies named in the topic's articles, most articles first. */
  companies(
    ids: readonly EntityId[],
    filter: ArticleFilter,
    page: PageRequest,
  ): Promise<Page<CompanyRow, { readonly articleCount: number }>[]>;
  companyCounts(ids: readonly EntityId[], filter: ArticleFilter): Promise<number[]>;
  /** All topics in the order of the catalog, parents before their children. */
  tree(): Promise<readonly TopicRow[]>;
}

export interface TickerQueries extends LinkedEntityQueries<TickerRow, TickerFilter, TickerExtra> {
  ofCompanies(ids: readonly EntityId[]): Promise<TickerRow[][]>;
  exchanges(mics: readonly string[]): Promise<(ExchangeRow | null)[]>;
}

export interface CategoryQueries {
  byIds(ids: readonly CategoryId[]): Promise<(CategoryRow | null)[]>;
  byPaths(paths: readonly (readonly string[])[]): Promise<(CategoryRow | null)[]>;
  page(rootsOnly: boolean, page: PageRequest): Promise<Page<CategoryRow>>;
  count(rootsOnly: boolean): Promise<number>;
  /** Root first, parent last. */
  ancestors(ids: readonly CategoryId[]): Promise<CategoryRow[][]>;
  children(ids: readonly CategoryId[], page: PageRequest): Promise<Page<CategoryRow>[]>;
  childCounts(ids: readonly CategoryId[]): Promise<number[]>;
  /** In the order in which the post names them. */
  ofArticles(ids: readonly ArticleId[], page: PageRequest): Promise<Page<CategoryRow>[]>;
  countsOfArticles(ids: readonly ArticleId[]): Promise<number[]>;
}

export interface MentionQueries {
  /** In text order. */
  ofArticles(
    ids: readonly ArticleId[],
    filter: MentionFilter,
    page: PageRequest,
    selection?: { readonly sentences: boolean },
  ): Promise<Page<MentionRow>[]>;
  countsOfArticles(ids: readonly ArticleId[], filter: MentionFilter): Promise<number[]>;
  byOrdinals(keys: readonly (readonly [ArticleId, number])[]): Promise<(MentionRow | null)[]>;
  /** The mentions of one entity in one article, for `EntityArticleEdge.mentions`. */
  ofPairs(pairs: readonly (readonly [EntityId, ArticleId])[]): Promise<MentionRow[][]>;
}

export interface SearchQueries {
  page(request: SearchRequest, page: PageRequest): Promise<Page<SearchNode, SearchExtra>>;
  count(request: SearchRequest): Promise<number>;
}

export interface CorpusQueries {
  get(): Promise<CorpusRow>;
  /** That of `get` alone. */
  revision(): Promise<string>;
  diagnostics(filter: DiagnosticFilter, page: PageRequest): Promise<Page<Diagnostic>>;
  diagnosticCount(filter: DiagnosticFilter): Promise<number>;
  /** Most first, then by code. */
  diagnosticCounts(filter: DiagnosticFilter): Promise<DiagnosticCount[]>;
  /**
   * Each article that was added, updated or removed after a revision, once: first the removals, then the others, each
   * the earliest change first.
   */
  changes(since: string, page: PageRequest): Promise<Page<ArticleChange>>;
  changeCount(since: string): Promise<number>;
}

export interface SuggestionRequest {
  readonly prefix: string;
  readonly types: readonly EntityType[];
  readonly first: number;
}

/** A name, and the entity that bears it. */
export interface KnownName {
  readonly type: EntityType;
  readonly id: EntityId;
  /** The slug, or `MIC:symbol`. */
  readonly key: string;
  /** The name as it is written. */
  readonly text: string;
  readonly articleCount: number;
}

export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  /** IANA name of the corpus time zone, whose midnights bound the buckets of timelines and months. */
  readonly timeZone: string;
  readonly articles: ArticleQueries;
  readonly companies: CompanyQueries;
  readonly products: ProductQueries;
  readonly topics: TopicQueries;
  readonly tickers: TickerQueries;
  readonly categories: CategoryQueries;
  /** For each entity itself and whatever is below it, in one statement. */
  trees(type: Exclude<EntityType, 'Ticker'>, ids: readonly EntityId[]): Promise<EntityId[][]>;
  readonly mentions: MentionQueries;
  readonly search: SearchQueries;
  readonly corpus: CorpusQueries;
  /**
   * A client says that it has seen this revision, here or on another gateway. Resolves when nothing older is answered
   * to anyone from now on, or the store has no such revision, which changes nothing; nor does what is no revision.
   */
  seen(revision: string): Promise<void>;
  /**
   * The same store, for the reads of one operation: none of them answers from before another, so that what a list
   * named is not missed where its parts are read. Each operation begins one; there is nothing to close.
   */
  session(signal?: AbortSignal): Store;
  /**
   * Calls back after each revision committed here or by another process on the same store, and for those after `since`
   * that are remembered; answers how to stop.
   */
  onRevision(listener: (change: RevisionChange) => void, since?: string): () => void;
  /** The catalog that articles were last linked with; null before the first ingest. */
  catalog(): Promise<Catalog | null>;
  /** Names that the corpus names and that begin with a prefix, most articles first. */
  suggest(request: SuggestionRequest): Promise<KnownName[]>;
  /** What the corpus names whose name this text is, those of most articles first. */
  named(text: string): Promise<KnownName[]>;
  /** What the corpus names with a name that holds the folded terms and fits; that which is the text comes first. */
  namesWith(terms: readonly string[], fits: (name: string) => boolean, text: string): Promise<KnownName[]>;
  /** Opens the one writer; others wait. */
  beginIngest(): Promise<IngestTransaction>;
  /** Number of SQL statements sent since it was opened; for tests and metrics. */
  readonly statementCount: number;
  /** Answers when the store can be read; throws why not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface RevisionChange {
  readonly revision: string;
  /** In the order in which they were put; at most a thousand of each. */
  readonly added: readonly ArticleId[];
  readonly updated: readonly ArticleId[];
  /** By slug. */
  readonly removed: readonly string[];
}

// ---------------------------------------------------------------- writing

/** What the store remembers of a file, to decide what to redo. */
export interface FileState {
  readonly path: string;
  /** Hash of the bytes, joined with the version of the reader. */
  readonly contentHash: string;
  /** Catalog version that its article was linked with. */
  readonly catalogVersion: string;
  /** Slug of its article; null where the file was refused or is a duplicate. */
  readonly slug: string | null;
}

export interface ArticleInput {
  readonly slug: string;
  readonly document: Document;
  readonly linked: LinkedDocument;
}

/** What linking made of an article, and what it needs to do it again without the file. */
export interface StoredLinks {
  readonly id: ArticleId;
  readonly slug: string;
  readonly path: string;
  /** Changes with everything that is stored of the article. */
  readonly stamp: string;
  /** Of the catalog that it was linked with; null where that is not known. */
  readonly catalogVersion: string | null;
  readonly document: LinkableDocument;
  /** Tickers by key. */
  readonly linked: Pick<LinkedDocument, 'mentions' | 'tickers'>;
}

export interface RelinkedArticle {
  readonly article: StoredLinks;
  /** Null where the links that it has are those that the catalog gives. */
  readonly linked: LinkedDocument | null;
}

/** One ingest. Nothing is visible to readers before `commit`; a process killed before it leaves the old revision. */
export interface IngestTransaction {
  files(): Promise<ReadonlyMap<string, FileState>>;
  /** The catalog of the last `putCatalog` that was committed; within an ingest to be asked for before its own. */
  catalog(): Promise<Catalog | null>;
  /** Articles that were linked with another catalog than that of this version, at most a hundred at a time, by id. */
  linkedBefore(catalogVersion: string): AsyncIterable<readonly StoredLinks[]>;
  /** Replaces exchanges, companies, products, topics, tickers; entities of origin CORPUS stay while articles teach them. */
  putCatalog(catalog: Catalog): Promise<void>;
  putTaught(
    companies: readonly Company[],
    tickers: readonly Ticker[],
    products?: readonly Product[],
  ): Promise<void>;
  /** Inserts or replaces, by slug. Batches of some hundred are best. */
  putArticles(articles: readonly ArticleInput[]): Promise<void>;
  /** The same for articles that another thread prepared. */
  putPrepared(articles: readonly PreparedArticle[]): Promise<void>;
  removeArticles(slugs: readonly string[]): Promise<void>;
  /**
   * Replaces the links of articles that are still as they were handed out, and remembers that all of these are linked
   * with the catalog of this version. Batches as they were handed out are best.
   */
  putLinks(catalogVersion: string, articles: readonly RelinkedArticle[]): Promise<void>;
  /** Replaces the states and the diagnostics of these files. */
  putFiles(files: readonly (FileState & { readonly diagnostics: readonly Diagnostic[] })[]): Promise<void>;
  /** Forgets these files with their diagnostics. Their articles are removed with `removeArticles`. */
  removeFiles(paths: readonly string[]): Promise<void>;
  /** Brings the maintained summaries up to date and makes everything visible; answers the new revision, or the old one if nothing changed. */
  commit(): Promise<string>;
  rollback(): Promise<void>;
}
