import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { watch } from '../../src/ingest/watch.ts';
import { workspace } from '../workspace.ts';

/** Watches two folders and keeps the bursts as plain values. */
async function watched() {
  const posts = workspace();
  const catalog = workspace();
  posts.file('there.md', 'text');
  const bursts: { posts: string[]; catalog: boolean }[] = [];
  const watching = await watch({
    folders: [posts.folder],
    catalogFolders: [catalog.folder],
    onChanges: async (changes) => {
      bursts.push({ posts: [...changes.posts].sort(), catalog: changes.catalog });
    },
    onError: (error) => {
      throw error;
    },
  });
  const settled = async (count: number) => {
    for (let tries = 0; tries < 100 && bursts.length < count; tries++) await pause(50);
    return bursts;
  };
  return { posts, catalog, settled, watching };
}

it('saved, added and deleted posts are one burst; other files are none', async () => {
  const { posts, settled, watching } = await watched();
  posts.file('there.md', 'new text');
  posts.file('2024/added.md', 'text');
  posts.file('picture.png', 'x');
  posts.file('.draft.md', 'x');
  expect(await settled(1)).toEqual([{ posts: ['2024/added.md', 'there.md'], catalog: false }]);
  posts.remove('there.md');
  expect((await settled(2))[1]).toEqual({ posts: ['there.md'], catalog: false });
  await watching.stop();
});

it('an edit of a catalog file is told apart from posts', async () => {
  const { catalog, settled, watching } = await watched();
  catalog.file('mine.yaml', 'companies: []');
  expect(await settled(1)).toEqual([{ posts: [], catalog: true }]);
  await watching.stop();
});
