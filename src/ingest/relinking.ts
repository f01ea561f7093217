import { setImmediate as otherWork } from 'node:timers/promises';
import type { Catalog } from '../catalog/catalog.ts';
import { createAffectedTest } from '../linking/affected.ts';
import type { Linker } from '../linking/linker.ts';
import type { IngestTransaction, RelinkedArticle, StoredLinks } from '../store/store.ts';
import { linkerOf } from './reading.ts';
import { putTaught } from './taught.ts';

export interface CatalogEdit {
  /** The catalog that the store remembers; null where it remembers none. */
  readonly before: Catalog | null;
  readonly after: Catalog;
}

/** An article that could not be linked again, by an error of our own. It stays as it was. */
interface RelinkFailure {
  readonly slug: string;
  readonly path: string;
  readonly message: string;
}

/** Goes through the stored articles that were linked with another catalog and links those again that an edit can touch. */
export class Relinking {
  readonly failures: RelinkFailure[] = [];
  private readonly transaction: IngestTransaction;
  private readonly edit: CatalogEdit;
  private readonly isAffected: ReturnType<typeof createAffectedTest>;
  private readonly linker: Linker;

  constructor(transaction: IngestTransaction, edit: CatalogEdit) {
    const { before, after } = edit;
    this.transaction = transaction;
    this.edit = edit;
    this.isAffected = before === null ? () => true : createAffectedTest(before, after);
    this.linker = linkerOf(after);
  }

  /** All articles, or those of these slugs, some at a time, with their new links; null where the edit does not touch them. */
  async *articles(slugs: ReadonlySet<string> | null = null): AsyncGenerator<readonly RelinkedArticle[]> {
    for await (const batch of this.transaction.linkedBefore(this.edit.after.version)) {
      const mine = slugs === null ? batch : batch.filter(({ slug }) => slugs.has(slug));
      yield mine.flatMap((article) => this.relink(article) ?? []);
      // An engine that runs on this thread never waits by itself, and a server has requests to answer.
      await otherWork();
    }
  }

  /** The same, and writes what becomes of them. */
  async *written(slugs: ReadonlySet<string> | null = null): AsyncGenerator<readonly RelinkedArticle[]> {
    for await (const batch of this.articles(slugs)) {
      await putTaught(
        this.transaction,
        batch.flatMap(({ linked }) => linked ?? []),
      );
      await this.transaction.putLinks(this.edit.after.version, batch);
      yield batch;
    }
  }

  /** Null where linking failed. An article that was linked with yet another catalog than the one remembered is touched. */
  private relink(article: StoredLinks): RelinkedArticle | null {
    const { slug, path, catalogVersion, document, linked } = article;
    try {
      const comparable = catalogVersion !== null && catalogVersion === this.edit.before?.version;
      const touched = !comparable || this.isAffected(document, linked);
      return { article, linked: touched ? this.linker.link(document) : null };
    } catch (error) {
      this.failures.push({ slug, path, message: (error as Error).message });
      return null;
    }
  }
}
