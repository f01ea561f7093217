import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Catalog } from '../catalog/catalog.ts';
import { loadCatalog } from '../catalog/load.ts';
import { type Config, readOptions } from '../config.ts';
import { UserError } from '../diagnostic.ts';
import { createSchema } from '../graph/schema.ts';
import { discover } from '../ingest/discover.ts';
import { ingest } from '../ingest/ingest.ts';
import type { IngestReport } from '../ingest/report.ts';
import { type Changes, type Watching, watch } from '../ingest/watch.ts';
import { startServer } from '../server/server.ts';
import { loadTrustedDocuments, type TrustedDocuments } from '../server/trusted-documents.ts';
import type { Store } from '../store/store.ts';
import { requireArticles } from './ingest.ts';
import { progressDisplay } from './progress.ts';
import { catalogFolders, collect, configOf, openConfiguredStore, withStoreOptions } from './settings.ts';

/** The embedded posts, served when nothing else is there. */
export const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));

export function addServeCommand(program: Command): void {
  withStoreOptions(program.command('serve [folder...]'))
    .description(
      'Read folders of posts and serve them as GraphQL; without a folder, what the store holds, or two sample posts.',
    )
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <number>', 'port to listen on (default: 4000)')
    .option('--watch', 'take saved, added and deleted posts and catalog files in as they happen')
    .option('--read-store <url>', 'streaming replica of a PostgreSQL store to read from; repeatable', collect)
    .option('--cors <origin>', 'let pages of this origin call; repeatable', collect)
    .option(
      '--federation-node <way>',
      'what a supergraph sees of node and nodes: keep, hide or omit (default: keep)',
    )
    .option('--no-graphiql', 'do not serve the GraphiQL page')
    .option('--no-introspection', 'do not let clients read the schema')
    .option('--trusted-documents <file>', 'documents that clients run by their ids; repeatable', collect)
    .option('--trusted-only', 'refuse every other document, and serve no GraphiQL')
    .addHelpText('after', '\nExample:\n  newsgraph serve ./posts --port 4000 --watch')
    .action(async (folders: string[], flags: { watch?: true }, command: Command) => {
      const config = configOf(command);
      const trustedDocuments = await loadTrustedDocuments(config.trustedDocuments);
      const catalog = await loadCatalog(catalogFolders(config));
      const store = await openConfiguredStore(config);
      try {
        const mirrored = folders.length > 0 ? folders : await seedsWhereEmpty(store);
        const mirror = new Mirror(store, config, catalog, mirrored);
        const watching = flags.watch ? await mirror.watch() : null;
        await mirror.start(folders.length > 0);
        await serveUntilStopped(store, config, trustedDocuments);
        await watching?.stop();
      } finally {
        await store.close();
      }
    });
}

/** Keeps a store in line with folders of posts and of catalog files. */
class Mirror {
  private readonly store: Store;
  private readonly config: Config;
  private readonly folders: readonly string[];
  private catalog: Catalog;
  private readonly started = Promise.withResolvers<void>();

  constructor(store: Store, config: Config, catalog: Catalog, folders: readonly string[]) {
    this.store = store;
    this.catalog = catalog;
    this.config = config;
    this.folders = folders;
  }

  /** The first ingest; throws `UserError` where folders that the user named hold nothing. */
  async start(named: boolean): Promise<void> {
    if (this.folders.length > 0) {
      const report = await this.ingest();
      if (named) requireArticles(report, this.folders);
      this.print(report);
    }
    this.started.resolve();
  }

  /** From now on every change is taken in, once the first ingest is done. */
  watch(): Promise<Watching> {
    const onError = (error: Error) => {
      process.stderr.write(`newsgraph: a change could not be taken in: ${error.message}\n`);
    };
    return watch({
      folders: this.folders,
      catalogFolders: catalogFolders(this.config),
      onError,
      onChanges: (changes) => this.take(changes).catch(onError),
    });
  }

  private async take(changes: Changes): Promise<void> {
    await this.started.promise;
    if (changes.catalog) this.catalog = await this.reloadedCatalog();
    this.print(await this.ingest(changes.posts));
  }

  /** A catalog that is wrong while it is being written must not take the served one away. */
  private async reloadedCatalog(): Promise<Catalog> {
    try {
      return await loadCatalog(catalogFolders(this.config));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      process.stderr.write(`newsgraph: ${error.message} ${error.hint} The catalog stays as it was.\n`);
      return this.catalog;
    }
  }

  private async ingest(changedOnly?: ReadonlySet<string>): Promise<IngestReport> {
    const display = progressDisplay(process.stderr);
    try {
      return await ingest({
        folders: this.folders,
        store: this.store,
        settings: { catalog: this.catalog, readOptions: readOptions(this.config) },
        threads: this.config.workers,
        onProgress: (progress) => display.update(progress),
        ...(changedOnly ? { changedOnly } : {}),
      });
    } finally {
      display.stop();
    }
  }

  private print(report: IngestReport): void {
    const { articles, diagnostics } = report;
    const problems = diagnostics.reduce((sum, { count }) => sum + count, 0);
    process.stdout.write(
      `${report.files.articles} articles from ${this.folders.join(', ')} ` +
        `(${articles.added} new, ${articles.updated} changed, ${articles.removed} removed), ` +
        `${problems} diagnostics in what was read, ${report.seconds.toFixed(1)} s\n`,
    );
  }
}

/** The seeds for a store that holds nothing or nothing but them; no folder for a store that was filled before. */
async function seedsWhereEmpty(store: Store): Promise<string[]> {
  const seeds = new Set((await discover([SEEDS])).files.map((file) => file.path));
  const transaction = await store.beginIngest();
  const states = await transaction.files();
  await transaction.rollback();
  return [...states.keys()].every((path) => seeds.has(path)) ? [SEEDS] : [];
}

async function serveUntilStopped(
  store: Store,
  config: Config,
  trustedDocuments: TrustedDocuments,
): Promise<void> {
  const stopped = stopSignal();
  const server = await startServer(config.host, config.port, {
    schema: createSchema({ federationNode: config.federationNode }),
    store,
    cors: config.cors,
    graphiql: config.graphiql,
    introspection: config.introspection,
    trustedDocuments,
    trustedOnly: config.trustedOnly,
  });
  const graphiql = config.graphiql && !config.trustedOnly ? 'and' : 'without';
  process.stdout.write(`GraphQL ${graphiql} GraphiQL at ${server.url} (Ctrl-C ends it)\n`);
  await stopped;
  await server.stop();
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
