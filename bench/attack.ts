/**
 * `npm run bench -- attack [--articles 300] [--seconds 10] [--attackers 4]`
 *
 * Ordinary traffic beside a steady attack, against a server with a heap of 512 MB: its latency in quiet and under
 * attack in one run, and what became of every hostile request.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ask } from './sides/asking.ts';

const PROGRAM = resolve(import.meta.dirname, '../bin/newsgraph.js');
const HEAP_MB = 512;
const CLIENTS = 4;

const NAMES = ['亚马逊', '微软', '英伟达', '苹果公司', '谷歌', '特斯拉', '阿里巴巴', '腾讯', '百度', '京东'];

/** Ordinary questions of readers, some the same and some of their own. */
const ORDINARY: readonly ((turn: number) => string)[] = [
  () => '{ articles(first: 20) { nodes { title publishedAt companies(first: 5) { nodes { name } } } } }',
  () => '{ companies(filter: { mentioned: true }, first: 10) { nodes { name articleCount } } }',
  (turn) =>
    `{ articles(first: ${(turn % 10) + 1}) { nodes { title excerpt(length: ${turn % 400}) mentions(first: 5) { nodes { surface } } } } }`,
];

interface Latency {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      articles: { type: 'string', default: '300' },
      seconds: { type: 'string', default: '10' },
      attackers: { type: 'string', default: '4' },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-attack-'));
  writePosts(folder, Number(values.articles));
  const port = '4169';
  const url = `http://127.0.0.1:${port}/graphql`;
  const server = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, PROGRAM, 'serve', folder, '--store', ':memory:', '--port', port],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  let ended = false;
  server.once('exit', () => {
    ended = true;
  });
  try {
    while (!(await isReady(port))) {
      if (ended) throw new Error('The server ended before it was ready.');
      await pause(200);
    }
    const seconds = Number(values.seconds);
    await traffic(url, 2);
    const quiet = await traffic(url, seconds);
    const attackers = attack(url, seconds + 1, values.attackers);
    await pause(1_000);
    const attacked = await traffic(url, seconds);
    const hostile = await attackers;
    console.log(
      JSON.stringify({
        benchmark: 'attack',
        heapMb: HEAP_MB,
        articles: Number(values.articles),
        quiet,
        attacked,
        p99Ratio: Math.round((attacked.p99 / quiet.p99) * 10) / 10,
        survived: !ended,
        hostile,
      }),
    );
  } finally {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Hostile clients are somewhere else: in a process of their own, which gives way to the others on this machine. */
async function attack(url: string, seconds: number, count: string): Promise<unknown> {
  const side = resolve(import.meta.dirname, 'sides/attackers.ts');
  const child = spawn(process.execPath, [side, url, String(seconds), count], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  setPriority(child.pid ?? 0, constants.priority.PRIORITY_LOW);
  let printed = '';
  for await (const chunk of child.stdout) printed += chunk;
  return JSON.parse(printed);
}

/** Long posts with a hundred mentions each. */
function writePosts(folder: string, count: number): void {
  for (let index = 0; index < count; index++) {
    const lines = Array.from(
      { length: 110 },
      (_, line) =>
        `今天${NAMES[(index + line) % NAMES.length]}发布了第${index * 110 + line}号产品，${'这是一段很长的正文文字，'.repeat(6)}。`,
    );
    const day = String((index % 28) + 1).padStart(2, '0');
    const matter = `---\ntitle: 新闻${index}\ndate: 2024-01-${day}T03:04:05Z\n---\n`;
    writeFileSync(join(folder, `post-${index}.md`), `${matter}${lines.join('\n\n')}\n`);
  }
}

async function isReady(port: string): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/ready`)).ok;
  } catch {
    return false;
  }
}

/** Clients that ask ordinary questions one after another. */
async function traffic(url: string, seconds: number): Promise<Latency> {
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  let failed = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let turn = client; performance.now() < end; turn++) {
        const began = performance.now();
        const outcome = await ask(url, ORDINARY[turn % ORDINARY.length]?.(turn) ?? '');
        times.push(performance.now() - began);
        if (outcome !== '200 OK') failed += 1;
        await pause(10);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
  return { requests: times.length, p50: at(0.5), p99: at(0.99), failed };
}
