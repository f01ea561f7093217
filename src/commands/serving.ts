import type { Config } from '../config.ts';
import { createSchema } from '../graph/schema.ts';
import type { KeyRing } from '../server/access/key-file.ts';
import { ExpensiveLane } from '../server/expensive/lane.ts';
import { loadExplorer } from '../server/explorer.ts';
import { answersSoon, createHandler } from '../server/handler.ts';
import { createLog, requestLog } from '../server/observing/log.ts';
import { Metrics } from '../server/observing/metrics.ts';
import type { HttpServer } from '../server/server.ts';
import { handlerSettings } from '../server/settings.ts';
import { loadTrustedDocuments, requireFitting } from '../server/trusted-documents.ts';
import type { Store } from '../store/store.ts';
import { CorrectionsThread } from './corrections.ts';
import { Mirror } from './mirror.ts';
import type { Parent } from './parent.ts';
import { catalogFolders, openConfiguredStore } from './settings.ts';
import { Source } from './source.ts';
import type { StopSignal } from './stop-signal.ts';

interface ServingOptions {
  readonly server: HttpServer;
  readonly config: Config;
  readonly folders: readonly string[];
  readonly watch: boolean;
  readonly keys: KeyRing | undefined;
  readonly stop: StopSignal;
  /** Null in a process that serves alone. */
  readonly parent: Parent | null;
}

/** A server with what it serves, from the moment that it listens. */
export class Serving {
  private readonly options: ServingOptions;

  constructor(options: ServingOptions) {
    this.options = options;
  }

  /** Until a signal comes; throws `UserError` where something makes serving pointless. */
  async run(): Promise<void> {
    const { server, config, keys, stop, parent } = this.options;
    const source = new Source(config, this.options.folders);
    let store: Store | null = null;
    let mirror: Mirror | null = null;
    let corrections: CorrectionsThread | null = null;
    let expensive: ExpensiveLane | null = null;
    try {
      const { location, folders } = source;
      const trustedDocuments = await loadTrustedDocuments(config.trustedDocuments);
      const schema = createSchema(config);
      requireFitting(trustedDocuments, schema);
      store = await openConfiguredStore(config, folders.length > 0, location);
      corrections = new CorrectionsThread({
        location,
        timeZone: config.timeZone,
        catalogFolders: catalogFolders(config),
        writtenTo: config.edit ? (config.catalog.at(-1) ?? null) : null,
      });
      const log = createLog(config.log);
      const revision = currentRevision(store);
      let metrics: Metrics | null = null;
      expensive = new ExpensiveLane({ config, location }, corrections);
      const handler = createHandler({
        ...handlerSettings(config),
        schema,
        store,
        trustedDocuments,
        explorer: await loadExplorer(),
        ...(keys ? { keys } : {}),
        corrections,
        expensive,
        logging: log,
        onServed: [requestLog(log, revision), (served) => metrics?.served(served)],
      });
      const measured = new Metrics(store, handler.admission);
      metrics = measured;
      parent?.share(measured.registry);
      parent?.onIngested((outcome) => measured.ingested(outcome));
      process.on('unhandledRejection', (error) => {
        measured.unhandledRejection();
        log.error(error, 'a rejection that nothing handled');
      });
      if (folders.length > 0) {
        mirror = new Mirror({ folders, config, location, watch: this.options.watch }, (outcome) =>
          measured.ingested(outcome),
        );
      }
      const failed = mirror?.failed ?? new Promise<never>(() => {});
      await Promise.race([contentOf(store, mirror !== null || parent !== null), failed, stop.asked]);
      if (stop.wasAsked) return;
      const opened = store;
      server.serve(handler, {
        answers: () => answersSoon(opened),
        metrics: () => parent?.metrics() ?? measured.text(),
        metricsType: measured.contentType,
      });
      const graphiql = config.graphiql && !config.trustedOnly ? 'and' : 'without';
      const line = `GraphQL ${graphiql} GraphiQL at ${server.url} (Ctrl-C ends it)\n`;
      if (parent) parent.say(line);
      else process.stdout.write(line);
      await Promise.race([failed, stop.asked]);
    } finally {
      const stopped = server.stop(stop.delay);
      await mirror?.stop();
      await corrections?.stop();
      await stopped;
      expensive?.close();
      await store?.close();
      source.remove();
    }
  }
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

/** The revision that is served, for the log: as far as the store has told of it. */
function currentRevision(store: Store): () => string | null {
  let current: string | null = null;
  const learn = () => {
    store.corpus.get().then(
      ({ revision }) => {
        current = revision;
      },
      () => {},
    );
  };
  store.onRevision((change) => {
    current = change.revision;
  });
  learn();
  return () => current;
}
