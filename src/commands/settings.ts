import type { Command } from 'commander';
import { SHIPPED_CATALOG } from '../catalog/load.ts';
import { type Config, resolveConfig } from '../config.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';

/** Options of every command that looks names up. */
export function withCatalogOptions(command: Command): Command {
  return command
    .option('--config <file>', 'settings in YAML (default: newsgraph.yaml, if there is one)')
    .option('--catalog <folder>', 'further catalog files, merged over the shipped ones; repeatable', collect);
}

/** Options of every command that reads posts. */
export function withReadingOptions(command: Command): Command {
  return withCatalogOptions(command)
    .option('--time-zone <zone>', 'zone of dates that are written without one (default: Asia/Shanghai)')
    .option('--max-file-bytes <bytes>', 'largest post that is read (default: 16777216)');
}

export function withStorePlace(command: Command): Command {
  return command.option(
    '--store <place>',
    'SQLite file, :memory: or postgres://… (default: .newsgraph/graph.db)',
  );
}

/** Options of every command that keeps what it read. */
export function withStoreOptions(command: Command): Command {
  return withStorePlace(withReadingOptions(command))
    .option('--workers <n>', 'threads that read posts (default: one for each core)')
    .option('--include <glob>', 'read only files that match; repeatable', collect)
    .option('--exclude <glob>', 'leave files and folders out, as .newsgraphignore does; repeatable', collect)
    .option('--allow-removal', 'let more than half of the articles go when their files are gone');
}

/** For options that may be given several times. */
export function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** The configuration of a command as it was called: what commander sets by itself does not count as a flag. */
export function configOf(command: Command): Config {
  const given = Object.entries(command.opts()).filter(
    ([name]) => command.getOptionValueSource(name) !== 'default',
  );
  const flags = Object.fromEntries(given);
  return resolveConfig(flags, process.env, flags.config as string | undefined);
}

export function catalogFolders(config: Config): string[] {
  return [SHIPPED_CATALOG, ...config.catalog];
}

/**
 * `hasFolder`: whether the command names the folder from which a store of an older layout can be made anew; `location`
 * where it is not the configured one.
 */
export function openConfiguredStore(
  config: Config,
  hasFolder = false,
  location: string = config.store,
): Promise<Store> {
  const onOldLayout = () => {
    process.stderr.write(
      `newsgraph: the store ${location.replace(/:[^:@/]*@/, '@')} had an older layout and is made anew from its folder.\n`,
    );
  };
  return openStore(location, {
    timeZone: config.timeZone,
    readStores: config.readStore,
    connections: config.storeConnections,
    ...(hasFolder ? { onOldLayout } : {}),
  });
}
