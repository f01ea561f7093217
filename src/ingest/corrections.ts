import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Catalog, EntityRef } from '../catalog/catalog.ts';
import { loadCatalog } from '../catalog/load.ts';
import { UserError } from '../diagnostic.ts';
import type { MentionChange } from '../linking/affected.ts';
import {
  type Corrected,
  type Correction,
  type CorrectionService,
  type LinkChange,
  notEditable,
} from '../linking/correction.ts';
import type { Refusal } from '../linking/mention.ts';
import type { ArticleId, Store } from '../store/store.ts';
import { linkerOf } from './reading.ts';
import { relink } from './relink.ts';

export interface CorrectionSettings {
  readonly store: Store;
  /** Of catalogs, the shipped one first. */
  readonly catalogFolders: readonly string[];
  /** What they hold, where that is known. */
  readonly catalog?: Catalog;
  /** The one of them that corrections are written to; null where nobody may write. */
  readonly writtenTo: string | null;
  /** Hears of the catalog with a correction that was written. */
  readonly onCatalog?: (catalog: Catalog) => void;
}

const FILE = 'corrections.yaml';
const HEAD = '# Corrections made by readers. Each can be taken back by removing it.\ncorrections:\n';

/** Articles whose changes are told one by one. */
const MOST_CHANGES = 500;

