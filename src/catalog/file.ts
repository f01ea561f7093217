import { parse as parseCsv } from 'csv-parse/sync';
import { load as parseYaml, YAMLException } from 'js-yaml';
import { isMap, isNode, isPair, LineCounter, parseDocument, type Document as YamlDocument } from 'yaml';
import type { Diagnostic } from '../diagnostic.ts';
import { CATALOG_CODES, type CatalogCode } from './codes.ts';
import { csvSections } from './csv.ts';
import { ENTRY_SCHEMAS, type EntriesOf, SECTIONS, type Section } from './entry.ts';

/** Where a value stands inside a file: `['companies', 3, 'tickers', 0]`. */
export type ValuePath = readonly (string | number)[];

/** A catalog file as it was read. `path` is what messages call it. */
export interface CatalogFile {
  readonly path: string;
  readonly text: string;
  /** Which of the folders it is from; entries of later folders replace those of earlier ones. */
  readonly folder: number;
}

export interface Entry<Value> {
  readonly value: Value;
  readonly file: CatalogFile;
  readonly at: ValuePath;
}

export type FileEntries = { readonly [S in Section]: Entry<EntriesOf[S]>[] };

export function noEntries(): FileEntries {
  return { exchanges: [], companies: [], products: [], topics: [], frameworks: [], corrections: [] };
}

/** Finds the line of a value. YAML is parsed once more for it, with positions, as only bad catalogs need them. */
export class CatalogLines {
  readonly #parsed = new Map<CatalogFile, { document: YamlDocument; lines: LineCounter }>();

  line(file: CatalogFile, at: ValuePath): number | null {
    // A row of a CSV file carries its line as its index.
    if (file.path.endsWith('.csv')) return typeof at[1] === 'number' ? at[1] : null;
    let parsed = this.#parsed.get(file);
    if (parsed === undefined) {
      const lines = new LineCounter();
      parsed = { document: parseDocument(file.text, { lineCounter: lines, logLevel: 'silent' }), lines };
      this.#parsed.set(file, parsed);
    }
    for (let length = at.length; length > 0; length--) {
      const offset = offsetOf(parsed.document, at.slice(0, length));
      if (offset !== null) return parsed.lines.linePos(offset).line;
    }
    return null;
  }
}

