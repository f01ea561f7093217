import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ask } from '../program.ts';
import { workspace } from '../workspace.ts';

const root = resolve(import.meta.dirname, '../..');

it('the tarball, installed in an empty folder, serves posts and can be embedded', {
  timeout: 240_000,
}, async () => {
  const { folder, file } = workspace();
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
  const inFolder = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: root, env, stdio: 'ignore' });
  const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }');
  inFolder('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', `./newsgraph-${version}.tgz`);
  file(
    'posts/a.md',
    '---\ntitle: 微软与英伟达合作\ndate: 2024-01-02T03:04:05Z\n---\n微软与英伟达宣布合作。\n',
  );

  expect(inFolder('npx', 'newsgraph', '--version').trim()).toBe(version);
  const report = JSON.parse(inFolder('npx', 'newsgraph', 'ingest', './posts', '--json'));
  expect(report.files).toEqual({ articles: 1, duplicates: 0, refused: 0 });

  for (const example of ['script.ts', 'server.ts']) {
    copyFileSync(join(root, 'examples/embedding', example), join(folder, example));
  }
  const tsc = join(root, 'node_modules/.bin/tsc');
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck'];
  inFolder(tsc, ...strict, ...types, 'script.ts', 'server.ts');

  expect(JSON.parse(inFolder(process.execPath, 'script.ts', './posts'))).toEqual({
    companies: {
      nodes: ['Microsoft', 'NVIDIA'].map((name) => ({ name, mentionCount: 2, articles: { totalCount: 1 } })),
    },
  });

  const server = spawn(process.execPath, ['server.ts', './posts'], {
    cwd: folder,
    env: { ...env, PORT: '0' },
  });
  onTestFinished(() => void server.kill());
  const port = await new Promise<string>((found) => {
    server.stdout.on('data', (chunk) => {
      const match = /port: (\d+)/.exec(String(chunk));
      if (match?.[1]) found(match[1]);
    });
  });
  expect(await (await fetch(`http://127.0.0.1:${port}/hello`)).text()).toBe(
    'A page of the server around it.',
  );
  const { data } = await ask(`http://127.0.0.1:${port}/graphql`, '{ article(slug: "a") { title } }');
  expect(data).toEqual({ article: { title: '微软与英伟达合作' } });
});