/** Over a store and folders of catalogs. The catalog is loaded when first asked for. */
export class Corrections implements CorrectionService {
  private readonly settings: CorrectionSettings;
  private catalog: Promise<Catalog> | null;
  /** One at a time. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(settings: CorrectionSettings) {
    this.settings = settings;
    this.catalog = settings.catalog === undefined ? null : Promise.resolve(settings.catalog);
  }

  async refusals(id: ArticleId): Promise<readonly Refusal[]> {
    const [document] = await this.settings.store.articles.linkable([id]);
    if (!document) return [];
    const { refusals } = linkerOf(await this.current()).link(document, { explain: true });
    return refusals;
  }

  correct(correction: Correction, write: boolean): Promise<Corrected> {
    const done = this.last.then(() => this.make(correction, write));
    this.last = done.catch(() => {});
    return done;
  }

  private current(): Promise<Catalog> {
    this.catalog ??= loadCatalog(this.settings.catalogFolders);
    this.catalog.catch(() => {
      this.catalog = null;
    });
    return this.catalog;
  }

  private async make(correction: Correction, write: boolean): Promise<Corrected> {
    const { writtenTo, catalogFolders } = this.settings;
    if (writtenTo === null) throw notEditable();
    const added = indented(stringify(entriesOf(correction, await this.current()), { lineWidth: 0 }));
    const file = join(writtenTo, FILE);
    const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
    const diff = diffOf(file, before, added);
    if (!write) return { file, diff, ...(await this.relinked(await this.withAdded(added), true)) };
    writeWhole(file, textWith(before, added));
    try {
      const catalog = await loadCatalog(catalogFolders);
      const report = await this.relinked(catalog, false);
      this.catalog = Promise.resolve(catalog);
      this.settings.onCatalog?.(catalog);
      return { file, diff, ...report };
    } catch (error) {
      if (before === null) rmSync(file, { force: true });
      else writeWhole(file, before);
      throw error;
    }
  }

  /** The catalog as it will be: rules of corrections come together, so it matters not that they stand in two files. */
  private async withAdded(added: string): Promise<Catalog> {
    const folder = mkdtempSync(join(tmpdir(), 'newsgraph-correction-'));
    try {
      writeFileSync(join(folder, FILE), HEAD + added);
      return await loadCatalog([...this.settings.catalogFolders, folder]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async relinked(catalog: Catalog, dryRun: boolean) {
    const changes: { slug: string; links: LinkChange[] }[] = [];
    let articles = 0;
    const { gained, lost, revision } = await relink({
      store: this.settings.store,
      catalog,
      dryRun,
      onChange: (change) => {
        articles += 1;
        if (changes.length >= MOST_CHANGES) return;
        changes.push({ slug: change.slug, links: change.mentions.map((one) => linkChange(one, catalog)) });
      },
    });
    return { changes, articles, gained, lost, revision };
  }
}

function linkChange({ kind, mention, sentence }: MentionChange, catalog: Catalog): LinkChange {
  const { field, start, end, surface, status } = mention;
  const refs = mention.status === 'RESOLVED' ? [mention.entity] : mention.candidates;
  const names = refs.map((ref) => nameOf(ref, catalog));
  return { kind, field, start, end, surface, status, names, sentence: sentence.trim() };
}

function nameOf({ type, key }: EntityRef, { companies, products, topics, listings }: Catalog): string {
  const entry =
    type === 'Company'
      ? (companies.get(key) ?? listings?.companies.get(key))
      : type === 'Product'
        ? products.get(key)
        : type === 'Topic'
          ? topics.get(key)
          : undefined;
  return entry?.name.en ?? key;
}

const NOUN = { Company: 'company', Product: 'product', Topic: 'topic', Ticker: 'ticker' } as const;

/** The entries that say it in a catalog file. */
function entriesOf(
  { words, not, is, missing }: Correction,
  catalog: Catalog,
): readonly Readonly<Record<string, unknown>>[] {
  const entries: Readonly<Record<string, unknown>>[] = [];
  if (not !== undefined) {
    const { entity, form } = not;
    requireKnown(entity, catalog);
    const only = words !== form && words.includes(form) && is === undefined && missing === undefined;
    entries.push({
      [NOUN[entity.type]]: entity.key,
      aliases: [only ? { text: form, unless: [words] } : { text: form, never: true }],
    });
  }
  if (is !== undefined) {
    requireKnown(is, catalog);
    entries.push({ [NOUN[is.type]]: is.key, aliases: [words] });
  }
  if (missing !== undefined) {
    const name = missing.name.trim();
    const slug = freeSlug(missing.type, name, catalog);
    entries.push({
      [NOUN[missing.type]]: slug,
      name: { en: name },
      ...(words === name ? {} : { aliases: [words] }),
    });
  }
  if (entries.length === 0) {
    throw new UserError(
      'EMPTY_CORRECTION',
      'The correction says neither what the words are not nor what they are.',
      'Give `not`, `is` or `missing`.',
    );
  }
  return entries;
}

function requireKnown({ type, key }: EntityRef, catalog: Catalog): void {
  const known =
    type === 'Company'
      ? catalog.companies.has(key) || catalog.listings?.companies.has(key)
      : type === 'Product'
        ? catalog.products.has(key)
        : type === 'Topic' && catalog.topics.has(key);
  if (known) return;
  throw new UserError(
    'NOT_IN_CATALOG',
    `The ${NOUN[type]} ${key} is not written in the catalog: posts themselves name it.`,
    'Add the name as a new company, product or topic instead.',
  );
}

function freeSlug(type: 'Company' | 'Product' | 'Topic', name: string, catalog: Catalog): string {
  const base =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') ||
    `${NOUN[type]}-${[...name].map((letter) => letter.codePointAt(0)?.toString(16)).join('-')}`;
  const isTaken = (slug: string) =>
    ({ Company: catalog.companies, Product: catalog.products, Topic: catalog.topics })[type].has(slug) ||
    (type === 'Company' && catalog.listings?.companies.has(slug) === true);
  let slug = base;
  for (let number = 2; isTaken(slug); number++) slug = `${base}-${number}`;
  return slug;
}

function indented(yaml: string): string {
  return yaml.replace(/^(?=.)/gm, '  ');
}

function textWith(before: string | null, added: string): string {
  if (before === null) return HEAD + added;
  return `${before}${before.endsWith('\n') ? '' : '\n'}${added}`;
}

function diffOf(file: string, before: string | null, added: string): string {
  const lines = (before === null ? HEAD + added : added).trimEnd().split('\n');
  const at = before === null ? 0 : before.trimEnd().split('\n').length;
  const head = before === null ? '--- /dev/null' : `--- ${file}`;
  return [
    head,
    `+++ ${file}`,
    `@@ -${at},0 +${at + 1},${lines.length} @@`,
    ...lines.map((line) => `+${line}`),
    '',
  ].join('\n');
}

/** Whole or not at all. */
function writeWhole(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(
      'CORRECTION_NOT_WRITTEN',
      `${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
      'Let the server write to the last folder of --catalog.',
    );
  }
}
