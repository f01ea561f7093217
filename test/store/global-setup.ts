import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the PostgreSQL of this run, or why there is none. */
    postgres: { readonly address: string } | { readonly missing: string };
  }
}

/** One PostgreSQL for the whole run. A machine where it cannot start skips its tests, saying why; CI fails. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  let server: PostgresServer;
  try {
    server = await startPostgres();
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    const missing = error instanceof Error ? error.message : String(error);
    project.provide('postgres', { missing });
    return undefined;
  }
  project.provide('postgres', { address: server.address });
  return () => server.stop();
}
