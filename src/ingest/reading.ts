import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { READER_VERSION, type ReadOptions, readDocument } from '../documents/read.ts';
import { createLinker, type Linker } from '../linking/linker.ts';
import type { LinkedDocument } from '../linking/mention.ts';
import type { PreparedArticle } from '../store/ingest/prepared.ts';
import { prepareArticle } from '../store/ingest/prepared-article.ts';
import { ingestDiagnostic } from './codes.ts';
import { type FoundFile, systemCode } from './discover.ts';
import { Furniture } from './furniture.ts';
import { countLinks, type LinkCounts } from './report.ts';

/** A file with the slug that its article will have. */
export interface NamedFile extends FoundFile {
  readonly slug: string;
}

/** An article as the threads hand it on: no more than is asked of it, as all of it is copied. */
export interface ReadArticle {
  readonly prepared: PreparedArticle;
  readonly taught: Pick<LinkedDocument, 'taughtCompanies' | 'taughtTickers' | 'taughtProducts'>;
  readonly links: LinkCounts;
}

/** What a file became: an article, or nothing with the reasons. */
export interface ReadFile {
  readonly path: string;
  /** Of the bytes that were read; null where the file could not be. */
  readonly hash: string | null;
  readonly article: ReadArticle | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReaderSettings {
  readonly catalog: Catalog;
  readonly readOptions: ReadOptions;
}

/** Changes whenever the same bytes would be read differently. */
export function readerFingerprint(options: ReadOptions): string {
  return hash('sha1', JSON.stringify([READER_VERSION, options]), 'hex').slice(0, 8);
}

/** SHA-256 of a file's bytes, shortened to 128 bits. */
export function contentHash(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex').slice(0, 32);
}

/** The index of all aliases takes a moment to build, and watching reads often with the same catalog. */
const linkers = new WeakMap<Catalog, Linker>();

export function linkerOf(catalog: Catalog): Linker {
  const linker = linkers.get(catalog) ?? createLinker(catalog);
  linkers.set(catalog, linker);
  return linker;
}

/** Reads and links files and makes them ready to be stored; one lives in each thread. */
export class PostReader {
  private readonly linker: Linker;
  private readonly furniture: Furniture;
  private readonly readOptions: ReadOptions;

  constructor({ catalog, readOptions }: ReaderSettings) {
    this.linker = linkerOf(catalog);
    this.readOptions = readOptions;
    this.furniture = new Furniture(readOptions);
  }

  /** Never throws: an unreadable file and an error of our own become diagnostics. */
  read(file: NamedFile): ReadFile {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(file.absolute);
    } catch (error) {
      const message = `The file cannot be read (${systemCode(error)}).`;
      return failed(file.path, null, [ingestDiagnostic('UNREADABLE_FILE', file.path, message)]);
    }
    const digest = contentHash(bytes);
    try {
      const { document, diagnostics: problems } = readDocument(
        { path: file.path, bytes },
        { ...this.readOptions, columnTitles: this.furniture.columnTitles(dirname(file.absolute)) },
      );
      const diagnostics = [...problems];
      if (document === null) return failed(file.path, digest, diagnostics);
      const { document: closed, first } = this.furniture.close(document, file.absolute);
      for (const sentence of first)
        diagnostics.push(
          ingestDiagnostic('REPEATED_SENTENCE', file.path, `Many posts of the folder repeat “${sentence}”`),
        );
      const linked = this.linker.link(closed);
      const { taughtCompanies, taughtTickers, taughtProducts } = linked;
      const article = {
        prepared: prepareArticle({ slug: file.slug, document: closed, linked }),
        taught: { taughtCompanies, taughtTickers, taughtProducts },
        links: countLinks(linked),
      };
      return { path: file.path, hash: digest, article, diagnostics };
    } catch (error) {
      const message = `The post could not be processed: ${(error as Error).message}`;
      return failed(file.path, digest, [ingestDiagnostic('READER_FAILED', file.path, message)]);
    }
  }
}

function failed(path: string, digest: string | null, diagnostics: readonly Diagnostic[]): ReadFile {
  return { path, hash: digest, article: null, diagnostics };
}
