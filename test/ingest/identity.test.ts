import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideIdentities } from '../../src/ingest/identity.ts';

function decide(files: Record<string, string>, known: Record<string, { slug: string; hash: string }> = {}) {
  const { slugs, duplicates } = decideIdentities(
    Object.entries(files).map(([path, hash]) => ({ path, hash })),
    new Map(Object.entries(known)),
  );
  return { slugs: Object.fromEntries(slugs), duplicates: Object.fromEntries(duplicates) };
}

describe('the slug of an article', () => {
  it('is the file name without its extension', () => {
    expect(decide({ 'news/2024/a.b.md': 'h1' })).toEqual({
      slugs: { 'news/2024/a.b.md': 'a.b' },
      duplicates: {},
    });
  });

  it('takes as many folders in front as it needs to be unique', () => {
    expect(decide({ 'x/2023/a.md': 'h1', 'y/2023/a.md': 'h2', 'y/2024/a.md': 'h3', 'b.md': 'h4' })).toEqual({
      slugs: { 'x/2023/a.md': 'x/2023/a', 'y/2023/a.md': 'y/2023/a', 'y/2024/a.md': '2024/a', 'b.md': 'b' },
      duplicates: {},
    });
  });

  it('keeps the extension of the second where nothing else tells two files apart', () => {
    expect(decide({ 'a.html': 'h1', 'a.md': 'h2' }).slugs).toEqual({ 'a.html': 'a', 'a.md': 'a.md' });
  });

  it('stays what it was when a file of the same name is added', () => {
    const known = { 'x/a.md': { slug: 'a', hash: 'h1' } };
    expect(decide({ 'w/a.md': 'h2', 'x/a.md': 'h1' }, known).slugs).toEqual({
      'x/a.md': 'a',
      'w/a.md': 'w/a',
    });
  });

  it('stays what it was when the file is moved or renamed', () => {
    const known = { '_posts/a.md': { slug: 'a', hash: 'h1' } };
    expect(decide({ 'old/renamed.md': 'h1' }, known).slugs).toEqual({ 'old/renamed.md': 'a' });
  });

  it('stays what it was when the content changes', () => {
    expect(decide({ 'a.md': 'new' }, { 'a.md': { slug: 'kept', hash: 'old' } }).slugs).toEqual({
      'a.md': 'kept',
    });
  });
});

describe('with shards', () => {
  it('a name does not depend on which of the files were ingested before', () => {
    const files = { 'x/a.md': 'h1', 'y/a.md': 'h2', 'b.md': 'h3', 'b.html': 'h4' };
    const fresh = decide(files).slugs;
    for (const [path, slug] of Object.entries(fresh)) {
      const hash = files[path as keyof typeof files];
      expect(decide(files, { [path]: { slug, hash } }).slugs).toEqual(fresh);
    }
  });
});

describe('the same post under two paths', () => {
  it('is one article, the first by path', () => {
    expect(decide({ '_posts/a.md': 'same', 'old_post/a.md': 'same' })).toEqual({
      slugs: { '_posts/a.md': 'a' },
      duplicates: { 'old_post/a.md': '_posts/a.md' },
    });
  });

  it('stays with the file that was the article before', () => {
    const known = { 'old_post/a.md': { slug: 'a', hash: 'same' } };
    expect(decide({ '_posts/a.md': 'same', 'old_post/a.md': 'same' }, known)).toEqual({
      slugs: { 'old_post/a.md': 'a' },
      duplicates: { '_posts/a.md': 'old_post/a.md' },
    });
  });

  it('goes on as the other file when the first is removed', () => {
    const known = { '_posts/a.md': { slug: 'a', hash: 'same' } };
    expect(decide({ 'old_post/a.md': 'same' }, known).slugs).toEqual({ 'old_post/a.md': 'a' });
  });
});

describe('whatever the files are', () => {
  const segment = fc.constantFrom('a', 'b', 'c');
  const path = fc
    .tuple(fc.array(segment, { maxLength: 3 }), segment, fc.constantFrom('.md', '.html', '.txt'))
    .map(([folders, name, ending]) => [...folders, name].join('/') + ending);

  it('every file is either one article or a duplicate, and no two articles share a slug', () => {
    fc.assert(
      fc.property(fc.dictionary(path, fc.constantFrom('h1', 'h2', 'h3', 'h4', 'h5')), (files) => {
        const { slugs, duplicates } = decide(files);
        expect([...Object.keys(slugs), ...Object.keys(duplicates)].sort()).toEqual(Object.keys(files).sort());
        expect(new Set(Object.values(slugs)).size).toBe(Object.keys(slugs).length);
        for (const [copy, original] of Object.entries(duplicates)) expect(files[copy]).toBe(files[original]);
      }),
    );
  });

  it('a second ingest decides the same', () => {
    fc.assert(
      fc.property(fc.dictionary(path, fc.constantFrom('h1', 'h2', 'h3', 'h4', 'h5')), (files) => {
        const first = decide(files);
        const known = Object.fromEntries(
          Object.entries(first.slugs).map(([file, slug]) => [file, { slug, hash: files[file] ?? '' }]),
        );
        expect(decide(files, known)).toEqual(first);
      }),
    );
  });
});
