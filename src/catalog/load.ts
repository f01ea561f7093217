import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, UserError } from '../diagnostic.ts';
import { aliasesOf, displayAliases, formerNames, formsOf, productAliases } from './aliases.ts';
import type {
  Alias,
  Catalog,
  Company,
  Exchange,
  Framework,
  Listings,
  Product,
  Ticker,
  Topic,
} from './catalog.ts';
import { CATALOG_CODES } from './codes.ts';
import { applyToListings } from './corrections.ts';
import { type CatalogFile, CatalogLines, type FileEntries, noEntries, readEntries } from './file.ts';
import { type Identifiers, ListingsReader } from './listings.ts';
import { checkReferences, merge } from './merge.ts';
import { versionOf } from './version.ts';

/** The catalog that comes with the product. */
export const SHIPPED_CATALOG = fileURLToPath(new URL('../../seeds/catalog', import.meta.url));

/** What reading found: the entries in force, by section in file order, and everything that is wrong. */
export interface CatalogReading {
  readonly entries: FileEntries;
  /** The files of listings, and what they hold beside the entries; null where they hold nothing. */
  readonly lists: readonly CatalogFile[];
  readonly listings: Listings | null;
  /** What lists of listings say of tickers, those of the entries among them. */
  readonly identifiers: ReadonlyMap<string, Identifiers>;
  readonly lines: CatalogLines;
  readonly problems: readonly Diagnostic[];
}

/**
 * Reads every `.yaml`, `.yml`, `.csv` and `.tsv` file below the folders. An entry of a later folder replaces the one of the
 * same slug (exchanges: MIC) of an earlier folder. Problems are values here; `loadCatalog` throws them.
 */
export async function readCatalog(folders: readonly string[]): Promise<CatalogReading> {
  const problems: Diagnostic[] = [];
  const lines = new CatalogLines();
  const read: FileEntries = noEntries();
  const lists: CatalogFile[] = [];
  for (const [index, folder] of folders.entries())
    for (const file of await filesOf(folder, index, problems)) {
      if (file.path.endsWith('.tsv')) lists.push(file);
      else readEntries(file, read, lines, problems);
    }
  const entries = merge(read, lines, problems);
  checkReferences(entries, lines, problems);
  const { listings, ...found } = readListings(lists, entries, problems);
  const corrected = applyToListings(listings, entries.corrections, lines, problems);
  return { entries, lists, listings: corrected, ...found, lines, problems };
}

/**
 * Loads, validates and merges catalog folders; later ones override by slug. Throws one `UserError` whose message
 * lists every problem of every file as `file:line: what is wrong. What to do.`
 */
export async function loadCatalog(folders: readonly string[]): Promise<Catalog> {
  const { entries, lists, listings, identifiers, problems } = await readCatalog(folders);
  if (problems.length > 0) throw catalogError(problems);
  const catalog = buildCatalog(entries, identifiers, versionOf(entries, lists));
  return listings === null ? catalog : { ...catalog, listings };
}

function readListings(
  files: readonly CatalogFile[],
  entries: FileEntries,
  problems: Diagnostic[],
): Pick<CatalogReading, 'listings' | 'identifiers'> {
  const reader = new ListingsReader({
    slugs: new Set(entries.companies.map(({ value }) => value.slug)),
    tickers: new Set(entries.companies.flatMap(({ value }) => value.tickers ?? [])),
  });
  const { severity, hint } = CATALOG_CODES.CATALOG_LISTING;
  for (const { path, text } of files)
    for (const { line, message } of reader.read(text))
      problems.push({ path, line, code: 'CATALOG_LISTING', severity, message, hint });
  return { listings: reader.listings, identifiers: reader.identifiers };
}

