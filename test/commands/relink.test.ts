import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../program.ts';
import { workspace } from '../workspace.ts';

const post = (title: string, body: string) => `---\ntitle: ${title}\ndate: 2024-01-02\n---\n${body}\n`;
const catalog = (zh: string) =>
  `companies:\n  - slug: acme-future\n    name: { en: Acme Future, zh: ${zh} }\n    tickers: ["XNAS:ACMF"]\n`;

/** Runs the command in the folder; the time that it took, the revision and the folder are left out of its output. */
async function newsgraph(folder: string, ...args: string[]) {
  const { status, stdout, stderr } = await run(args, { cwd: folder });
  const shown = stdout.replace(/, \d+\.\d s/, '').replace(/revision \d+/, 'revision N');
  return { status, stdout: shown, stderr: stderr.replaceAll(folder, '<folder>') };
}

describe('newsgraph relink', () => {
  it('shows what a catalog edit does to links, then does it, without the folder of posts', {
    timeout: 120_000,
  }, async () => {
    const { folder, file } = workspace();
    file('posts/a.md', post('顶点新闻', '昨天，顶点未来\n科技发布了新版本。大家都说好。'));
    file('posts/b.md', post('别的', '零点过去科技什么也没说。'));
    file('posts/c.md', post('无关', '什么也没有。'));
    file('mine/companies.yaml', catalog('零点过去科技'));
    await newsgraph(folder, 'ingest', 'posts', '--catalog', 'mine', '--store', 'news.db');
    rmSync(join(folder, 'posts'), { recursive: true });
    file('mine/companies.yaml', catalog('顶点未来科技'));

    const options = ['relink', '--catalog', 'mine', '--store', 'news.db'];
    const changes = [
      'b.md: 别的',
      '  - company acme-future, “零点过去科技” in: 零点过去科技什么也没说。',
      '  - ticker XNAS:ACMF, by its company in: 零点过去科技什么也没说。',
      'a.md: 顶点新闻',
      '  + company acme-future, “顶点未来科技” in: 昨天，顶点未来科技发布了新版本。',
      '  + ticker XNAS:ACMF, by its company in: 昨天，顶点未来科技发布了新版本。',
    ];
    const dry = await newsgraph(folder, ...options, '--dry-run');
    expect({ ...dry, stdout: dry.stdout.split('\n').sort() }).toEqual({
      status: 0,
      stdout: [
        '',
        ...changes,
        '2 of 3 articles would be linked again: 2 links gained, 2 lost; nothing was changed',
      ].sort(),
      stderr: '',
    });
    expect(await newsgraph(folder, ...options)).toEqual({
      status: 0,
      stdout: '2 of 3 articles were linked again: 2 links gained, 2 lost; revision N\n',
      stderr: '',
    });
    expect(await newsgraph(folder, ...options)).toEqual({
      status: 0,
      stdout: '0 of 0 articles were linked again: 0 links gained, 0 lost; revision N\n',
      stderr: '',
    });
  });

  it('prints the same for machines', { timeout: 120_000 }, async () => {
    const { folder, file } = workspace();
    file('posts/a.md', post('新闻', '顶点未来科技发布了新版本。'));
    file('mine/companies.yaml', catalog('零点过去科技'));
    await newsgraph(folder, 'ingest', 'posts', '--catalog', 'mine');
    file('mine/companies.yaml', catalog('顶点未来科技'));
    const { stdout } = await newsgraph(folder, 'relink', '--catalog', 'mine', '--dry-run', '--json');
    const sentence = '顶点未来科技发布了新版本。';
    expect({ ...JSON.parse(stdout), seconds: 0 }).toEqual({
      revision: '1',
      checked: 1,
      relinked: 1,
      gained: 2,
      lost: 0,
      seconds: 0,
      changes: [
        {
          slug: 'a',
          path: 'a.md',
          title: '新闻',
          mentions: [
            {
              kind: 'GAINED',
              mention: {
                field: 'BODY',
                start: 0,
                end: 6,
                surface: '顶点未来科技',
                sentenceStart: 0,
                sentenceEnd: 13,
                alias: '顶点未来科技',
                rule: 'alias',
                status: 'RESOLVED',
                entity: { type: 'Company', key: 'acme-future' },
              },
              sentence,
            },
          ],
          tickers: [{ kind: 'GAINED', ticker: 'XNAS:ACMF', origin: 'COMPANY', sentence }],
        },
      ],
    });
  });

  it('asks for a store that holds articles', async () => {
    const { folder } = workspace();
    expect(await newsgraph(folder, 'relink', '--store', 'none.db')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'newsgraph: There is no article in the store none.db. Name another one with --store, or fill it: `newsgraph ingest ./posts`.\n',
    });
  });
});
