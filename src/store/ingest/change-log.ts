import { sql } from 'kysely';
import type { Dialect, Writer } from '../engine.ts';
import { wellFormed } from '../search/text.ts';
import type { ArticleId, RevisionChange } from '../store.ts';

/** Articles of each kind that a revision names to those who listen. */
const MOST_NAMED = 1000;
const REVISIONS_KEPT = 1000;

/** What an ingest adds, updates and removes. */
export class ChangeLog {
  changed = false;
  private readonly writer: Writer;
  private readonly dialect: Dialect;
  private readonly revision: number;
  private readonly added = new Map<string, ArticleId>();
  private readonly updated = new Map<string, ArticleId>();
  private readonly removed = new Map<string, ArticleId>();

  constructor(writer: Writer, dialect: Dialect, revision: number) {
    this.writer = writer;
    this.dialect = dialect;
    this.revision = revision;
  }

  put(slug: string, id: ArticleId, isNew: boolean): void {
    this.changed = true;
    this.removed.delete(slug);
    const articles = isNew ? this.added : this.updated;
    if (articles.size < MOST_NAMED || articles.has(slug)) articles.set(slug, id);
  }

  /** `isNew`: it was added by the same ingest. */
  remove(slug: string, id: ArticleId, isNew: boolean): void {
    this.changed = true;
    this.added.delete(slug);
    this.updated.delete(slug);
    if (!isNew) this.removed.set(slug, id);
  }

  async write(): Promise<RevisionChange> {
    const { dialect, revision, writer } = this;
    // An article that is there again was not removed.
    await writer.rows(sql`DELETE FROM removal WHERE EXISTS (SELECT 1 FROM article a
      WHERE substr(a.slug, 1, 200) = substr(removal.slug, 1, 200) AND a.slug = removal.slug)`);
    await writer.insert(
      'removal',
      [...this.removed].map(([slug, id]) => ({ revision, article_id: id, slug: wellFormed(slug) })),
    );
    const change = {
      revision: String(revision),
      added: [...this.added.values()],
      updated: [...this.updated.values()],
      removed: [...this.removed.keys()].slice(0, MOST_NAMED),
    };
    await writer.insert('revision', [
      {
        revision,
        added: JSON.stringify(change.added),
        updated: JSON.stringify(change.updated),
        removed: JSON.stringify(change.removed),
      },
    ]);
    await writer.rows(
      sql`DELETE FROM revision WHERE revision <= ${dialect.integer(revision - REVISIONS_KEPT)}`,
    );
    return change;
  }
}
