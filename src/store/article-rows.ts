/** What is stored of an article. Pure: the same article gives the same rows on every machine and engine. */
import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { type EntityRef, tickerKey } from '../catalog/catalog.ts';
import type { Mention, TickerOrigin } from '../linking/mention.ts';
import { analyse } from './analyser.ts';
import { fileId, labelId } from './identity.ts';
import {
  type ArticleTable,
  type CategoryTable,
  type CoverageTable,
  ENTITY_CODE,
  type EntityArticleTable,
  LABEL_CODE,
  type LabelKind,
  type LabelTable,
  type MentionTable,
  type Row,
  type TableName,
  UNDATED,
} from './schema.ts';
import type { ArticleId, ArticleInput, EntityId, StockChartRow } from './store.ts';

/** Changes whenever the same article would be stored in another way, so that it is written again. */
const ROWS_VERSION = 1;

export type ArticleTables = { readonly [Table in ArticleTableName]: readonly Row<Table>[] };
type ArticleTableName = Extract<
  TableName,
  | 'article'
  | 'article_body'
  | 'article_text'
  | 'entity_article'
  | 'label_article'
  | 'mention'
  | 'coverage'
  | 'taught'
>;
/** In the order in which they are filled. */
export const ARTICLE_TABLES: readonly ArticleTableName[] = [
  'article',
  'article_body',
  'article_text',
  'entity_article',
  'label_article',
  'mention',
  'coverage',
  'taught',
];

/** How an article's rows refer to what is outside it. */
export interface RowIds {
  readonly article: ArticleId;
  readonly position: number;
  entity(ref: EntityRef): EntityId;
}

export function contentHash(input: ArticleInput, timeZone: string): string {
  const { mentions, tickers, taughtCompanies, taughtTickers } = input.linked;
  const taught = [taughtCompanies.map(({ slug }) => slug), taughtTickers.map(({ key }) => key)];
  const text = JSON.stringify([
    ROWS_VERSION,
    timeZone,
    input.slug,
    input.document,
    mentions,
    tickers,
    taught,
  ]);
  return createHash('sha256').update(text).digest('base64url');
}

/** Every entity that the article's rows refer to. */
export function refsOf({ linked }: ArticleInput): EntityRef[] {
  return [
    ...linked.mentions.flatMap((mention) => (mention.status === 'RESOLVED' ? [mention.entity] : [])),
    ...linked.tickers.map((link): EntityRef => ({ type: 'Ticker', key: link.ticker })),
    ...linked.taughtCompanies.map(({ slug }): EntityRef => ({ type: 'Company', key: slug })),
    ...linked.taughtTickers.map(({ key }): EntityRef => ({ type: 'Ticker', key })),
  ];
}

const SECOND_BITS = 2 ** 20;
/** Seconds from 1900 to 1970; positions hold 33 bits of seconds, until 2172. Later and earlier dates are clamped. */
const SECONDS_BEFORE_1970 = 2_208_988_800;

/** Where an article stands in the order of search: by its second, then hashed; without a date below all others. */
export function positionOf(publishedAt: number | null, id: ArticleId): number {
  if (publishedAt === null) return -id;
  const second = Math.floor(publishedAt / 1000) + SECONDS_BEFORE_1970;
  return Math.min(Math.max(second, 0), 2 ** 33 - 1) * SECOND_BITS + (id % SECOND_BITS);
}

export function publishedAtOf(input: ArticleInput): number | null {
  const { publishedAt } = input.document;
  const time = publishedAt === null ? Number.NaN : Date.parse(publishedAt);
  return Number.isNaN(time) ? null : time;
}

