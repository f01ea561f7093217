/** The maintained counts: what an ingest adds to and takes from them is collected on the way, and applied at its end. */
import { sql } from 'kysely';
import type { Dialect, Session } from './engine.ts';
import { ENTITY_CODE } from './schema.ts';

interface EntityCounts {
  articles: number;
  mentions: number;
}

export class Summaries {
  articles = 0;
  mentions = 0;
  private readonly session: Session;
  private readonly dialect: Dialect;
  private readonly entities = new Map<number, EntityCounts>();
  private readonly labels = new Map<number, number>();
  private readonly trees = new Map<number, number>();

  constructor(session: Session, dialect: Dialect) {
    this.session = session;
    this.dialect = dialect;
  }

  /** Counts what these articles have in the store: `sign` 1 after they are written, -1 before they are deleted. */
  async collect(ids: readonly number[], sign: 1 | -1): Promise<void> {
    if (ids.length === 0) return;
    const list = this.dialect.anyId(ids);
    const [total] = await this.session.rows(sql<{ articles: number; mentions: number | null }>`
      SELECT count(*) AS articles, sum(mention_count) AS mentions FROM article WHERE id ${list}`);
    this.articles += sign * (total?.articles ?? 0);
    this.mentions += sign * (total?.mentions ?? 0);
    const entities = await this.session.rows(sql<{ id: number; articles: number; mentions: number }>`
      SELECT entity_id AS id, count(*) AS articles, sum(mention_count) AS mentions FROM entity_article
      WHERE article_id ${list} GROUP BY entity_id`);
    for (const { id, articles, mentions } of entities) {
      const counts = this.entities.get(id) ?? { articles: 0, mentions: 0 };
      counts.articles += sign * articles;
      counts.mentions += sign * mentions;
      this.entities.set(id, counts);
    }
    const trees = await this.session.rows(sql<{ id: number; articles: number }>`
      SELECT ta.ancestor_id AS id, count(DISTINCT d.article_id) AS articles
      FROM entity_article d JOIN topic_ancestor ta ON ta.topic_id = d.entity_id
      WHERE d.article_id ${list} AND d.entity_type = ${sql.lit(ENTITY_CODE.Topic)} GROUP BY ta.ancestor_id`);
    for (const { id, articles } of trees) this.trees.set(id, (this.trees.get(id) ?? 0) + sign * articles);
    const labels = await this.session.rows(sql<{ id: number; articles: number }>`
      SELECT label_id AS id, count(*) AS articles FROM label_article WHERE article_id ${list} GROUP BY label_id`);
    for (const { id, articles } of labels) this.labels.set(id, (this.labels.get(id) ?? 0) + sign * articles);
  }

  /**
   * Applies what was collected. `fresh` are entities that had no row before: articles of earlier ingests may already
   * name them, so they are counted whole.
   */
  async apply(fresh: readonly number[]): Promise<void> {
    const known = new Set(fresh);
    const entities = [...this.entities]
      .filter(([id, { articles, mentions }]) => !known.has(id) && (articles !== 0 || mentions !== 0))
      .map(([id, { articles, mentions }]) => [id, articles, mentions]);
    if (entities.length > 0) {
      await this.session.rows(sql`UPDATE entity SET article_count = article_count + v.articles,
        mention_count = mention_count + v.mentions
        FROM ${this.dialect.tuples(entities, ['id', 'articles', 'mentions'])} WHERE entity.id = v.id`);
    }
    if (fresh.length > 0) {
      await this.session.rows(sql`UPDATE entity SET
        article_count = (SELECT count(*) FROM entity_article d WHERE d.entity_id = entity.id),
        mention_count = (SELECT coalesce(sum(d.mention_count), 0) FROM entity_article d
          WHERE d.entity_id = entity.id)
        WHERE id ${this.dialect.anyId(fresh)}`);
    }
    const trees = [...this.trees].filter(([, articles]) => articles !== 0);
    if (trees.length > 0) {
      await this.session.rows(sql`UPDATE entity SET tree_count = tree_count + v.articles
        FROM ${this.dialect.tuples(trees, ['id', 'articles'])} WHERE entity.id = v.id`);
    }
    const labels = [...this.labels].filter(([, articles]) => articles !== 0);
    if (labels.length > 0) {
      await this.session.rows(sql`UPDATE label SET article_count = article_count + v.articles
        FROM ${this.dialect.tuples(labels, ['id', 'articles'])} WHERE label.id = v.id`);
    }
  }
}
