import { sql } from 'kysely';
import { type Mention, namedBy, type TickerLink } from '../../linking/mention.ts';
import { linkableOf, type StoredText } from '../articles/linkable.ts';
import { decodeMentions, mentionOf } from '../articles/stored-mentions.ts';
import { columnsOf, KIND, type Row, TICKER_ORIGINS } from '../database.ts';
import type { ArticleId, RelinkedArticle, StoredLinks } from '../store.ts';
import type { ArticleContext, ArticleWriter } from './article-writer.ts';
import type { PreparedLinks } from './prepared.ts';
import { prepareLinks } from './prepared-article.ts';

/** Articles handed out at a time, and words after which fewer are, so that long texts do not fill the memory. */
const BATCH_SIZE = 100;
const BATCH_WORDS = 500_000;

type LinkedText = StoredText &
  Pick<Row<'article'>, 'id' | 'slug' | 'path' | 'content_hash'> &
  Pick<Row<'article_body'>, 'mentions'> & { readonly catalog_version: string | null };

/** Hands out articles that were linked with another catalog, and replaces their links and nothing else of them. */
export class LinkWriter {
  private readonly context: ArticleContext;
  private readonly articles: ArticleWriter;
  /** By company; as they were before this ingest wrote a catalog. */
  private tickersOfCompany: ReadonlyMap<string, readonly string[]> | null = null;

  constructor(context: ArticleContext, articles: ArticleWriter) {
    this.context = context;
    this.articles = articles;
  }

  /** Remembers which tickers follow from which companies. To be called before a catalog is written. */
  async rememberTickers(): Promise<void> {
    if (this.tickersOfCompany !== null) return;
    const rows = await this.context.writer.rows(sql<{ company: string; ticker: string }>`
      SELECT c.key AS company, t.key AS ticker FROM entity t JOIN entity c ON c.id = t.parent_id
      WHERE t.kind = ${sql.lit(KIND.Ticker)}`);
    this.tickersOfCompany = new Map(
      [...Map.groupBy(rows, ({ company }) => company)].map(([company, some]) => [
        company,
        some.map(({ ticker }) => ticker),
      ]),
    );
  }

  /** By id, so that what was handed out and written does not come again. */
  async *linkedBefore(catalogVersion: string): AsyncGenerator<readonly StoredLinks[]> {
    await this.rememberTickers();
    const { dialect, writer } = this.context;
    for (let last = Number.MIN_SAFE_INTEGER; ; ) {
      const next = await writer.rows(sql<{ id: number; word_count: number }>`
        SELECT a.id, a.word_count FROM article a LEFT JOIN file f ON f.id = a.file_id
        WHERE a.id > ${dialect.integer(last)}
          AND (f.catalog_version IS NULL OR f.catalog_version <> ${catalogVersion})
        ORDER BY a.id LIMIT ${sql.lit(BATCH_SIZE)}`);
      const ids = withinWords(next);
      const end = ids.at(-1);
      if (end === undefined) return;
      yield await this.storedLinks(ids);
      last = end;
    }
  }

  /** Replaces the links of those that have new ones, and remembers the catalog of all. */
  async put(catalogVersion: string, all: readonly RelinkedArticle[]): Promise<void> {
    const { dialect, writer } = this.context;
    const ids = all.map(({ article }) => article.id);
    const stamps = new Map(all.map(({ article }) => [article.id, article.stamp]));
    const columns = sql.join(columnsOf('article').map(([name]) => sql.ref(name)));
    const rows = await writer.rows(
      sql<Row<'article'>>`SELECT ${columns} FROM article WHERE id ${dialect.anyId(ids)}`,
    );
    const current = new Map(
      rows.filter((row) => row.content_hash === stamps.get(row.id)).map((row) => [row.id, row]),
    );
    const changed = all.flatMap(({ article, linked }) => {
      const row = current.get(article.id);
      if (row === undefined || linked === null) return [];
      const links = prepareLinks(row.document_hash, linked);
      return links.hash === row.content_hash ? [] : [{ row, links }];
    });
    if (changed.length > 0) await this.replace(changed);
    await writer.rows(sql`UPDATE file SET catalog_version = ${catalogVersion} WHERE id IN (
      SELECT file_id FROM article WHERE id ${dialect.anyId([...current.keys()])})`);
  }

