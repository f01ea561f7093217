import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Served, serve } from '../program.ts';
import { LASTING_ENGINES } from '../store/stores.ts';
import { workspace } from '../workspace.ts';

const post = (title: string) => `---\ntitle: ${title}\ndate: 2021-12-02\n---\n<p>Amazon and ${title}.</p>\n`;

describe.skipIf(process.platform !== 'linux').each(LASTING_ENGINES)(
  'two processes on one port, on $name',
  ({ missing, open }) => {
    test.skipIf(missing !== null)(
      'answer alike, take saved posts in, outlive one of them, count together and end together',
      { timeout: 120_000 },
      async () => {
        const { location, remove } = await open();
        const posts = workspace();
        posts.file('one.md', post('Alpha'));
        const server = await serve([posts.folder, '--store', location, '--watch', '--processes', '2']);
        onTestFinished(async () => {
          await server.stop();
          await remove();
        });
        await until(async () => (await titles(server)).every((found) => found === 'Alpha'));
        const first = children(server);
        expect(first.length).toBe(2);

        posts.file('two.md', post('Beta'));
        await until(async () => (await titles(server)).every((found) => found === 'Alpha,Beta'));

        process.kill(first[0] as number, 'SIGKILL');
        await until(
          async () => children(server).length === 2 && !children(server).includes(first[0] as number),
        );
        await until(async () => (await titles(server)).every((found) => found === 'Alpha,Beta'));
        expect(children(server)).toContain(first[1]);

        await titles(server, 'Counted');
        await until(
          async () => (await metric(server, 'newsgraph_requests_total{operation="Counted",code="OK"}')) === 8,
        );
        expect(await metric(server, 'newsgraph_articles')).toBe(2);
        for (const path of ['/ready', '/health']) {
          await until(async () => (await get(server, path)).status === 200);
        }

        const running = children(server);
        const ended = await server.stop('SIGTERM');
        expect([ended.status, ended.stdout.match(/GraphiQL at/g)?.length]).toEqual([0, 1]);
        expect(running.filter(isAlive)).toEqual([]);
      },
    );
  },
);

test('a port that is taken is said, and ends the run', { timeout: 120_000 }, async () => {
  const posts = workspace();
  posts.file('one.md', post('Alpha'));
  const server = await serve([posts.folder, '--store', ':memory:']);
  onTestFinished(async () => void (await server.stop()));
  const second = serve([
    posts.folder,
    '--store',
    ':memory:',
    '--processes',
    '2',
    '--port',
    new URL(server.url).port,
  ]);
  await expect(second).rejects.toThrow(/taken by another program/);
});

/** What eight connections of their own are told: both processes are among those who tell. */
function titles(server: Served, name = 'Titles'): Promise<string[]> {
  const query = `query ${name} { articles(orderBy: { field: TITLE, direction: ASC }) { nodes { title } } }`;
  return Promise.all(
    Array.from({ length: 8 }, async () => {
      const { status, body } = await get(server, `/graphql?query=${encodeURIComponent(query)}`);
      if (status !== 200) return `status ${status}`;
      const { data } = JSON.parse(body) as { data: { articles: { nodes: { title: string }[] } } };
      return data.articles.nodes.map(({ title }) => title).join();
    }),
  );
}

async function metric(server: Served, name: string): Promise<number> {
  const { body } = await get(server, '/metrics');
  const line = body.split('\n').find((line) => line.startsWith(`${name} `));
  return Number(line?.slice(name.length));
}

/** On a connection of its own, as connections, not requests, are dealt to the processes. */
function get(server: Served, path: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve) => {
    const sent = request(new URL(path, server.url), { agent: false }, (answer) => {
      let body = '';
      answer.on('data', (part) => {
        body += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, body }));
      answer.on('error', () => resolve({ status: undefined, body }));
    });
    sent.on('error', () => resolve({ status: undefined, body: '' }));
    sent.end();
  });
}

function children({ process: { pid } }: Served): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for as long as the test may. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(100);
}
