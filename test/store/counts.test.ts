import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { ArticleFilter, ArticleInput, ArticleScope, FacetName, Store } from '../../src/store/store.ts';
import { articleOf, catalogOf, company, ingest, product, ticker, topic } from './corpus-builder.ts';
import { ENGINES } from './stores.ts';

const PARENTS = [null, 'tech', 'cloud'] as const;

/** Where topics lie differs; `nobody` is named by no article. */
function catalogWith(parent: (typeof PARENTS)[number]): Catalog {
  return catalogOf({
    companies: [{ slug: 'amazon', tickers: ['XNAS:AMZN'] }, { slug: 'meta' }, { slug: 'nobody' }],
    products: [{ slug: 'quest', maker: 'meta' }],
    topics: [{ slug: 'tech' }, { slug: 'cloud', parent: 'tech' }, { slug: 'games', parent }],
    tickers: ['XNAS:AMZN'],
  });
}

const NAMES = {
  Amazon: company('amazon'),
  Meta: company('meta'),
  Quest: product('quest'),
  AMZN: ticker('XNAS:AMZN'),
  tech: topic('tech'),
  cloud: topic('cloud'),
  games: topic('games'),
};

const article: fc.Arbitrary<ArticleInput> = fc
  .record({
    slug: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    title: fc.constantFrom('Nothing', 'Amazon', 'Meta and games'),
    words: fc.array(fc.constantFrom(...Object.keys(NAMES), '. ', 'and'), { maxLength: 9 }),
    categories: fc.uniqueArray(fc.constantFrom(['news'], ['news', 'tech'], ['other']), { maxLength: 2 }),
    tags: fc.uniqueArray(fc.constantFrom('x', 'y')),
    language: fc.constantFrom('en', 'zh-Hans', 'zh-Hant'),
    source: fc.constantFrom(null, 'wire', 'daily'),
    publishedAt: fc.constantFrom(null, '2022-01-31T20:00:00Z', '2022-03-01T00:00:00Z'),
  })
  .map(({ slug, words, source, ...parts }) =>
    articleOf(slug, {
      ...parts,
      bodyText: words.join(' '),
      source: source === null ? null : { name: source, url: null, kind: 'SITE' },
      names: NAMES,
    }),
  );

interface Step {
  readonly put: readonly ArticleInput[];
  readonly remove: readonly string[];
}
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    put: fc.array(article, { maxLength: 6 }),
    remove: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** What an article is found by, as `Type:key`, topics with those above them; written a second time. */
function traitsOf({ document, linked }: ArticleInput, parent: string | null) {
  const traits = new Set<string>();
  const above = new Map<string, string | null>([
    ['cloud', 'tech'],
    ['games', parent],
    ['tech', null],
  ]);
  for (const mention of linked.mentions) {
    if (mention.status !== 'RESOLVED') continue;
    const { type, key } = mention.entity;
    traits.add(`${type}:${key}`);
    if (type === 'Company' && key === 'amazon') traits.add('Ticker:XNAS:AMZN');
    for (let at = type === 'Topic' ? key : null; at !== null; at = above.get(at) ?? null)
      traits.add(`Tree:${at}`);
  }
  for (const path of document.categories)
    for (let length = 1; length <= path.length; length++)
      traits.add(`Category:${JSON.stringify(path.slice(0, length))}`);
  for (const tag of document.tags) traits.add(`Tag:${tag}`);
  if (document.source) traits.add(`Source:${document.source.name}`);
  traits.add(`Language:${document.language.toLowerCase()}`);
  if (document.publishedAt !== null)
    traits.add(`Month:${document.publishedAt.startsWith('2022-01') ? '2022-02' : '2022-03'}`);
  return traits;
}

const FACETS: readonly (readonly [FacetName, string])[] = [
  ['companies', 'Company'],
  ['products', 'Product'],
  ['topics', 'Tree'],
  ['tickers', 'Ticker'],
  ['categories', 'Category'],
  ['tags', 'Tag'],
  ['sources', 'Source'],
  ['languages', 'Language'],
  ['months', 'Month'],
];

