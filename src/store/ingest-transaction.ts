import { sql } from 'kysely';
import type { Catalog, Company, EntityRef, Ticker } from '../catalog/catalog.ts';
import { ARTICLE_TABLES, positionOf } from './article-rows.ts';
import type { Engine, Staged, Writer } from './engine.ts';
import { EntityWriter } from './entity-writer.ts';
import { FileWriter } from './file-writer.ts';
import { Identities } from './identities.ts';
import { LabelWriter } from './label-writer.ts';
import { LinkWriter } from './link-writer.ts';
import { type PreparedArticle, prepareArticle, quoteUrlsOf, settle } from './prepared-article.ts';
import type { TableName } from './schema.ts';
import type {
  ArticleId,
  ArticleInput,
  FileState,
  IngestTransaction,
  RelinkedArticle,
  StoredLinks,
} from './store.ts';
import { isStored, readCatalog, writeCatalog } from './stored-catalog.ts';
import { Summaries } from './summaries.ts';
import type { Tuple } from './tuple.ts';

/** Article ids that a revision remembers as new. */
const MOST_ADDED = 1000;
const REVISIONS_KEPT = 1000;

/** A batch of articles made ready: what is needed to decide which of them to write. */
interface Batch {
  readonly staged: Staged;
  readonly articles: readonly { readonly id: ArticleId; readonly slug: string; readonly hash: string }[];
}

/**
 * One ingest. SQLite has one writer, who writes as things come. PostgreSQL has many: each stages its rows without
 * locks, and applies them under one in `commit`, so that ingesters on several machines prepare side by side and
 * overlapping ones cannot count anything twice.
 */
export class StoreIngest implements IngestTransaction {
  private readonly engine: Engine;
  private readonly writer: Writer;
  private readonly timeZone: string;
  private readonly identities: Identities;
  private readonly summaries: Summaries;
  private readonly entities: EntityWriter;
  private readonly labels: LabelWriter;
  private readonly fileWriter: FileWriter;
  private readonly links: LinkWriter;
  private readonly pending: (() => Promise<void>)[] = [];
  private readonly quoteUrls = new Map<string, string>();
  private readonly added: ArticleId[] = [];
  private changed = false;
  private finished = false;

  constructor(engine: Engine, writer: Writer, timeZone: string, overlapsFrom: number) {
    this.engine = engine;
    this.writer = writer;
    this.timeZone = timeZone;
    this.identities = new Identities(writer, engine.dialect, engine.hash);
    this.summaries = new Summaries(writer, engine.dialect, overlapsFrom);
    this.entities = new EntityWriter(writer, engine.dialect, this.identities, this.summaries);
    this.labels = new LabelWriter(writer, engine.dialect);
    this.fileWriter = new FileWriter(writer, engine.dialect);
    this.links = new LinkWriter(writer, engine.dialect, this.identities, this.summaries);
  }

  async files(): Promise<ReadonlyMap<string, FileState>> {
    return this.fileWriter.states();
  }

  async catalog(): Promise<Catalog | null> {
    return readCatalog(this.writer);
  }

  linkedBefore(catalogVersion: string): AsyncIterable<readonly StoredLinks[]> {
    return this.links.linkedBefore(catalogVersion);
  }

  async putCatalog(catalog: Catalog): Promise<void> {
    await this.run(async () => {
      // Comparing its entities with the stored ones takes 0.2 s of CPU, a hundred times as long as asking.
      if (await isStored(this.writer, catalog.version)) return;
      await this.entities.putCatalog(catalog);
      await writeCatalog(this.writer, catalog);
    });
  }

  async putTaught(companies: readonly Company[], tickers: readonly Ticker[]): Promise<void> {
    if (companies.length === 0 && tickers.length === 0) return;
    await this.run(async () => this.entities.putTaught(companies, tickers));
  }

  async putArticles(articles: readonly ArticleInput[]): Promise<void> {
    await this.putPrepared(articles.map((article) => prepareArticle(article, this.timeZone)));
  }

