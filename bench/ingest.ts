/**
 * The whole pipeline (read, link, store) against the bare loop that any reader of posts contains, against peers that
 * read or render folders of posts, and against an older commit of this project, over the same files in one run. Each
 * side is a process of its own and is measured the second time that it does its work, by the clock and in CPU time: a
 * machine that does other things beside, or that has no more processors than one side uses threads, shows in the
 * difference. The last line is everything as JSON.
 */
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadCatalog, SHIPPED_CATALOG } from '../src/catalog/load.ts';
import { discover } from '../src/ingest/discover.ts';
import { writePosts } from './generated-posts.ts';
import type { Cost, Side } from './sides/ingest.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PEERS = resolve(import.meta.dirname, 'peers');
/** Copies of the real posts, each with a line of its own at the end, as the same bytes would be one article. */
const COPIES = 20;

/** Peak memory in megabytes beside what the side says of itself. */
interface Measured extends Side {
  readonly peak: number;
}

type Results = Record<string, Measured>;

/**
 * `npm run bench -- ingest [posts] [--against CHECKOUT]`: the real posts that NEWSGRAPH_CORPUS names, twenty times, and
 * generated ones (20,000). `--against` names a checkout of another commit with its dependencies installed.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { against: { type: 'string' }, only: { type: 'string' } },
    allowPositionals: true,
  });
  const count = Number(positionals[0] ?? 20_000);
  const { against } = values;
  const corpus = process.env.NEWSGRAPH_CORPUS;
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-bench-'));
  console.log(`${availableParallelism()} processors; the thread that stores works beside the workers`);
  const report: Record<string, unknown> = { processors: availableParallelism() };
  try {
    if (values.only !== 'generated') {
      report.firstStartSeconds = await firstStarts(against);
      if (corpus)
        report.realPosts = await compare('real posts', copied(corpus, join(folder, 'real')), against);
      else console.log('No real posts: set NEWSGRAPH_CORPUS to a folder of them.');
    }
    if (values.only !== 'real') {
      const generated = join(folder, 'generated');
      writePosts(generated, count, await loadCatalog([SHIPPED_CATALOG]));
      report.generatedPosts = await compare(`${count} generated posts`, generated, against);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(JSON.stringify(report));
}

function copied(corpus: string, folder: string): string {
  for (let copy = 0; copy < COPIES; copy++) {
    const place = join(folder, String(copy));
    cpSync(corpus, place, { recursive: true });
    for (const entry of readdirSync(place, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) appendFileSync(join(entry.parentPath, entry.name), `\n<!-- ${copy} -->\n`);
  }
  return folder;
}

async function compare(name: string, folder: string, against: string | undefined): Promise<Results> {
  const { files } = await discover([folder]);
  const bytes = files.reduce((sum, file) => sum + readFileSync(file.absolute).length, 0);
  console.log(`\n${name}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB`);
  const results: Results = {};
  const measure = (key: string, label: string, args: readonly string[], note: (side: Measured) => string) => {
    const measured = side(label, args);
    if (measured === null) return null;
    results[key] = measured;
    row(label, measured, note(measured));
    return measured;
  };
  const own = join(import.meta.dirname, 'sides/ingest.ts');
  const bare = measure(
    'bareLoop',
    'bare loop: gray-matter + markdown-it + htmlparser2',
    [own, 'bare', folder],
    () => '',
  );
  const toBare = (measured: Measured) =>
    bare === null ? '' : times(bare, measured, "the bare loop's speed");
  const one = measure('oneWorker', 'newsgraph, one worker', [own, 'newsgraph', folder, '1'], toBare);
  if (one?.unchanged) row('newsgraph, again, unchanged', { ...one, ...one.unchanged }, '');
  const two = measure('twoWorkers', 'newsgraph, two workers', [own, 'newsgraph', folder, '2'], (measured) =>
    [toBare(measured), one && times(one, measured, 'one worker')].join(', '),
  );
  if (against !== undefined) {
    const other = join(resolve(against), 'bench/sides/ingest.ts');
    for (const [key, workers, mine] of [
      ['otherOneWorker', '1', one],
      ['otherTwoWorkers', '2', two],
    ] as const) {
      measure(
        key,
        `the other commit, ${workers} worker(s)`,
        [other, 'newsgraph', folder, workers],
        (measured) => (mine === null ? '' : `this commit: ${times(measured, mine, 'its speed')}`),
      );
    }
  }
  for (const [peer, note] of [
    ['eleventy', 'HTML from Markdown, nothing written'],
    ['velite', 'HTML from Markdown'],
    ['content-collections', 'front matter only, no Markdown'],
  ] as const) {
    if (!existsSync(join(PEERS, 'node_modules'))) {
      console.log(`  ${peer}: not installed; \`npm ci --prefix bench/peers\` brings it.`);
      continue;
    }
    measure(peer, peer, [join(PEERS, `${peer}.mjs`), folder], (measured) => {
      const part = `${note}, ${measured.posts} of ${files.length} read`;
      return two === null ? part : `${part}; newsgraph, two workers: ${times(measured, two, 'its speed')}`;
    });
  }
  return results;
}

/** Said by every side when it ends. */
const PEAK =
  "data:text/javascript,process.on('exit', () => console.error('peak=' + process.resourceUsage().maxRSS))";

