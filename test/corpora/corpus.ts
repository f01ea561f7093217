import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_LIMITS, readDocument } from '../../src/documents/read.ts';

/** The folder of real posts: `NEWSGRAPH_CORPUS`, or `../shared/corpus` beside the project. */
export const CORPUS =
  process.env.NEWSGRAPH_CORPUS ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

export const hasCorpus = existsSync(CORPUS);
if (!hasCorpus)
  console.info(`Skipped: there are no real posts at ${CORPUS}; NEWSGRAPH_CORPUS names another folder.`);

/** Folders of posts of the corpus, by name. */
export function corpusFolders(): string[] {
  if (!hasCorpus) return [];
  return readdirSync(CORPUS, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}

/** Paths of all posts below a folder, relative to the corpus. */
export function postsOf(folder: string): string[] {
  return readdirSync(join(CORPUS, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(CORPUS, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

/** Reads one post of the corpus by its path in it. */
export function readCorpusPost(path: string) {
  const bytes = new Uint8Array(readFileSync(join(CORPUS, path)));
  return readDocument({ path, bytes }, { timeZone: 'Asia/Shanghai', limits: DEFAULT_LIMITS });
}
