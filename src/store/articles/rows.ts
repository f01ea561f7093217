/** From what the tables hold of articles to what the store hands out. */
import { sql } from 'kysely';
import type { ArticleSource, Image } from '../../documents/document.ts';
import type { Row } from '../database.ts';
import type { Sql } from '../engine.ts';
import type { ArticleRow } from '../store.ts';

/** Columns of `article a`, without those that only the store needs. */
export const ARTICLE_COLUMNS: Sql = sql`a.id, a.slug, a.path, a.title, a.url, a.published_at, a.published_offset,
  a.language, a.author, a.source, a.word_count, a.reading_minutes, a.mention_count, a.hero_image, a.tags, a.published_on,
  a.ingested_at, a.revision`;

export type StoredArticle = Omit<
  Row<'article'>,
  'file_id' | 'terms' | 'added_revision' | 'content_hash' | 'document_hash'
>;

export function articleOf(row: StoredArticle): ArticleRow {
  return {
    type: 'Article',
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
    publishedOn: row.published_on,
    ingestedAt: row.ingested_at,
    revision: String(row.revision),
  };
}

/** A JSON column, of the type that was written to it. */
export function jsonOf<Value>(text: string): Value {
  return JSON.parse(text) as Value;
}

/** What an article can be found by: JSON on SQLite, an array on PostgreSQL. */
export function termsOf(terms: string | readonly number[]): readonly number[] {
  return typeof terms === 'string' ? jsonOf<number[]>(terms) : terms.map(Number);
}

/** The values by id, in the order of the ids; null where there is none. */
export function inOrder<Value>(ids: readonly number[], values: ReadonlyMap<number, Value>): (Value | null)[] {
  return ids.map((id) => values.get(id) ?? null);
}
