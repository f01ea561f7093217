/**
 * One side of the benchmark `scale`: how one checkout of this project stores generated articles, step by step into one
 * store. Nothing is read or linked; making the articles is not timed. Prints a JSON line a step.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { openStore } from '../../src/store/open.ts';
import type { startPostgres } from '../../test/store/postgres-server.ts';
import type { generatedArticle, generatedCatalog } from '../generated-corpus.ts';

/** After each step; `cpu` is of this process, so without a database server. */
export interface Step {
  readonly articles: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly bytes: number;
  /** Peak memory of the process so far, in megabytes. */
  readonly peak: number;
}

const BATCH = 500;

interface Checkout {
  readonly openStore: typeof openStore;
  readonly startPostgres: typeof startPostgres;
  readonly generatedArticle: typeof generatedArticle;
  readonly generatedCatalog: typeof generatedCatalog;
}

async function checkout(root: string): Promise<Checkout> {
  const load = (path: string) => import(join(resolve(root), path)) as Promise<Checkout>;
  const [open, server, corpus] = await Promise.all([
    load('src/store/open.ts'),
    load('test/store/postgres-server.ts'),
    load('bench/generated-corpus.ts'),
  ]);
  return { ...open, ...server, ...corpus };
}

async function grow(
  { openStore, generatedArticle, generatedCatalog }: Checkout,
  location: string,
  step: number,
  steps: number,
  bytes: () => Promise<number>,
): Promise<void> {
  const store = await openStore(location);
  try {
    for (let from = 0; from < step * steps; from += step) {
      let seconds = 0;
      let cpu = 0;
      const timed = async <Result>(work: () => Promise<Result>): Promise<Result> => {
        const [started, before] = [performance.now(), process.cpuUsage()];
        const result = await work();
        const { user, system } = process.cpuUsage(before);
        seconds += (performance.now() - started) / 1000;
        cpu += (user + system) / 1e6;
        return result;
      };
      const transaction = await timed(() => store.beginIngest());
      if (from === 0) await transaction.putCatalog(generatedCatalog());
      for (let at = from; at < from + step; at += BATCH) {
        const length = Math.min(BATCH, from + step - at);
        const articles = Array.from({ length }, (_, index) => generatedArticle(at + index));
        await timed(() => transaction.putArticles(articles));
      }
      await timed(() => transaction.commit());
      const line: Step = {
        articles: from + step,
        seconds,
        cpu,
        bytes: await bytes(),
        peak: Math.round(process.resourceUsage().maxRSS / 1024),
      };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  } finally {
    await store.close();
  }
}

const [root = '.', engine, step = '20000', steps = '10'] = process.argv.slice(2);
const loaded = await checkout(root);
if (engine === 'postgres') {
  const server = await loaded.startPostgres(['-c', 'shared_buffers=1GB', '-c', 'max_wal_size=4GB']);
  const location = `${server.address}/postgres`;
  const client = new pg.Client({ connectionString: location });
  try {
    await client.connect();
    await grow(loaded, location, Number(step), Number(steps), async () => {
      const { rows } = await client.query<{ size: string }>(
        'SELECT pg_database_size(current_database()) AS size',
      );
      return Number(rows[0]?.size ?? 0);
    });
  } finally {
    await client.end();
    await server.stop();
  }
} else {
  const folder = mkdtempSync(join(tmpdir(), 'newsgraph-growth-'));
  try {
    const file = join(folder, 'graph.db');
    await grow(loaded, file, Number(step), Number(steps), async () => statSync(file).size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
