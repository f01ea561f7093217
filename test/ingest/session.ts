import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { loadCatalog } from '../../src/catalog/load.ts';
import { DEFAULT_LIMITS } from '../../src/documents/read.ts';
import { ingest, type Shard } from '../../src/ingest/ingest.ts';
import type { IngestReport } from '../../src/ingest/report.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

export interface Session {
  readonly store: Store;
  ingest(options?: {
    catalog?: Catalog;
    threads?: number;
    changedOnly?: ReadonlySet<string>;
    shard?: Shard;
    allowRemoval?: boolean;
  }): Promise<IngestReport>;
  /** Path and title of every article by slug. */
  articles(): Promise<Record<string, string>>;
  /** Slugs of the companies that each article names. */
  companies(): Promise<Record<string, string[]>>;
  diagnostics(): Promise<string[]>;
}

export const READ_OPTIONS = { timeZone: 'Asia/Shanghai', limits: DEFAULT_LIMITS };

/** Small, so that writing it does not outlast what is tested. */
export const CATALOG_FOLDER = resolve(import.meta.dirname, 'catalog');
const CATALOG = await loadCatalog([CATALOG_FOLDER]);

/** A store in memory and ingests of one folder into it. */
export async function session(folder: string, location = ':memory:'): Promise<Session> {
  const store = await openStore(location);
  onTestFinished(() => store.close());
  const all = async () => {
    const order = { field: 'TITLE', direction: 'ASC' } as const;
    const page = await store.articles.page({}, order, { first: 100 });
    return page.edges.map(({ node }) => node);
  };
  return {
    store,
    ingest: ({ catalog = CATALOG, threads = 1, changedOnly, shard, allowRemoval = false } = {}) =>
      ingest({
        folders: [folder],
        store,
        settings: { catalog, readOptions: READ_OPTIONS },
        threads,
        allowRemoval,
        ...(changedOnly ? { changedOnly } : {}),
        ...(shard ? { shard } : {}),
      }),
    async articles() {
      return Object.fromEntries((await all()).map(({ slug, path, title }) => [slug, `${path}: ${title}`]));
    },
    async companies() {
      const rows = await all();
      const pages = await store.companies.pagesOfArticles(
        rows.map(({ id }) => id),
        { first: 100 },
      );
      return Object.fromEntries(
        rows.map(({ slug }, index) => [
          slug,
          (pages[index]?.edges ?? []).map(({ node }) => node.slug).sort(),
        ]),
      );
    },
    async diagnostics() {
      const page = await store.corpus.diagnostics({}, { first: 100 });
      return page.edges.map(({ node }) => `${node.path} ${node.code}`).sort();
    },
  };
}