/** For a key of a mapping the key itself, as its value may stand lines below it. */
function offsetOf(document: YamlDocument, at: ValuePath): number | null {
  const last = at.at(-1);
  const holder = at.length > 1 ? document.getIn(at.slice(0, -1), true) : document.contents;
  if (typeof last === 'string' && isMap(holder)) {
    const pair = holder.items.find((item) => isPair(item) && String(item.key) === last);
    return isNode(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
  }
  const node = document.getIn(at, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

/** A problem found in a file, with its line. */
export function problem(
  lines: CatalogLines,
  code: CatalogCode,
  file: CatalogFile,
  at: ValuePath,
  message: string,
): Diagnostic {
  const { severity, hint } = CATALOG_CODES[code];
  return { path: file.path, line: lines.line(file, at), code, severity, message, hint };
}

/** Reads one file into `entries`, adding to `problems` whatever is wrong; good entries of a bad file still count. */
export function readEntries(
  file: CatalogFile,
  entries: FileEntries,
  lines: CatalogLines,
  problems: Diagnostic[],
): void {
  const content = file.path.endsWith('.csv')
    ? readCsv(file, lines, problems)
    : readYaml(file, lines, problems);
  if (content === null) return;
  for (const [key, list] of Object.entries(content)) {
    const section = SECTIONS.find((name) => name === key);
    if (section === undefined || !Array.isArray(list)) {
      const message =
        section === undefined
          ? `The key “${key}” is no section of a catalog.`
          : `The section “${key}” is no list.`;
      problems.push(problem(lines, 'CATALOG_SECTION', file, [key], message));
      continue;
    }
    readSection(section, list, file, entries, lines, problems);
  }
}

function readSection<S extends Section>(
  section: S,
  list: readonly unknown[],
  file: CatalogFile,
  entries: FileEntries,
  lines: CatalogLines,
  problems: Diagnostic[],
): void {
  const schema = ENTRY_SCHEMAS[section];
  list.forEach((raw, index) => {
    if (raw === undefined) return;
    const at = [section, index];
    const checked = schema.safeParse(raw);
    if (checked.success) {
      // The schema of a section yields the entries of that section, which TypeScript cannot follow through the index.
      (entries[section] as Entry<unknown>[]).push({ value: checked.data, file, at });
      return;
    }
    for (const issue of checked.error.issues) {
      const path = issue.path.filter((part) => typeof part !== 'symbol');
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
      problems.push(
        problem(
          lines,
          'CATALOG_ENTRY',
          file,
          unknown === undefined ? [...at, ...path] : [...at, ...path, unknown],
          entryMessage(section, raw, path, issue.code, issue.message, unknown),
        ),
      );
    }
  });
}

const NOUNS: Readonly<Record<Section, string>> = {
  exchanges: 'exchange',
  companies: 'company',
  products: 'product',
  topics: 'topic',
  frameworks: 'framework',
  corrections: 'correction',
};

function entryMessage(
  section: Section,
  raw: unknown,
  path: ValuePath,
  code: string,
  message: string,
  unknownKey: string | undefined,
): string {
  const id = label(raw);
  const whose = `The ${NOUNS[section]}${id === null ? '' : ` “${id}”`}`;
  if (unknownKey !== undefined) return `${whose} has the unknown key “${[...path, unknownKey].join('.')}”.`;
  if (path.length === 0) return `${whose} is no mapping of keys to values.`;
  const what = `“${path.join('.')}”`;
  const value = path.reduce<unknown>((part, key) => (isRecord(part) ? part[String(key)] : undefined), raw);
  if (value === undefined) return `${whose} has no ${what}.`;
  const written = typeof value === 'object' ? '' : ` (${JSON.stringify(value)})`;
  if (code === 'invalid_union')
    return `${whose}: ${what}${written} is neither a text nor an alias with rules that are known.`;
  return /^(?:is|has) /.test(message)
    ? `${whose}: ${what}${written} ${message}.`
    : `${whose}: ${what}${written} does not fit: ${message}.`;
}

function label(raw: unknown): string | null {
  if (!isRecord(raw)) return null;
  const id = raw.slug ?? raw.mic;
  return typeof id === 'string' ? id : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function readYaml(
  file: CatalogFile,
  lines: CatalogLines,
  problems: Diagnostic[],
): Record<string, unknown> | null {
  try {
    // js-yaml takes 33 ms for 1,000 companies and 400 products (390 KB), yaml 430 ms; both read these files alike.
    const content = /^\s*(?:#.*\s*)*$/.test(file.text) ? {} : parseYaml(file.text);
    if (isRecord(content) && !Array.isArray(content)) return content;
    problems.push(
      problem(lines, 'CATALOG_SECTION', file, [], 'The file is no mapping of sections to lists.'),
    );
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { severity, hint } = CATALOG_CODES.CATALOG_SYNTAX;
    const line = error.mark === undefined ? null : error.mark.line + 1;
    const message = `The file is not valid YAML: ${error.reason}.`;
    problems.push({ path: file.path, line, code: 'CATALOG_SYNTAX', severity, message, hint });
  }
  return null;
}

function readCsv(
  file: CatalogFile,
  lines: CatalogLines,
  problems: Diagnostic[],
): Record<string, unknown> | null {
  let rows: { readonly info: { readonly lines: number }; readonly record: Record<string, string> }[];
  try {
    rows = parseCsv(file.text, { columns: true, info: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    const { severity, hint } = CATALOG_CODES.CATALOG_SYNTAX;
    const line = isRecord(error) && typeof error.lines === 'number' ? error.lines : null;
    const message = `The file is not valid CSV: ${error instanceof Error ? error.message : String(error)}`;
    problems.push({ path: file.path, line, code: 'CATALOG_SYNTAX', severity, message, hint });
    return null;
  }
  const { sections, unknownColumns } = csvSections(
    rows.map((row) => ({ line: row.info.lines, record: row.record })),
  );
  for (const column of unknownColumns)
    problems.push(problem(lines, 'CATALOG_ENTRY', file, ['header', 1], `The column “${column}” is unknown.`));
  return sections;
}
