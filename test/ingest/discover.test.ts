import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../../src/ingest/discover.ts';
import { workspace } from '../workspace.ts';

async function paths(...folders: string[]): Promise<string[]> {
  return (await discover(folders)).files.map((file) => file.path);
}

describe('discovering posts', () => {
  it('finds Markdown, HTML and text at any depth, sorted by path', async () => {
    const { folder, file } = workspace();
    for (const path of ['b.md', 'a/deep/er/c.HTML', 'a/d.markdown', 'e.txt', '中文 名.md'])
      file(path, 'text');
    expect(await paths(folder)).toEqual(['a/d.markdown', 'a/deep/er/c.HTML', 'b.md', 'e.txt', '中文 名.md']);
  });

  it('leaves pictures, data, dot files, dot folders and installed packages alone', async () => {
    const { folder, file } = workspace();
    for (const path of ['a.png', 'b.yaml', '.c.md', '.git/d.md', 'node_modules/x/README.md', 'md', 'post.md'])
      file(path, 'text');
    expect(await paths(folder)).toEqual(['post.md']);
  });

  it('names the folder in front of each path where several are read', async () => {
    const one = workspace();
    const two = workspace();
    one.file('blog/a.md', 'text');
    two.file('blog/a.md', 'text');
    expect(await paths(join(one.folder, 'blog'), join(two.folder, 'blog'))).toEqual([
      'blog-2/a.md',
      'blog/a.md',
    ]);
  });

  it('follows links that stay inside the folder, and says which lead out of it', async () => {
    const inside = workspace();
    const outside = workspace();
    outside.file('secret.md', 'text');
    inside.file('real/a.md', 'text');
    symlinkSync(join(inside.folder, 'real'), join(inside.folder, 'alias'));
    symlinkSync(join(outside.folder, 'secret.md'), join(inside.folder, 'leak.md'));
    symlinkSync(outside.folder, join(inside.folder, 'leaks'));
    symlinkSync(inside.folder, join(inside.folder, 'real', 'loop'));
    symlinkSync(join(inside.folder, 'gone.md'), join(inside.folder, 'broken.md'));
    const { files, diagnostics } = await discover([inside.folder]);
    expect(files).toHaveLength(1);
    expect(diagnostics.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      'broken.md UNREADABLE_FILE',
      'leak.md SYMLINK_OUTSIDE',
      'leaks SYMLINK_OUTSIDE',
    ]);
  });

  it('says which folder does not exist, and which is a file', async () => {
    const { folder, file } = workspace();
    await expect(discover([join(folder, 'none')])).rejects.toMatchObject({ code: 'NO_FOLDER' });
    await expect(discover([file('a.md', 'text')])).rejects.toMatchObject({ code: 'NOT_A_FOLDER' });
  });
});

describe('choosing files', () => {
  it('takes what --include names, and leaves out what --exclude and .newsgraphignore name', async () => {
    const { folder, file } = workspace();
    for (const path of ['a.md', 'news/b.md', 'news/drafts/c.md', 'news/d.html', 'old/e.md'])
      file(path, 'text');
    file('.newsgraphignore', '# not these\ndrafts/\n');
    const chosen = async (include: string[], exclude: string[]): Promise<string[]> =>
      (await discover([folder], { include, exclude })).files.map(({ path }) => path);
    expect(await chosen([], [])).toEqual(['a.md', 'news/b.md', 'news/d.html', 'old/e.md']);
    expect(await chosen(['news/**'], ['*.html'])).toEqual(['news/b.md']);
    expect(await chosen([], ['/old', 'a.md'])).toEqual(['news/b.md', 'news/d.html']);
  });

  it.each([
    [
      'Hugo',
      'hugo.toml',
      ['content/a.md'],
      ['public/a/index.html', 'themes/x/layouts/b.html', 'layouts/c.html'],
    ],
    ['Hexo', '_config.yml', ['source/_posts/a.md'], ['public/a/index.html', 'themes/x/README.md']],
    ['Jekyll', '_config.yml', ['_posts/a.md', 'about.md'], ['_site/a.html', '_layouts/b.html']],
    ['Eleventy', 'eleventy.config.js', ['posts/a.md'], ['_site/a/index.html', '_includes/b.html']],
  ])(
    'reads the content of a project of %s, and says what it left out',
    async (name, configuration, read, not) => {
      const { folder, file } = workspace();
      for (const path of [configuration, ...read, ...not]) file(`blog/${path}`, 'text');
      const { files, diagnostics } = await discover([folder]);
      const leftOut = [...new Set(not.map((path) => path.split('/')[0]))].sort().join(', ');
      expect({
        files: files.map(({ path }) => path),
        diagnostics: diagnostics.map(({ path, code, message }) => [path, code, message]),
      }).toEqual({
        files: read.map((path) => `blog/${path}`).sort(),
        diagnostics: [
          [
            `blog/${configuration}`,
            'GENERATOR_PROJECT',
            `The folder is a project of ${name}; not read: ${leftOut}.`,
          ],
        ],
      });
    },
  );
});
