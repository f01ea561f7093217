import { describe, expect, test } from 'vitest';
import type { Company, Ticker } from '../../src/catalog/catalog.ts';
import type { Diagnostic } from '../../src/diagnostic.ts';
import { openStore } from '../../src/store/open.ts';
import type { RevisionChange, Store } from '../../src/store/store.ts';
import { articleOf, catalogOf, company, ingest, ticker, topic } from './corpus-builder.ts';
import { ENGINES, LASTING_ENGINES, type TestEngine, type TestStore } from './stores.ts';

const CATALOG = catalogOf({
  companies: [{ slug: 'amazon', name: { en: 'Amazon' }, tickers: ['XNAS:AMZN'] }, { slug: 'meta' }],
  topics: [{ slug: 'cloud' }],
  tickers: ['XNAS:AMZN'],
});
const NAMES = { Amazon: company('amazon'), Meta: company('meta'), cloud: topic('cloud') };

async function withStore(engine: TestEngine, use: (opened: TestStore) => Promise<void>): Promise<void> {
  const opened = await engine.open();
  try {
    await use(opened);
  } finally {
    await opened.remove();
  }
}

/** Everything that the maintained summaries say. */
async function summaries(store: Store) {
  const all = { first: 100 };
  const byName = { field: 'NAME', direction: 'ASC' } as const;
  const companies = await store.companies.page({}, byName, all);
  const topics = await store.topics.page({}, byName, all);
  const tickers = await store.tickers.page({}, byName, all);
  const categories = await store.categories.page(false, all);
  const { articleCount, companyCount, mentionCount } = await store.corpus.get();
  return {
    corpus: [articleCount, companyCount, mentionCount],
    companies: companies.edges.map(({ node }) => [node.slug, node.articleCount, node.mentionCount]),
    topics: topics.edges.map(({ node }) => [node.slug, node.articleCount, node.mentionCount]),
    tickers: tickers.edges.map(({ node }) => [node.symbol, node.articleCount, node.mentionCount]),
    categories: categories.edges.map(({ node }) => [node.path.join('/'), node.articleCount]),
  };
}

const FIRST = articleOf('first', {
  title: 'Amazon and Meta',
  bodyText: 'Amazon has a cloud.',
  names: NAMES,
  categories: [['news', 'tech']],
  tags: ['x'],
  tickers: [{ ticker: 'XNAS:AMZN', origin: 'COMPANY' }],
});
const SECOND = articleOf('second', { bodyText: 'Meta, Meta.', names: NAMES, categories: [['news']] });

