import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { analyse } from '../../src/store/search/analysed-text.ts';
import { parseQuery } from '../../src/store/search/analyser.ts';
import type { SearchNode, SearchRequest, SearchType, Store } from '../../src/store/store.ts';
import { articleOf, catalogOf, company, ingest } from './corpus-builder.ts';
import { analyseTables, ENGINES, LASTING_ENGINES, type TestStore } from './stores.ts';

const CATALOG = catalogOf({
  companies: [
    { slug: 'nvidia', name: { en: 'Nvidia', zh: '英伟达', 'zh-Hant': '輝達' }, tickers: ['XNAS:NVDA'] },
    { slug: 'meta', name: { en: 'Meta' }, formerNames: [{ name: 'Facebook', until: 2021 }] },
  ],
  products: [{ slug: 'cloud-gpu', name: { en: 'Cloud GPU' }, aliases: ['云端GPU'] }],
  topics: [
    { slug: 'metaverse', name: { en: 'Metaverse', zh: '元宇宙' } },
    { slug: 'cloud', name: { en: 'Cloud computing', zh: '云计算' } },
  ],
  tickers: ['XNAS:NVDA'],
});

const ARTICLES = [
  articleOf('chips', {
    title: '英伟达的GPU芯片',
    publishedAt: '2022-01-01T00:00:00Z',
    bodyText: '新款GPU芯片用于云计算。',
    names: { 英伟达: company('nvidia') },
    categories: [['硬件', '芯片']],
  }),
  articleOf('facebook', {
    title: 'Facebook renamed',
    publishedAt: '2021-10-28T00:00:00Z',
    bodyText: 'The company is now called Meta. It bets on the metaverse (元宇宙), cloud, computing and 云。',
    names: { Meta: company('meta') },
    categories: [['Tech']],
  }),
  articleOf('cloud', {
    title: 'Cloud computing grows',
    publishedAt: '2021-12-01T00:00:00Z',
    bodyText: 'GPU的芯片. Nothing about meta.',
    categories: [['Tech']],
  }),
  articleOf('undated', { title: '輝達與元宇宙', bodyText: '购买AWS服务' }),
];

function nameOf(node: SearchNode): string {
  switch (node.type) {
    case 'ARTICLE':
      return `article ${node.article.slug}`;
    case 'COMPANY':
      return `company ${node.company.slug}`;
    case 'PRODUCT':
      return `product ${node.product.slug}`;
    case 'TICKER':
      return `ticker ${node.ticker.symbol}`;
    case 'TOPIC':
      return `topic ${node.topic.slug}`;
    case 'CATEGORY':
      return `category ${node.category.path.join('/')}`;
  }
}

async function found(store: Store, request: SearchRequest): Promise<string[]> {
  return (await store.search.page(request, { first: 100 })).edges.map(({ node }) => nameOf(node));
}

