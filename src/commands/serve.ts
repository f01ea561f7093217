import { type Command, Option } from 'commander';
import { type Config, kebab, limitsOf } from '../config.ts';
import type { UserError } from '../diagnostic.ts';
import { requireFolders } from '../ingest/discover.ts';
import { LIMIT_NAMES, LIMITS } from '../limits.ts';
import { isLoopback, requireDoor } from '../server/access/door.ts';
import { KeyRing } from '../server/access/key-file.ts';
import { bearerOf } from '../server/access/keys.ts';
import { HttpServer, type Place } from '../server/server.ts';
import { Parent } from './parent.ts';
import { serveInProcesses } from './processes.ts';
import { Serving } from './serving.ts';
import { collect, configOf, withStoreOptions } from './settings.ts';
import { StopSignal } from './stop-signal.ts';

export function addServeCommand(program: Command): void {
  const command = withStoreOptions(program.command('serve [folder...]'))
    .description(
      'Read folders of posts and serve them as GraphQL; without a folder, what the store holds, or two sample posts.',
    )
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <number>', 'port to listen on (default: 4000)')
    .option('--watch', 'take saved, added and deleted posts and catalog files in as they happen')
    .option('--processes <n>', 'processes that answer on the port; one more reads the folders (default: 1)')
    .option('--read-store <url>', 'streaming replica of a PostgreSQL store to read from; repeatable', collect)
    .option('--store-connections <n>', 'connections to a PostgreSQL store that read (default: 10)')
    .option('--cors <origin>', 'let pages of this origin call; repeatable', collect)
    .option(
      '--federation-node <way>',
      'what a supergraph sees of node and nodes: keep, hide or omit (default: keep)',
    )
    .option(
      '--type-prefix <prefix>',
      'what stands before the names of types, for a supergraph that has them too',
    )
    .option('--trusted-documents <file>', 'documents that clients run by their ids; repeatable', collect)
    .option('--trusted-only', 'refuse every other document, and serve no GraphiQL')
    .optionsGroup('Who may ask what:')
    .option('--keys <file>', 'let only those ask who bring a key (see `newsgraph keys`)')
    .option('--edit', 'let readers correct links; written to the last folder of --catalog, and shown before')
    .option('--public', 'on an address that is not loopback, let anybody ask')
    .option('--production', 'all of the five below')
    .option('--no-graphiql', 'do not serve the GraphiQL page')
    .option('--no-introspection', 'do not let clients read the schema')
    .option('--no-suggestions', 'do not name in messages what may have been meant')
    .option('--no-service-sdl', 'do not tell the schema of the subgraph')
    .option('--persisted-get', 'answer GET only for persisted documents')
    .optionsGroup('Operations:')
    .option(
      '--operations-port <number>',
      'port of /metrics, /health and /ready (default: that of the clients)',
    )
    .option('--operations-host <address>', 'address of that port (default: 127.0.0.1)')
    .option('--log <what>', 'off, errors or requests (default: errors, in production requests)')
    .optionsGroup('Limits:');
  for (const name of LIMIT_NAMES) {
    const { meaning, default: value, unit } = LIMITS[name];
    command.addOption(new Option(`--${kebab(name)} <${unit}>`, `${meaning} (default: ${value})`));
  }
  command
    .addHelpText('after', '\nExample:\n  newsgraph serve ./posts --port 4000 --watch')
    .action(async (named: string[], flags: { watch?: true }, command: Command) => {
      const stop = new StopSignal();
      const parent = Parent.find();
      parent?.listen(() => stop.ask());
      try {
        await serve(command, named, flags.watch === true, stop, parent);
      } finally {
        parent?.leave();
      }
    });
}

async function serve(
  command: Command,
  named: readonly string[],
  watch: boolean,
  stop: StopSignal,
  parent: Parent | null,
): Promise<void> {
  const config = { ...configOf(command), ...(parent && { store: parent.store }) };
  requireDoor(config);
  const folders = parent ? [] : named.length > 0 ? named : config.posts;
  await requireFolders(folders);
  if (config.processes > 1 && parent === null) {
    return await serveInProcesses({ config, folders, watch, stop });
  }
  const keys = config.keys === undefined ? undefined : new KeyRing(config.keys, warn);
  const server = await HttpServer.listen(placeOf(config, keys));
  const line = `Listening on ${server.url.replace('/graphql', '')}; /ready says when there is something to serve\n`;
  if (parent) parent.say(line);
  else process.stdout.write(line);
  await new Serving({ server, config, folders, watch, keys, stop, parent }).run();
}

/** Metrics are read on a port of their own, on this machine, or with a key. */
function placeOf(config: Config, keys: KeyRing | undefined): Place {
  const { host, port, operationsHost, operationsPort } = config;
  const open = operationsPort !== undefined || (keys === undefined && isLoopback(host));
  return {
    host,
    port,
    limits: limitsOf(config),
    ...(operationsPort === undefined ? {} : { operations: { host: operationsHost, port: operationsPort } }),
    mayReadMetrics: ({ headers }) => {
      const key = bearerOf(headers.authorization);
      return open || (key !== null && keys?.holder(key) != null);
    },
  };
}

function warn({ message, hint }: UserError): void {
  process.stderr.write(`newsgraph: ${message} ${hint} The keys stay as they were.\n`);
}
