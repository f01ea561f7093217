import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Catalog } from '../catalog/catalog.ts';
import { loadCatalog } from '../catalog/load.ts';
import type { Config } from '../config.ts';
import { createSchema } from '../graph/schema.ts';
import { discover } from '../ingest/discover.ts';
import { ingest } from '../ingest/ingest.ts';
import { startServer } from '../server/server.ts';
import type { Store } from '../store/store.ts';
import { requireArticles } from './ingest.ts';
import { progressDisplay } from './progress.ts';
import {
  catalogFolders,
  collect,
  configOf,
  openConfiguredStore,
  readerSettings,
  withStoreOptions,
} from './settings.ts';

/** The embedded posts, served when nothing else is there. */
export const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));

export function addServeCommand(program: Command): void {
  withStoreOptions(program.command('serve [folder...]'))
    .description(
      'Read folders of posts and serve them as GraphQL; without a folder, what the store holds, or two sample posts.',
    )
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <number>', 'port to listen on (default: 4000)')
    .option('--cors <origin>', 'let pages of this origin call; repeatable', collect)
    .option('--no-graphiql', 'do not serve the GraphiQL page')
    .option('--no-introspection', 'do not let clients read the schema')
    .addHelpText('after', '\nExample:\n  newsgraph serve ./posts --port 4000')
    .action(async (folders: string[], _flags: unknown, command: Command) => {
      const config = configOf(command);
      const catalog = await loadCatalog(catalogFolders(config));
      const store = await openConfiguredStore(config);
      try {
        await bringUpToDate(store, catalog, config, folders);
        await serveUntilStopped(store, config);
      } finally {
        await store.close();
      }
    });
}

async function bringUpToDate(
  store: Store,
  catalog: Catalog,
  config: Config,
  named: readonly string[],
): Promise<void> {
  const folders = named.length > 0 ? named : await seedsWhereEmpty(store);
  if (folders.length === 0) return;
  const display = progressDisplay(process.stderr);
  try {
    const report = await ingest({
      folders,
      store,
      catalog,
      settings: readerSettings(config),
      threads: config.workers,
      onProgress: (progress) => display.update(progress),
    });
    display.stop();
    if (named.length > 0) requireArticles(report, folders);
    const { articles, diagnostics } = report;
    const problems = diagnostics.reduce((sum, { count }) => sum + count, 0);
    process.stdout.write(
      `${report.files.articles} articles from ${folders.join(', ')} ` +
        `(${articles.added} new, ${articles.updated} changed, ${articles.removed} removed), ` +
        `${problems} diagnostics in what was read, ${report.seconds.toFixed(1)} s\n`,
    );
  } finally {
    display.stop();
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

async function serveUntilStopped(store: Store, config: Config): Promise<void> {
  const server = await startServer(config.host, config.port, {
    schema: createSchema({ federationNode: config.federationNode }),
    store,
    cors: config.cors,
    graphiql: config.graphiql,
    introspection: config.introspection,
  });
  process.stdout.write(`GraphQL and GraphiQL at ${server.url} (Ctrl-C ends it)\n`);
  await stopSignal();
  await server.stop();
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
