/** Stores of generated articles for the benchmark `serve`, each made once and kept in the temporary folder. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../src/diagnostic.ts';
import { openStore } from '../../src/store/open.ts';
import { generatedArticle, generatedCatalog } from '../generated-corpus.ts';

const COMMIT = 50_000;
const BATCH = 500;

export async function storeOf(articles: number): Promise<string> {
  const folder = join(tmpdir(), 'newsgraph-bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `serve-${articles}.db`);
  if (existsSync(file) && (await holds(file)) === articles) return file;
  const unfinished = `${file}.new`;
  for (const ending of ['', '-wal', '-shm']) {
    rmSync(file + ending, { force: true });
    rmSync(unfinished + ending, { force: true });
  }
  console.log(`${file} is made.`);
  const store = await openStore(unfinished);
  for (let from = 0; from < articles; from += COMMIT) {
    const transaction = await store.beginIngest();
    if (from === 0) await transaction.putCatalog(generatedCatalog());
    const to = Math.min(articles, from + COMMIT);
    for (let at = from; at < to; at += BATCH) {
      const length = Math.min(BATCH, to - at);
      await transaction.putArticles(Array.from({ length }, (_, index) => generatedArticle(at + index)));
    }
    await transaction.commit();
  }
  await store.close();
  renameSync(unfinished, file);
  return file;
}

/** Articles in it; none where it was written in another layout. */
async function holds(file: string): Promise<number> {
  try {
    const store = await openStore(file);
    const { articleCount } = await store.corpus.get();
    await store.close();
    return articleCount;
  } catch (error) {
    if (error instanceof UserError) return 0;
    throw error;
  }
}
