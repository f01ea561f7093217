import type { Diagnostic } from '../diagnostic.ts';
import { aliasesOf, formsOf, hasRules, isConditional } from './aliases.ts';
import type { Alias, EntityRef } from './catalog.ts';
import { COMMON_WORDS } from './common-words.ts';
import { type CatalogFile, type Entry, type FileEntries, problem, type ValuePath } from './file.ts';
import { readCatalog } from './load.ts';

/** A form as it is written in a file. */
interface ListedAlias {
  readonly alias: Alias;
  readonly file: CatalogFile;
  readonly at: ValuePath;
}

/**
 * What `newsgraph catalog check` prints: everything that keeps the catalog from loading, and the aliases that load
 * but would link wrongly or not at all. By file and line.
 */
export async function checkCatalog(folders: readonly string[]): Promise<Diagnostic[]> {
  const { entries, lines, problems } = await readCatalog(folders);
  const found = [...problems];
  const report =
    (
      code: 'CATALOG_ALIAS_CLASH' | 'CATALOG_ALIAS_REPEATED' | 'CATALOG_COMMON_WORD' | 'CATALOG_SHORT_ALIAS',
    ) =>
    ({ file, at }: { readonly file: CatalogFile; readonly at: ValuePath }, message: string) =>
      found.push(problem(lines, code, file, at, message));

  for (const { entry, text, at } of repeatedAliases(entries))
    report('CATALOG_ALIAS_REPEATED')(
      { file: entry.file, at },
      `The alias “${text}” is listed twice in one entry.`,
    );
  const listed = listedAliases(entries);
  for (const { aliases, others } of clashes(listed))
    for (const alias of aliases)
      report('CATALOG_ALIAS_CLASH')(
        alias,
        `“${alias.alias.text}” is an alias of ${named(alias.alias.entity)}, and without rules also of ${others(alias)}.`,
      );
  for (const place of listed) {
    const { alias } = place;
    if (hasRules(alias) || alias.entity.type === 'Topic') continue;
    if (isCommonWord(alias))
      report('CATALOG_COMMON_WORD')(
        place,
        `“${alias.text}” of ${named(alias.entity)} is also a common word.`,
      );
    else if (/^(?:\p{Script=Han}|[\p{Script=Latin}\p{N}]{1,2})$/u.test(alias.text))
      report('CATALOG_SHORT_ALIAS')(
        place,
        `“${alias.text}” of ${named(alias.entity)} is too short to be a name by itself.`,
      );
  }
  return found.sort(
    (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || (a.line ?? 0) - (b.line ?? 0),
  );
}

/** A capital inside, as in iPad or eBay, tells a name from the word. */
function isCommonWord({ text, caseSensitive }: Alias): boolean {
  return COMMON_WORDS.has(text.toLowerCase()) && !(caseSensitive && /^.+\p{Lu}/u.test(text));
}

function named({ type, key }: EntityRef): string {
  return `the ${type.toLowerCase()} “${key}”`;
}

type NamedEntry = Entry<Parameters<typeof aliasesOf>[1] & { readonly slug: string }>;

function* namedEntries(entries: FileEntries): Generator<{ entry: NamedEntry; type: EntityRef['type'] }> {
  for (const entry of entries.companies) yield { entry, type: 'Company' };
  for (const entry of entries.products) yield { entry, type: 'Product' };
  for (const entry of entries.topics) yield { entry, type: 'Topic' };
}

function listedAliases(entries: FileEntries): ListedAlias[] {
  const listed: ListedAlias[] = [];
  const companies = formsOf(
    entries.companies.flatMap(({ value }) => aliasesOf({ type: 'Company', key: value.slug }, value)),
  );
  for (const { entry, type } of namedEntries(entries)) {
    const { value, file } = entry;
    const namesake = 'namesake' in value ? companies.get(String(value.namesake)) : undefined;
    for (const alias of aliasesOf({ type, key: value.slug }, value)) {
      if (namesake?.has(alias.text)) continue;
      listed.push({ alias, file, at: [...entry.at, ...pathOf(value, alias.text)] });
    }
  }
  return listed;
}

/** Where a form stands inside its entry. */
function pathOf(value: NamedEntry['value'], text: string): ValuePath {
  const index = (value.aliases ?? []).findIndex(
    (alias) => (typeof alias === 'string' ? alias : alias.text) === text,
  );
  if (index !== -1) return ['aliases', index];
  const language = Object.keys(value.name).find((key) => value.name[key] === text);
  if (language !== undefined) return ['name', language];
  return ['former', (value.former ?? []).findIndex(({ name }) => name === text), 'name'];
}

function* repeatedAliases(
  entries: FileEntries,
): Generator<{ entry: NamedEntry; text: string; at: ValuePath }> {
  for (const { entry } of namedEntries(entries)) {
    const seen = new Set<string>();
    for (const [index, alias] of (entry.value.aliases ?? []).entries()) {
      const text = typeof alias === 'string' ? alias : alias.text;
      if (seen.has(text)) yield { entry, text, at: [...entry.at, 'aliases', index] };
      seen.add(text);
    }
  }
}

/** Forms that two entities claim without conditions; either needs evidence before anything is linked. */
function* clashes(
  listed: readonly ListedAlias[],
): Generator<{ aliases: ListedAlias[]; others: (alias: ListedAlias) => string }> {
  const byText = new Map<string, ListedAlias[]>();
  for (const place of listed) {
    const { alias } = place;
    if (isConditional(alias)) continue;
    const key = alias.caseSensitive ? alias.text : alias.text.toLowerCase();
    const same = byText.get(key);
    if (same === undefined) byText.set(key, [place]);
    else same.push(place);
  }
  for (const aliases of byText.values()) {
    const entities = new Map(aliases.map(({ alias }) => [named(alias.entity), alias]));
    if (entities.size < 2) continue;
    yield {
      aliases,
      others: ({ alias }) =>
        [...entities.keys()].filter((name) => name !== named(alias.entity)).join(' and '),
    };
  }
}
