import { expect } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { Document } from '../../src/documents/document.ts';
import { createLinker } from '../../src/linking/linker.ts';
import type { LinkedDocument, Mention } from '../../src/linking/mention.ts';

/** A document as reading would make it, with what a test does not state left empty. */
export function post(parts: Partial<Document>): Document {
  return {
    path: 'post.md',
    family: 'plain',
    familyReason: 'a test',
    title: '',
    url: null,
    publishedAt: null,
    publishedOn: null,
    publishedOffset: null,
    language: 'zh-Hans',
    author: null,
    source: null,
    bodyText: '',
    bodyHtml: '',
    unlinked: [],
    emphasis: [],
    media: [],
    wordCount: 0,
    readingMinutes: 0,
    heroImage: null,
    images: [],
    links: [],
    stockReferences: [],
    tags: [],
    categories: [],
    frontMatter: {},
    ...parts,
  };
}

/** Links a post; every span has to slice back to its surface and stand inside its sentence, mentions are disjoint. */
export function link(catalog: Catalog, document: Document, explain = false): LinkedDocument {
  const linked = createLinker(catalog).link(document, { explain });
  let previous: Mention | null = null;
  for (const mention of linked.mentions) {
    const text = mention.field === 'TITLE' ? document.title : document.bodyText;
    expect(text.slice(mention.start, mention.end)).toBe(mention.surface);
    expect(mention.sentenceStart).toBeLessThanOrEqual(mention.start);
    expect(mention.sentenceEnd).toBeGreaterThanOrEqual(mention.end);
    if (previous?.field === mention.field) expect(mention.start).toBeGreaterThanOrEqual(previous.end);
    previous = mention;
  }
  return linked;
}

/** `surface = key (rule)` for resolved mentions, `surface ? key, key (rule)` for ambiguous ones, in text order. */
export function shown(mentions: readonly Mention[]): string[] {
  return mentions.map((mention) =>
    mention.status === 'RESOLVED'
      ? `${mention.surface} = ${mention.entity.key} (${mention.rule})`
      : `${mention.surface} ? ${mention.candidates.map(({ key }) => key).join(', ')} (${mention.rule})`,
  );
}

/** What is linked in a body of text. */
export function linksOf(catalog: Catalog, bodyText: string, title = ''): string[] {
  return shown(link(catalog, post({ bodyText, title })).mentions);
}
