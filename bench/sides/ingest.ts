/**
 * One side of the benchmark `ingest`, in a process of its own so that no side warms or burdens another: does its work over
 * a folder once to be warm, then again, and prints what the second time took as JSON.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import matter from 'gray-matter';
import { parseDocument } from 'htmlparser2';
import MarkdownIt from 'markdown-it';
import { loadCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';
import { DEFAULT_LIMITS } from '../../src/documents/read.ts';
import { discover } from '../../src/ingest/discover.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

/** Seconds by the clock, and of all processors together. */
export interface Cost {
  readonly seconds: number;
  readonly cpu: number;
}

export interface Side extends Cost {
  readonly posts: number;
  /** The catalog written into an empty store, which the first ingest does once whatever the number of posts. */
  readonly catalog?: Cost;
  /** The same folder again, with nothing changed. */
  readonly unchanged?: Cost;
}

async function cost(work: () => unknown): Promise<Cost> {
  const started = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
}

/** What any reader of posts does: front matter, Markdown, HTML. */
async function bareLoop(folder: string): Promise<Side> {
  const { files } = await discover([folder]);
  const markdown = new MarkdownIt({ html: true });
  const once = () => {
    for (const { absolute } of files) {
      const text = readFileSync(absolute, 'utf8');
      let body = text;
      try {
        body = matter(text, {}).content;
      } catch {
        // Front matter that is no YAML: the loop goes on with the whole text.
      }
      parseDocument(markdown.render(body));
    }
  };
  once();
  return { posts: files.length, ...(await cost(once)) };
}

async function inNewStore<Result>(use: (store: Store) => Promise<Result>): Promise<Result> {
  const place = mkdtempSync(join(tmpdir(), 'newsgraph-store-'));
  const store = await openStore(join(place, 'graph.db'));
  try {
    return await use(store);
  } finally {
    await store.close();
    rmSync(place, { recursive: true, force: true });
  }
}

async function newsgraph(folder: string, threads: number): Promise<Side> {
  const settings = {
    catalog: await loadCatalog([SHIPPED_CATALOG]),
    readOptions: { timeZone: 'Asia/Shanghai', limits: DEFAULT_LIMITS },
  };
  const once = (store: Store) => ingest({ folders: [folder], store, settings, threads });
  await inNewStore(once);
  const catalog = await inNewStore((store) =>
    cost(async () => {
      const transaction = await store.beginIngest();
      await transaction.putCatalog(settings.catalog);
      await transaction.commit();
    }),
  );
  return inNewStore(async (store) => {
    const first = await cost(() => once(store));
    const unchanged = await cost(() => once(store));
    return { posts: (await store.corpus.get()).articleCount, ...first, catalog, unchanged };
  });
}

const [side, folder = '', threads = '1'] = process.argv.slice(2);
const result = side === 'bare' ? await bareLoop(folder) : await newsgraph(folder, Number(threads));
process.stdout.write(`${JSON.stringify(result)}\n`);