  async putPrepared(articles: readonly PreparedArticle[]): Promise<void> {
    const last = new Map(articles.map((article) => [article.slug, article]));
    if (last.size === 0) return;
    const batch = await this.settle([...last.values()]);
    await this.run(() => this.write(batch));
  }

  async removeArticles(slugs: readonly string[]): Promise<void> {
    if (slugs.length === 0) return;
    await this.run(async () => {
      const ids = [...(await this.identities.articles(slugs)).values()];
      const present = await this.writer.rows(
        sql<{ id: number }>`SELECT id FROM article WHERE id ${this.engine.dialect.anyId(ids)}`,
      );
      await this.erase(present.map(({ id }) => id));
    });
  }

  async putLinks(catalogVersion: string, articles: readonly RelinkedArticle[]): Promise<void> {
    if (articles.length === 0) return;
    for (const { article, linked } of articles)
      if (linked !== null) this.learnQuoteUrls(quoteUrlsOf(article.document));
    const put = await this.links.prepare(catalogVersion, articles);
    await this.run(put);
  }

  async putFiles(files: Parameters<IngestTransaction['putFiles']>[0]): Promise<void> {
    if (files.length === 0) return;
    const put = await this.fileWriter.prepare(files);
    await this.run(put);
  }

  async removeFiles(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    await this.run(() => this.fileWriter.remove(paths));
  }

  async commit(): Promise<string> {
    if (this.finished) throw new Error('The ingest is over.');
    if (!this.writer.immediate) {
      await this.writer.begin();
      for (const operation of this.pending) await operation();
    }
    await this.labels.insertNew();
    await this.summaries.apply(this.entities.fresh());
    await this.putQuoteUrls();
    await this.entities.finish();
    await this.summaries.finish();
    await this.labels.deleteUnused();
    const changed = this.changed || this.links.changed || this.entities.changed || this.fileWriter.changed;
    const revision = await this.nextRevision(changed);
    await this.writer.commit(changed ? { revision: String(revision), added: this.added } : null);
    this.finished = true;
    await this.writer.close();
    return String(revision);
  }

  async rollback(): Promise<void> {
    this.finished = true;
    await this.writer.close();
  }

  /** Now, or in `commit` where other ingests may still come before this one. */
  private async run(operation: () => Promise<void>): Promise<void> {
    if (this.finished) throw new Error('The ingest is over.');
    if (this.writer.immediate) await operation();
    else this.pending.push(operation);
  }

  private async settle(articles: readonly PreparedArticle[]): Promise<Batch> {
    await this.identities.learn(articles.flatMap(({ refs }) => refs));
    const ids = await this.identities.articles(articles.map(({ slug }) => slug));
    const idOf = (slug: string): ArticleId => {
      const id = ids.get(slug);
      if (id === undefined) throw new Error(`The id of the article ${slug} was not looked up.`);
      return id;
    };
    const positions = await this.freePositions(
      articles.map(({ slug, publishedAt }) => {
        const id = idOf(slug);
        return [id, positionOf(publishedAt, id)];
      }),
    );
    const tables = new Map(ARTICLE_TABLES.map((table): [TableName, Tuple[]] => [table, []]));
    const entity = (ref: EntityRef) => this.identities.entity(ref);
    const written = articles.map((article) => {
      const id = idOf(article.slug);
      const rows = settle(article, { article: id, position: positions.get(id) ?? 0, entity });
      for (const table of ARTICLE_TABLES) tables.get(table)?.push(...(rows[table] ?? []));
      this.labels.learn(article.labels, article.categories);
      this.learnQuoteUrls(article.quoteUrls);
      return { id, slug: article.slug, hash: article.hash };
    });
    const staged = await this.writer.stagePacked(Object.fromEntries(tables));
    return { staged, articles: written };
  }

