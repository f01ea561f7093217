import { describe, expect, it, onTestFinished } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { ArticleInput, IngestTransaction, Store, StoredLinks } from '../../src/store/store.ts';
import { articleOf, catalogOf, company } from './corpus-builder.ts';
import { ENGINES, type TestEngine } from './stores.ts';

const CATALOG: Catalog = {
  ...catalogOf({
    companies: [{ slug: 'amazon', tickers: ['XNAS:AMZN'] }, { slug: 'meta' }],
    products: [{ slug: 'aws', maker: 'amazon' }],
    topics: [{ slug: 'cloud' }],
    tickers: ['XNAS:AMZN'],
    exchanges: [
      {
        mic: 'XNAS',
        name: { en: 'Nasdaq' },
        country: 'US',
        currency: 'USD',
        suffixes: [],
        prefixes: ['NASDAQ'],
      },
    ],
  }),
  version: '1',
  aliases: [
    {
      text: 'Amazon',
      entity: company('amazon'),
      language: null,
      caseSensitive: true,
      context: [],
      unless: ['雨林'],
      ambiguous: false,
      needs: null,
      origin: 'CATALOG',
    },
  ],
};
const NAMES = {
  names: { Amazon: company('amazon') },
  ambiguous: { Meta: [company('meta'), company('amazon')] },
};
const ARTICLE = articleOf('a', {
  title: 'Amazon',
  bodyText: 'Amazon and Meta. `Amazon` is code.',
  language: 'en',
  author: 'Somebody',
  source: { name: 'A paper', url: null, kind: 'CREDIT' },
  tags: ['cloud'],
  unlinked: [{ start: 17, end: 25 }],
  stockReferences: [
    {
      kind: 'BLOCK',
      mic: 'XNAS',
      symbol: 'AMZN',
      quoteUrl: 'https://example.com/q',
      chartUrl: null,
      range: null,
    },
  ],
  tickers: [{ ticker: 'XNAS:AMZN', origin: 'STOCK_BLOCK' }],
  ...NAMES,
});

async function opened(engine: TestEngine): Promise<Store> {
  const { store, remove } = await engine.open();
  onTestFinished(remove);
  return store;
}

function stateOf({ slug, document }: ArticleInput, catalogVersion: string) {
  return { path: document.path, contentHash: 'read-1', catalogVersion, slug, diagnostics: [] };
}

/** Articles as one revision, with their files. */
async function put(store: Store, articles: readonly ArticleInput[], catalog = CATALOG): Promise<void> {
  const transaction = await store.beginIngest();
  await transaction.putCatalog(catalog);
  await transaction.putArticles(articles);
  await transaction.putFiles(articles.map((article) => stateOf(article, catalog.version)));
  await transaction.commit();
}

async function handedOut(transaction: IngestTransaction, version: string): Promise<StoredLinks[]> {
  const articles: StoredLinks[] = [];
  for await (const batch of transaction.linkedBefore(version)) articles.push(...batch);
  return articles;
}

async function versions(store: Store): Promise<Record<string, string>> {
  const transaction = await store.beginIngest();
  const states = [...(await transaction.files()).values()];
  await transaction.rollback();
  return Object.fromEntries(states.map(({ slug, catalogVersion }) => [slug, catalogVersion]));
}

async function surfaces(store: Store, slug: string): Promise<string[]> {
  const [article] = await store.articles.bySlugs([slug]);
  const [page] = await store.mentions.ofArticles(article ? [article.id] : [], {}, { first: 100 });
  return page?.edges.map(({ node }) => `${node.field} ${node.surface}`) ?? [];
}

