/** The sums that are kept: articles and mentions of each term and of the corpus. */
import { sql } from 'kysely';
import { KIND } from '../database.ts';
import type { Dialect, Writer } from '../engine.ts';

interface Sum {
  articles: number;
  mentions: number;
}

/** What an ingest adds to the sums and takes from them, counted as rows are written and removed. */
export class Sums {
  articles = 0;
  mentions = 0;
  private readonly writer: Writer;
  private readonly dialect: Dialect;
  private readonly terms = new Map<number, Sum>();

  constructor(writer: Writer, dialect: Dialect) {
    this.writer = writer;
    this.dialect = dialect;
  }

  addArticle(mentions: number, sign: 1 | -1): void {
    this.articles += sign;
    this.mentions += sign * mentions;
  }

  addTerm(term: number, mentions: number, sign: 1 | -1): void {
    const sum = this.terms.get(term) ?? { articles: 0, mentions: 0 };
    sum.articles += sign;
    sum.mentions += sign * mentions;
    this.terms.set(term, sum);
  }

  /** Writes them; `moved` are tickers whose company may be another. Answers labels that no article has any more. */
  async apply(moved: readonly number[]): Promise<number[]> {
    const changed = [...this.terms].filter(([, { articles, mentions }]) => articles !== 0 || mentions !== 0);
    const ids = changed.map(([id]) => id);
    if (changed.length > 0) {
      const sums = this.dialect.tuples(
        changed.map(([id, { articles, mentions }]) => [id, articles, mentions]),
        ['id', 'articles', 'mentions'],
      );
      await this.writer.rows(sql`UPDATE entity SET article_count = article_count + v.articles,
        mention_count = mention_count + v.mentions FROM ${sums} WHERE entity.id = v.id`);
      await this.writer.rows(sql`UPDATE label SET article_count = article_count + v.articles
        FROM ${sums} WHERE label.id = v.id`);
    }
    await this.countTickers([...this.terms.keys(), ...moved]);
    if (ids.length === 0) return [];
    const unused = await this.writer.rows(sql<{ id: number }>`
      SELECT id FROM label WHERE id ${this.dialect.anyId(ids)} AND article_count = 0`);
    return unused.map(({ id }) => id);
  }

  /** A ticker has the articles of its company, and those that have it without naming the company. */
  private async countTickers(touched: readonly number[]): Promise<void> {
    if (touched.length === 0) return;
    const any = this.dialect.anyId(touched);
    await this.writer.rows(sql`UPDATE entity SET article_count =
        coalesce((SELECT c.article_count FROM entity c WHERE c.id = entity.parent_id), 0)
        + (SELECT count(*) FROM posting d WHERE d.term_id = entity.id AND NOT EXISTS
          (SELECT 1 FROM posting o WHERE o.term_id = entity.parent_id AND o.article_id = d.article_id))
      WHERE kind = ${sql.lit(KIND.Ticker)} AND (id ${any} OR parent_id ${any})`);
  }
}
