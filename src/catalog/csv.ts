/**
 * Long lists of companies and products as CSV, one entry a row. Columns, of which only `name` is required:
 * `type` (company, product or topic; company where absent), `slug` (made from `name` where absent), `name` (English),
 * `name_zh`, `name_zh_hant`, `aliases`, `ambiguous_aliases`, `context_aliases`, `context`, `strong_aliases`, `former`
 * (`Name:2021`, the last year in which it was the name), `defunct`, `parent`, `maker`, `family`, `namesake`, `kind`, `tickers`, `country`.
 * Lists inside a cell are separated by `|`.
 */
const COLUMNS = new Set([
  'type',
  'slug',
  'name',
  'name_zh',
  'name_zh_hant',
  'aliases',
  'ambiguous_aliases',
  'context_aliases',
  'context',
  'strong_aliases',
  'former',
  'defunct',
  'parent',
  'maker',
  'family',
  'namesake',
  'kind',
  'tickers',
  'country',
]);

export interface CsvRow {
  /** One-based line of the file. */
  readonly line: number;
  readonly record: Readonly<Record<string, string>>;
}

export interface CsvSections {
  /** The sections of a catalog file; the index of an entry is its line in the CSV file, so lists have holes. */
  readonly sections: Record<string, unknown[]>;
  readonly unknownColumns: readonly string[];
}

export function csvSections(rows: readonly CsvRow[]): CsvSections {
  const sections: Record<string, unknown[]> = {};
  const unknown = new Set<string>();
  for (const { line, record } of rows) {
    for (const column of Object.keys(record)) if (!COLUMNS.has(column)) unknown.add(column);
    const type = cell(record, 'type') ?? 'company';
    const section = type === 'company' ? 'companies' : `${type}s`;
    sections[section] ??= [];
    sections[section][line] = entryOf(record, type);
  }
  return { sections, unknownColumns: [...unknown] };
}

function entryOf(record: Readonly<Record<string, string>>, type: string): Record<string, unknown> {
  const english = cell(record, 'name');
  const name = { en: english, zh: cell(record, 'name_zh'), 'zh-Hant': cell(record, 'name_zh_hant') };
  const context = list(record, 'context');
  const near = context.length > 0 ? { context } : {};
  const ambiguous = list(record, 'ambiguous_aliases').map((text) => ({ text, ambiguous: true, ...near }));
  const words = list(record, 'context_aliases').map((text) => ({ text, ...near }));
  const strong = list(record, 'strong_aliases').map((text) => ({ text, needs: 'strong' }));
  const entry: Record<string, unknown> = {
    slug: cell(record, 'slug') ?? slugOf(english ?? ''),
    name: Object.fromEntries(Object.entries(name).filter(([, value]) => value !== undefined)),
    aliases: [...list(record, 'aliases'), ...ambiguous, ...words, ...strong],
  };
  for (const key of ['parent', 'maker', 'family', 'namesake', 'kind', 'country']) {
    const value = cell(record, key);
    if (value !== undefined) entry[key] = value;
  }
  const former = list(record, 'former').map(formerName);
  if (former.length > 0) entry.former = former;
  const defunct = cell(record, 'defunct');
  if (defunct !== undefined) entry.defunct = numberOf(defunct);
  const tickers = list(record, 'tickers');
  if (tickers.length > 0) entry.tickers = tickers;
  if (type === 'product') entry.kind ??= 'OTHER';
  return entry;
}

/** `Facebook:2021`; a name without a year where that is not known. */
function formerName(text: string): { name: string; until?: unknown } {
  const at = text.lastIndexOf(':');
  return at === -1 ? { name: text } : { name: text.slice(0, at), until: numberOf(text.slice(at + 1)) };
}

/** What is not a year stays a text, which the schema of entries refuses with its line. */
function numberOf(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function cell(record: Readonly<Record<string, string>>, column: string): string | undefined {
  return record[column] === '' ? undefined : record[column];
}

function list(record: Readonly<Record<string, string>>, column: string): string[] {
  const parts = (record[column] ?? '').split('|').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

/** `Kweichow Moutai` → `kweichow-moutai`; empty, and so refused with its line, where the name has no Latin letters. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/['’.]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