for (const engine of ENGINES) {
  describe.skipIf(engine.missing !== null)(`links of stored articles, ${engine.name}`, () => {
    it('come with the catalog that they were made with, whole', async () => {
      const store = await opened(engine);
      const empty = await store.beginIngest();
      expect(await empty.catalog()).toBeNull();
      await empty.rollback();
      await put(store, [ARTICLE]);
      const transaction = await store.beginIngest();
      expect(await transaction.catalog()).toEqual(CATALOG);
      await transaction.rollback();
    });

    it('come with all that linking needs of the text, and only where the catalog was another', async () => {
      const store = await opened(engine);
      await put(store, [ARTICLE]);
      const transaction = await store.beginIngest();
      expect(await handedOut(transaction, CATALOG.version)).toEqual([]);
      const { title, bodyText, language, author, source, tags, unlinked, stockReferences } = ARTICLE.document;
      const { mentions, tickers } = ARTICLE.linked;
      expect(await handedOut(transaction, '2')).toEqual([
        {
          id: expect.any(Number),
          slug: 'a',
          path: 'a.txt',
          stamp: expect.any(String),
          catalogVersion: '1',
          document: {
            title,
            bodyText,
            language,
            author,
            source,
            tags,
            unlinked,
            emphasis: [],
            links: [],
            stockReferences,
          },
          linked: { mentions, tickers },
        },
      ]);
      await transaction.rollback();
    });

    it('come in batches, each article once, also while they are written', async () => {
      const store = await opened(engine);
      const slugs = Array.from({ length: 230 }, (_, index) => `article-${index}`);
      await put(
        store,
        slugs.map((slug, index) =>
          articleOf(slug, { bodyText: 'Amazon.', wordCount: index < 3 ? 400_000 : 1, ...NAMES }),
        ),
      );
      const transaction = await store.beginIngest();
      const seen: string[] = [];
      for await (const batch of transaction.linkedBefore('2')) {
        expect(batch.length).toBeLessThanOrEqual(100);
        seen.push(...batch.map(({ slug }) => slug));
        await transaction.putLinks(
          '2',
          batch.map((article) => ({ article, linked: articleOf(article.slug).linked })),
        );
      }
      await transaction.commit();
      expect(seen.toSorted()).toEqual(slugs.toSorted());
      expect(await store.corpus.get()).toMatchObject({ articleCount: 230, mentionCount: 0, revision: '2' });
      expect(new Set(Object.values(await versions(store)))).toEqual(new Set(['2']));
    });

    it('are replaced alone: text, search and labels stay, counts follow', async () => {
      const store = await opened(engine);
      const other = articleOf('b', { title: 'Other', bodyText: 'Amazon.', ...NAMES });
      await put(store, [ARTICLE, other]);
      const before = await store.articles.bySlugs(['a', 'b']);
      const transaction = await store.beginIngest();
      const [first, second] = (await handedOut(transaction, '2')).toSorted((a, b) =>
        a.slug < b.slug ? -1 : 1,
      );
      if (first === undefined || second === undefined) throw new Error('Two articles were expected.');
      const linked = articleOf('a', { title: 'Amazon', bodyText: ARTICLE.document.bodyText }).linked;
      await transaction.putLinks('2', [
        { article: first, linked },
        { article: second, linked: null },
      ]);
      await transaction.commit();
      const after = await store.articles.bySlugs(['a', 'b']);
      expect(after).toEqual([
        { ...before[0], mentionCount: 0, revision: '2', ingestedAt: expect.any(Number) },
        before[1],
      ]);
      expect(await surfaces(store, 'a')).toEqual([]);
      expect(await surfaces(store, 'b')).toEqual(['BODY Amazon']);
      expect(await versions(store)).toEqual({ a: '2', b: '2' });
      const companies = await store.companies.page({}, { field: 'NAME', direction: 'ASC' }, { first: 10 });
      expect(companies.edges.map(({ node }) => [node.slug, node.articleCount, node.mentionCount])).toEqual([
        ['amazon', 1, 1],
        ['meta', 0, 0],
      ]);
      const found = await store.search.page({ query: 'code', types: ['ARTICLE'] }, { first: 10 });
      expect(found.edges).toHaveLength(1);
      expect(await store.articles.counts([{ kind: 'corpus' }], { tags: ['cloud'] })).toEqual([1]);
    });
  });
}