describe.each(ENGINES)('an ingest on $name', (engine) => {
  describe.skipIf(engine.missing !== null)('', () => {
    test('shows nothing before it is committed, and then everything as one revision', () =>
      withStore(engine, async ({ store }) => {
        const transaction = await store.beginIngest();
        await transaction.putCatalog(CATALOG);
        await transaction.putArticles([FIRST, SECOND]);
        expect((await store.corpus.get()).articleCount).toBe(0);
        expect(await store.articles.bySlugs(['first'])).toEqual([null]);
        expect(await transaction.commit()).toBe('1');
        expect(await summaries(store)).toEqual({
          corpus: [2, 2, 6],
          companies: [
            ['amazon', 1, 2],
            ['meta', 2, 3],
          ],
          topics: [['cloud', 1, 1]],
          tickers: [['AMZN', 1, 0]],
          categories: [
            ['news', 2],
            ['news/tech', 1],
          ],
        });
      }));

    test('that is rolled back leaves nothing, and lets the next one in', () =>
      withStore(engine, async ({ store }) => {
        const transaction = await store.beginIngest();
        await transaction.putCatalog(CATALOG);
        await transaction.putArticles([FIRST]);
        await transaction.rollback();
        expect(await store.corpus.get()).toEqual({
          revision: '0',
          articleCount: 0,
          companyCount: 0,
          mentionCount: 0,
          ingestedAt: null,
        });
        expect(await ingest(store, CATALOG, [FIRST])).toBe('1');
      }));

    test('of the same articles makes no new revision', () =>
      withStore(engine, async ({ store }) => {
        await ingest(store, CATALOG, [FIRST, SECOND]);
        expect(await ingest(store, CATALOG, [SECOND, FIRST])).toBe('1');
        expect(await ingest(store, CATALOG, [])).toBe('1');
      }));

    test('that replaces and removes articles keeps every count true', () =>
      withStore(engine, async ({ store }) => {
        await ingest(store, CATALOG, [FIRST, SECOND]);
        const changed = articleOf('first', {
          bodyText: 'cloud, cloud',
          names: NAMES,
          categories: [['other']],
        });
        expect(await ingest(store, CATALOG, [changed], ['second', 'unknown'])).toBe('2');
        expect(await summaries(store)).toEqual({
          corpus: [1, 2, 2],
          companies: [
            ['amazon', 0, 0],
            ['meta', 0, 0],
          ],
          topics: [['cloud', 1, 2]],
          tickers: [['AMZN', 0, 0]],
          categories: [['other', 1]],
        });
        const found = await store.search.page({ query: 'Amazon', types: ['ARTICLE'] }, { first: 10 });
        expect(found.edges).toEqual([]);
      }));

    test('that puts an article twice stores the last of them', () =>
      withStore(engine, async ({ store }) => {
        const transaction = await store.beginIngest();
        await transaction.putCatalog(CATALOG);
        await transaction.putArticles([FIRST]);
        await transaction.putArticles([articleOf('first', { title: 'Other' })]);
        await transaction.putArticles([SECOND, articleOf('second', { title: 'Other too' })]);
        await transaction.commit();
        const rows = await store.articles.bySlugs(['first', 'second']);
        expect(rows.map((row) => row?.title)).toEqual(['Other', 'Other too']);
        expect((await store.corpus.get()).mentionCount).toBe(0);
      }));

    test('keeps an entity that left the catalog until its last article is linked again', () =>
      withStore(engine, async ({ store }) => {
        await ingest(store, CATALOG, [SECOND]);
        const smaller = catalogOf({ companies: [{ slug: 'amazon' }] });
        await ingest(store, smaller, []);
        expect((await summaries(store)).companies).toEqual([
          ['amazon', 0, 0],
          ['meta', 1, 2],
        ]);
        await ingest(store, smaller, [articleOf('second', { bodyText: 'Meta, Meta.' })]);
        expect((await summaries(store)).companies).toEqual([['amazon', 0, 0]]);
      }));

    test('counts an entity whole that enters the catalog after its articles', () =>
      withStore(engine, async ({ store }) => {
        await ingest(store, null, [FIRST, SECOND]);
        await ingest(store, CATALOG, []);
        expect((await summaries(store)).companies).toEqual([
          ['amazon', 1, 2],
          ['meta', 2, 3],
        ]);
      }));

    test('that moves a topic counts again what lies below each', () =>
      withStore(engine, async ({ store }) => {
        const below = (parent: string | null) =>
          catalogOf({ topics: [{ slug: 'cloud', parent }, { slug: 'tech' }, { slug: 'games' }] });
        const trees = async () => {
          const [values] = await store.articles.facets([{ kind: 'corpus' }], {}, 'topics', { first: 10 });
          return values?.edges.map(({ node }) => [node.key, node.count]);
        };
        await ingest(store, below('tech'), [FIRST]);
        expect(await trees()).toEqual([
          ['cloud', 1],
          ['tech', 1],
        ]);
        await ingest(store, null, [articleOf('other', { bodyText: 'cloud', names: NAMES })]);
        expect(await trees()).toEqual([
          ['cloud', 2],
          ['tech', 2],
        ]);
        await ingest(store, below('games'), [], ['first']);
        expect(await trees()).toEqual([
          ['cloud', 1],
          ['games', 1],
        ]);
      }));

    test('keeps what posts teach while a post teaches it', () =>
      withStore(engine, async ({ store }) => {
        const taught: Company = {
          slug: 'taught',
          name: { en: 'Taught', zh: '新' },
          aliases: [],
          formerNames: [],
          parent: null,
          tickers: ['XSHG:600160'],
          country: null,
          origin: 'CORPUS',
        };
        const share: Ticker = {
          key: 'XSHG:600160',
          mic: 'XSHG',
          symbol: '600160',
          company: 'taught',
          origin: 'CORPUS',
        };
        const teacher = articleOf('teacher', {
          bodyText: '新 rises',
          names: { 新: company('taught') },
          tickers: [{ ticker: 'XSHG:600160', origin: 'STOCK_LINK' }],
          taughtCompanies: [taught],
          taughtTickers: [share],
          stockReferences: [
            {
              kind: 'LINK',
              mic: 'XSHG',
              symbol: '600160',
              quoteUrl: 'http://quote.example/600160',
              chartUrl: null,
              range: { start: 0, end: 1 },
            },
          ],
        });
        await ingest(store, CATALOG, [teacher]);
        await ingest(store, CATALOG, [FIRST]);
        const order = { field: 'NAME', direction: 'ASC' } as const;
        const origins = async () => {
          const { edges } = await store.companies.page({}, order, { first: 10 });
          return edges.map(({ node }) => [node.slug, node.origin, node.articleCount]);
        };
        expect(await origins()).toEqual([
          ['amazon', 'CATALOG', 1],
          ['meta', 'CATALOG', 1],
          ['taught', 'CORPUS', 1],
        ]);
        const shares = await store.tickers.page({ symbol: '600160' }, order, { first: 1 });
        expect(shares.edges.map(({ node }) => [node.mic, node.quoteUrl, node.articleCount])).toEqual([
          ['XSHG', 'http://quote.example/600160', 1],
        ]);
        await ingest(store, CATALOG, [], ['teacher']);
        expect((await origins()).map(([slug]) => slug)).toEqual(['amazon', 'meta']);
        expect((await store.search.page({ query: '新' }, { first: 5 })).edges).toEqual([]);
      }));

    test('remembers files, and their diagnostics in the order of their paths', () =>
      withStore(engine, async ({ store }) => {
        const problem = (
          path: string,
          line: number | null,
          severity: Diagnostic['severity'],
        ): Diagnostic => ({
          path,
          line,
          code: 'DATE_MISSING',
          severity,
          message: 'There is no date.',
          hint: 'Write one.',
        });
        const file = (path: string, diagnostics: readonly Diagnostic[]) => ({
          path,
          contentHash: `hash of ${path}`,
          catalogVersion: '1',
          slug: path === 'b.txt' ? null : path.slice(0, -4),
          diagnostics,
        });
        const first = await store.beginIngest();
        await first.putCatalog(CATALOG);
        await first.putArticles([articleOf('a')]);
        await first.putFiles([
          file('b.txt', [problem('b.txt', 3, 'ERROR')]),
          file('a.txt', [problem('a.txt', 1, 'INFO'), problem('a.txt', 2, 'WARNING')]),
          file('c.txt', []),
        ]);
        expect(await first.commit()).toBe('1');
        const second = await store.beginIngest();
        const { diagnostics: _, ...state } = file('a.txt', []);
        expect((await second.files()).get('a.txt')).toEqual(state);
        expect([...(await second.files()).keys()].sort()).toEqual(['a.txt', 'b.txt', 'c.txt']);
        await second.putFiles([file('c.txt', [])]);
        expect(await second.commit()).toBe('1');

        const read = async (severity: Diagnostic['severity'] | null) =>
          (await store.corpus.diagnostics(severity === null ? {} : { severity }, { first: 10 })).edges.map(
            ({ node }) => node,
          );
        expect(await read(null)).toEqual([
          problem('a.txt', 1, 'INFO'),
          problem('a.txt', 2, 'WARNING'),
          problem('b.txt', 3, 'ERROR'),
        ]);
        expect(await read('ERROR')).toEqual([problem('b.txt', 3, 'ERROR')]);
        expect(await store.corpus.diagnosticCount({ severity: 'WARNING' })).toBe(1);
        const [a] = await store.articles.bySlugs(['a']);
        expect(await store.articles.diagnostics([a?.id ?? 0])).toEqual([
          [problem('a.txt', 1, 'INFO'), problem('a.txt', 2, 'WARNING')],
        ]);

        const third = await store.beginIngest();
        await third.removeFiles(['a.txt', 'b.txt']);
        await third.removeArticles(['a']);
        expect(await third.commit()).toBe('2');
        expect(await read(null)).toEqual([]);
      }));

    test('gives articles of the same moment ids of their own', () =>
      withStore(engine, async ({ store }) => {
        const publishedAt = '2022-01-01T00:00:00.250Z';
        const slugs = Array.from({ length: 700 }, (_, index) => `post-${index}`);
        await ingest(
          store,
          null,
          slugs.slice(0, 400).map((slug) => articleOf(slug, { publishedAt })),
        );
        await ingest(
          store,
          null,
          slugs.slice(400).map((slug) => articleOf(slug, { publishedAt })),
        );
        const rows = await store.articles.bySlugs(slugs);
        expect(rows.map((row) => row?.slug)).toEqual(slugs);
        expect(new Set(rows.map((row) => row?.id)).size).toBe(700);
      }));

    test('tells what was added, updated and removed since a revision', () =>
      withStore(engine, async ({ store }) => {
        const changesSince = async (since: string) => {
          const { edges } = await store.corpus.changes(since, { first: 10 });
          expect(await store.corpus.changeCount(since)).toBe(edges.length);
          return edges.map(({ node }) => [node.kind, node.slug, node.revision, node.article?.title ?? null]);
        };
        await ingest(store, CATALOG, [FIRST, SECOND]);
        const changed = articleOf('second', { title: 'Changed', publishedAt: '2022-01-01T00:00:00Z' });
        await ingest(store, null, [changed, articleOf('third')], ['first']);
        expect(await changesSince('1')).toEqual([
          ['REMOVED', 'first', '2', null],
          ['ADDED', 'third', '2', 'third'],
          ['UPDATED', 'second', '2', 'Changed'],
        ]);
        await ingest(store, null, [FIRST], ['third']);
        expect(await changesSince('2')).toEqual([
          ['REMOVED', 'third', '3', null],
          ['ADDED', 'first', '3', 'Amazon and Meta'],
        ]);
        expect(await changesSince('3')).toEqual([]);
        const [second] = await store.articles.bySlugs(['second']);
        const since = await store.articles.page(
          { changedSince: '1' },
          { field: 'PUBLISHED_AT', direction: 'DESC' },
          { first: 5 },
        );
        expect(since.edges.map(({ node }) => node.slug)).toEqual(['second', 'first']);
        expect(second?.revision).toBe('2');
      }));

    test('keeps text that an engine refuses, one unit for one', () =>
      withStore(engine, async ({ store }) => {
        const odd = articleOf('odd', {
          title: 'a\u0000b',
          bodyText: 'x\u0000y\ud800z 𠀀元',
          tags: ['t\u0000'],
          frontMatter: { k: 'v\u0000', '2': 1, '1': 2 },
        });
        await ingest(store, null, [odd]);
        const [row] = await store.articles.bySlugs(['odd']);
        const [body] = await store.articles.bodies([row?.id ?? 0]);
        expect([row?.title, row?.tags, body?.bodyText, body?.frontMatter]).toEqual([
          'a\ufffdb',
          ['t\u0000'],
          'x\ufffdy\ufffdz 𠀀元',
          { k: 'v\u0000', '2': 1, '1': 2 },
        ]);
      }));

    test('takes a text and a title of any length, and finds what stands near their beginnings', () =>
      withStore(engine, async ({ store }) => {
        let state = 1;
        const characters = Array.from({ length: 300_000 }, () => {
          state = (state * 48_271) % 2_147_483_647;
          return String.fromCharCode(0x4e00 + (state % 20_000));
        });
        const long = `${characters.slice(0, 40).join('')}，${characters.join('，')}`;
        await ingest(store, null, [articleOf('long', { title: long, bodyText: characters.join('') })]);
        const query = characters.slice(3, 8).join('');
        const { edges } = await store.search.page({ query, types: ['ARTICLE'] }, { first: 5 });
        expect(edges.map(({ highlights }) => highlights.map(({ field }) => field))).toEqual([
          ['title', 'bodyText'],
        ]);
        const [row] = await store.articles.bySlugs(['long']);
        expect(row?.title).toBe(long);
        const order = { field: 'TITLE', direction: 'ASC' } as const;
        const [first] = (await store.articles.page({}, order, { first: 1 })).edges;
        expect(
          (await store.articles.page({}, order, { first: 1, after: first?.cursor ?? '' })).edges,
        ).toEqual([]);
      }));

    test('waits for the one before it', () =>
      withStore(engine, async ({ store }) => {
        const first = await store.beginIngest();
        await first.putCatalog(CATALOG);
        const second = ingest(store, CATALOG, [SECOND]);
        await first.putArticles([FIRST]);
        if (engine.engine === 'sqlite') expect((await store.corpus.get()).revision).toBe('0');
        await first.commit();
        await second;
        expect((await summaries(store)).corpus).toEqual([2, 2, 6]);
      }));

    test('is announced with its new articles to who listens', () =>
      withStore(engine, async ({ store }) => {
        const heard: RevisionChange[] = [];
        let told = () => {};
        const both = new Promise<void>((resolve) => {
          told = resolve;
        });
        const stop = store.onRevision((change) => {
          heard.push(change);
          if (heard.length === 2) told();
        });
        // The listener of PostgreSQL is a connection of its own, which takes a moment.
        await new Promise((resolve) => setTimeout(resolve, 200));
        await ingest(store, CATALOG, [FIRST]);
        await ingest(store, CATALOG, [FIRST]);
        await ingest(store, CATALOG, [FIRST, SECOND]);
        await both;
        stop();
        await ingest(store, CATALOG, [articleOf('third')]);
        const ids = await store.articles.bySlugs(['first', 'second']);
        expect(heard).toEqual([
          { revision: '1', added: [ids[0]?.id], updated: [], removed: [] },
          { revision: '2', added: [ids[1]?.id], updated: [], removed: [] },
        ]);
      }));
  });
});