/** Each filter with what it asks of the traits of an article. */
const FILTERS: readonly (readonly [ArticleFilter, (traits: ReadonlySet<string>) => boolean])[] = [
  [{}, () => true],
  [{ companies: ['amazon'] }, (has) => has.has('Company:amazon')],
  [{ companies: ['amazon', 'meta'] }, (has) => has.has('Company:amazon') || has.has('Company:meta')],
  [
    { companies: ['amazon'], products: ['quest'], topics: ['tech'], tags: ['x'] },
    (has) =>
      has.has('Company:amazon') && has.has('Product:quest') && has.has('Tree:tech') && has.has('Tag:x'),
  ],
  [{ topics: ['tech'], includeDescendants: false }, (has) => has.has('Topic:tech')],
  [{ tickers: ['XNAS:AMZN'] }, (has) => has.has('Ticker:XNAS:AMZN')],
  [
    {
      mentionsOfEach: [
        [company('amazon'), product('quest')],
        [topic('cloud'), topic('games')],
      ],
    },
    (has) =>
      (has.has('Company:amazon') || has.has('Product:quest')) &&
      (has.has('Topic:cloud') || has.has('Topic:games')),
  ],
  [{ mentionsNone: [company('meta')] }, (has) => !has.has('Company:meta')],
  [
    { category: ['news'], language: 'zh' },
    (has) => has.has('Category:["news"]') && /Language:zh/.test([...has].join()),
  ],
  [{ source: 'wire' }, (has) => has.has('Source:wire')],
];

const ALL = { first: 100 };

async function check(store: Store, articles: readonly ArticleInput[]): Promise<void> {
  const traits = articles.map((one) => traitsOf(one, 'cloud'));
  const [amazon] = await store.companies.byKeys(['amazon']);
  const [tech] = await store.topics.byKeys(['tech']);
  const [amzn] = await store.tickers.byKeys(['XNAS:AMZN']);
  const scopes: readonly (readonly [ArticleScope, (has: ReadonlySet<string>) => boolean])[] = [
    [{ kind: 'corpus' }, () => true],
    [{ kind: 'entity', type: 'Company', id: amazon?.id ?? 0 }, (has) => has.has('Company:amazon')],
    [{ kind: 'entity', type: 'Ticker', id: amzn?.id ?? 0 }, (has) => has.has('Ticker:XNAS:AMZN')],
    [
      { kind: 'any', ids: [amazon?.id ?? 0, tech?.id ?? 0] },
      (has) => has.has('Company:amazon') || has.has('Topic:tech'),
    ],
    [
      { kind: 'pair', id: amazon?.id ?? 0, other: tech?.id ?? 0 },
      (has) => has.has('Company:amazon') && has.has('Topic:tech'),
    ],
  ];
  for (const [scope, inScope] of scopes) {
    for (const [filter, lets] of FILTERS) {
      const found = traits.filter((has) => inScope(has) && lets(has));
      expect([scope, filter, await store.articles.counts([scope], filter)]).toEqual([
        scope,
        filter,
        [found.length],
      ]);
      for (const [facet, prefix] of FACETS) {
        const counts = new Map<string, number>();
        for (const has of found)
          for (const trait of has)
            if (trait.startsWith(`${prefix}:`))
              counts.set(
                trait.slice(prefix.length + 1),
                (counts.get(trait.slice(prefix.length + 1)) ?? 0) + 1,
              );
        const [page] = await store.articles.facets([scope], filter, facet, ALL);
        const expected = [...counts].sort(
          ([left, one], [right, other]) => other - one || (left < right ? -1 : 1),
        );
        const shown = page?.edges.map(({ node }) => [node.key, node.count]);
        expect([scope, filter, facet, shown]).toEqual([scope, filter, facet, expected]);
      }
    }
  }
}

describe.each(ENGINES)('counts and facets on $name', (engine) => {
  test.skipIf(engine.missing !== null)(
    'are what the articles say, under any number of filters',
    async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (taken) => {
          const { store, remove } = await engine.open();
          try {
            await ingest(store, catalogWith('cloud'), []);
            const articles = new Map<string, ArticleInput>();
            for (const { put, remove: removed } of taken) {
              await ingest(store, null, put, removed);
              for (const one of put) articles.set(one.slug, one);
              for (const slug of removed) articles.delete(slug);
            }
            await check(store, [...articles.values()]);
          } finally {
            await remove();
          }
        }),
        { numRuns: engine.engine === 'sqlite' ? 12 : 2 },
      );
    },
    120_000,
  );
});
