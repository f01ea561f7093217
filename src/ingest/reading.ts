import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Catalog } from '../catalog/catalog.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../documents/document.ts';
import { READER_VERSION, type ReadOptions, readDocument } from '../documents/read.ts';
import { createLinker, type Linker } from '../linking/linker.ts';
import type { LinkedDocument } from '../linking/mention.ts';
import { ingestDiagnostic } from './codes.ts';
import { type FoundFile, systemCode } from './discover.ts';

/** What a file became: an article, or nothing with the reasons. */
export interface ReadFile {
  readonly path: string;
  /** Of the bytes that were read; null where the file could not be. */
  readonly hash: string | null;
  readonly article: { readonly document: Document; readonly linked: LinkedDocument } | null;
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

function linkerOf(catalog: Catalog): Linker {
  const linker = linkers.get(catalog) ?? createLinker(catalog);
  linkers.set(catalog, linker);
  return linker;
}

/** Reads and links files; one lives in each thread. */
export class PostReader {
  private readonly linker: Linker;
  private readonly readOptions: ReadOptions;

  constructor({ catalog, readOptions }: ReaderSettings) {
    this.linker = linkerOf(catalog);
    this.readOptions = readOptions;
  }

  /** Never throws: an unreadable file and an error of our own become diagnostics. */
  read(file: FoundFile): ReadFile {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(file.absolute);
    } catch (error) {
      const message = `The file cannot be read (${systemCode(error)}).`;
      return failed(file.path, null, [ingestDiagnostic('UNREADABLE_FILE', file.path, message)]);
    }
    const digest = contentHash(bytes);
    try {
      const { document, diagnostics } = readDocument({ path: file.path, bytes }, this.readOptions);
      if (document === null) return failed(file.path, digest, diagnostics);
      const linked = this.linker.link(document);
      return { path: file.path, hash: digest, article: { document, linked }, diagnostics };
    } catch (error) {
      const message = `The post could not be processed: ${(error as Error).message}`;
      return failed(file.path, digest, [ingestDiagnostic('READER_FAILED', file.path, message)]);
    }
  }
}

function failed(path: string, digest: string | null, diagnostics: readonly Diagnostic[]): ReadFile {
  return { path, hash: digest, article: null, diagnostics };
}
