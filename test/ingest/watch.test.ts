import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Selection } from '../../src/ingest/selection.ts';
import { watch } from '../../src/ingest/watch.ts';
import { workspace } from '../workspace.ts';

/** Watches two folders and keeps the bursts as plain values. */
async function watched(selection: Selection = { include: [], exclude: [] }) {
  const posts = workspace();
  const catalog = workspace();
  posts.file('there.md', 'text');
  const bursts: { posts: string[]; catalog: boolean; selection: boolean }[] = [];
  const watching = await watch({
    folders: [posts.folder],
    catalogFolders: [catalog.folder],
    selection,
    onChanges: async (changes) => {
      bursts.push({ ...changes, posts: [...changes.posts].sort() });
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
  expect(await settled(1)).toEqual([
    { posts: ['2024/added.md', 'there.md'], catalog: false, selection: false },
  ]);
  posts.remove('there.md');
  expect((await settled(2))[1]).toEqual({ posts: ['there.md'], catalog: false, selection: false });
  await watching.stop();
});

it('an edit of a catalog file is told apart from posts', async () => {
  const { catalog, settled, watching } = await watched();
  catalog.file('mine.yaml', 'companies: []');
  expect(await settled(1)).toEqual([{ posts: [], catalog: true, selection: false }]);
  await watching.stop();
});

it('files that the selection leaves out are none, and another .newsgraphignore is told', async () => {
  const { posts, settled, watching } = await watched({ include: [], exclude: ['drafts/'] });
  posts.file('drafts/a.md', 'text');
  posts.file('b.md', 'text');
  expect(await settled(1)).toEqual([{ posts: ['b.md'], catalog: false, selection: false }]);
  posts.file('.newsgraphignore', 'old/\n');
  expect((await settled(2))[1]).toEqual({ posts: [], catalog: false, selection: true });
  posts.file('old/c.md', 'text');
  posts.file('new/d.md', 'text');
  expect((await settled(3))[2]).toEqual({ posts: ['new/d.md'], catalog: false, selection: false });
  await watching.stop();
});
