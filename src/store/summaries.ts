/** The maintained counts: what an ingest adds to and takes from them is collected on the way, and applied at its end. */
import { sql } from 'kysely';
import type { Dialect, Writer } from './engine.ts';
import { type Membership, membershipsOf } from './memberships.ts';
import { OverlapCounts } from './overlap-counts.ts';
import { type TopicAncestors, treesOf } from './overlap-members.ts';
import { ENTITY_CODE } from './schema.ts';

interface EntityCounts {
  articles: number;
  mentions: number;
}

export class Summaries {
  articles = 0;
  mentions = 0;
  private readonly writer: Writer;
  private readonly dialect: Dialect;
  private readonly entities = new Map<number, EntityCounts>();
  private readonly labels = new Map<number, number>();
  private readonly trees = new Map<number, number>();
  private readonly overlaps: OverlapCounts;
  private ancestors: TopicAncestors | null = null;
  /** Whether articles were counted for topics that are above others no more, or not for those that are now. */
  private treesMoved = false;

  /** `overlapsFrom`: articles from which on the overlaps of a set are kept. */
  constructor(writer: Writer, dialect: Dialect, overlapsFrom: number) {
    this.writer = writer;
    this.dialect = dialect;
    this.overlaps = new OverlapCounts(writer, dialect, overlapsFrom);
  }

  /** Counts what these articles have in the store: `sign` 1 after they are written, -1 before they are deleted. */
  async collect(ids: readonly number[], sign: 1 | -1): Promise<void> {
    if (ids.length === 0) return;
    const [total] = await this.writer.rows(sql<{ articles: number; mentions: number | null }>`
      SELECT count(*) AS articles, sum(mention_count) AS mentions FROM article WHERE id ${this.dialect.anyId(ids)}`);
    this.articles += sign * (total?.articles ?? 0);
    this.mentions += sign * (total?.mentions ?? 0);
    this.ancestors ??= await this.topicAncestors();
    for (const article of await membershipsOf(this.writer, this.dialect, ids)) {
      this.count(article, this.ancestors, sign);
      this.overlaps.add(article, this.ancestors, sign);
    }
    // What goes is still in the store when it is collected.
    if (sign === 1 && this.overlaps.full) await this.overlaps.write(this.ancestors);
  }

  /** To be called when topics were moved to other parents, removed or added. */
  async moveTrees(): Promise<void> {
    // Where nothing is counted yet, nothing is counted wrongly.
    this.treesMoved ||= this.ancestors !== null || (await this.hasArticles());
  }

  /**
   * Applies what was collected. `fresh` are entities that had no row before: articles of earlier ingests may already
   * name them, so they are counted whole.
   */
  async apply(fresh: readonly number[]): Promise<void> {
    if (this.ancestors) await this.overlaps.write(this.ancestors);
    const known = new Set(fresh);
    const entities = [...this.entities]
      .filter(([id, { articles, mentions }]) => !known.has(id) && (articles !== 0 || mentions !== 0))
      .map(([id, { articles, mentions }]) => [id, articles, mentions]);
    if (entities.length > 0) {
      await this.writer.rows(sql`UPDATE entity SET article_count = article_count + v.articles,
        mention_count = mention_count + v.mentions
        FROM ${this.dialect.tuples(entities, ['id', 'articles', 'mentions'])} WHERE entity.id = v.id`);
    }
    await this.countWhole(fresh);
    const trees = [...this.trees].filter(([, articles]) => articles !== 0);
    if (trees.length > 0) {
      await this.writer.rows(sql`UPDATE entity SET tree_count = tree_count + v.articles
        FROM ${this.dialect.tuples(trees, ['id', 'articles'])} WHERE entity.id = v.id`);
    }
    const labels = [...this.labels].filter(([, articles]) => articles !== 0);
    if (labels.length > 0) {
      await this.writer.rows(sql`UPDATE label SET article_count = article_count + v.articles
        FROM ${this.dialect.tuples(labels, ['id', 'articles'])} WHERE label.id = v.id`);
    }
  }

  /** Counts again what lies below each topic, where that changed; after everything else is written. */
  async finish(): Promise<void> {
    if (!this.treesMoved) return;
    const trees = await this.writer.rows(sql<{ id: number; articles: number }>`
      SELECT ta.ancestor_id AS id, count(DISTINCT d.article_id) AS articles
      FROM topic_ancestor ta JOIN entity_article d ON d.entity_id = ta.topic_id GROUP BY ta.ancestor_id`);
    await this.writer.rows(sql`UPDATE entity SET tree_count = 0 WHERE type = ${sql.lit(ENTITY_CODE.Topic)}`);
    if (trees.length > 0) {
      const counted = trees.map(({ id, articles }) => [id, articles]);
      await this.writer.rows(sql`UPDATE entity SET tree_count = v.articles
        FROM ${this.dialect.tuples(counted, ['id', 'articles'])} WHERE entity.id = v.id`);
    }
    await this.overlaps.recount(await this.topicAncestors());
  }

  private async countWhole(entities: readonly number[]): Promise<void> {
    if (entities.length === 0) return;
    const rows = await this.writer.rows(sql<{ id: number; articles: number; mentions: number }>`
      SELECT entity_id AS id, count(*) AS articles, sum(mention_count) AS mentions FROM entity_article
      WHERE entity_id ${this.dialect.anyId(entities)} GROUP BY entity_id`);
    if (rows.length === 0) return;
    const counted = rows.map(({ id, articles, mentions }) => [id, articles, mentions]);
    await this.writer.rows(sql`UPDATE entity SET article_count = v.articles, mention_count = v.mentions
      FROM ${this.dialect.tuples(counted, ['id', 'articles', 'mentions'])} WHERE entity.id = v.id`);
  }

  private count(article: Membership, ancestors: TopicAncestors, sign: 1 | -1): void {
    for (const { id, mentions } of article.entities) {
      const counts = this.entities.get(id) ?? { articles: 0, mentions: 0 };
      counts.articles += sign;
      counts.mentions += sign * mentions;
      this.entities.set(id, counts);
    }
    for (const id of treesOf(article, ancestors)) this.trees.set(id, (this.trees.get(id) ?? 0) + sign);
    for (const { id } of article.labels) this.labels.set(id, (this.labels.get(id) ?? 0) + sign);
  }

  private async topicAncestors(): Promise<TopicAncestors> {
    const rows = await this.writer.rows(sql<{ topic_id: number; ancestor_id: number }>`
      SELECT topic_id, ancestor_id FROM topic_ancestor`);
    const groups = Map.groupBy(rows, (row) => row.topic_id);
    return new Map([...groups].map(([topic, above]) => [topic, above.map((row) => row.ancestor_id)]));
  }

  private async hasArticles(): Promise<boolean> {
    return (await this.writer.rows(sql`SELECT 1 FROM article LIMIT 1`)).length > 0;
  }
}
