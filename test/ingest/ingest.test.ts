import { spawn } from 'node:child_process';
import { statSync, symlinkSync, unlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { openStore } from '../../src/store/open.ts';
import { workspace } from '../workspace.ts';
import { CATALOG_FOLDER, session } from './session.ts';

function post(title: string, body = '正文。'): string {
  return `---\ntitle: ${title}\ndate: 2024-01-02T03:04:05Z\n---\n${body}\n`;
}

const NONE = { added: 0, updated: 0, unchanged: 0, removed: 0 };

describe('an ingest', () => {
  it('makes an article of every readable file and a diagnostic of every other', async () => {
    const { folder, file } = workspace();
    file('a.md', post('一'));
    file('b/c.html', '<h1>二</h1><p>微软发布了新版本。</p>');
    file('empty.md', '');
    const { ingest, articles, diagnostics } = await session(folder);
    const report = await ingest();
    expect(report).toMatchObject({
      files: { articles: 2, duplicates: 0, refused: 1 },
      articles: { ...NONE, added: 2 },
      links: { Company: 1, Product: 0, Ticker: 0, Topic: 0, ambiguous: 0 },
    });
    expect(await articles()).toEqual({ a: 'a.md: 一', c: 'b/c.html: 二' });
    const codes = await diagnostics();
    expect(codes.filter((line) => line.startsWith('empty.md '))).toHaveLength(1);
  });

  it('does nothing the second time, and makes no revision of it', async () => {
    const { folder, file } = workspace();
    file('a.md', post('一'));
    file('bad.md', '');
    const { ingest } = await session(folder);
    const first = await ingest();
    const second = await ingest();
    expect(second).toMatchObject({
      revision: first.revision,
      files: first.files,
      articles: { ...NONE, unchanged: 1 },
    });
  });

  it('takes in what was changed, added and removed, as one revision', async () => {
    const { folder, file, remove } = workspace();
    for (const name of ['a', 'b', 'c']) file(`${name}.md`, post(name));
    const { ingest, articles, store } = await session(folder);
    await ingest();
    const revisions: string[] = [];
    const stop = store.onRevision(({ revision }) => revisions.push(revision));
    file('a.md', post('a, second edition'));
    file('d.md', post('d'));
    remove('c.md');
    const report = await ingest();
    expect(report.articles).toEqual({ added: 1, updated: 1, unchanged: 1, removed: 1 });
    expect(await articles()).toEqual({
      a: 'a.md: a, second edition',
      b: 'b.md: b',
      d: 'd.md: d',
    });
    expect(revisions).toEqual([report.revision]);
    stop();
  });

  it('keeps the identity of an article whose file is renamed or moved', async () => {
    const { folder, file, move } = workspace();
    file('_posts/a.md', post('一'));
    const { ingest, articles } = await session(folder);
    await ingest();
    move('_posts/a.md', 'old_post/b.md');
    expect((await ingest()).articles).toEqual({ ...NONE, updated: 1 });
    expect(await articles()).toEqual({ a: 'old_post/b.md: 一' });
  });

  it('serves the same post under two paths once, and says so', async () => {
    const { folder, file, remove } = workspace();
    file('_posts/a.md', post('一'));
    file('old_post/a.md', post('一'));
    const { ingest, articles, diagnostics } = await session(folder);
    expect((await ingest()).files).toEqual({ articles: 1, duplicates: 1, refused: 0 });
    expect(await diagnostics()).toEqual(['old_post/a.md DUPLICATE_POST']);
    remove('_posts/a.md');
    await ingest();
    expect(await articles()).toEqual({ a: 'old_post/a.md: 一' });
    expect(await diagnostics()).toEqual([]);
  });

  it('removes the article of a file that can no longer be read as a post', async () => {
    const { folder, file } = workspace();
    file('a.md', post('一'));
    file('b.md', post('二'));
    const { ingest, articles } = await session(folder);
    await ingest();
    file('a.md', '');
    expect((await ingest()).files).toEqual({ articles: 1, duplicates: 0, refused: 1 });
    expect(await articles()).toEqual({ b: 'b.md: 二' });
    file('a.md', post('一, again'));
    await ingest();
    expect(await articles()).toEqual({ a: 'a.md: 一, again', b: 'b.md: 二' });
  });

  it('links again when the catalog changes', async () => {
    const { folder, file } = workspace();
    const mine = workspace();
    file('a.md', post('一', '顶点未来科技发布了新版本。'));
    const { ingest, companies } = await session(folder);
    await ingest();
    expect(await companies()).toEqual({ a: [] });
    mine.file(
      'mine.yaml',
      'companies:\n  - slug: acme-future\n    name: { en: Acme Future, zh: 顶点未来科技 }\n',
    );
    const catalog = await loadCatalog([CATALOG_FOLDER, mine.folder]);
    expect((await ingest({ catalog })).articles).toEqual({ ...NONE, updated: 1 });
    expect(await companies()).toEqual({ a: ['acme-future'] });
  });

  it('looks only at the files that are said to have changed', async () => {
    const { folder, file } = workspace();
    file('a.md', post('一'));
    file('b.md', post('二'));
    const { ingest, articles } = await session(folder);
    await ingest();
    file('a.md', post('一, changed'));
    file('b.md', post('二, changed'));
    expect((await ingest({ changedOnly: new Set(['a.md']) })).articles).toEqual({
      ...NONE,
      updated: 1,
      unchanged: 1,
    });
    expect(await articles()).toEqual({ a: 'a.md: 一, changed', b: 'b.md: 二' });
  });

  it('reads the same on threads as without', async () => {
    const { folder, file } = workspace();
    for (let number = 0; number < 520; number++) {
      file(`${number % 7}/post-${number}.md`, post(`第${number}篇`, `微软与英伟达合作，第${number}次。`));
    }
    const alone = await session(folder);
    const threaded = await session(folder);
    const oneByOne = { ...(await alone.ingest({ changedOnly: new Set() })), seconds: 0 };
    const together = { ...(await threaded.ingest({ threads: 2 })), seconds: 0 };
    expect(together).toEqual(oneByOne);
    expect(await threaded.companies()).toEqual(await alone.companies());
  });
});

/** Waits until the write-ahead log shows that articles are being written, for at most ten seconds. */
async function grown(log: string, bytes: number): Promise<void> {
  const before = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  for (let tries = 0; tries < 1000; tries++) {
    if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > before + bytes) return;
    await pause(10);
  }
}

