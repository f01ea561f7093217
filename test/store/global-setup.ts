import type { TestProject } from 'vitest/node';
import { INSTALLED, type PostgresServer, startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the embedded PostgreSQL of this run, or why there is none. */
    postgres: { readonly address: string } | { readonly missing: string };
    /** Address of one of the PostgreSQL that the machine has installed; null where none is named. */
    installedPostgres: { readonly address: string; readonly binaries: string } | null;
  }
}

/**
 * One PostgreSQL for the whole run, and one of the installed programs where `NEWSGRAPH_POSTGRES_BIN` names them. A
 * machine where the first cannot start skips its tests, saying why; CI fails.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const servers: PostgresServer[] = [];
  const started = async (binaries: string | null): Promise<string> => {
    const server = await startPostgres([], binaries);
    servers.push(server);
    return server.address;
  };
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    project.provide(
      'installedPostgres',
      INSTALLED === null ? null : { address: await started(INSTALLED), binaries: INSTALLED },
    );
    project.provide('postgres', await orMissing(started(null)));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function orMissing(address: Promise<string>) {
  try {
    return { address: await address };
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
