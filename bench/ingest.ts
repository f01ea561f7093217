/**
 * The whole pipeline (read, link, store) against the bare loop that any reader of posts contains, and against
 * peers that read folders of posts, over the same files in one run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import matter from 'gray-matter';
import { parseDocument } from 'htmlparser2';
import MarkdownIt from 'markdown-it';
import { loadCatalog, SHIPPED_CATALOG } from '../src/catalog/load.ts';
import { DEFAULT_LIMITS } from '../src/documents/read.ts';
import { discover } from '../src/ingest/discover.ts';
import { ingest } from '../src/ingest/ingest.ts';
import { openStore } from '../src/store/open.ts';
import { writePosts } from './generated-posts.ts';

const PEERS = resolve(import.meta.dirname, 'peers');

/** `npm run bench -- ingest [posts]`: the corpus beside the project where it is there, and generated posts (20,000). */
export async function run(args: readonly string[]): Promise<void> {
  const count = Number(args[0] ?? 20_000);
  const corpus = process.env.NEWSGRAPH_CORPUS ?? resolve(import.meta.dirname, '../../shared/corpus');
  const generated = mkdtempSync(join(tmpdir(), 'newsgraph-bench-'));
  try {
    writePosts(generated, count, await loadCatalog([SHIPPED_CATALOG]));
    if (existsSync(corpus)) await compare('shared corpus', corpus);
    await compare(`${count} generated posts`, generated);
  } finally {
    rmSync(generated, { recursive: true, force: true });
  }
}

async function compare(name: string, folder: string): Promise<void> {
  const { files } = await discover([folder]);
  const bytes = files.reduce((sum, file) => sum + readFileSync(file.absolute).length, 0);
  console.log(`\n${name}: ${files.length} posts, ${(bytes / 1e6).toFixed(1)} MB`);

  // Twice: the first run compiles; every figure is of a second run in the same state.
  bareLoop(files.map((file) => file.absolute));
  const bare = await timed(() => bareLoop(files.map((file) => file.absolute)));
  await pipeline(folder, 1);
  const one = await pipeline(folder, 1);
  const two = await pipeline(folder, 2);

  row('bare loop: gray-matter + markdown-it + htmlparser2', bare, files.length, '');
  row(
    'newsgraph, one worker, linked and stored',
    one.first,
    files.length,
    `${ratio(bare, one.first)} of the bare loop's speed`,
  );
  row('newsgraph, two workers', two.first, files.length, `${ratio(one.first, two.first)} times one worker`);
  row(
    'newsgraph, again, unchanged',
    one.second,
    files.length,
    `${ratio(one.first, one.second)} times the first run`,
  );
  for (const peer of ['velite', 'content-collections']) {
    const seconds = runPeer(peer, folder);
    if (seconds !== null)
      row(
        peer,
        seconds,
        files.length,
        `newsgraph (one worker) is ${ratio(seconds, one.first)} times as fast`,
      );
  }
}

function bareLoop(files: readonly string[]): number {
  const markdown = new MarkdownIt({ html: true });
  let nodes = 0;
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    let body = text;
    try {
      body = matter(text, {}).content;
    } catch {
      // Front matter that is no YAML: the loop goes on with the whole text.
    }
    nodes += parseDocument(markdown.render(body)).children.length;
  }
  return nodes;
}

async function pipeline(folder: string, threads: number): Promise<{ first: number; second: number }> {
  const place = mkdtempSync(join(tmpdir(), 'newsgraph-store-'));
  const store = await openStore(join(place, 'graph.db'));
  try {
    const catalog = await loadCatalog([SHIPPED_CATALOG]);
    const readOptions = { timeZone: 'Asia/Shanghai', limits: DEFAULT_LIMITS };
    const once = () => ingest({ folders: [folder], store, settings: { catalog, readOptions }, threads });
    return { first: await timed(once), second: await timed(once) };
  } finally {
    await store.close();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Seconds that the peer says it took, in a process of its own; null where it is not installed. */
function runPeer(peer: string, folder: string): number | null {
  if (!existsSync(join(PEERS, 'node_modules'))) {
    console.log(`  ${peer}: not installed; \`npm ci --prefix bench/peers\` brings it.`);
    return null;
  }
  const result = spawnSync(process.execPath, [join(PEERS, `${peer}.mjs`), folder], { encoding: 'utf8' });
  const seconds = Number(/seconds: ([\d.]+)/.exec(result.stdout)?.[1]);
  if (Number.isFinite(seconds)) return seconds;
  console.log(`  ${peer} failed: ${result.stderr.trim().split('\n').at(-1)}`);
  return null;
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function row(name: string, seconds: number, count: number, note: string): void {
  console.log(
    `  ${name.padEnd(52)} ${seconds.toFixed(2).padStart(8)} s ${String(Math.round(count / seconds)).padStart(8)}/s  ${note}`,
  );
}

function ratio(a: number, b: number): string {
  return (a / b).toFixed(2);
}
