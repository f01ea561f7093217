import type { Catalog } from '../catalog/catalog.ts';
import { compareLinks, compareTickers, type MentionChange, type TickerChange } from '../linking/affected.ts';
import type { LinkedDocument } from '../linking/mention.ts';
import type { Store, StoredLinks } from '../store/store.ts';
import type { IngestProgress } from './ingest.ts';
import { type CatalogEdit, Relinking } from './relinking.ts';

interface RelinkRequest {
  readonly store: Store;
  readonly catalog: Catalog;
  /** Nothing is written. */
  readonly dryRun?: boolean;
  /** Called for each article whose links change. */
  readonly onChange?: (change: ArticleChange) => void;
  readonly onProgress?: (progress: IngestProgress) => void;
}

/** What an article gains and loses. */
export interface ArticleChange {
  readonly slug: string;
  readonly path: string;
  readonly title: string;
  readonly mentions: readonly MentionChange[];
  readonly tickers: readonly TickerChange[];
}

export interface RelinkReport {
  /** Of the store as it is now. */
  readonly revision: string;
  /** Articles that were linked with another catalog. */
  readonly checked: number;
  /** Those of them that the edit can touch. */
  readonly relinked: number;
  /** Mentions, and tickers that come without one. */
  readonly gained: number;
  readonly lost: number;
  readonly seconds: number;
}

/**
 * Brings the links of a store in line with a catalog, without the files that its articles were read from: articles
 * that the edit can touch are linked again, and all of it becomes visible at once as one revision.
 */
export async function relink(request: RelinkRequest): Promise<RelinkReport> {
  const started = performance.now();
  const { store, catalog, dryRun = false, onChange, onProgress } = request;
  const { articleCount, revision: current } = await store.corpus.get();
  const transaction = await store.beginIngest();
  const counts = { checked: 0, relinked: 0, gained: 0, lost: 0 };
  try {
    const edit = { before: await transaction.catalog(), after: catalog };
    const relinking = new Relinking(transaction, edit);
    if (!dryRun) await transaction.putCatalog(catalog);
    for await (const batch of dryRun ? relinking.articles() : relinking.written()) {
      for (const { article, linked } of batch) {
        counts.checked++;
        if (linked === null) continue;
        counts.relinked++;
        const change = changeOf(article, edit, linked);
        const kinds = [...change.mentions, ...change.tickers].map(({ kind }) => kind);
        counts.gained += kinds.filter((kind) => kind === 'GAINED').length;
        counts.lost += kinds.filter((kind) => kind === 'LOST').length;
        if (kinds.length > 0) onChange?.(change);
      }
      onProgress?.({ stage: 'linking', done: counts.checked, total: articleCount });
    }
    const [failure] = relinking.failures;
    if (failure !== undefined) throw new Error(`${failure.path} could not be linked: ${failure.message}`);
    const revision = dryRun ? current : await transaction.commit();
    return { revision, ...counts, seconds: (performance.now() - started) / 1000 };
  } finally {
    await transaction.rollback();
  }
}

function changeOf(
  article: StoredLinks,
  { before, after }: CatalogEdit,
  linked: LinkedDocument,
): ArticleChange {
  const { slug, path, document } = article;
  return {
    slug,
    path,
    title: document.title,
    mentions: compareLinks(document, article.linked, linked),
    tickers: compareTickers(
      document,
      { catalog: before, linked: article.linked },
      { catalog: after, linked },
    ),
  };
}
