/**
 * The maintained counts of articles that two sets have in common, from which the facets of an entity, a topic, a
 * category, a source or a language are read, what is named together, and counts under one or two filters. They are
 * kept for large sets only, where reading every article would take long: most pairs are of small ones, and to write
 * them all took as long as everything else of an ingest.
 */
import { sql } from 'kysely';
import type { Dialect, Writer } from './engine.ts';
import { type Membership, membershipsOf } from './memberships.ts';
import { LABEL_SETS, setsOf, type TopicAncestors, treesOf } from './overlap-members.ts';
import { MemberCounts, PairCounts } from './pair-counts.ts';
import { ENTITY_CODE, SET_CODE } from './schema.ts';

/** Articles that are held before they are counted, and cells of counts before they are written: some 30 MB each. */
const MOST_HELD = 20_000;
const MOST_CELLS = 8_000_000;
/** Articles that are read again at a time. */
const BATCH = 1000;

export class OverlapCounts {
  private readonly writer: Writer;
  private readonly dialect: Dialect;
  /** Articles from which on a set is large. */
  private readonly from: number;
  private held: { readonly article: Membership; readonly sign: 1 | -1 }[] = [];
  /** How many articles this ingest has brought to each set so far. */
  private readonly grown = new MemberCounts();

  constructor(writer: Writer, dialect: Dialect, from: number) {
    this.writer = writer;
    this.dialect = dialect;
    this.from = from;
  }

  /** Whether so many articles are held that they should be written. */
  get full(): boolean {
    return this.held.length >= MOST_HELD;
  }

  /** Takes an article that comes (`sign` 1) or goes (-1). */
  add(article: Membership, ancestors: TopicAncestors, sign: 1 | -1): void {
    this.held.push({ article, sign });
    for (const set of setsOf(article, treesOf(article, ancestors))) this.grown.add(set, sign);
  }

  /**
   * Counts the articles taken so far. To be called when the store holds those that came and no longer those that
   * went, and before the counts of articles of entities and labels are raised.
   */
  async write(ancestors: TopicAncestors): Promise<void> {
    const { held } = this;
    this.held = [];
    if (held.length === 0) return;
    const kept = await this.keptSets();
    const counts = new PairCounts();
    for (const { article, sign } of held) counts.count(article, ancestors, sign, kept);
    const large = await this.newlyLarge(kept);
    const ids = await this.articlesOf(large);
    if (ids.length > 0) {
      // Those that this ingest brought are at hand; what they were before does not count.
      const brought = new Map(
        held.flatMap(({ article, sign }) => (sign === 1 ? [[article.id, article]] : [])),
      );
      const others: number[] = [];
      for (const id of ids) {
        const article = brought.get(id);
        if (article === undefined) others.push(id);
        else counts.count(article, ancestors, 1, large);
      }
      await this.countStored(others, ancestors, counts, large);
    }
    await counts.writeTo(this.writer);
  }

  /** Counts every article again; the counts of articles of entities and labels must be right. */
  async recount(ancestors: TopicAncestors): Promise<void> {
    await this.writer.rows(sql`DELETE FROM overlap`);
    await this.writer.rows(sql`DELETE FROM overlap_set`);
    const from = sql.lit(this.from);
    await this.writer.rows(sql`INSERT INTO overlap_set (set_kind, set_id)
      SELECT ${sql.lit(SET_CODE.Entity)}, id FROM entity
        WHERE type <> ${sql.lit(ENTITY_CODE.Ticker)} AND article_count >= ${from}
      UNION ALL SELECT ${sql.lit(SET_CODE.TopicTree)}, id FROM entity WHERE tree_count >= ${from}
      UNION ALL SELECT ${sql.lit(SET_CODE.Label)}, id FROM label
        WHERE kind IN (${sql.join(LABEL_SETS.map((kind) => sql.lit(kind)))}) AND article_count >= ${from}`);
    const kept = await this.keptSets();
    const counts = new PairCounts();
    for (let last = -1; ; ) {
      const rows = await this.writer.rows(sql<{ id: number }>`
        SELECT id FROM article WHERE id > ${this.dialect.integer(last)} ORDER BY id LIMIT ${sql.lit(BATCH)}`);
      const ids = rows.map(({ id }) => id);
      const end = ids.at(-1);
      if (end === undefined) break;
      await this.countStored(ids, ancestors, counts, kept);
      last = end;
    }
    await counts.writeTo(this.writer);
  }

