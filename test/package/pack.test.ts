import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
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

  file(
    'embedded.ts',
    `import { createNewsgraph, type Newsgraph } from 'newsgraph';
const newsgraph: Newsgraph = await createNewsgraph({ store: ':memory:' });
await newsgraph.ingest(['./posts']);
const { data } = await newsgraph.execute('{ articles { nodes { slug companies { nodes { slug } } } } }');
console.log(JSON.stringify(data));
await newsgraph.close();
`,
  );
  expect(JSON.parse(inFolder(process.execPath, 'embedded.ts'))).toEqual({
    articles: { nodes: [{ slug: 'a', companies: { nodes: [{ slug: 'microsoft' }, { slug: 'nvidia' }] } }] },
  });
  const tsc = join(root, 'node_modules/.bin/tsc');
  inFolder(
    tsc,
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--skipLibCheck',
    '--types',
    '',
    'embedded.ts',
  );
});
