import type { Alias, EntityRef, FormerName } from './catalog.ts';
import type { AliasEntry } from './entry.ts';

interface NamedEntry {
  readonly name: Readonly<Record<string, string>> & { readonly en: string };
  readonly aliases?: readonly AliasEntry[] | undefined;
  readonly former?: readonly { readonly name: string; readonly until?: number | undefined }[] | undefined;
}

/**
 * Every form under which an entry is found: its names, its former names and its aliases. A name that is listed
 * again under `aliases` has the rules given there, and one that is listed there as `never` is no form.
 */
export function aliasesOf(entity: EntityRef, entry: NamedEntry): Alias[] {
  const forms = new Map<string, Alias>();
  const refused = new Set<string>();
  for (const listed of entry.aliases ?? []) {
    if (typeof listed !== 'string' && listed.never) {
      refused.add(listed.text);
      continue;
    }
    const alias = aliasOf(entity, listed);
    const earlier = forms.get(alias.text);
    if (earlier === undefined || !hasRules(earlier)) forms.set(alias.text, alias);
  }
  for (const text of [...Object.values(entry.name), ...(entry.former ?? []).map(({ name }) => name)])
    if (!forms.has(text) && !refused.has(text)) forms.set(text, aliasOf(entity, text));
  return [...forms.values()];
}

/** The forms of each entity, by its slug. */
export function formsOf(aliases: readonly Alias[]): Map<string, Set<string>> {
  const forms = new Map<string, Set<string>>();
  for (const { entity, text } of aliases) {
    const known = forms.get(entity.key);
    if (known === undefined) forms.set(entity.key, new Set([text]));
    else known.add(text);
  }
  return forms;
}

/** Those of a product. What it shares with the company of the same name stays with the company, and its rules. */
export function productAliases(
  entry: NamedEntry & { readonly slug: string },
  namesake: ReadonlySet<string> | undefined,
): Alias[] {
  const aliases = aliasesOf({ type: 'Product', key: entry.slug }, entry);
  return namesake === undefined ? aliases : aliases.filter(({ text }) => !namesake.has(text));
}

/** Whether an alias counts only under conditions. */
export function hasRules(alias: Alias): boolean {
  return isConditional(alias) || alias.unless.length > 0;
}

/** Whether an alias counts only where the post says more than the name itself. */
export function isConditional({
  ambiguous,
  context,
  needs,
}: Pick<Alias, 'ambiguous' | 'context' | 'needs'>): boolean {
  return ambiguous || context.length > 0 || needs !== null;
}

function aliasOf(entity: EntityRef, listed: AliasEntry): Alias {
  const rules = typeof listed === 'string' ? { text: listed } : listed;
  return {
    text: rules.text,
    entity,
    language: rules.lang ?? null,
    caseSensitive: rules.case !== 'insensitive',
    context: rules.context ?? [],
    unless: rules.unless ?? [],
    ambiguous: rules.ambiguous ?? false,
    needs: rules.needs ?? null,
    origin: 'CATALOG',
  };
}

/** The aliases without the names, for display. */
export function displayAliases(entry: NamedEntry): string[] {
  const names = new Set(Object.values(entry.name));
  const texts = (entry.aliases ?? []).flatMap((alias) =>
    typeof alias === 'string' ? alias : alias.never ? [] : alias.text,
  );
  return [...new Set(texts)].filter((text) => !names.has(text));
}

export function formerNames(entry: NamedEntry): FormerName[] {
  return (entry.former ?? []).map(({ name, until }) => ({ name, until: until ?? null }));
}
