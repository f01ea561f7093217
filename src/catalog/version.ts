import { createHash } from 'node:crypto';
import type { Catalog } from './catalog.ts';
import type { CatalogFile, FileEntries } from './file.ts';

/** To be raised when `linking` makes other links of the same catalog, so that stored articles are linked again. */
const RULES_VERSION = '9';

/**
 * The version of the rules of linking, with a hash over the lists of listings and the corrections of listed companies,
 * then a hash over what the entries say, not over the files: comments and moves between files change nothing. What the
 * first half covers links every article again, as new rules do.
 */
export function versionOf(entries: FileEntries, lists: readonly CatalogFile[]): string {
  const hash = createHash('sha256');
  for (const section of [
    entries.exchanges,
    entries.companies,
    entries.products,
    entries.topics,
    entries.frameworks,
  ])
    hash.update(JSON.stringify(section.map(({ value }) => value)));
  const listed = [
    ...lists.map(({ text }) => text),
    ...entries.corrections.map(({ value }) => JSON.stringify(value)),
  ];
  const rules = listed.length === 0 ? RULES_VERSION : `${RULES_VERSION}.${hashOf(listed)}`;
  return `${rules}-${hash.digest('hex').slice(0, 16)}`;
}

function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('hex').slice(0, 8);
}

/** The version of the rules of linking that a catalog was loaded under. */
export function rulesOf({ version }: Catalog): string {
  return version.split('-', 1)[0] ?? version;
}
