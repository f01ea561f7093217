import { hash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { SECTIONS, type Section } from './entry.ts';
import type { CatalogFile, FileEntries, ValuePath } from './file.ts';
import { isRecord, noEntries } from './file.ts';

/**
 * Parsing and validating 1.1 MB of YAML takes about 150 ms in a fresh process; reading the same entries back as JSON
 * takes 15. So a folder that was found good is kept in the user's cache folder (`XDG_CACHE_HOME`, else `~/.cache`),
 * keyed by what its files say. A cache that cannot be read or written is no cache, never an error.
 */
export class EntryCache {
  readonly #path: string;
  readonly #key: string;

  constructor(folder: string, files: readonly CatalogFile[]) {
    const home = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
    this.#path = join(home, 'newsgraph', `catalog-${hash('sha1', resolve(folder)).slice(0, 16)}.json`);
    this.#key = hash(
      'sha1',
      JSON.stringify([ENTRY_FORMAT, files.map(({ path, text }) => [extname(path), text])]),
    );
  }

  /** The entries of these very files, or null. */
  async read(files: readonly CatalogFile[]): Promise<FileEntries | null> {
    try {
      const kept: unknown = JSON.parse(await readFile(this.#path, 'utf8'));
      return isRecord(kept) && kept.key === this.#key ? restore(kept.sections as KeptSections, files) : null;
    } catch {
      return null;
    }
  }

  async write(entries: FileEntries, files: readonly CatalogFile[]): Promise<void> {
    const sections = Object.fromEntries(
      SECTIONS.map((section) => [
        section,
        entries[section].map(({ value, file, at }) => [files.indexOf(file), at, value]),
      ]),
    );
    const partial = `${this.#path}.${process.pid}`;
    try {
      await mkdir(join(this.#path, '..'), { recursive: true, mode: 0o700 });
      await writeFile(partial, JSON.stringify({ key: this.#key, sections }), { mode: 0o600 });
      await rename(partial, this.#path);
    } catch {
      // Read-only home folders are common in containers.
    }
  }
}

/** To be raised when `entry.ts` or `csv.ts` accept something else than before. */
const ENTRY_FORMAT = 3;

/** Only files of this size together are worth keeping. */
export const CACHED_SIZE = 100_000;

type KeptSections = Readonly<Record<Section, readonly (readonly [number, ValuePath, never])[]>>;

function restore(sections: KeptSections, files: readonly CatalogFile[]): FileEntries {
  const entries = noEntries();
  for (const section of SECTIONS)
    for (const [index, at, value] of sections[section]) {
      const file = files[index];
      if (file !== undefined) entries[section].push({ value, file, at });
    }
  return entries;
}
