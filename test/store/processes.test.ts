import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { comparable } from './corpus-builder.ts';
import { LASTING_ENGINES } from './stores.ts';

const INGESTER = join(import.meta.dirname, 'ingester.ts');

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [INGESTER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Everything that the store says of itself, in one value. */
async function contents(store: Store) {
  const all = { first: 100 };
  const articles = await store.articles.page({}, { field: 'PUBLISHED_AT', direction: 'ASC' }, all);
  const companies = await store.companies.page({}, { field: 'NAME', direction: 'ASC' }, all);
  const categories = await store.categories.page(false, all);
  const search = await store.search.page({ query: 'meta' }, all);
  const { articleCount, companyCount, mentionCount } = await store.corpus.get();
  return {
    corpus: [articleCount, companyCount, mentionCount],
    articles: articles.edges.map(({ node }) => [node.slug, node.title, node.mentionCount]),
    companies: comparable(companies.edges.map(({ node }) => node)),
    categories: comparable(categories.edges.map(({ node }) => node)),
    search: search.edges.map(({ node, score }) => [node.type, score]),
    months: comparable(await store.articles.facets([{ kind: 'corpus' }], {}, 'months', { first: 10 })),
    coMentions: comparable(
      await store.companies.coMentions(
        companies.edges.map(({ node }) => node.id),
        {},
        all,
      ),
    ),
  };
}

describe.each(LASTING_ENGINES)('on $name', ({ missing, open }) => {
  test.skipIf(missing !== null)(
    'an ingest killed before its commit leaves the old revision, and the next one runs',
    async () => {
      const opened = await open();
      try {
        await once(start(opened.location, '0', '10'), 'exit');
        const before = await contents(opened.store);
        const killed = start(opened.location, '5', '40', 'hold');
        if (killed.stdout) await once(killed.stdout, 'data');
        killed.kill('SIGKILL');
        await once(killed, 'exit');
        expect(await contents(opened.store)).toEqual(before);
        expect((await opened.store.corpus.get()).revision).toBe('1');

        await once(start(opened.location, '10', '20'), 'exit');
        expect((await contents(opened.store)).corpus).toEqual([20, 2, 50]);
        expect((await opened.store.corpus.get()).revision).toBe('2');
      } finally {
        await opened.remove();
      }
    },
  );

  test.skipIf(missing !== null)(
    'four ingesters whose shards overlap, one of them killed, leave what one leaves',
    async () => {
      const [one, many] = [await open(), await open()];
      try {
        await once(start(one.location, '0', '60'), 'exit');
        const doomed = start(many.location, '0', '30', 'hold');
        if (doomed.stdout) await once(doomed.stdout, 'data');
        const others = [
          start(many.location, '0', '25'),
          start(many.location, '15', '45'),
          start(many.location, '40', '60'),
        ];
        const done = Promise.all(others.map((child) => once(child, 'exit')));
        doomed.kill('SIGKILL');
        expect(await done).toEqual([
          [0, null],
          [0, null],
          [0, null],
        ]);
        expect(await contents(many.store)).toEqual(await contents(one.store));
      } finally {
        await one.remove();
        await many.remove();
      }
    },
  );

  test.skipIf(missing !== null)(
    'processes that open an empty store at once make its layout once',
    async () => {
      const opened = await open();
      try {
        const children = [0, 1, 2].map((index) => start(opened.location, String(index), String(index + 1)));
        expect(await Promise.all(children.map((child) => once(child, 'exit')))).toEqual([
          [0, null],
          [0, null],
          [0, null],
        ]);
        expect((await contents(opened.store)).corpus).toEqual([3, 2, 8]);
      } finally {
        await opened.remove();
      }
    },
  );
});
