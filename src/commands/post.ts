import { readFile } from 'node:fs/promises';
import { type Config, readOptions } from '../config.ts';
import { type Diagnostic, UserError } from '../diagnostic.ts';
import type { Document } from '../documents/document.ts';
import { readDocument } from '../documents/read.ts';
import { systemCode } from '../ingest/discover.ts';

/** Reads one post that the user named; throws `UserError` where it is none. */
export async function readPost(
  file: string,
  config: Config,
): Promise<{ document: Document; diagnostics: readonly Diagnostic[] }> {
  const { document, diagnostics } = readDocument(
    { path: file, bytes: await bytesOf(file) },
    readOptions(config),
  );
  if (document !== null) return { document, diagnostics };
  const [first] = diagnostics;
  const place = first?.line ? `${file}:${first.line}` : file;
  throw new UserError(
    first?.code ?? 'REFUSED',
    `${place} cannot be read as a post: ${first?.message}`,
    first?.hint ?? '',
  );
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UserError(
      'UNREADABLE_FILE',
      `${file} cannot be read (${systemCode(error)}).`,
      'Check the path and its permissions.',
    );
  }
}