describe.each(LASTING_ENGINES)('a second process on $name', (engine) => {
  test.skipIf(engine.missing !== null)('sees what the first one commits, and hears of it', () =>
    withStore(engine, async ({ store, location }) => {
      const other = await openStore(location);
      try {
        const heard = new Promise<RevisionChange>((resolve) => {
          other.onRevision(resolve);
        });
        await new Promise((resolve) => setTimeout(resolve, 200));
        await ingest(store, CATALOG, [FIRST]);
        const [row] = await other.articles.bySlugs(['first']);
        expect(await heard).toEqual({ revision: '1', added: [row?.id], updated: [], removed: [] });
        expect(await other.corpus.get()).toEqual(await store.corpus.get());
      } finally {
        await other.close();
      }
    }),
  );

  test.skipIf(engine.missing !== null)('ingests what overlaps without counting it twice', () =>
    withStore(engine, async ({ store, location }) => {
      const other = await openStore(location);
      try {
        await Promise.all([ingest(store, CATALOG, [FIRST, SECOND]), ingest(other, CATALOG, [SECOND, FIRST])]);
        expect((await summaries(store)).corpus).toEqual([2, 2, 6]);
        expect((await store.corpus.get()).revision).toBe('1');
      } finally {
        await other.close();
      }
    }),
  );
});

test('an article that names a ticker in its text has it from there', async () => {
  for (const engine of ENGINES.filter(({ missing }) => missing === null)) {
    await withStore(engine, async ({ store }) => {
      const names = { AMZN: ticker('XNAS:AMZN') };
      await ingest(store, CATALOG, [
        articleOf('t', {
          bodyText: 'NASDAQ: AMZN',
          names,
          tickers: [{ ticker: 'XNAS:AMZN', origin: 'TEXT' }],
        }),
      ]);
      const [row] = await store.articles.bySlugs(['t']);
      const [page] = await store.tickers.pagesOfArticles([row?.id ?? 0], { first: 5 });
      expect(page?.edges.map(({ node, cursor: _, ...extra }) => [node.symbol, extra])).toEqual([
        ['AMZN', { mentionCount: 1, inTitle: false, firstOrdinal: 0, origin: 'TEXT' }],
      ]);
    });
  }
});
