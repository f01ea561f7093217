import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../program.ts';
import { type Copy, installedCopy, RUNS_EXAMPLES } from './copy.ts';

const timeout = 300_000;

describe.skipIf(!RUNS_EXAMPLES)('the example of a supergraph, installed from its lock file', () => {
  let copy: Copy;
  let gateway: ChildProcess;
  let url: string;
  beforeAll(async () => {
    copy = await installedCopy('examples/supergraph', ['bin', 'src', 'seeds', 'package.json']);
    const port = await freePort();
    gateway = spawn(process.execPath, [join(copy.folder, 'start.ts')], {
      cwd: copy.folder,
      env: { ...process.env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    url = await new Promise((found, failed) => {
      gateway.once('exit', (status) => failed(new Error(`The example ended with ${status}.`)));
      gateway.stdout?.on('data', (chunk) => {
        const match = /supergraph answers at (\S+)/.exec(String(chunk));
        if (match?.[1]) found(match[1]);
      });
    });
  }, timeout);
  afterAll(() => {
    gateway?.kill();
    copy?.remove();
  });

  it('answers a query that crosses from prices to news', async () => {
    const query = '{ movers(first: 1) { symbol price { last } company { slug articles { totalCount } } } }';
    const { data } = await ask<{ movers: { symbol: string; price: { last: number }; company: unknown }[] }>(
      url,
      query,
    );
    const [mover] = data.movers;
    expect(mover?.price.last).toBeGreaterThan(0);
    expect([mover?.symbol, mover?.company]).toEqual([
      'BABA',
      { slug: 'alibaba', articles: { totalCount: 1 } },
    ]);
  });

  it('answers a query that crosses from news to prices', async () => {
    const query =
      '{ articles(last: 1, orderBy: { field: TITLE, direction: ASC }) { nodes { tickers { nodes { symbol price { last } } } } } }';
    const { data, errors } = await ask<{
      articles: { nodes: { tickers: { nodes: { symbol: string; price: { last: number } | null }[] } }[] };
    }>(url, query);
    expect(errors).toBeUndefined();
    const tickers = data.articles.nodes.flatMap((article) => article.tickers.nodes);
    expect(tickers.map(({ symbol }) => symbol)).toContain('AMZN');
    expect(tickers.find(({ symbol }) => symbol === 'AMZN')?.price?.last).toBeGreaterThan(0);
  });
});

/** The first of three ports that are free in a row, as far as can be told. */
function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => found(port));
    });
  });
}
