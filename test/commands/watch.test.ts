import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ask, serve } from '../program.ts';
import { workspace } from '../workspace.ts';

function post(title: string, body = '正文。'): string {
  return `---\ntitle: ${title}\ndate: 2024-01-02T03:04:05Z\n---\n${body}\n`;
}

interface Answer {
  corpus: { revision: string };
  articles: { nodes: { slug: string; title: string; companies: { nodes: { slug: string }[] } }[] };
}

describe('serve --watch', () => {
  it('takes saved, added and deleted posts in, one revision a burst, and a catalog as it is edited', async () => {
    const { folder, file, remove } = workspace();
    const catalog = workspace();
    catalog.file('mine.yaml', 'companies: []\n');
    file('a.md', post('a'));
    file('b.md', post('b'));
    const server = await serve([folder, '--store', ':memory:', '--watch', '--catalog', catalog.folder]);
    const state = async () => {
      const { data } = await ask<Answer>(
        server.url,
        '{ corpus { revision } articles { nodes { slug title companies { nodes { slug } } } } }',
      );
      const titles = data.articles.nodes.map(({ slug, title, companies }) =>
        `${slug}: ${title} ${companies.nodes.map((company) => company.slug)}`.trim(),
      );
      return { revision: Number(data.corpus.revision), titles: titles.sort() };
    };
    const after = async (wanted: string[]) => {
      let last = await state();
      for (let tries = 0; tries < 100 && `${last.titles}` !== `${wanted}`; tries++) {
        await pause(50);
        last = await state();
      }
      return last;
    };

    const before = await state();
    expect(before.titles).toEqual(['a: a', 'b: b']);
    file('a.md', post('a, changed'));
    file('2024/c.md', post('c', '顶点未来科技发布了新版本。'));
    remove('b.md');
    expect(await after(['a: a, changed', 'c: c'])).toEqual({
      revision: before.revision + 1,
      titles: ['a: a, changed', 'c: c'],
    });

    catalog.file(
      'mine.yaml',
      'companies:\n  - slug: acme-future\n    name: { en: Acme Future, zh: 顶点未来科技 }\n',
    );
    expect((await after(['a: a, changed', 'c: c acme-future'])).titles).toEqual([
      'a: a, changed',
      'c: c acme-future',
    ]);

    catalog.file('mine.yaml', 'companies:\n  - slug: [\n');
    file('d.md', post('d'));
    expect((await after(['a: a, changed', 'c: c acme-future', 'd: d'])).titles).toEqual([
      'a: a, changed',
      'c: c acme-future',
      'd: d',
    ]);
    const { status, stderr } = await server.stop();
    expect(status).toBe(0);
    expect(stderr).toContain('The catalog stays as it was.');
  });

  it('takes in what could not be stored before, by itself', async () => {
    const { folder, file } = workspace();
    const place = workspace();
    file('a.md', post('a'));
    const server = await serve([folder, '--store', join(place.folder, 'graph.db'), '--watch']);
    const titles = async () => {
      const { data } = await ask<Answer>(
        server.url,
        '{ corpus { revision } articles { nodes { slug title companies { nodes { slug } } } } }',
      );
      return data.articles.nodes.map(({ title }) => title).sort();
    };
    const until = async (wanted: () => Promise<boolean> | boolean) => {
      for (let tries = 0; tries < 400 && !(await wanted()); tries++) await pause(50);
    };
    const other = new Database(join(place.folder, 'graph.db'));
    other.exec(
      "CREATE TRIGGER refused BEFORE INSERT ON article BEGIN SELECT RAISE(ABORT, 'no writing now'); END",
    );
    file('b.md', post('b'));
    await until(() => server.stderr().includes('no writing now'));
    expect(await titles()).toEqual(['a']);
    other.exec('DROP TRIGGER refused');
    other.close();
    await until(async () => (await titles()).length === 2);
    expect(await titles()).toEqual(['a', 'b']);
    const { status, stderr } = await server.stop();
    expect(status).toBe(0);
    expect(stderr.match(/no writing now/g)).toEqual(['no writing now']);
  });
});
