import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, serve } from '../program.ts';
import { workspace } from '../workspace.ts';

const POST = '---\ntitle: A post\ndate: 2024-01-02T03:04:05Z\n---\nSome text.\n';

/** The command's one line on standard error, with what differs from run to run left out. */
async function refusal(args: readonly string[], folder: string, env: Record<string, string> = {}) {
  const { status, stderr } = await run(args, { cwd: folder, env });
  return { status, stderr: stderr.replaceAll(folder, '<folder>') };
}

describe('what cannot be used ends the command with one line and a status', () => {
  it('a folder that does not exist', async () => {
    const { folder } = workspace();
    expect(await refusal(['ingest', 'none'], folder)).toEqual({
      status: 1,
      stderr:
        'newsgraph: There is no folder none. Name a folder of posts, for example `newsgraph serve ./posts`.\n',
    });
  });

  it('an empty folder, which leaves the store as it was', async () => {
    const { folder, file } = workspace();
    file('posts/a.md', POST);
    mkdirSync(join(folder, 'empty'));
    await run(['ingest', 'posts'], { cwd: folder });
    expect(await refusal(['ingest', 'empty'], folder)).toEqual({
      status: 1,
      stderr:
        'newsgraph: There is no post in empty. Posts are files that end in .md, .markdown, .html or .txt; name the folder that holds them.\n',
    });
    const { stdout } = await run(['ingest', 'posts', '--json'], { cwd: folder });
    expect(JSON.parse(stdout).articles).toEqual({ added: 0, updated: 0, unchanged: 1, removed: 0 });
  });

  it('a folder in which nothing can be read', async () => {
    const { folder, file } = workspace();
    mkdirSync(join(folder, 'posts'));
    symlinkSync(join(folder, 'gone'), join(folder, 'posts', 'a.md'));
    file('posts/b.md', '');
    const { status, stderr } = await refusal(['ingest', 'posts'], folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^newsgraph: None of the 2 files in posts could be read as a post \(.+\)\. Run .+\n$/,
    );
  });

  it('a file where a folder is meant', async () => {
    const { folder, file } = workspace();
    file('a.md', POST);
    const { status, stderr } = await refusal(['serve', 'a.md'], folder);
    expect([status, stderr.split('.')[0]]).toEqual([1, 'newsgraph: a']);
    expect(stderr).toMatch(/^newsgraph: a\.md is a file, not a folder\. .+\n$/);
  });

  it('a catalog with an error, by file and line', async () => {
    const { folder, file } = workspace();
    file('posts/a.md', POST);
    file('mine/companies.yaml', 'companies:\n  - slug: acme\n    name: { zh: 顶点 }\n');
    const { status, stderr } = await refusal(['ingest', 'posts', '--catalog', 'mine'], folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/companies\.yaml:[23]/);
  });

  it('a port that is taken', async () => {
    const { folder, file } = workspace();
    file('posts/a.md', POST);
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    const { status, stderr } = await refusal(['serve', 'posts', '--port', String(port)], folder);
    other.close();
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `newsgraph: Port ${port} on 127.0.0.1 is taken by another program. Stop it, or choose another port: \`newsgraph serve --port ${port + 1}\`.\n`,
    });
  });

  it.each([
    [['serve', '--prot', '1'], /unknown option '--prot'/],
    [['sevre'], /unknown command 'sevre'/],
    [['ingest'], /There is no folder to ingest/],
    [['serve', '--port', 'many'], /--port "many"/],
  ])('wrong usage: %j', async (args, message) => {
    const { folder } = workspace();
    const { status, stderr } = await refusal(args, folder);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('a bad post is a diagnostic, and the rest is served', async () => {
    const { folder, file } = workspace();
    file('posts/a.md', POST);
    file('posts/b.md', '');
    const { status, stdout } = await run(['ingest', 'posts', '--json'], { cwd: folder });
    expect([status, JSON.parse(stdout).files]).toEqual([0, { articles: 1, duplicates: 0, refused: 1 }]);
  });
});

describe('the command', () => {
  it('ends cleanly on Ctrl-C and on SIGTERM', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const server = await serve(['--store', ':memory:']);
      const { status, stderr } = await server.stop(signal);
      // Where the machine is slow, how far reading is has been told.
      expect([status, stderr.replace(/^reading .*$/gm, '').trim()]).toEqual([0, '']);
    }
  });

  it.each([
    ['serve'],
    ['ingest'],
    ['relink'],
    ['schema'],
    ['explain'],
    ['catalog', 'check'],
    ['keys', 'add'],
    ['keys', 'list'],
    ['keys', 'revoke'],
    ['init'],
    ['doctor'],
    ['backup'],
  ])('%s --help shows an example', async (...command) => {
    const { status, stdout } = await run([...command, '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain(`Example:\n  newsgraph ${command.join(' ')}`);
  });

  it('serves a third post of either family without being told about it', async () => {
    const { folder, file } = workspace();
    file(
      'hexo.txt',
      "\n---\ntitle: '微软发布新版 Windows'\ncategories: \n - 编程\n - 站点\nauthor: 站点\ncomments: false\ndate: Fri, 05 Mar 2021 00:00:00 GMT\nthumbnail: ''\n---\n\n<div>   \n<p>微软今天发布了新版 \nWindows。</p>\n</div>\n",
    );
    file(
      'jekyll.md',
      '---\nlayout: post\ntitle: "英伟达股价上涨"\ndate: 2022-05-26 09:00:00 +0800\ncategories: emnews\ntags: 快讯\n---\n<p>英伟达股价上涨。</p><p class="em_media">（文章来源：某报）</p>\n',
    );
    const server = await serve(['.', '--store', ':memory:'], { cwd: folder });
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query:
          '{ articles { nodes { slug publishedAt bodyText source { name } categories { nodes { path } } } } }',
      }),
    });
    await server.stop();
    expect(await response.json()).toEqual({
      data: {
        articles: {
          nodes: [
            {
              slug: 'jekyll',
              publishedAt: '2022-05-26T01:00:00Z',
              bodyText: '英伟达股价上涨。',
              source: { name: '某报' },
              categories: { nodes: [{ path: ['emnews'] }] },
            },
            {
              slug: 'hexo',
              publishedAt: '2021-03-05T00:00:00Z',
              bodyText: '微软今天发布了新版 Windows。',
              source: { name: '站点' },
              categories: { nodes: [{ path: ['编程', '站点'] }] },
            },
          ],
        },
      },
    });
  });
});
