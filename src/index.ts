/**
 * Newsgraph inside a program of one's own: ingest, the schema, and a `fetch` handler.
 *
 * @example
 * const newsgraph = await createNewsgraph({ store: ':memory:' });
 * await newsgraph.ingest(['./posts']);
 * const { data } = await newsgraph.execute('{ articles(first: 1) { nodes { title } } }');
 * await newsgraph.close();
 */
import type { RequestListener } from 'node:http';
import type { ExecutionResult, GraphQLSchema, TypedQueryDocumentNode } from 'graphql';
import { loadCatalog, SHIPPED_CATALOG } from './catalog/load.ts';
import { type Config, readOptions, resolveConfig } from './config.ts';
import { createSchema } from './graph/schema.ts';
import { Corrections } from './ingest/corrections.ts';
import { type IngestProgress, ingest } from './ingest/ingest.ts';
import type { IngestReport } from './ingest/report.ts';
import { execute } from './server/execute.ts';
import { loadExplorer } from './server/explorer.ts';
import { createHandler } from './server/handler.ts';
import { handlerSettings } from './server/settings.ts';
import { loadTrustedDocuments, requireFitting } from './server/trusted-documents.ts';
import { openStore } from './store/open.ts';

export type { Config } from './config.ts';
export { UserError } from './diagnostic.ts';
export type { IngestProgress } from './ingest/ingest.ts';
export type { IngestReport } from './ingest/report.ts';

/** Any setting of the command line; what is not given has the command line's default. The environment is not read. */
export type NewsgraphOptions = Partial<Omit<Config, 'host' | 'port'>> & {
  /** Path of GraphQL and GraphiQL where `fetch` or `listener` are mounted; `/graphql` where not given. */
  readonly endpoint?: string;
};

export interface Newsgraph {
  readonly schema: GraphQLSchema;
  /** Brings the store in line with the folders, as `newsgraph ingest` does. */
  ingest(folders: readonly string[], onProgress?: (progress: IngestProgress) => void): Promise<IngestReport>;
  /**
   * Runs an operation without HTTP, with the limits, the deadline and the masked errors that HTTP requests have. A document of a code generator
   * brings the types of its variables and of its result.
   */
  execute<Data = Record<string, unknown>, Variables extends object = Record<string, unknown>>(
    operation: string | TypedQueryDocumentNode<Data, Variables>,
    variables?: Variables,
  ): Promise<ExecutionResult<Data>>;
  /**
   * The explorer at `/`, the endpoint with GraphiQL, and beside it `schema.graphql`, `health` and `ready`, for any server that speaks the
   * Fetch API.
   */
  fetch(request: Request): Promise<Response>;
  /** The same for `http.createServer`. */
  readonly listener: RequestListener;
  close(): Promise<void>;
}

/** Opens a store and everything over it. Throws `UserError` for settings, catalog files or a store that cannot be used. */
export async function createNewsgraph({ endpoint, ...options }: NewsgraphOptions = {}): Promise<Newsgraph> {
  const config = resolveConfig(options, {});
  const trustedDocuments = await loadTrustedDocuments(config.trustedDocuments);
  const catalogFolders = [SHIPPED_CATALOG, ...config.catalog];
  let catalog = await loadCatalog(catalogFolders);
  const store = await openStore(config.store, {
    timeZone: config.timeZone,
    readStores: config.readStore,
    connections: config.storeConnections,
  });
  const schema = createSchema(config);
  requireFitting(trustedDocuments, schema);
  const handler = createHandler({
    ...handlerSettings(config),
    schema,
    store,
    trustedDocuments,
    explorer: await loadExplorer(),
    corrections: new Corrections({
      store,
      catalogFolders,
      catalog,
      writtenTo: config.edit ? (config.catalog.at(-1) ?? null) : null,
      onCatalog: (corrected) => {
        catalog = corrected;
      },
    }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  return {
    schema,
    ingest: (folders, onProgress) =>
      ingest({
        folders,
        store,
        settings: { catalog, readOptions: readOptions(config) },
        threads: config.workers,
        ...(onProgress ? { onProgress } : {}),
      }),
    execute: (operation, variables) => execute(handler, operation, variables),
    fetch: async (request) => handler.fetch(request),
    listener: (request, response) => void handler(request, response),
    async close() {
      await handler.dispose();
      await store.close();
    },
  };
}
