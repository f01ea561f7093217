import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CORPUS, corpusFolders, hasCorpus, postsOf, readCorpusPost } from './corpus.ts';

interface Facts {
  readonly title: string;
  readonly publishedAt: string | null;
  readonly categories: readonly (readonly string[])[];
  readonly source: string | null;
  readonly starts: string;
}

const FACTS: Record<string, Facts> = parse(readFileSync(new URL('posts.yaml', import.meta.url), 'utf8'));

/** What no text of an article may hold. */
const FURNITURE = /返回首页|EM_StockImg|<\/?(?:p|div|span|a)\b|版权归原作者所有|K图 /;

describe.runIf(hasCorpus)('a folder of real posts', () => {
  it.each(corpusFolders())('%s: every file is a document or refused with a reason', (folder) => {
    const lost = postsOf(folder).filter((path) => {
      const { document, diagnostics } = readCorpusPost(path);
      return document === null && !diagnostics.some(({ severity }) => severity === 'ERROR');
    });
    expect(lost).toEqual([]);
  });

  it.each(corpusFolders())('%s: every range slices, and no furniture is left', (folder) => {
    const faults = postsOf(folder).filter((path) => {
      const { document } = readCorpusPost(path);
      if (document === null) return false;
      const ranges = [...document.unlinked, ...document.stockReferences.flatMap(({ range }) => range ?? [])];
      const within = ranges.every(
        ({ start, end }) => start < end && document.bodyText.slice(start, end).length === end - start,
      );
      return !within || FURNITURE.test(document.bodyText);
    });
    expect(faults).toEqual([]);
  });
});

const present = Object.keys(FACTS).filter((path) => existsSync(join(CORPUS, path)));

describe.runIf(present.length > 0)('a real post read by hand', () => {
  it.each(present)('%s', (path) => {
    const { document } = readCorpusPost(path);
    const starts = FACTS[path]?.starts ?? '';
    const lines = document?.bodyText.split('\n') ?? [];
    // A heading may stand above the first sentence.
    const first = lines.slice(0, 2).find((line) => line.startsWith(starts)) ?? lines[0];
    expect({
      title: document?.title,
      publishedAt: document?.publishedAt,
      categories: document?.categories,
      source: document?.source?.name ?? null,
      starts: first?.slice(0, starts.length),
    }).toEqual(FACTS[path]);
  });
});
