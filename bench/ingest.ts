/**
 * The whole pipeline (read, link, store) against the bare loop that any reader of posts contains, and against peers
 * that read folders of posts, over the same files in one run. Each side is a process of its own and is measured the
 * second time that it does its work, by the clock and in CPU time: a machine that does other things beside, or that
 * has no more processors than one side uses threads, shows in the difference.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadCatalog, SHIPPED_CATALOG } from '../src/catalog/load.ts';
import { discover } from '../src/ingest/discover.ts';
import { writePosts } from './generated-posts.ts';
import type { Cost, Side } from './sides/ingest.ts';

const PEERS = resolve(import.meta.dirname, 'peers');

/** `npm run bench -- ingest [posts]`: the real posts that NEWSGRAPH_CORPUS names, and generated ones (20,000). */
export async function run(args: readonly string[]): Promise<void> {
  const count = Number(args[0] ?? 20_000);
  const corpus = process.env.NEWSGRAPH_CORPUS;
  const generated = mkdtempSync(join(tmpdir(), 'newsgraph-bench-'));
  console.log(`${availableParallelism()} processors; the thread that stores works beside the workers`);
  try {
    writePosts(generated, count, await loadCatalog([SHIPPED_CATALOG]));
    if (corpus) await compare('real posts', corpus);
    else console.log('No real posts: set NEWSGRAPH_CORPUS to a folder of them.');
    await compare(`${count} generated posts`, generated);
  } finally {
    rmSync(generated, { recursive: true, force: true });
  }
}

async function compare(name: string, folder: string): Promise<void> {
  const { files } = await discover([folder]);
  const bytes = files.reduce((sum, file) => sum + readFileSync(file.absolute).length, 0);
  console.log(`\n${name}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
  const own = join(import.meta.dirname, 'sides/ingest.ts');
  const bare = side('bare loop', [own, 'bare', folder]);
  if (bare === null) return;
  row('bare loop: gray-matter + markdown-it + htmlparser2', bare, bare.posts, '');
  const one = side('newsgraph', [own, 'newsgraph', folder, '1']);
  if (one === null) return;
  row(
    'newsgraph, one worker, linked and stored',
    one,
    one.posts,
    against(bare, one, "the bare loop's speed"),
  );
  if (one.unchanged && one.catalog) {
    row(
      'newsgraph, again, unchanged',
      one.unchanged,
      one.posts,
      against(one, one.unchanged, 'the first run'),
    );
    row('of the first run: the catalog, once a store', one.catalog, null, '');
    const posts = {
      seconds: one.seconds - one.catalog.seconds,
      cpu: one.cpu - one.catalog.cpu,
    };
    row('of the first run: the posts', posts, one.posts, against(bare, posts, "the bare loop's speed"));
  }
  const two = side('newsgraph', [own, 'newsgraph', folder, '2']);
  if (two !== null) row('newsgraph, two workers', two, two.posts, against(one, two, 'one worker'));
  for (const [peer, note] of [
    ['velite', 'HTML from Markdown'],
    ['content-collections', 'front matter only, no Markdown'],
  ] as const) {
    if (!existsSync(join(PEERS, 'node_modules'))) {
      console.log(`  ${peer}: not installed; \`npm ci --prefix bench/peers\` brings it.`);
      continue;
    }
    const read = side(peer, [join(PEERS, `${peer}.mjs`), folder]);
    if (read === null) continue;
    const part = `${note}, ${read.posts} of ${files.length} read`;
    row(peer, read, read.posts, `${part}; newsgraph, one worker: ${against(read, one, 'its speed')}`);
  }
}

/** What a side says of itself; null, with the reason printed, where it gives up. */
function side(name: string, args: readonly string[]): Side | null {
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const line = result.stdout.trim().split('\n').at(-1) ?? '';
  if (result.status === 0 && line.startsWith('{')) return JSON.parse(line) as Side;
  const reason = /^.*Error: .*$/m.exec(result.stderr)?.[0] ?? result.stderr.trim().split('\n').at(-1);
  console.log(`  ${name} gives up on this folder: ${reason?.trim()}`);
  return null;
}

function row(name: string, { seconds, cpu }: Cost, count: number | null, note: string): void {
  const rate = count === null ? '' : `${Math.round(count / seconds)}/s`;
  console.log(
    `  ${name.padEnd(52)} ${seconds.toFixed(2).padStart(8)} s ${`${cpu.toFixed(2)} s CPU`.padStart(13)} ${rate.padStart(8)}  ${note}`,
  );
}

/** How many times as fast the second is, by the clock and by CPU time. */
function against(first: Cost, second: Cost, name: string): string {
  const clock = (first.seconds / second.seconds).toFixed(2);
  return `${clock} times ${name} (CPU ${(first.cpu / second.cpu).toFixed(2)})`;
}
