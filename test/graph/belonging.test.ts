/** What belongs to an entity: the members of a family, what a company owns, the topics below a topic. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { globalId } from '../../src/graph/ids.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { dataOf } from './ask.ts';
import { CATALOG, ingest, type Post } from './corpus.ts';
import { onEachEngine } from './engines.ts';

const product = (slug: string, family?: string) =>
  [
    slug,
    {
      slug,
      name: { en: slug },
      aliases: [],
      formerNames: [],
      maker: 'aws',
      kind: 'CHIP',
      ...(family === undefined ? {} : { family }),
    },
  ] as const;

const FAMILIES: Catalog = {
  ...CATALOG,
  products: new Map([
    product('graviton'),
    product('graviton3', 'graviton'),
    product('graviton3e', 'graviton3'),
    product('twinmaker'),
  ]),
};

const NEWS: readonly Post[] = [
  {
    slug: 'one',
    publishedAt: '2022-01-01T00:00:00Z',
    title: '{Product graviton3e|G3E}',
    body: 'The {Product graviton3e|G3E}.',
  },
  {
    slug: 'two',
    publishedAt: '2022-01-02T00:00:00Z',
    title: '{Product graviton|G}',
    body: 'The {Product graviton3|G3} and {Company alibaba|Alibaba}.',
  },
  {
    slug: 'three',
    publishedAt: '2022-01-03T00:00:00Z',
    title: '{Company amazon|Amazon}',
    body: '{Topic cloud-computing|Cloud} and {Product twinmaker|T}.',
  },
];

onEachEngine((open) => {
  let opened: TestStore;
  let store: Store;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
    await ingest(store, NEWS, FAMILIES);
  });
  afterAll(() => opened.remove());

  test('a family has its members, and counts with them unless they are left out', async () => {
    const query = `{
      graviton: product(slug: "graviton") { ...counts family { slug } members { totalCount nodes { slug family { slug } } } }
      third: product(slug: "graviton3") { ...counts }
      twinmaker: product(slug: "twinmaker") { ...counts members { totalCount } }
    }
    fragment counts on Product {
      articleCount mentionCount
      articles { totalCount nodes { slug } }
      own: articleCount(includeMembers: false)
      ownMentions: mentionCount(includeMembers: false)
      ownArticles: articles(includeMembers: false) { totalCount nodes { slug } }
    }`;
    const list = (...slugs: string[]) => ({
      totalCount: slugs.length,
      nodes: slugs.map((slug) => ({ slug })),
    });
    expect(await dataOf(store, query)).toEqual({
      graviton: {
        articleCount: 2,
        mentionCount: 4,
        articles: list('two', 'one'),
        own: 1,
        ownMentions: 1,
        ownArticles: list('two'),
        family: null,
        members: { totalCount: 1, nodes: [{ slug: 'graviton3', family: { slug: 'graviton' } }] },
      },
      third: {
        articleCount: 2,
        mentionCount: 3,
        articles: list('two', 'one'),
        own: 1,
        ownMentions: 1,
        ownArticles: list('two'),
      },
      twinmaker: {
        articleCount: 1,
        mentionCount: 1,
        articles: list('three'),
        own: 1,
        ownMentions: 1,
        ownArticles: list('three'),
        members: { totalCount: 0 },
      },
    });
  });

  const slugs = async (filter: object): Promise<string[]> => {
    const found = (await dataOf(
      store,
      'query ($filter: ArticleFilter) { articles(filter: $filter) { nodes { slug } } }',
      { filter },
    )) as { articles: { nodes: { slug: string }[] } };
    return found.articles.nodes.map(({ slug }) => slug).sort();
  };
  const [amazon, alibaba, graviton, infrastructure] = [
    globalId('Company', 'amazon'),
    globalId('Company', 'alibaba'),
    globalId('Product', 'graviton'),
    globalId('Topic', 'infrastructure'),
  ];

  test.each([
    ['a family', { products: ['graviton'] }, ['one', 'two']],
    ['a member', { products: ['graviton3e'] }, ['one']],
    ['a company', { companies: ['amazon'] }, ['three']],
    ['a company with what it owns', { companies: ['amazon'], includeOwned: true }, ['one', 'three', 'two']],
    ['all of two companies', { mentions: { all: [amazon, alibaba] } }, []],
    ['all of two with what they own', { mentions: { all: [amazon, alibaba], includeOwned: true } }, ['two']],
    ['none of what one owns', { mentions: { none: [amazon], includeOwned: true } }, []],
    ['any of what one owns', { mentions: { any: [amazon], includeOwned: true } }, ['one', 'three', 'two']],
    ['a family by its id', { mentions: { all: [graviton] } }, ['one', 'two']],
    ['a topic by its id, with those below it', { mentions: { all: [infrastructure] } }, ['three']],
  ])('a filter by %s', async (_, filter, expected) => {
    expect(await slugs(filter)).toEqual(expected);
  });

  test('a facet of products counts families as the filter takes them', async () => {
    expect(await dataOf(store, '{ articles { facets { products { value count } } } }')).toEqual({
      articles: {
        facets: {
          products: [
            { value: 'graviton', count: 2 },
            { value: 'graviton3', count: 2 },
            { value: 'graviton3e', count: 1 },
            { value: 'twinmaker', count: 1 },
          ],
        },
      },
    });
  });
});