describe.each(ENGINES)('search on $name', ({ missing, open }) => {
  describe.skipIf(missing !== null)('', () => {
    let opened: TestStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
      await ingest(store, CATALOG, ARTICLES);
    });
    afterAll(() => opened.remove());

    test.each<[string, string, string[]]>([
      ['one character', '云', ['topic cloud', 'product cloud-gpu', 'article chips', 'article facebook']],
      ['two characters', '芯片', ['category 硬件/芯片', 'article chips', 'article cloud']],
      ['a word of three', '元宇宙', ['topic metaverse', 'article undated', 'article facebook']],
      ['Traditional characters', '輝達', ['company nvidia', 'article undated']],
      ['Simplified for Traditional', '辉达', ['company nvidia', 'article undated']],
      ['glued text', 'GPU芯片', ['article chips', 'article cloud']],
      ['glued text in quotes', '"GPU芯片"', ['article chips']],
      ['a beginning of a word', 'metav', ['topic metaverse', 'article facebook']],
      [
        'a word before those that begin with it',
        'meta',
        ['company meta', 'topic metaverse', 'article cloud', 'article facebook'],
      ],
      ['a word in quotes', '"meta"', ['company meta', 'article cloud', 'article facebook']],
      ['a former name', 'facebook', ['company meta', 'article facebook']],
      ['two words in any order', 'computing cloud', ['topic cloud', 'article cloud', 'article facebook']],
      ['a phrase', '"cloud computing"', ['topic cloud', 'article cloud']],
      ['a phrase that starts inside a run', '"买AWS"', ['article undated']],
      ['a phrase that ends inside a run', '"aws服"', ['article undated']],
      ['a phrase that is not there', '"购AWS"', []],
      ['a ticker', 'NVDA', ['ticker NVDA']],
      ['a category', 'tech', ['category Tech']],
      ['nothing', '…', []],
      ['what is not there', '量子', []],
    ])('finds %s', async (_, query, expected) => {
      expect(await found(store, { query })).toEqual(expected);
      expect(await store.search.count({ query })).toBe(expected.length);
    });

    test('finds only the types and articles that are asked for', async () => {
      const query = '元宇宙';
      expect(await found(store, { query, types: ['TOPIC'] })).toEqual(['topic metaverse']);
      expect(await found(store, { query, types: ['ARTICLE'] })).toEqual([
        'article undated',
        'article facebook',
      ]);
      const filter = { companies: ['meta'] };
      expect(await found(store, { query, types: ['ARTICLE'], filter })).toEqual(['article facebook']);
      expect(await store.search.count({ query, types: ['ARTICLE'], filter })).toBe(1);
      expect(await found(store, { query, types: [] })).toEqual([]);
    });

    test('scores fall from the first result to the last', async () => {
      const { edges } = await store.search.page({ query: 'meta' }, { first: 10 });
      const scores = edges.map(({ score }) => score);
      expect(scores.toSorted((left, right) => right - left)).toEqual(scores);
      expect(scores.map(Math.floor)).toEqual([5, 4, 2, 2]);
    });

    test('shows what matched as ranges of a fragment', async () => {
      const { edges } = await store.search.page({ query: 'GPU芯片' }, { first: 1 });
      expect(edges[0]?.highlights).toEqual([
        { field: 'title', start: 0, end: 9, fragment: '英伟达的GPU芯片', ranges: [{ start: 4, end: 9 }] },
        {
          field: 'bodyText',
          start: 0,
          end: 13,
          fragment: '新款GPU芯片用于云计算。',
          ranges: [{ start: 2, end: 7 }],
        },
      ]);
      const named = await store.search.page({ query: 'FACEBOOK', types: ['COMPANY'] }, { first: 1 });
      expect(named.edges[0]?.highlights).toEqual([
        { field: 'name', start: 0, end: 8, fragment: 'Facebook', ranges: [{ start: 0, end: 8 }] },
      ]);
    });

    test('pages forward and backward give the same list', async () => {
      const request = { query: 'meta' };
      const whole = await found(store, request);
      const walked: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.search.page(request, {
          first: 1,
          ...(after === undefined ? {} : { after }),
        });
        walked.push(...page.edges.map(({ node }) => nameOf(node)));
        after = page.hasNextPage ? page.edges.at(-1)?.cursor : undefined;
      } while (after !== undefined);
      expect(walked).toEqual(whole);
      const last = await store.search.page(request, { last: 2 });
      expect(last.edges.map(({ node }) => nameOf(node))).toEqual(whole.slice(-2));
      const before = last.edges[0]?.cursor ?? '';
      const rest = await store.search.page(request, { last: 10, before });
      expect(rest.edges.map(({ node }) => nameOf(node))).toEqual(whole.slice(0, -2));
    });
  });
});

const PIECES = [
  '元',
  '宇',
  '宙',
  '云',
  '计',
  'gpu',
  'GP',
  'meta',
  'verse',
  'a',
  ' ',
  '，',
  '\n',
  '𠀀',
  'Ａ',
  '輝',
  '1',
];
const text = (maxLength: number) =>
  fc.array(fc.constantFrom(...PIECES), { maxLength }).map((parts) => parts.join(''));

