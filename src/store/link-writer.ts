import { sql } from 'kysely';
import type { EntityRef } from '../catalog/catalog.ts';
import type { ArticleSource } from '../documents/document.ts';
import type { Mention, TickerLink, TickerOrigin } from '../linking/mention.ts';
import type { StoredMarkup } from './article-rows.ts';
import type { Dialect, Staged, StagedRows, Writer } from './engine.ts';
import type { Identities } from './identities.ts';
import { contentHash, LINK_TABLES, linkRowsOf, refsOf, resolvedCount } from './link-rows.ts';
import { mentionsOf } from './mentions.ts';
import { jsonOf } from './rows.ts';
import { type ArticleTable, COLUMNS, ENTITY_CODE, type Row, type TableName } from './schema.ts';
import type { ArticleId, MentionRow, RelinkedArticle, StoredLinks } from './store.ts';
import type { Summaries } from './summaries.ts';

/** Articles handed out at a time, and words after which fewer are, so that long texts do not fill the memory. */
const BATCH_SIZE = 100;
const BATCH_WORDS = 500_000;
const WRITTEN_TABLES = ['article', ...LINK_TABLES] as const;

interface StoredText {
  readonly id: number;
  readonly slug: string;
  readonly path: string;
  readonly title: string;
  readonly language: string;
  readonly author: string | null;
  readonly source: string | null;
  readonly tags: string;
  readonly content_hash: string;
  readonly body_text: string;
  readonly markup: string;
  readonly catalog_version: string | null;
}

/** Hands out articles that were linked with another catalog, and replaces their links and nothing else of them. */
export class LinkWriter {
  changed = false;
  private readonly writer: Writer;
  private readonly dialect: Dialect;
  private readonly identities: Identities;
  private readonly summaries: Summaries;

  constructor(writer: Writer, dialect: Dialect, identities: Identities, summaries: Summaries) {
    this.writer = writer;
    this.dialect = dialect;
    this.identities = identities;
    this.summaries = summaries;
  }

  /** By id, so that what was handed out and written does not come again. */
  async *linkedBefore(catalogVersion: string): AsyncGenerator<readonly StoredLinks[]> {
    for (let last = 0; ; ) {
      const next = await this.writer.rows(sql<{ id: number; word_count: number }>`
        SELECT a.id, a.word_count FROM article a LEFT JOIN file f ON f.id = a.file_id
        WHERE a.id > ${last} AND (f.catalog_version IS NULL OR f.catalog_version <> ${catalogVersion})
        ORDER BY a.id LIMIT ${sql.lit(BATCH_SIZE)}`);
      const ids = withinWords(next);
      const end = ids.at(-1);
      if (end === undefined) return;
      yield await this.storedLinks(ids);
      last = end;
    }
  }

  /** Stages the new links of articles and answers how to write them. */
  async prepare(catalogVersion: string, all: readonly RelinkedArticle[]): Promise<() => Promise<void>> {
    const hashes = new Map(all.map(({ article }) => [article.id, article.stamp]));
    const before = new Map<ArticleId, string>();
    const articles = all.flatMap(({ article, linked }) => (linked === null ? [] : [{ article, linked }]));
    const tables = new Map<TableName, Row<TableName>[]>(WRITTEN_TABLES.map((table) => [table, []]));
    await this.identities.learn(articles.flatMap(({ linked }) => refsOf(linked)));
    const rows = await this.rowsOf(articles.map(({ article }) => article.id));
    for (const { article, linked } of articles) {
      const row = rows.get(article.id);
      if (row === undefined || row.content_hash !== article.stamp) continue;
      const hash = contentHash(row.document_hash, linked);
      if (hash === row.content_hash) continue;
      before.set(row.id, row.content_hash);
      hashes.set(row.id, hash);
      const ids = { article: row.id, entity: (ref: EntityRef) => this.identities.entity(ref) };
      tables.get('article')?.push({ ...row, mention_count: resolvedCount(linked), content_hash: hash });
      const links = linkRowsOf(linked, ids, row.sort_at);
      for (const table of LINK_TABLES) tables.get(table)?.push(...links[table]);
    }
    const staged = await this.writer.stage(Object.fromEntries(tables) as StagedRows);
    return async () => {
      if (before.size > 0) await this.write(staged, before);
      await this.markLinked(catalogVersion, hashes);
    };
  }

