import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ask, type Served, serve } from '../program.ts';

interface Count {
  body?: number;
  title?: number;
}
interface Gold {
  title: string;
  publishedAt: string;
  publishedOffset?: string;
  category: string[];
  tags?: string[];
  source?: string;
  url?: string;
  companies: Record<string, Count>;
  products: Record<string, Count>;
  topics: Record<string, Count>;
  tickers: string[];
  absent?: string[];
}

interface Edge {
  mentionCount: number;
  inTitle: boolean;
  node: { slug: string };
}
interface Answer {
  article: {
    title: string;
    publishedAt: string;
    publishedOffset: string | null;
    tags: string[];
    url: string | null;
    source: { name: string } | null;
    bodyText: string;
    bodyHtml: string;
    categories: { nodes: { path: string[] }[] };
    companies: { edges: Edge[] };
    products: { edges: Edge[] };
    topics: { edges: Edge[] };
    tickers: { edges: { origin: string; node: { symbol: string; mic: string } }[] };
    mentions: { nodes: { surface: string; field: string; start: number; end: number; sentence: string }[] };
  };
}

const gold = parse(readFileSync(resolve(import.meta.dirname, 'seeds.gold.yaml'), 'utf8')) as Record<
  string,
  Gold
>;

const QUERY = `query Seed($slug: String!) {
  article(slug: $slug) {
    title publishedAt publishedOffset tags url source { name } bodyText bodyHtml
    categories(first: 10) { nodes { path } }
    companies(first: 100) { ...edges }
    products(first: 100) { edges { mentionCount inTitle node { slug } } }
    topics(first: 100) { edges { mentionCount inTitle node { slug } } }
    tickers(first: 50) { edges { origin node { symbol mic } } }
    mentions(first: 100) { nodes { surface field start end sentence } }
  }
}
fragment edges on ArticleCompanyConnection { edges { mentionCount inTitle node { slug } } }`;

describe('the seed posts over HTTP', () => {
  let server: Served;
  beforeAll(async () => {
    server = await serve(['seeds', '--store', ':memory:'], { cwd: resolve(import.meta.dirname, '../..') });
  });
  afterAll(() => server.stop());

  const read = async (slug: string) => (await ask<Answer>(server.url, QUERY, { slug })).data.article;
  const counts = (edges: readonly Edge[], wanted: Record<string, Count>) =>
    Object.fromEntries(
      edges
        .filter(({ node }) => node.slug in wanted)
        .map(({ node, mentionCount, inTitle }) => [node.slug, { mentionCount, inTitle }]),
    );
  const expected = (wanted: Record<string, Count>) =>
    Object.fromEntries(
      Object.entries(wanted).map(([slug, { body = 0, title = 0 }]) => [
        slug,
        { mentionCount: body + title, inTitle: title > 0 },
      ]),
    );

  it.each(Object.keys(gold))('%s says what it says', async (slug) => {
    const want = gold[slug] as Gold;
    const article = await read(slug);
    expect({
      title: article.title,
      publishedAt: new Date(article.publishedAt).getTime(),
      categories: article.categories.nodes.map(({ path }) => path),
      companies: counts(article.companies.edges, want.companies),
      products: counts(article.products.edges, want.products),
      topics: counts(article.topics.edges, want.topics),
      blocks: article.tickers.edges
        .filter(({ origin }) => origin === 'STOCK_BLOCK')
        .map(({ node }) => `${node.mic}:${node.symbol}`)
        .sort(),
      absent: article.companies.edges
        .map(({ node }) => node.slug)
        .filter((company) => want.absent?.includes(company)),
    }).toEqual({
      title: want.title,
      publishedAt: new Date(want.publishedAt).getTime(),
      categories: [want.category],
      companies: expected(want.companies),
      products: expected(want.products),
      topics: expected(want.topics),
      blocks: [...want.tickers].sort(),
      absent: [],
    });
    if (want.publishedOffset) expect(article.publishedOffset).toBe(want.publishedOffset);
    if (want.tags) expect(article.tags).toEqual(want.tags);
    if (want.source) expect(article.source?.name).toBe(want.source);
    if (want.url) expect(article.url).toBe(want.url);
  });

  it.each(Object.keys(gold))(
    'every mention of %s slices back to its surface, inside its sentence',
    async (slug) => {
      const article = await read(slug);
      const { nodes } = article.mentions;
      expect(nodes.length).toBeGreaterThan(0);
      expect(
        nodes.map(({ field, start, end }) =>
          (field === 'TITLE' ? article.title : article.bodyText).slice(start, end),
        ),
      ).toEqual(nodes.map(({ surface }) => surface));
      expect(nodes.filter(({ sentence, surface }) => !sentence.includes(surface))).toEqual([]);
    },
  );

  it('the bodies hold no navigation, charts, scripts or hidden text', async () => {
    for (const slug of Object.keys(gold)) {
      const { bodyText, bodyHtml } = await read(slug);
      expect(bodyText + bodyHtml).not.toMatch(/返回首页|EM_StockImg|<script|display:none|<!--/);
    }
  });

  it('Amazon and its product link both posts', async () => {
    const { data } = await ask(
      server.url,
      `{
        company(slug: "amazon") { articles { totalCount } tickers { mic symbol } }
        product(slug: "aws-iot-twinmaker") { maker { slug } articles { totalCount } }
      }`,
    );
    expect(data).toEqual({
      company: { articles: { totalCount: 2 }, tickers: [{ mic: 'XNAS', symbol: 'AMZN' }] },
      product: { maker: { slug: 'aws' }, articles: { totalCount: 2 } },
    });
  });
});