/** What search promises, by looking for each term in the folded text itself. */
function holds(query: string, title: string, body: string): boolean {
  const { terms } = parseQuery(query);
  const texts = [analyse(title).folded, analyse(body).folded];
  return terms.length > 0 && terms.every(({ folded }) => texts.some((folds) => folds.includes(folded)));
}

test('every engine finds exactly the articles that hold the query', async () => {
  const engines = LASTING_ENGINES.filter(({ missing }) => missing === null);
  const opened = await Promise.all(engines.map((engine) => engine.open()));
  const types: SearchType[] = ['ARTICLE'];
  try {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text(6), text(14)), { minLength: 4, maxLength: 8 }),
        fc.array(fc.tuple(text(5), fc.boolean(), fc.nat(), fc.nat(14)), { minLength: 12, maxLength: 12 }),
        async (documents, queries) => {
          run += 1;
          const before = run === 1 ? [] : Array.from({ length: 8 }, (_, index) => `d${index}`);
          const articles = documents.map(([title, bodyText], index) =>
            articleOf(`d${index}`, { title, bodyText }),
          );
          for (const { store } of opened) await ingest(store, null, [], before);
          for (const { store } of opened) await ingest(store, null, articles);
          for (const [words, quoted, which, start] of queries) {
            // Half of the queries are cut out of a text, so that phrases are found too.
            const [, body = ''] = documents[which % documents.length] ?? [];
            const asked = which % 2 === 0 ? words : body.slice(start, start + 5);
            const query = quoted ? `"${asked}"` : asked;
            const expected = documents.flatMap(([title, body], index) =>
              holds(query, title, body) ? [`article d${index}`] : [],
            );
            for (const { store } of opened) {
              const articlesFound = await found(store, { query, types });
              expect([store.engine, query, articlesFound.toSorted()]).toEqual([
                store.engine,
                query,
                expected,
              ]);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  } finally {
    await Promise.all(opened.map(({ remove }) => remove()));
  }
});

test('a common word is found page by page in a corpus larger than what is looked through first', async () => {
  const engines = LASTING_ENGINES.filter(({ missing }) => missing === null);
  const articles = Array.from({ length: 2600 }, (_, index) =>
    articleOf(`c${index}`, {
      title: index % 700 === 0 ? 'common title' : 'other',
      publishedAt: index % 650 === 3 ? null : new Date(Date.UTC(2020, 0, 1, 0, 0, index % 900)).toISOString(),
      bodyText: index % 50 === 0 || index < 20 ? 'a common word' : 'nothing',
    }),
  );
  const walks = await Promise.all(
    engines.map(async (engine) => {
      const opened = await engine.open();
      for (let at = 0; at < articles.length; at += 500)
        await ingest(opened.store, null, articles.slice(at, at + 500));
      if (engine.engine === 'postgres') await analyseTables(opened.location);
      const store = await openStore(opened.location);
      try {
        const walk = async (direction: 'ASC' | 'DESC', backward: boolean) => {
          const slugs: string[] = [];
          for (let cursor: string | undefined; ; ) {
            const page = await store.articles.page(
              { text: '"common"' },
              { field: 'PUBLISHED_AT', direction },
              backward
                ? { last: 9, ...(cursor === undefined ? {} : { before: cursor }) }
                : { first: 9, ...(cursor === undefined ? {} : { after: cursor }) },
            );
            const found = page.edges.map(({ node }) => node.slug);
            slugs.push(...(backward ? found.toReversed() : found));
            if (!(backward ? page.hasPreviousPage : page.hasNextPage)) return slugs;
            cursor = (backward ? page.edges[0] : page.edges.at(-1))?.cursor;
          }
        };
        return {
          newest: await walk('DESC', false),
          oldest: await walk('ASC', false),
          fromTheEnd: await walk('DESC', true),
          searched: await found(store, { query: 'common', types: ['ARTICLE'] }),
        };
      } finally {
        await store.close();
        await opened.remove();
      }
    }),
  );
  const [first] = walks;
  expect(first?.newest.length).toBe(71);
  for (const walk of walks) expect(walk).toEqual(first);
  expect(first?.newest.toReversed()).toEqual(first?.fromTheEnd);
});
