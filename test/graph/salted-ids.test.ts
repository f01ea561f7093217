import { expect, test } from 'vitest';
import { globalId } from '../../src/graph/ids.ts';
import { dataOf } from './ask.ts';
import { ingest, type Post } from './corpus.ts';
import { onEachEngine } from './engines.ts';

/** All keys of a type have one id, until they are hashed again: so every type has two that get ids of their own. */
const hash = (text: string): number => {
  const [key = '', salt] = text.split('\u0000');
  const types = ['Article', 'Company', 'Product', 'Topic', 'Ticker'];
  if (salt === undefined) return 1 + types.indexOf(key.slice(0, key.indexOf(':')));
  return 1000 * Number(salt) + text.length;
};

const post = (slug: string, title: string): Post => ({ slug, title, body: '' });

onEachEngine((open) => {
  test('what had to give way to another key is found by its key, by its id, and by what leads to it', async () => {
    const opened = await open({ hash });
    try {
      const { store } = opened;
      await ingest(store, [
        post('first', '{Company amazon|Amazon}'),
        post(
          'second',
          '{Company meta|Meta}和{Topic digital-twin|数字孪生}、{Product twinmaker|TwinMaker}、{?Company meta,Topic metaverse|M}',
        ),
      ]);
      const ids = [
        globalId('Article', 'first'),
        globalId('Article', 'second'),
        globalId('Company', 'aws'),
        globalId('Company', 'meta'),
        globalId('Product', 'twinmaker'),
        globalId('Topic', 'digital-twin'),
        globalId('Ticker', 'XNYS:BABA'),
        globalId('Company', 'nobody'),
      ];
      expect(
        await dataOf(
          store,
          `query ($ids: [ID!]!, $meta: ID!) {
          nodes(ids: $ids) { __typename id }
          company(slug: "meta") { slug articles { nodes { slug } } }
          nobody: company(slug: "nobody") { slug }
          aws: company(slug: "aws") { slug parent { slug } products { nodes { slug maker { slug } } } }
          product(slug: "twinmaker") { slug }
          topic(slug: "digital-twin") { slug parent { slug } }
          ticker(exchange: "XNYS", symbol: "BABA") { symbol company { slug tickers { symbol } } }
          article(slug: "second") {
            slug
            mentions { nodes { entity { ... on Company { slug } ... on Topic { slug } ... on Product { slug } } candidates { ... on Company { slug } ... on Topic { slug } } } }
          }
          articles(filter: { mentions: { all: [$meta] } }) { nodes { slug } facets { companies { value count node { slug } } } }
        }`,
          { ids, meta: globalId('Company', 'meta') },
        ),
      ).toEqual({
        nodes: [
          { __typename: 'Article', id: ids[0] },
          { __typename: 'Article', id: ids[1] },
          { __typename: 'Company', id: ids[2] },
          { __typename: 'Company', id: ids[3] },
          { __typename: 'Product', id: ids[4] },
          { __typename: 'Topic', id: ids[5] },
          { __typename: 'Ticker', id: ids[6] },
          null,
        ],
        company: { slug: 'meta', articles: { nodes: [{ slug: 'second' }] } },
        nobody: null,
        aws: {
          slug: 'aws',
          parent: { slug: 'amazon' },
          products: {
            nodes: [
              { slug: 'graviton', maker: { slug: 'aws' } },
              { slug: 'twinmaker', maker: { slug: 'aws' } },
            ],
          },
        },
        product: { slug: 'twinmaker' },
        topic: { slug: 'digital-twin', parent: { slug: 'metaverse' } },
        ticker: {
          symbol: 'BABA',
          company: { slug: 'alibaba', tickers: [{ symbol: 'BABA' }, { symbol: '09988' }] },
        },
        article: {
          slug: 'second',
          mentions: {
            nodes: [
              { entity: { slug: 'meta' }, candidates: [] },
              { entity: { slug: 'digital-twin' }, candidates: [] },
              { entity: { slug: 'twinmaker' }, candidates: [] },
              { entity: null, candidates: [{ slug: 'meta' }, { slug: 'metaverse' }] },
            ],
          },
        },
        articles: {
          nodes: [{ slug: 'second' }],
          facets: { companies: [{ value: 'meta', count: 1, node: { slug: 'meta' } }] },
        },
      });
    } finally {
      await opened.remove();
    }
  });
});