function catalogError(problems: readonly Diagnostic[]): UserError {
  const list = problems.map(
    ({ path, line, message, hint }) => `${path}${line === null ? '' : `:${line}`}: ${message} ${hint}`,
  );
  const count = list.length === 1 ? 'one problem' : `${list.length} problems`;
  return new UserError(
    'CATALOG_INVALID',
    `The catalog has ${count}:\n${list.join('\n')}`,
    'Mend the files named above; `newsgraph catalog check FOLDER` lists the problems again.',
  );
}

async function filesOf(folder: string, index: number, problems: Diagnostic[]): Promise<CatalogFile[]> {
  const trouble = (path: string, message: string) => {
    const { severity, hint } = CATALOG_CODES.CATALOG_FOLDER;
    problems.push({ path, line: null, code: 'CATALOG_FOLDER', severity, message, hint });
    return [];
  };
  let names: string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch (error) {
    return trouble(folder, `The catalog folder cannot be read (${errorCode(error)}).`);
  }
  const paths = names
    .filter((name) => /\.(?:ya?ml|csv|tsv)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
  if (paths.length === 0) return trouble(folder, 'The catalog folder holds no .yaml, .csv or .tsv file.');
  const files = await Promise.all(
    paths.map(async (path) => {
      try {
        return [{ path: displayPath(path), text: await readFile(path, 'utf8'), folder: index }];
      } catch (error) {
        return trouble(displayPath(path), `The catalog file cannot be read (${errorCode(error)}).`);
      }
    }),
  );
  return files.flat();
}

/** As the user would type it: relative where the file is below the working directory. */
function displayPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return (fromHere.startsWith('..') ? path : fromHere).replaceAll('\\', '/');
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function buildCatalog(
  entries: FileEntries,
  identifiers: CatalogReading['identifiers'],
  version: string,
): Catalog {
  const aliases: Alias[] = [];
  const companies = new Map<string, Company>();
  const products = new Map<string, Product>();
  const topics = new Map<string, Topic>();
  const exchanges = new Map<string, Exchange>();
  const tickers = new Map<string, Ticker>();

  for (const { value } of entries.exchanges) {
    const { mic, name, country, currency, suffixes = [], prefixes = [] } = value;
    exchanges.set(mic, { mic, name, country, currency, suffixes, prefixes });
  }
  for (const { value } of entries.companies) {
    const { slug, name, defunct, parent = null, tickers: keys = [], country = null } = value;
    companies.set(slug, {
      slug,
      name,
      aliases: displayAliases(value),
      formerNames: formerNames(value),
      ...(defunct === undefined ? {} : { defunct }),
      parent,
      tickers: keys,
      country,
      origin: 'CATALOG',
    });
    aliases.push(...aliasesOf({ type: 'Company', key: slug }, value));
    for (const key of keys) {
      const [mic = '', symbol = ''] = key.split(':');
      tickers.set(key, { key, mic, symbol, company: slug, ...identifiers.get(key), origin: 'CATALOG' });
    }
  }
  const companyForms = formsOf(aliases);
  for (const { value } of entries.products) {
    const { slug, name, maker = null, family, namesake, kind } = value;
    const shown = { aliases: displayAliases(value), formerNames: formerNames(value) };
    products.set(slug, {
      slug,
      name,
      ...shown,
      maker,
      ...(family === undefined ? {} : { family }),
      ...(namesake === undefined ? {} : { namesake }),
      kind,
    });
    aliases.push(...productAliases(value, companyForms.get(namesake ?? '')));
  }
  const siblings = new Map<string | null, number>();
  for (const { value } of entries.topics) {
    const { slug, name, parent = null } = value;
    const position = siblings.get(parent) ?? 0;
    siblings.set(parent, position + 1);
    topics.set(slug, { slug, name, aliases: displayAliases(value), parent, position });
    aliases.push(...aliasesOf({ type: 'Topic', key: slug }, value));
  }
  const frameworks = new Map<string, Framework>(entries.frameworks.map(({ value }) => [value.slug, value]));
  return {
    version,
    companies,
    products,
    topics,
    frameworks,
    exchanges,
    tickers,
    aliases,
  };
}