  private async rowsOf(ids: readonly ArticleId[]): Promise<Map<ArticleId, ArticleTable>> {
    if (ids.length === 0) return new Map();
    const columns = sql.join(Object.keys(COLUMNS.article).map((column) => sql.ref(column)));
    const rows = await this.writer.rows(sql<ArticleTable>`
      SELECT ${columns} FROM article WHERE id ${this.dialect.anyId(ids)}`);
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async write(staged: Staged, before: ReadonlyMap<ArticleId, string>): Promise<void> {
    const present = await this.writer.rows(sql<{ id: number; content_hash: string }>`
      SELECT id, content_hash FROM article WHERE id ${this.dialect.anyId([...before.keys()])}`);
    // What another ingest wrote in the meantime has a text of its own, and links of that.
    const same = present.filter((row) => before.get(row.id) === row.content_hash).map(({ id }) => id);
    if (same.length === 0) return;
    this.changed = true;
    const ids = new Set(same);
    await this.summaries.collect(same, -1);
    for (const table of WRITTEN_TABLES) {
      const column = sql.ref(table === 'article' ? 'id' : 'article_id');
      await this.writer.rows(
        sql`DELETE FROM ${sql.table(table)} WHERE ${column} ${this.dialect.anyId(same)}`,
      );
      await this.writer.insert(staged, table, ids);
    }
    await this.summaries.collect(same, 1);
  }

  /** What is still as it was handed out, or as it was linked since, is linked with this catalog. */
  private async markLinked(catalogVersion: string, hashes: ReadonlyMap<ArticleId, string>): Promise<void> {
    // A hash covers the slug, so that it is of one article only.
    await this.writer.rows(sql`UPDATE file SET catalog_version = ${catalogVersion} WHERE id IN (
      SELECT file_id FROM article WHERE id ${this.dialect.anyId([...hashes.keys()])}
      AND content_hash ${this.dialect.anyText([...hashes.values()])})`);
  }

  private async storedLinks(ids: readonly ArticleId[]): Promise<StoredLinks[]> {
    const rows = await this.writer.rows(sql<StoredText>`
      SELECT a.id, a.slug, a.path, a.title, a.language, a.author, a.source, a.tags, a.content_hash,
        b.body_text, b.markup, f.catalog_version
      FROM article a JOIN article_body b ON b.article_id = a.id LEFT JOIN file f ON f.id = a.file_id
      WHERE a.id ${this.dialect.anyId(ids)} ORDER BY a.id`);
    const mentions = Map.groupBy(
      await mentionsOf(this.writer, this.dialect, ids),
      ({ articleId }) => articleId,
    );
    const postings = await this.writer.rows(sql<{ article_id: number; key: string; origin: TickerOrigin }>`
      SELECT d.article_id, e.key, d.origin FROM entity_article d JOIN entity e ON e.id = d.entity_id
      WHERE d.article_id ${this.dialect.anyId(ids)} AND d.entity_type = ${sql.lit(ENTITY_CODE.Ticker)}
      ORDER BY d.article_id, e.key`);
    const tickers = Map.groupBy(postings, (row) => row.article_id);
    return rows.map((row) => storedLinksOf(row, mentions.get(row.id) ?? [], tickers.get(row.id) ?? []));
  }
}

/** The first ids, at least one, whose articles are not longer together than a batch may be. */
function withinWords(
  articles: readonly { readonly id: ArticleId; readonly word_count: number }[],
): ArticleId[] {
  let words = 0;
  const end = articles.findIndex(({ word_count: count }, index) => {
    words += count;
    return index > 0 && words > BATCH_WORDS;
  });
  return (end < 0 ? articles : articles.slice(0, end)).map(({ id }) => id);
}

function storedLinksOf(
  row: StoredText,
  mentions: readonly MentionRow[],
  tickers: readonly { readonly key: string; readonly origin: TickerOrigin }[],
): StoredLinks {
  const { unlinked, stockReferences } = jsonOf<StoredMarkup>(row.markup);
  const known = mentions.map(mentionOf).filter((mention) => mention !== null);
  return {
    id: row.id,
    slug: row.slug,
    path: row.path,
    stamp: row.content_hash,
    // A mention of an entity that is gone was made with another catalog than the file says.
    catalogVersion: known.length === mentions.length ? row.catalog_version : null,
    document: {
      title: row.title,
      bodyText: row.body_text,
      language: row.language,
      author: row.author,
      source: row.source === null ? null : jsonOf<ArticleSource>(row.source),
      tags: jsonOf<string[]>(row.tags),
      unlinked,
      stockReferences,
    },
    linked: {
      mentions: known,
      tickers: tickers.map(({ key, origin }): TickerLink => ({ ticker: key, origin })),
    },
  };
}

function mentionOf({ articleId, ordinal, status, entity, candidates, ...span }: MentionRow): Mention | null {
  if (status !== 'RESOLVED') return { ...span, status, candidates };
  return entity === null ? null : { ...span, status, entity };
}
