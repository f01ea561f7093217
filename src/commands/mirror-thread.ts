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
  /** Paths that changed and were not taken in yet; null where that may be any. */
  private waiting: Set<string> | null = null;
  private running: Promise<void> = Promise.resolve();
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private lastWarning = '';

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
      this.waiting = new Set();
      requireArticles(report, folders);
      this.print(report);
    } catch (error) {
      const noPosts = error instanceof UserError && NO_POSTS.has(error.code);
      if (noPosts && this.settings.watch) {
        this.waiting = new Set();
        say({ kind: 'waiting', message: `${error.message} Waiting for posts.` });
      } else if (!noPosts && (await this.hasArticles())) {
        this.failed(error as Error);
      } else {
        throw error;
      }
    }
    this.started.resolve();
  }

  /** From now on every change is taken in, once the first ingest is done. */
  async watch(): Promise<void> {
    await watch({
      folders: this.settings.folders,
      catalogFolders: catalogFolders(this.settings.config),
      selection: this.settings.config,
      onError: (error) => warn(`a change could not be seen: ${error.message}`),
      onChanges: (changes) => this.take(changes).catch((error) => this.failed(error as Error)),
    });
  }

  private async take(changes: Changes): Promise<void> {
    await this.started.promise;
    for (const path of changes.posts) this.waiting?.add(path);
    if (changes.catalog) this.catalog = await this.reloadedCatalog();
    if (changes.selection) this.waiting = null;
    this.running = this.running.then(() => this.attempt());
    await this.running;
  }

  /** Takes in everything that waits. What could not be stored is tried again, also while nothing else changes. */
  private async attempt(): Promise<void> {
    clearTimeout(this.retry);
    try {
      const report = await this.ingest(this.waiting ?? undefined);
      this.waiting = new Set();
      this.failures = 0;
      this.lastWarning = '';
      this.print(report);
    } catch (error) {
      this.failed(error as Error);
    }
  }

  /** Says it once, and tries again later where the folders are watched. */
  private failed(error: Error): void {
    const message = `a change could not be taken in: ${error.message}`;
    if (message !== this.lastWarning) warn(message);
    this.lastWarning = message;
    if (!this.settings.watch) return;
    const delay = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.failures);
    this.failures += 1;
    this.retry = setTimeout(() => {
      this.running = this.running.then(() => this.attempt());
    }, delay);
  }

  private async hasArticles(): Promise<boolean> {
    const corpus = await this.store.corpus.get().catch(() => null);
    return corpus !== null && corpus.articleCount > 0;
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
      allowRemoval: config.allowRemoval,
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

/** Milliseconds before a change that could not be stored is tried again, doubled each time. */
const FIRST_RETRY = 500;
const LONGEST_RETRY = 30_000;

/** Of folders that are there and hold no post yet. */
const NO_POSTS = new Set(['NO_POSTS', 'NOTHING_READABLE']);

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