  /** Positions are the row ids of SQLite's index: one that is taken gives way to the next that is free. */
  private async freePositions(
    wanted: readonly (readonly [ArticleId, number])[],
  ): Promise<Map<ArticleId, number>> {
    if (!this.writer.immediate) return new Map(wanted);
    const given = new Map<ArticleId, number>();
    const taken = new Set<number>();
    let open = [...wanted];
    while (open.length > 0) {
      const rows = await this.writer.rows(sql<{
        id: number;
        position: number;
      }>`SELECT id, position FROM article
        WHERE position ${this.engine.dialect.anyId(open.map(([, position]) => position))}`);
      const owners = new Map(rows.map((row) => [row.position, row.id]));
      const next: [ArticleId, number][] = [];
      for (const [id, position] of open) {
        const owner = owners.get(position);
        if (taken.has(position) || (owner !== undefined && owner !== id)) {
          next.push([id, position + 1]);
        } else {
          taken.add(position);
          given.set(id, position);
        }
      }
      open = next;
    }
    return given;
  }

  private async write({ staged, articles }: Batch): Promise<void> {
    const rows = await this.writer.rows(sql<{ id: number; slug: string; content_hash: string }>`
      SELECT id, slug, content_hash FROM article WHERE id ${this.engine.dialect.anyId(articles.map(({ id }) => id))}`);
    const present = new Map(rows.map((row) => [row.id, row]));
    const changed = articles.filter(({ id, slug, hash }) => {
      const before = present.get(id);
      if (before !== undefined && before.slug !== slug) {
        throw new Error(
          `Another ingest has just given the id of ${slug} to ${before.slug}; run this one again.`,
        );
      }
      return before?.content_hash !== hash;
    });
    if (changed.length === 0) return;
    await this.erase(changed.filter(({ id }) => present.has(id)).map(({ id }) => id));
    const ids = new Set(changed.map(({ id }) => id));
    for (const table of ARTICLE_TABLES) await this.writer.insert(staged, table, ids);
    await this.summaries.collect([...ids], 1);
    this.changed = true;
    for (const { id } of changed) {
      if (!present.has(id) && this.added.length < MOST_ADDED) this.added.push(id);
    }
  }

  private async erase(ids: readonly ArticleId[]): Promise<void> {
    if (ids.length === 0) return;
    this.changed = true;
    const { dialect } = this.engine;
    await this.summaries.collect(ids, -1);
    await this.writer.rows(dialect.deleteTexts(ids));
    for (const table of ARTICLE_TABLES) {
      if (table === 'article_text') continue;
      const column = sql.ref(table === 'article' ? 'id' : 'article_id');
      await this.writer.rows(sql`DELETE FROM ${sql.table(table)} WHERE ${column} ${dialect.anyId(ids)}`);
    }
  }

  /** Of several pages for one ticker the one whose address comes first, whichever post is read first. */
  private learnQuoteUrls(urls: PreparedArticle['quoteUrls']): void {
    for (const [key, url] of urls) {
      const known = this.quoteUrls.get(key);
      if (known === undefined || url < known) this.quoteUrls.set(key, url);
    }
  }

  private async putQuoteUrls(): Promise<void> {
    if (this.quoteUrls.size > 0 && (this.changed || this.links.changed))
      await this.entities.putQuoteUrls(this.quoteUrls);
  }

  private async nextRevision(changed: boolean): Promise<number> {
    if (changed) {
      await this.writer.rows(sql`UPDATE corpus SET revision = revision + 1,
        article_count = article_count + ${this.engine.dialect.integer(this.summaries.articles)},
        mention_count = mention_count + ${this.engine.dialect.integer(this.summaries.mentions)},
        company_count = (SELECT count(*) FROM entity WHERE type = 1), ingested_at = ${Date.now()}`);
      await this.writer.rows(sql`INSERT INTO revision (revision, added)
        SELECT revision, ${JSON.stringify(this.added)} FROM corpus`);
      await this.writer.rows(sql`DELETE FROM revision
        WHERE revision <= (SELECT revision FROM corpus) - ${sql.lit(REVISIONS_KEPT)}`);
    }
    const [row] = await this.writer.rows(sql<{ revision: number }>`SELECT revision FROM corpus`);
    if (row === undefined) throw new Error('The store has lost its corpus row.');
    return row.revision;
  }
}
