import type { EntityRef } from '../../catalog/catalog.ts';
import type { ArticleText, LabelKind, Row } from '../database.ts';

/**
 * An article made ready to be stored, as far as that needs neither the store nor its ids: the costly part, done on
 * whichever thread read the post. Plain data, as it is copied between threads.
 */
export interface PreparedArticle {
  readonly slug: string;
  readonly publishedAt: number | null;
  readonly documentHash: string;
  readonly row: Pick<
    Row<'article'>,
    | 'path'
    | 'title'
    | 'url'
    | 'published_offset'
    | 'published_on'
    | 'language'
    | 'author'
    | 'source'
    | 'word_count'
    | 'reading_minutes'
    | 'hero_image'
    | 'tags'
  >;
  readonly body: Omit<Row<'article_body'>, 'article_id' | 'mentions' | 'coverage'>;
  readonly text: Omit<ArticleText, 'article_id'>;
  readonly labels: readonly PreparedLabel[];
  readonly links: PreparedLinks;
  /** `MIC:symbol` of stock references with the page that quotes it. */
  readonly quoteUrls: readonly (readonly [string, string])[];
}

/** A count of 0 is that of a category above the one that the post names; the ordinal is a category's place in the post. */
export type PreparedLabel = readonly [kind: LabelKind, key: string, count: 0 | 1, ordinal: number | null];

export interface PreparedLinks {
  /** Of everything that is stored of the article. */
  readonly hash: string;
  readonly mentions: string;
  readonly mentionCount: number;
  /** Every entity that the article is found by; those that it only teaches have no mention. */
  readonly entities: readonly PreparedEntity[];
  /** Sentences whose companies and topics are places in `entities`. */
  readonly coverage: readonly CoveredSentence[];
}

export type PreparedEntity = readonly [
  type: EntityRef['type'],
  key: string,
  count: number,
  inTitle: 0 | 1,
  firstOrdinal: number | null,
  origin: number | null,
];

/** 0 for the title, 1 for the body; terms are ids. */
export type CoveredSentence = readonly [
  field: 0 | 1,
  start: number,
  end: number,
  companies: readonly number[],
  topics: readonly number[],
];
