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