  private async countStored(
    ids: readonly number[],
    ancestors: TopicAncestors,
    counts: PairCounts,
    among: MemberCounts,
  ): Promise<void> {
    for (let at = 0; at < ids.length; at += BATCH) {
      const articles = await membershipsOf(this.writer, this.dialect, ids.slice(at, at + BATCH));
      for (const article of articles) counts.count(article, ancestors, 1, among);
      if (counts.size > MOST_CELLS) await counts.writeTo(this.writer);
    }
  }

  private async keptSets(): Promise<MemberCounts> {
    const rows = await this.writer.rows(sql<{ kind: number; id: number }>`
      SELECT set_kind AS kind, set_id AS id FROM overlap_set`);
    const sets = new MemberCounts();
    for (const set of rows) sets.set(set, 1);
    return sets;
  }

  /** The sets that this ingest makes large, which from now on are kept. */
  private async newlyLarge(kept: MemberCounts): Promise<MemberCounts> {
    const grown = [...this.grown.entries()].filter(
      ([set, count]) => count > 0 && kept.get(set) === undefined,
    );
    const before = new MemberCounts();
    const ids = (kinds: readonly number[]) =>
      this.dialect.anyId(grown.flatMap(([{ kind, id }]) => (kinds.includes(kind) ? [id] : [])));
    const entities = await this.writer.rows(sql<{ id: number; articles: number; tree: number }>`
      SELECT id, article_count AS articles, tree_count AS tree FROM entity
      WHERE id ${ids([SET_CODE.Entity, SET_CODE.TopicTree])}`);
    for (const { id, articles, tree } of entities) {
      before.set({ kind: SET_CODE.Entity, id }, articles);
      before.set({ kind: SET_CODE.TopicTree, id }, tree);
    }
    const labels = await this.writer.rows(sql<{ id: number; articles: number }>`
      SELECT id, article_count AS articles FROM label WHERE id ${ids([SET_CODE.Label])}`);
    for (const { id, articles } of labels) before.set({ kind: SET_CODE.Label, id }, articles);
    const large = new MemberCounts();
    for (const [set, count] of grown) if (count + (before.get(set) ?? 0) >= this.from) large.set(set, 1);
    const rows = [...large.entries()].map(([{ kind, id }]) => [kind, id]);
    if (rows.length > 0) {
      await this.writer.rows(sql`INSERT INTO overlap_set (set_kind, set_id)
        SELECT v.kind, v.id FROM ${this.dialect.tuples(rows, ['kind', 'id'])}`);
    }
    return large;
  }

  /** Every article of any of these sets, once. */
  private async articlesOf(sets: MemberCounts): Promise<number[]> {
    const all = [...sets.entries()].map(([set]) => set);
    if (all.length === 0) return [];
    const ids = (of: number) => this.dialect.anyId(all.flatMap(({ kind, id }) => (kind === of ? [id] : [])));
    const rows = await this.writer.rows(sql<{ id: number }>`
      SELECT article_id AS id FROM entity_article WHERE entity_id ${ids(SET_CODE.Entity)}
      UNION SELECT d.article_id FROM topic_ancestor ta JOIN entity_article d ON d.entity_id = ta.topic_id
        WHERE ta.ancestor_id ${ids(SET_CODE.TopicTree)}
      UNION SELECT article_id FROM label_article WHERE label_id ${ids(SET_CODE.Label)}`);
    return rows.map(({ id }) => id);
  }
}
