import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestStore } from '../store/stores.ts';
import { dataOf } from './ask.ts';
import { ingest } from './corpus.ts';
import { onEachEngine } from './engines.ts';

onEachEngine((open) => {
  let opened: TestStore;
  beforeAll(async () => {
    opened = await open({ timeZone: 'UTC' });
    await ingest(opened.store, [
      {
        slug: 'one-name',
        title: 'News of {Company alibaba,Product twinmaker|Alibaba}',
        body: '{Company alibaba,Product twinmaker|Alibaba} grew. {Company amazon|Amazon} did not.',
        publishedAt: '2026-01-02T00:00:00Z',
        tickers: [{ ticker: 'XNYS:BABA', origin: 'COMPANY' }],
      },
    ]);
  });
  afterAll(() => opened.remove());

  test('a company and a product of one name are both named, counted and found by it', async () => {
    const counts = 'mentionCount articles { edges { mentionCount inTitle mentions { surface field } } }';
    expect(
      await dataOf(
        opened.store,
        `{
        company(slug: "alibaba") { ${counts} }
        product(slug: "twinmaker") { ${counts} }
        article(slug: "one-name") {
          mentionCount
          mentions(filter: { types: [PRODUCT] }) {
            nodes { surface entity { ... on Company { slug } } namesake { ... on Product { slug } } }
          }
          all: mentions { nodes { namesake { __typename } } }
        }
      }`,
      ),
    ).toEqual({
      company: {
        mentionCount: 2,
        articles: {
          edges: [
            {
              mentionCount: 2,
              inTitle: true,
              mentions: [
                { surface: 'Alibaba', field: 'TITLE' },
                { surface: 'Alibaba', field: 'BODY' },
              ],
            },
          ],
        },
      },
      product: {
        mentionCount: 2,
        articles: {
          edges: [
            {
              mentionCount: 2,
              inTitle: true,
              mentions: [
                { surface: 'Alibaba', field: 'TITLE' },
                { surface: 'Alibaba', field: 'BODY' },
              ],
            },
          ],
        },
      },
      article: {
        mentionCount: 3,
        mentions: {
          nodes: [
            { surface: 'Alibaba', entity: { slug: 'alibaba' }, namesake: { slug: 'twinmaker' } },
            { surface: 'Alibaba', entity: { slug: 'alibaba' }, namesake: { slug: 'twinmaker' } },
          ],
        },
        all: {
          nodes: [
            { namesake: { __typename: 'Product' } },
            { namesake: { __typename: 'Product' } },
            { namesake: null },
          ],
        },
      },
    });
  });
});