/** What a side says of itself; null, with the reason printed, where it gives up. */
function side(name: string, args: readonly string[]): Measured | null {
  const result = spawnSync(process.execPath, ['--import', PEAK, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const line = result.stdout.trim().split('\n').at(-1) ?? '';
  const peak = Math.round(Number(/^peak=(\d+)$/m.exec(result.stderr)?.[1] ?? 0) / 1024);
  if (result.status === 0 && line.startsWith('{')) return { ...(JSON.parse(line) as Side), peak };
  const reason = /^.*Error: .*$/m.exec(result.stderr)?.[0] ?? result.stderr.trim().split('\n').at(-1);
  console.log(`  ${name} gives up on this folder: ${reason?.trim()}`);
  return null;
}

function row(name: string, { seconds, cpu, posts, peak }: Measured, note: string): void {
  const cells = [
    `${seconds.toFixed(2)} s`.padStart(10),
    `${cpu.toFixed(2)} s CPU`.padStart(13),
    `${Math.round(posts / seconds)}/s`.padStart(9),
    `${peak} MB`.padStart(8),
  ];
  console.log(`  ${name.padEnd(52)} ${cells.join(' ')}  ${note}`);
}

/** How many times as fast the second is, by the clock and by CPU time. */
function times(first: Cost, second: Cost, name: string): string {
  const clock = (first.seconds / second.seconds).toFixed(2);
  return `${clock} times ${name} (CPU ${(first.cpu / second.cpu).toFixed(2)})`;
}

/** Seconds from nothing to answering the two posts of `seeds/`, the best of three, for this commit and the other. */
async function firstStarts(against: string | undefined): Promise<Record<string, number>> {
  const roots = { this: ROOT, ...(against === undefined ? {} : { other: resolve(against) }) };
  const best: Record<string, number> = {};
  for (let round = 0; round < 3; round++) {
    for (const [name, root] of Object.entries(roots))
      best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, await firstStart(root));
  }
  for (const [name, seconds] of Object.entries(best))
    console.log(`first start on the seeds, ${name} commit: ${seconds.toFixed(2)} s`);
  return best;
}

async function firstStart(root: string): Promise<number> {
  const place = mkdtempSync(join(tmpdir(), 'newsgraph-start-'));
  const started = performance.now();
  const server = spawn(
    process.execPath,
    [
      join(root, 'bin/newsgraph.js'),
      'serve',
      join(root, 'seeds'),
      '--port',
      '0',
      '--store',
      join(place, 'graph.db'),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    await new Promise<void>((answers, failed) => {
      let said = '';
      server.stdout.on('data', (data) => {
        said += data;
        if (/GraphiQL at \S+/.test(said)) answers();
      });
      server.once('exit', (status) =>
        failed(new Error(`The server of ${root} ended with ${status}: ${said}`)),
      );
    });
    return (performance.now() - started) / 1000;
  } finally {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
    rmSync(place, { recursive: true, force: true });
  }
}