  private async replace(
    changed: readonly { readonly row: Row<'article'>; readonly links: PreparedLinks }[],
  ): Promise<void> {
    const { changes, dialect, ingestedAt, revision, sums, writer } = this.context;
    const ids = changed.map(({ row }) => row.id);
    const before = await this.articles.postings(ids);
    await this.articles.erasePostings(before.filter((posting) => posting.is_entity === 1));
    await this.articles.learn(
      [],
      changed.map(({ links }) => links),
    );
    const labels = Map.groupBy(
      before.filter((posting) => posting.is_entity === 0),
      (posting) => posting.article_id,
    );
    const rows: Row<'article'>[] = [];
    const postings: Row<'posting'>[] = [];
    for (const { row, links } of changed) {
      const own = this.articles.postingsOf(row.id, [], links);
      postings.push(...own);
      sums.addArticle(row.mention_count, -1);
      sums.addArticle(links.mentionCount, 1);
      changes.put(row.slug, row.id, row.added_revision === revision);
      rows.push({
        ...row,
        terms: [...(labels.get(row.id) ?? []), ...own].map(({ term_id }) => term_id),
        mention_count: links.mentionCount,
        ingested_at: ingestedAt,
        revision,
        content_hash: links.hash,
      });
      await writer.rows(sql`UPDATE article_body SET mentions = ${links.mentions},
        coverage = ${this.articles.coverageOf(links)} WHERE article_id = ${row.id}`);
    }
    await writer.rows(sql`DELETE FROM article WHERE id ${dialect.anyId(ids)}`);
    await writer.insert('article', rows);
    await writer.insert('posting', postings);
  }

  private async storedLinks(ids: readonly ArticleId[]): Promise<StoredLinks[]> {
    const { dialect, writer } = this.context;
    const rows = await writer.rows(sql<LinkedText>`
      SELECT a.id, a.slug, a.path, a.title, a.language, a.author, a.source, a.tags, a.content_hash,
        b.body_text, b.markup, b.mentions, f.catalog_version
      FROM article a JOIN article_body b ON b.article_id = a.id LEFT JOIN file f ON f.id = a.file_id
      WHERE a.id ${dialect.anyId(ids)} ORDER BY a.id`);
    const own = await writer.rows(sql<{ article_id: number; key: string; origin: number }>`
      SELECT d.article_id, e.key, d.origin FROM article a ${dialect.termsOfArticle}
      JOIN entity e ON e.id = l.value AND +e.kind = ${sql.lit(KIND.Ticker)}
      JOIN posting d ON d.term_id = e.id AND d.article_id = a.id WHERE a.id ${dialect.anyId(ids)}`);
    const tickers = Map.groupBy(own, (row) => row.article_id);
    return rows.map((row) => {
      const mentions = decodeMentions(row.id, row.mentions).map(mentionOf);
      const links = (tickers.get(row.id) ?? []).map(
        ({ key, origin }): TickerLink => ({ ticker: key, origin: TICKER_ORIGINS[origin] ?? 'TEXT' }),
      );
      return storedLinksOf(row, mentions, this.withCompanies(mentions, links));
    });
  }

  /** The tickers of an article by key, with those that follow from companies. */
  private withCompanies(mentions: readonly Mention[], own: readonly TickerLink[]): TickerLink[] {
    const links = new Map(own.map((link) => [link.ticker, link]));
    for (const { type, key } of mentions.flatMap(namedBy)) {
      if (type !== 'Company') continue;
      for (const ticker of this.tickersOfCompany?.get(key) ?? [])
        if (!links.has(ticker)) links.set(ticker, { ticker, origin: 'COMPANY' });
    }
    return [...links.values()].sort((left, right) => (left.ticker < right.ticker ? -1 : 1));
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
  row: LinkedText,
  mentions: readonly Mention[],
  tickers: readonly TickerLink[],
): StoredLinks {
  return {
    id: row.id,
    slug: row.slug,
    path: row.path,
    stamp: row.content_hash,
    catalogVersion: row.catalog_version,
    document: linkableOf(row),
    linked: { mentions, tickers },
  };
}