describe('what cannot be seen', () => {
  it('more than half of the articles go only where that is allowed', async () => {
    const { folder, file, remove } = workspace();
    for (const name of ['a', 'b', 'c', 'd', 'e']) file(`${name}.md`, post(name));
    const { ingest, articles } = await session(folder);
    await ingest();
    for (const name of ['a', 'b', 'c']) remove(`${name}.md`);
    const refused = {
      code: 'MANY_REMOVED',
      message: '3 of 5 articles would be removed, as their files are gone; nothing was changed.',
      hint: 'Check that every folder is there and mounted; --allow-removal lets them go.',
    };
    await expect(ingest()).rejects.toMatchObject(refused);
    await expect(ingest({ changedOnly: new Set(['a.md']) })).rejects.toMatchObject(refused);
    expect(Object.keys(await articles())).toHaveLength(5);
    expect((await ingest({ allowRemoval: true })).articles).toEqual({ ...NONE, unchanged: 2, removed: 3 });
    expect(await articles()).toEqual({ d: 'd.md: d', e: 'e.md: e' });
  });

  it('the articles of a file and of a folder that cannot be read stay, with a diagnostic, until they can', async () => {
    const { folder, file, remove } = workspace();
    for (const name of ['a', 'b', 'deep/c', 'deep/d']) file(`${name}.md`, post(name));
    const { ingest, articles, diagnostics } = await session(folder);
    await ingest();
    const all = await articles();
    // A link to itself cannot be read by an administrator either.
    for (const name of ['a.md', 'deep']) {
      remove(name);
      symlinkSync(join(folder, name), join(folder, name));
    }
    expect((await ingest()).articles).toEqual({ ...NONE, unchanged: 1 });
    expect(await articles()).toEqual(all);
    expect(await diagnostics()).toEqual(['a.md UNREADABLE_FILE', 'deep UNREADABLE_FILE']);
    for (const name of ['a.md', 'deep']) unlinkSync(join(folder, name));
    for (const name of ['a', 'deep/c']) file(`${name}.md`, post(name));
    expect((await ingest()).articles).toMatchObject({ removed: 1 });
    expect(await articles()).toEqual({ a: 'a.md: a', b: 'b.md: b', c: 'deep/c.md: deep/c' });
    expect(await diagnostics()).toEqual([]);
  });
});

describe('shards', () => {
  it('together make what one ingest makes, in whatever order and twice over', async () => {
    const { folder, file } = workspace();
    for (const [index, name] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) {
      file(`${index % 2}/${name}.md`, post(name, `微软与英伟达合作，第${index}次。`));
      file(`copy/${name}.md`, post(name, index < 2 ? `微软与英伟达合作，第${index}次。` : '另一篇。'));
    }
    const whole = await session(folder);
    const parts = await session(folder);
    await whole.ingest();
    const counts: number[] = [];
    for (const index of [2, 3, 1, 2]) {
      const { articles } = await parts.ingest({ shard: { index, count: 3 } });
      counts.push(articles.added);
    }
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
    expect(await parts.articles()).toEqual(await whole.articles());
    expect(await parts.companies()).toEqual(await whole.companies());
    expect(await parts.diagnostics()).toEqual(await whole.diagnostics());
  });
});

describe('an ingest that is killed', () => {
  const BIN = resolve(import.meta.dirname, '../../bin/newsgraph.js');

  it('leaves the old revision, and the next one finishes the job', { timeout: 120_000 }, async () => {
    const { folder, file } = workspace();
    file('posts/0.md', post('零'));
    const location = join(folder, 'graph.db');
    const first = await session(join(folder, 'posts'), location);
    await first.ingest();
    for (let number = 1; number < 3000; number++) {
      file(`posts/${number}.md`, post(`第${number}篇`, `微软与英伟达合作，第${number}次。`.repeat(20)));
    }
    const child = spawn(
      process.execPath,
      [BIN, 'ingest', join(folder, 'posts'), '--store', location, '--workers', '1'],
      {
        stdio: 'ignore',
      },
    );
    await grown(`${location}-wal`, 300_000);
    child.kill('SIGKILL');
    await new Promise((done) => child.once('close', done));

    const after = await openStore(location);
    const { articleCount, revision } = await after.corpus.get();
    await after.close();
    expect([1, 3000]).toContain(articleCount);
    const { ingest } = await session(join(folder, 'posts'), location);
    const report = await ingest({ threads: 2 });
    expect(report.files).toEqual({ articles: 3000, duplicates: 0, refused: 0 });
    expect(Number(report.revision)).toBeGreaterThanOrEqual(Number(revision));
  });
});
