/** Entry point of the thread that keeps a store in line with folders of posts, beside the thread that answers. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Catalog } from '../catalog/catalog.ts';
import { loadCatalog } from '../catalog/load.ts';
import { type Config, readOptions } from '../config.ts';
import { UserError } from '../diagnostic.ts';
import { type IngestProgress, ingest } from '../ingest/ingest.ts';
import type { IngestReport } from '../ingest/report.ts';
import { type Changes, watch } from '../ingest/watch.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { requireArticles } from './ingest.ts';
import { catalogFolders } from './settings.ts';

export interface MirrorSettings {
  readonly folders: readonly string[];
  readonly config: Config;
  /** Of the store; a file or postgres://…, which the answering thread has opened before. */
  readonly location: string;
  readonly watch: boolean;
}

/** What the thread says: how far it is, what it did, what went wrong with a change, or why it ended. */
export type MirrorMessage =
  | { readonly kind: 'begins' }
  | { readonly kind: 'progress'; readonly progress: IngestProgress }
  | { readonly kind: 'ingested'; readonly report: string }
  | { readonly kind: 'waiting'; readonly message: string }
  | { readonly kind: 'warning'; readonly message: string }
  | { readonly kind: 'failed'; readonly error: PlainUserError | string };

export type PlainUserError = Pick<UserError, 'code' | 'message' | 'hint' | 'exitCode'>;

class Mirror {
  private readonly store: Store;
  private readonly settings: MirrorSettings;
  private catalog: Catalog;
  private readonly started = Promise.withResolvers<void>();

  constructor(store: Store, settings: MirrorSettings, catalog: Catalog) {
    this.store = store;
    this.settings = settings;
    this.catalog = catalog;
  }

  /** The first ingest; throws `UserError` where folders hold nothing and nobody waits for posts to come. */
  async start(): Promise<void> {
    const { folders } = this.settings;
    try {
      const report = await this.ingest();
      requireArticles(report, folders);
      this.print(report);
    } catch (error) {
      if (!(this.settings.watch && error instanceof UserError && WAITING.has(error.code))) throw error;
      say({ kind: 'waiting', message: `${error.message} Waiting for posts.` });
    }
    this.started.resolve();
  }

  /** From now on every change is taken in, once the first ingest is done. */
  async watch(): Promise<void> {
    const onError = (error: Error) => warn(`a change could not be taken in: ${error.message}`);
    await watch({
      folders: this.settings.folders,
      catalogFolders: catalogFolders(this.settings.config),
      selection: this.settings.config,
      onError,
      onChanges: (changes) => this.take(changes).catch(onError),
    });
  }

  private async take(changes: Changes): Promise<void> {
    await this.started.promise;
    if (changes.catalog) this.catalog = await this.reloadedCatalog();
    this.print(await this.ingest(changes.selection ? undefined : changes.posts));
  }

  /** A catalog that is wrong while it is being written must not take the served one away. */
  private async reloadedCatalog(): Promise<Catalog> {
    try {
      return await loadCatalog(catalogFolders(this.settings.config));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warn(`${error.message} ${error.hint} The catalog stays as it was.`);
      return this.catalog;
    }
  }

  private ingest(changedOnly?: ReadonlySet<string>): Promise<IngestReport> {
    const { folders, config } = this.settings;
    say({ kind: 'begins' });
    return ingest({
      folders,
      store: this.store,
      settings: { catalog: this.catalog, readOptions: readOptions(config) },
      threads: config.workers,
      selection: config,
      onProgress: (progress) => say({ kind: 'progress', progress }),
      ...(changedOnly ? { changedOnly } : {}),
    });
  }

  private print({ files, articles, diagnostics, seconds }: IngestReport): void {
    const problems = diagnostics.reduce((sum, { count }) => sum + count, 0);
    const report =
      `${files.articles} articles from ${this.settings.folders.join(', ')} ` +
      `(${articles.added} new, ${articles.updated} changed, ${articles.removed} removed), ` +
      `${problems} diagnostics in what was read, ${seconds.toFixed(1)} s`;
    say({ kind: 'ingested', report });
  }
}

/** Of folders that are there and hold no post yet. */
const WAITING = new Set(['NO_POSTS', 'NOTHING_READABLE']);

function say(message: MirrorMessage): void {
  parentPort?.postMessage(message);
}

function warn(message: string): void {
  say({ kind: 'warning', message });
}

async function run(settings: MirrorSettings): Promise<void> {
  const { config, location } = settings;
  const catalog = await loadCatalog(catalogFolders(config));
  const store = await openStore(location, { timeZone: config.timeZone });
  const mirror = new Mirror(store, settings, catalog);
  if (settings.watch) await mirror.watch();
  await mirror.start();
  if (!settings.watch) await store.close();
}

try {
  await run(workerData as MirrorSettings);
} catch (error) {
  const failed =
    error instanceof UserError
      ? { code: error.code, message: error.message, hint: error.hint, exitCode: error.exitCode }
      : String((error as Error).stack ?? error);
  say({ kind: 'failed', error: failed });
  process.exit();
}
