import type { Diagnostic } from '../diagnostic.ts';
import type { Alias, Company, EntityRef, Listings } from './catalog.ts';
import type { AliasEntry, CorrectionEntry } from './entry.ts';
import { type CatalogLines, type Entry, type FileEntries, problem } from './file.ts';

const SECTION_OF = { company: 'companies', product: 'products', topic: 'topics' } as const;
type Noun = keyof typeof SECTION_OF;
const NOUNS = Object.keys(SECTION_OF) as Noun[];

type RulesOfForm = Exclude<AliasEntry, string>;

/** What a correction is of: its noun and slug. The schema lets exactly one noun through. */
export function correctedBy(correction: CorrectionEntry): { readonly noun: Noun; readonly slug: string } {
  const noun = NOUNS.find((name) => correction[name] !== undefined) ?? 'company';
  return { noun, slug: correction[noun] ?? '' };
}

/**
 * Adds the forms and rules of corrections to the entries that they name, in the order of the files; one with a name
 * makes an entry where there is none. Those of listed companies, which are no entries, are answered.
 */
export function applyCorrections(
  entries: FileEntries,
  corrections: readonly Entry<CorrectionEntry>[],
): Entry<CorrectionEntry>[] {
  const left: Entry<CorrectionEntry>[] = [];
  for (const correction of corrections) {
    const { noun, slug } = correctedBy(correction.value);
    const { name, aliases = [] } = correction.value;
    const list = entries[SECTION_OF[noun]] as Entry<{
      readonly slug: string;
      readonly aliases?: AliasEntry[] | undefined;
    }>[];
    const index = list.findIndex((entry) => entry.value.slug === slug);
    const entry = list[index];
    if (entry !== undefined) {
      const value = { ...entry.value, aliases: withCorrected(entry.value.aliases ?? [], aliases) };
      list[index] = { ...entry, value };
    } else if (name !== undefined) {
      const kind = noun === 'product' ? { kind: 'OTHER' } : {};
      list.push({ ...correction, value: { slug, name, ...kind, aliases } as never });
    } else left.push(correction);
  }
  return left;
}

/** Adds those of listed companies to their forms. What is left over names nothing, and is a problem. */
export function applyToListings(
  listings: Listings | null,
  corrections: readonly Entry<CorrectionEntry>[],
  lines: CatalogLines,
  problems: Diagnostic[],
): Listings | null {
  let corrected = listings;
  for (const correction of corrections) {
    const { noun, slug } = correctedBy(correction.value);
    const company = noun === 'company' ? corrected?.companies.get(slug) : undefined;
    if (corrected === null || company === undefined) {
      const message = `The correction of “${slug}” names no ${noun} of the catalog.`;
      problems.push(
        problem(lines, 'CATALOG_UNKNOWN_REFERENCE', correction.file, [...correction.at, noun], message),
      );
    } else corrected = withForms(corrected, company, correction.value.aliases ?? []);
  }
  return corrected;
}

function withForms(listings: Listings, company: Company, forms: readonly AliasEntry[]): Listings {
  const entity: EntityRef = { type: 'Company', key: company.slug };
  const mine = (alias: Alias) => alias.entity.type === 'Company' && alias.entity.key === company.slug;
  const before = listings.aliases.filter(mine);
  const listed = withCorrected(
    before.map(({ text, unless, needs }) => ({ text, unless: [...unless], ...(needs ? { needs } : {}) })),
    forms,
  );
  const after = listed.flatMap((form) => {
    const { text, context = [], unless = [], ambiguous = false, needs = null, never } = rulesOf(form);
    if (never) return [];
    const alias: Alias = {
      text,
      entity,
      language: null,
      caseSensitive: true,
      context,
      unless,
      ambiguous,
      needs: needs ?? null,
      origin: 'CATALOG',
    };
    return [alias];
  });
  return { ...listings, aliases: [...listings.aliases.filter((alias) => !mine(alias)), ...after] };
}

/** Forms with those of a correction: rules of one form come together, and `never` has the last word. */
function withCorrected(forms: readonly AliasEntry[], corrections: readonly AliasEntry[]): AliasEntry[] {
  const corrected = [...forms];
  for (const correction of corrections) {
    const added = rulesOf(correction);
    const index = corrected.findIndex((form) => rulesOf(form).text === added.text);
    const before = corrected[index];
    if (before === undefined) corrected.push(correction);
    else corrected[index] = together(rulesOf(before), added);
  }
  return corrected;
}

function together(before: RulesOfForm, added: RulesOfForm): RulesOfForm {
  const words = (name: 'context' | 'unless') => {
    const all = [...new Set([...(before[name] ?? []), ...(added[name] ?? [])])];
    return all.length === 0 ? {} : { [name]: all };
  };
  return { ...before, ...added, ...words('context'), ...words('unless') };
}

function rulesOf(form: AliasEntry): RulesOfForm {
  return typeof form === 'string' ? { text: form } : form;
}
