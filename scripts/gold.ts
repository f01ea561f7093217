import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { Document } from '../src/documents/document.ts';
import { DEFAULT_LIMITS, readDocument } from '../src/documents/read.ts';

const slugs = z.array(z.string()).nullish();
const expectations = {
  language: z.enum(['zh-Hans', 'zh-Hant', 'en']),
  companies: slugs,
  products: slugs,
  topics: slugs,
  tickers: slugs,
  taught: slugs,
  ambiguous: slugs,
  notJudged: z
    .strictObject({ companies: slugs, products: slugs, topics: slugs, tickers: slugs })
    .partial()
    .nullish(),
  notInCatalog: slugs,
  note: z.string().optional(),
};
const written = z.strictObject({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  traps: slugs,
  ...expectations,
});
const real = z.strictObject({ file: z.string(), ...expectations });

export type Gold = z.infer<typeof written> | z.infer<typeof real>;

/** A post with what a reader found in it. */
export interface GoldPost {
  readonly name: string;
  readonly gold: Gold;
  readonly document: Document;
}

/** Reads the posts written for the measurement; their text is in the gold file itself. */
export function writtenPosts(path: string): GoldPost[] {
  return posts(path, written).map((gold) => {
    const text = `---\ntitle: ${JSON.stringify(gold.title)}\n---\n\n${gold.body}`;
    return { name: gold.id, gold, document: documentOf(`${gold.id}.md`, Buffer.from(text)) };
  });
}

/** Reads the real posts that are in the corpus folder; the gold file holds no text of them. */
export function realPosts(path: string, corpus: string): GoldPost[] {
  return posts(path, real)
    .filter(({ file }) => existsSync(join(corpus, file)))
    .map((gold) => ({
      name: gold.file,
      gold,
      document: documentOf(gold.file, readFileSync(join(corpus, gold.file))),
    }));
}

function posts<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema>[] {
  const file = z.strictObject({ posts: z.array(schema) }).safeParse(load(readFileSync(path, 'utf8')));
  if (file.success) return file.data.posts;
  throw new Error(`${path} is no gold file: ${z.prettifyError(file.error)}`);
}

function documentOf(path: string, bytes: Uint8Array): Document {
  const { document, diagnostics } = readDocument(
    { path, bytes },
    { timeZone: 'Asia/Shanghai', limits: DEFAULT_LIMITS },
  );
  if (document === null) throw new Error(`${path} cannot be read: ${diagnostics[0]?.message}`);
  return document;
}
