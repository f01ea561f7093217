import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import { type Config, DEFAULT_STORE, kebab, limitsOf } from '../config.ts';
import { createSchema } from '../graph/schema.ts';
import { requireFolders } from '../ingest/discover.ts';
import { LIMIT_NAMES, LIMITS } from '../limits.ts';
import { requireDoor } from '../server/access/door.ts';
import { createHandler } from '../server/handler.ts';
import { HttpServer } from '../server/server.ts';
import { handlerSettings } from '../server/settings.ts';
import { loadTrustedDocuments } from '../server/trusted-documents.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { Mirror } from './mirror.ts';
import { collect, configOf, withStoreOptions } from './settings.ts';
import { StopSignal } from './stop-signal.ts';

/** The embedded posts, served when nothing else is there. */
export const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));

export function addServeCommand(program: Command): void {
  const command = withStoreOptions(program.command('serve [folder...]'))
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
    .option('--trusted-documents <file>', 'documents that clients run by their ids; repeatable', collect)
    .option('--trusted-only', 'refuse every other document, and serve no GraphiQL')
    .optionsGroup('Who may ask what:')
    .option('--public', 'on an address that is not loopback, let anybody ask')
    .option('--production', 'all of the five below')
    .option('--no-graphiql', 'do not serve the GraphiQL page')
    .option('--no-introspection', 'do not let clients read the schema')
    .option('--no-suggestions', 'do not name in messages what may have been meant')
    .option('--no-service-sdl', 'do not tell the schema of the subgraph')
    .option('--persisted-get', 'answer GET only for persisted documents')
    .optionsGroup('Limits:');
  for (const name of LIMIT_NAMES) {
    const { meaning, default: value, unit } = LIMITS[name];
    command.addOption(new Option(`--${kebab(name)} <${unit}>`, `${meaning} (default: ${value})`));
  }
  command
    .addHelpText('after', '\nExample:\n  newsgraph serve ./posts --port 4000 --watch')
    .action(async (named: string[], flags: { watch?: true }, command: Command) => {
      const stop = new StopSignal();
      const config = configOf(command);
      requireDoor(config);
      const folders = named.length > 0 ? named : config.posts;
      await requireFolders(folders);
      const server = await HttpServer.listen(config.host, config.port, limitsOf(config));
      process.stdout.write(
        `Listening on ${server.url.replace('/graphql', '')}; /ready says when there is something to serve\n`,
      );
      await new Serving(server, config, folders, flags.watch === true, stop).run();
    });
}

/** A server with what it serves, from the moment that it listens. */
class Serving {
  private readonly server: HttpServer;
  private readonly config: Config;
  private readonly folders: readonly string[];
  private readonly watch: boolean;
  private readonly stop: StopSignal;
  private readonly temporary: string[] = [];

  constructor(
    server: HttpServer,
    config: Config,
    folders: readonly string[],
    watch: boolean,
    stop: StopSignal,
  ) {
    this.server = server;
    this.config = config;
    this.folders = folders;
    this.watch = watch;
    this.stop = stop;
  }

  /** Until a signal comes; throws `UserError` where something makes serving pointless. */
  async run(): Promise<void> {
    let store: Store | null = null;
    let mirror: Mirror | null = null;
    try {
      const { location, folders } = this.source();
      const { config } = this;
      const trustedDocuments = await loadTrustedDocuments(config.trustedDocuments);
      const options = { timeZone: config.timeZone, readStores: config.readStore };
      store = await openStore(location, options);
      if (folders.length > 0) mirror = new Mirror({ folders, config, location, watch: this.watch });
      const failed = mirror?.failed ?? new Promise<never>(() => {});
      const schema = createSchema({ federationNode: config.federationNode });
      const handler = createHandler({ ...handlerSettings(config), schema, store, trustedDocuments });
      const content = contentOf(store, mirror !== null);
      await Promise.race([content, failed, this.stop.asked]);
      if (!this.stop.wasAsked) {
        this.server.serve(handler);
        const graphiql = config.graphiql && !config.trustedOnly ? 'and' : 'without';
        process.stdout.write(`GraphQL ${graphiql} GraphiQL at ${this.server.url} (Ctrl-C ends it)\n`);
        await Promise.race([failed, this.stop.asked]);
      }
    } finally {
      const stopped = this.server.stop(this.stop.delay);
      await mirror?.stop();
      await stopped;
      await store?.close();
      for (const folder of this.temporary) rmSync(folder, { recursive: true, force: true });
    }
  }

  /** What is served: a store, and the folders that it mirrors. Without folders nothing is written to a store. */
  private source(): { location: string; folders: readonly string[] } {
    const { store } = this.config;
    const nothing = this.folders.length === 0 && (store === ':memory:' || isUnnamedAndMissing(store));
    const location = nothing || store === ':memory:' ? this.temporaryStore() : store;
    return { location, folders: nothing ? [SEEDS] : this.folders };
  }

  private temporaryStore(): string {
    const folder = mkdtempSync(join(tmpdir(), 'newsgraph-'));
    this.temporary.push(folder);
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return join(folder, 'graph.db');
  }
}

function isUnnamedAndMissing(store: string): boolean {
  return store === DEFAULT_STORE && !existsSync(store);
}

/** Milliseconds between two looks whether an empty store was filled. */
const LOOK_INTERVAL = 50;

/** Resolves when there is something to serve. Says so where nobody is about to bring anything. */
async function contentOf(store: Store, awaited: boolean): Promise<void> {
  const isFilled = async () => (await store.corpus.get()).articleCount > 0;
  if (await isFilled()) return;
  if (!awaited) {
    process.stderr.write(
      'newsgraph: the store holds no article yet; fill it with `newsgraph ingest FOLDER`, or name a folder.\n',
    );
  }
  await new Promise<void>((resolve) => {
    const look = setInterval(async () => {
      if (!(await isFilled().catch(() => false))) return;
      clearInterval(look);
      resolve();
    }, LOOK_INTERVAL);
    look.unref();
  });
}
