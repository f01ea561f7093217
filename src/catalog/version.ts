import { createHash } from 'node:crypto';
import type { Catalog } from './catalog.ts';
import type { FileEntries } from './file.ts';

/** To be raised when `linking` makes other links of the same catalog, so that stored articles are linked again. */
const RULES_VERSION = '5';

/**
 * The version of the rules of linking, then a hash over what the entries say, not over the files: comments and moves
 * between files change nothing.
 */
export function versionOf(entries: FileEntries): string {
  const hash = createHash('sha256');
  for (const section of [
    entries.exchanges,
    entries.companies,
    entries.products,
    entries.topics,
    entries.frameworks,
  ])
    hash.update(JSON.stringify(section.map(({ value }) => value)));
  return `${RULES_VERSION}-${hash.digest('hex').slice(0, 16)}`;
}

/** The version of the rules of linking that a catalog was loaded under. */
export function rulesOf({ version }: Catalog): string {
  return version.split('-', 1)[0] ?? version;
}
