import type { Diagnostic } from '../diagnostic.ts';
import { exchangeSymbol } from '../symbol.ts';
import type { CatalogCode } from './codes.ts';
import { applyCorrections } from './corrections.ts';
import type { EntriesOf, Section } from './entry.ts';
import { type CatalogLines, type Entry, type FileEntries, noEntries, problem } from './file.ts';

/**
 * One entry a slug: those of later folders replace those of earlier ones; two of one folder are a problem. Corrections
 * are then in the entries that they name; what is left of them is of listed companies.
 */
export function merge(read: FileEntries, lines: CatalogLines, problems: Diagnostic[]): FileEntries {
  const merged = noEntries();
  const into = <S extends Section>(section: S, idOf: (value: EntriesOf[S]) => string, key: string) => {
    const byId = new Map<string, Entry<EntriesOf[S]>>();
    for (const entry of read[section]) {
      const id = idOf(entry.value);
      const earlier = byId.get(id);
      if (earlier !== undefined && earlier.file.folder === entry.file.folder) {
        const place = `${earlier.file.path}:${lines.line(earlier.file, earlier.at)}`;
        const message = `“${id}” is already an entry of ${section} at ${place}.`;
        problems.push(problem(lines, 'CATALOG_DUPLICATE_SLUG', entry.file, [...entry.at, key], message));
      } else byId.set(id, entry);
    }
    merged[section].push(...byId.values());
  };
  into('exchanges', ({ mic }) => mic, 'mic');
  into('companies', ({ slug }) => slug, 'slug');
  into('products', ({ slug }) => slug, 'slug');
  into('topics', ({ slug }) => slug, 'slug');
  into('frameworks', ({ slug }) => slug, 'slug');
  merged.corrections.push(...applyCorrections(merged, read.corrections));
  return merged;
}

const UPPER = { parent: 'parents', family: 'families' } as const;

/** What entries say of each other: parents, makers, families, namesakes, components, exchanges and tickers. */
export function checkReferences(entries: FileEntries, lines: CatalogLines, problems: Diagnostic[]): void {
  const companies = new Map(entries.companies.map((entry) => [entry.value.slug, entry]));
  const topics = new Map(entries.topics.map((entry) => [entry.value.slug, entry]));
  const report = (
    code: CatalogCode,
    entry: Entry<unknown>,
    at: readonly (string | number)[],
    message: string,
  ) => problems.push(problem(lines, code, entry.file, [...entry.at, ...at], message));

  const products = new Map(entries.products.map((entry) => [entry.value.slug, entry]));
  const checkTree = <Value>(
    key: 'parent' | 'family',
    noun: string,
    entities: ReadonlyMap<string, Entry<Value>>,
    upperOf: (value: Value) => string | undefined,
  ) => {
    for (const [slug, entry] of entities) {
      const upper = upperOf(entry.value);
      if (upper === undefined) continue;
      if (!entities.has(upper)) {
        const message = `The ${key} “${upper}” of “${slug}” is no ${noun}.`;
        report('CATALOG_UNKNOWN_REFERENCE', entry, [key], message);
      }
      const circle = circleFrom(slug, (at) => {
        const entity = entities.get(at);
        return entity === undefined ? undefined : upperOf(entity.value);
      });
      // A circle is reported once, at the first of its slugs in alphabetical order.
      if (circle?.every((other) => slug <= other)) {
        const message = `The ${UPPER[key]} go round: ${[...circle, slug].join(' → ')}.`;
        report('CATALOG_CYCLE', entry, [key], message);
      }
    }
  };
  checkTree('parent', 'company', companies, ({ parent }) => parent);
  checkTree('parent', 'topic', topics, ({ parent }) => parent);
  checkTree('family', 'product', products, ({ family }) => family);
  for (const [slug, entry] of products) {
    for (const key of ['maker', 'namesake'] as const) {
      const company = entry.value[key];
      if (company === undefined || companies.has(company)) continue;
      const message = `The ${key} “${company}” of “${slug}” is no company.`;
      report('CATALOG_UNKNOWN_REFERENCE', entry, [key], message);
    }
  }

  for (const entry of entries.frameworks) {
    for (const [index, component] of entry.value.components.entries()) {
      for (const [place, topic] of component.topics.entries()) {
        if (!topics.has(topic))
          report(
            'CATALOG_UNKNOWN_REFERENCE',
            entry,
            ['components', index, 'topics', place],
            `“${topic}” in the framework “${entry.value.slug}” is no topic.`,
          );
      }
    }
  }

  const exchanges = new Set(entries.exchanges.map((entry) => entry.value.mic));
  const owners = new Map<string, string>();
  for (const entry of entries.companies) {
    for (const [index, key] of (entry.value.tickers ?? []).entries()) {
      const [mic = '', symbol = ''] = key.split(':');
      const at = ['tickers', index];
      const own = exchangeSymbol(mic, symbol, 'security');
      const owner = owners.get(key);
      if (!exchanges.has(mic))
        report(
          'CATALOG_UNKNOWN_EXCHANGE',
          entry,
          at,
          `The ticker “${key}” is on no exchange of the catalog.`,
        );
      else if (own !== symbol)
        report(
          'CATALOG_SYMBOL',
          entry,
          at,
          `“${key}” is no symbol of that exchange${own === null ? '' : `; it writes “${mic}:${own}”`}.`,
        );
      else if (owner !== undefined)
        report('CATALOG_DUPLICATE_TICKER', entry, at, `The ticker “${key}” is already listed by “${owner}”.`);
      else owners.set(key, entry.value.slug);
    }
  }
}

/** The slugs on the way from `start` back to itself, or null where the way up ends or runs into another circle. */
function circleFrom(start: string, parentOf: (slug: string) => string | undefined): string[] | null {
  const way = [start];
  for (let at = parentOf(start); at !== undefined; at = parentOf(at)) {
    if (at === start) return way;
    if (way.includes(at)) return null;
    way.push(at);
  }
  return null;
}