export function articleRowsOf(
  input: ArticleInput,
  ids: RowIds,
  hash: string,
  timeZone: string,
): ArticleTables {
  const { document, linked } = input;
  const publishedAt = publishedAtOf(input);
  const sortAt = publishedAt ?? UNDATED;
  const article = ids.article;
  const title = analyse(document.title);
  const body = analyse(document.bodyText);
  const row: ArticleTable = {
    id: article,
    slug: input.slug,
    path: document.path,
    file_id: fileId(document.path),
    title: document.title,
    url: document.url,
    published_at: publishedAt,
    sort_at: sortAt,
    position: ids.position,
    published_offset: document.publishedOffset,
    language: document.language,
    author: document.author,
    source: jsonOrNull(document.source),
    word_count: document.wordCount,
    reading_minutes: document.readingMinutes,
    mention_count: linked.mentions.filter(({ status }) => status === 'RESOLVED').length,
    hero_image: jsonOrNull(document.heroImage),
    tags: JSON.stringify(document.tags),
    content_hash: hash,
  };
  return {
    article: [row],
    article_body: [
      {
        article_id: article,
        body_text: document.bodyText,
        body_html: document.bodyHtml,
        images: JSON.stringify(document.images),
        links: JSON.stringify(document.links),
        stock_charts: JSON.stringify(stockChartsOf(input)),
        front_matter: JSON.stringify(document.frontMatter),
      },
    ],
    article_text: [
      {
        article_id: article,
        position: ids.position,
        title_tokens: title.tokens,
        title_characters: title.characters,
        title_folded: title.folded,
        body_tokens: body.tokens,
        body_characters: body.characters,
        body_folded: body.folded,
      },
    ],
    entity_article: linksOf(input, ids, sortAt),
    label_article: labelsOf(input, timeZone).map(({ id, kind }) => ({
      label_id: id,
      sort_at: sortAt,
      article_id: article,
      kind,
    })),
    mention: linked.mentions.map((mention, ordinal) => mentionRow(mention, ordinal, ids)),
    coverage: coverageRows(linked.mentions, ids, sortAt),
    taught: [
      ...linked.taughtCompanies.map(({ slug }): EntityRef => ({ type: 'Company', key: slug })),
      ...linked.taughtTickers.map(({ key }): EntityRef => ({ type: 'Ticker', key })),
    ].map((ref) => ({ entity_id: ids.entity(ref), article_id: article })),
  };
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function stockChartsOf({ document }: ArticleInput): StockChartRow[] {
  return document.stockReferences.flatMap((reference) =>
    reference.kind === 'BLOCK'
      ? [
          {
            ticker: tickerKey(reference.mic, reference.symbol),
            quoteUrl: reference.quoteUrl,
            chartUrl: reference.chartUrl,
          },
        ]
      : [],
  );
}

function linksOf({ linked }: ArticleInput, ids: RowIds, sortAt: number): EntityArticleTable[] {
  const links = new Map<EntityId, EntityArticleTable>();
  const add = (ref: EntityRef, origin: TickerOrigin | null): EntityArticleTable => {
    const id = ids.entity(ref);
    const link = links.get(id) ?? {
      entity_id: id,
      sort_at: sortAt,
      article_id: ids.article,
      entity_type: ENTITY_CODE[ref.type],
      mention_count: 0,
      in_title: 0,
      first_ordinal: null,
      origin,
    };
    links.set(id, link);
    return link;
  };
  for (const { ticker, origin } of linked.tickers) add({ type: 'Ticker', key: ticker }, origin);
  for (const [ordinal, mention] of linked.mentions.entries()) {
    if (mention.status !== 'RESOLVED') continue;
    const link = add(mention.entity, mention.entity.type === 'Ticker' ? 'TEXT' : null);
    link.mention_count += 1;
    link.first_ordinal ??= ordinal;
    if (mention.field === 'TITLE') link.in_title = 1;
  }
  return [...links.values()];
}

function mentionRow(mention: Mention, ordinal: number, ids: RowIds): MentionTable {
  const resolved = mention.status === 'RESOLVED';
  return {
    article_id: ids.article,
    ordinal,
    field: mention.field === 'TITLE' ? 0 : 1,
    span_start: mention.start,
    span_end: mention.end,
    sentence_start: mention.sentenceStart,
    sentence_end: mention.sentenceEnd,
    surface: mention.surface,
    alias: mention.alias === mention.surface ? null : mention.alias,
    rule: mention.rule,
    entity_id: resolved ? ids.entity(mention.entity) : null,
    candidates: resolved ? null : JSON.stringify(mention.candidates),
  };
}

function coverageRows(mentions: readonly Mention[], ids: RowIds, sortAt: number): CoverageTable[] {
  const rows = new Map<string, CoverageTable>();
  const bySentence = Map.groupBy(
    mentions.filter((mention) => mention.status === 'RESOLVED'),
    (mention) => `${mention.field} ${mention.sentenceStart}`,
  );
  for (const named of bySentence.values()) {
    const topics = named.filter(({ entity }) => entity.type === 'Topic');
    for (const company of named.filter(({ entity }) => entity.type === 'Company')) {
      for (const topic of topics) {
        const row: CoverageTable = {
          company_id: ids.entity(company.entity),
          topic_id: ids.entity(topic.entity),
          sort_at: sortAt,
          article_id: ids.article,
          field: company.field === 'TITLE' ? 0 : 1,
          sentence_start: company.sentenceStart,
          sentence_end: company.sentenceEnd,
        };
        rows.set(`${row.company_id} ${row.topic_id} ${row.field} ${row.sentence_start}`, row);
      }
    }
  }
  return [...rows.values()];
}

/** The labels of an article, each once: what it can be filtered by beside its entities. */
export function labelsOf(input: ArticleInput, timeZone: string): LabelTable[] {
  const { document } = input;
  const labels = new Map<number, LabelTable>();
  const add = (kind: LabelKind, name: string) => {
    const id = labelId(kind, name);
    labels.set(id, { id, kind: LABEL_CODE[kind], name, article_count: 0 });
  };
  for (const path of document.categories) {
    if (path.length === 0) continue;
    add('CategoryOnly', JSON.stringify(path));
    for (let length = 1; length <= path.length; length++)
      add('Category', JSON.stringify(path.slice(0, length)));
  }
  for (const tag of document.tags) add('Tag', tag);
  if (document.source) add('Source', document.source.name);
  const subtags = document.language.toLowerCase().split('-');
  for (let length = 1; length <= subtags.length; length++)
    add('Language', subtags.slice(0, length).join('-'));
  const publishedAt = publishedAtOf(input);
  if (publishedAt !== null) {
    add('Month', DateTime.fromMillis(publishedAt, { zone: timeZone }).toFormat('yyyy-MM'));
  }
  return [...labels.values()];
}

/** The categories of an article with all above them. */
export function categoriesOf({ document }: ArticleInput): CategoryTable[] {
  return document.categories.flatMap((path) =>
    path.map((name, index): CategoryTable => {
      const json = JSON.stringify(path.slice(0, index + 1));
      return {
        id: labelId('Category', json),
        only_id: labelId('CategoryOnly', json),
        path: json,
        name,
        parent_id: index === 0 ? null : labelId('Category', JSON.stringify(path.slice(0, index))),
        depth: index,
      };
    }),
  );
}
