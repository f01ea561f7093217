/**
 * A small corpus for the tests of the graph, written by hand, so that they depend on no reader, catalog file or
 * linker. In titles and bodies a mention is written `{Company amazon|亚马逊}`, an ambiguous one
 * `{?Company meta,Topic metaverse|Meta}`; of two that are named by one name the second is the namesake.
 */
import type {
  Catalog,
  EntityRef,
  EntityType,
  Exchange,
  LocalizedName,
  Ticker,
} from '../../src/catalog/catalog.ts';
import type { Diagnostic } from '../../src/diagnostic.ts';
import type { Document } from '../../src/documents/document.ts';
import type { LinkedDocument, Mention, MentionField, TickerLink } from '../../src/linking/mention.ts';
import type { ArticleInput, Store } from '../../src/store/store.ts';

export interface Post {
  readonly slug: string;
  readonly title: string;
  readonly body: string;
  readonly publishedAt?: string | null;
  readonly language?: string;
  readonly source?: string;
  readonly categories?: readonly (readonly string[])[];
  readonly tags?: readonly string[];
  readonly tickers?: readonly TickerLink[];
  readonly diagnostics?: readonly Diagnostic[];
  /** Anything else that the reader finds. */
  readonly document?: Partial<Document>;
}

const MARKUP = /\{(\??)([^|}]+)\|([^}]+)\}/g;

function entityRef(text: string): EntityRef {
  const [type = '', key = ''] = text.split(' ');
  return { type: type as EntityType, key };
}

function marked(field: MentionField, markup: string): { text: string; mentions: Mention[] } {
  let text = '';
  let rest = 0;
  const found: { refs: EntityRef[]; ambiguous: boolean; start: number; surface: string }[] = [];
  for (const match of markup.matchAll(MARKUP)) {
    const [whole, question, refs = '', surface = ''] = match;
    text += markup.slice(rest, match.index);
    found.push({
      refs: refs.split(',').map(entityRef),
      ambiguous: question === '?',
      start: text.length,
      surface,
    });
    text += surface;
    rest = match.index + whole.length;
  }
  text += markup.slice(rest);
  const sentences = [...text.matchAll(/[^。.\n]+[。.]?/g)];
  const mentions = found.map(({ refs, ambiguous, start, surface }): Mention => {
    const end = start + surface.length;
    const sentence = sentences.find(({ index, 0: part }) => index <= start && end <= index + part.length);
    const sentenceStart = sentence?.index ?? start;
    const span = {
      field,
      start,
      end,
      surface,
      sentenceStart,
      sentenceEnd: sentenceStart + (sentence?.[0].length ?? surface.length),
      alias: surface,
      rule: 'alias',
    };
    const [entity = { type: 'Company', key: '' }, namesake] = refs;
    return ambiguous
      ? { ...span, status: 'AMBIGUOUS', candidates: refs }
      : { ...span, status: 'RESOLVED', entity, ...(namesake === undefined ? {} : { namesake }) };
  });
  return { text, mentions };
}

export function articleInput(post: Post): ArticleInput {
  const title = marked('TITLE', post.title);
  const body = marked('BODY', post.body);
  const document: Document = {
    path: `posts/${post.slug}.txt`,
    family: 'test',
    familyReason: 'It was written for a test.',
    title: title.text,
    url: `https://news.example/${post.slug}`,
    publishedAt: post.publishedAt ?? null,
    publishedOn: null,
    publishedOffset: post.publishedAt ? '+08:00' : null,
    language: post.language ?? 'zh-Hans',
    author: null,
    source: post.source === undefined ? null : { name: post.source, url: null, kind: 'CREDIT' },
    bodyText: body.text,
    bodyHtml: `<p>${body.text}</p>`,
    unlinked: [],
    emphasis: [],
    media: [],
    wordCount: body.text.length,
    readingMinutes: 1,
    heroImage: null,
    images: [],
    links: [],
    stockReferences: [],
    tags: post.tags ?? [],
    categories: post.categories ?? [],
    frontMatter: { title: title.text },
    ...post.document,
  };
  const linked: LinkedDocument = {
    mentions: [...title.mentions, ...body.mentions],
    tickers: post.tickers ?? [],
    taughtCompanies: [],
    taughtTickers: [],
    taughtProducts: [],
    refusals: [],
  };
  return { slug: post.slug, document, linked };
}

function company(
  slug: string,
  name: LocalizedName,
  parent: string | null,
  tickers: string[],
  country: string | null,
) {
  return [
    slug,
    { slug, name, aliases: [], formerNames: [], parent, tickers, country, origin: 'CATALOG' },
  ] as const;
}

function topic(slug: string, name: LocalizedName, parent: string | null, position: number) {
  return [slug, { slug, name, aliases: [], parent, position }] as const;
}

function ticker(mic: string, symbol: string, owner: string, identifiers: Pick<Ticker, 'isin' | 'figi'> = {}) {
  const key = `${mic}:${symbol}`;
  return [key, { key, mic, symbol, company: owner, ...identifiers, origin: 'CATALOG' }] as const;
}

function exchange(mic: string, en: string, country: string, currency: string): readonly [string, Exchange] {
  return [mic, { mic, name: { en }, country, currency, suffixes: [], prefixes: [] }];
}

export const CATALOG: Catalog = {
  version: '1',
  companies: new Map([
    company('amazon', { en: 'Amazon', zh: '亚马逊' }, null, ['XNAS:AMZN'], 'US'),
    company('aws', { en: 'Amazon Web Services', zh: '亚马逊云科技' }, 'amazon', [], 'US'),
    company('alibaba', { en: 'Alibaba', zh: '阿里巴巴' }, null, ['XNYS:BABA', 'XHKG:09988'], 'CN'),
    company('meta', { en: 'Meta' }, null, [], 'US'),
  ]),
  products: new Map([
    [
      'graviton',
      {
        slug: 'graviton',
        name: { en: 'Graviton' },
        aliases: [],
        formerNames: [],
        maker: 'aws',
        kind: 'CHIP',
      },
    ],
    [
      'twinmaker',
      {
        slug: 'twinmaker',
        name: { en: 'TwinMaker' },
        aliases: [],
        formerNames: [],
        maker: 'aws',
        kind: 'SERVICE',
      },
    ],
  ]),
  frameworks: new Map(),
  topics: new Map([
    topic('metaverse', { en: 'Metaverse', zh: '元宇宙' }, null, 0),
    topic('infrastructure', { en: 'Infrastructure', zh: '基础设施' }, 'metaverse', 0),
    topic('cloud-computing', { en: 'Cloud computing', zh: '云计算' }, 'infrastructure', 0),
    topic('digital-twin', { en: 'Digital twin', zh: '数字孪生' }, 'metaverse', 1),
  ]),
  exchanges: new Map([
    exchange('XNAS', 'Nasdaq', 'US', 'USD'),
    exchange('XNYS', 'New York Stock Exchange', 'US', 'USD'),
    exchange('XHKG', 'Hong Kong Exchanges', 'HK', 'HKD'),
  ]),
  tickers: new Map([
    ticker('XNAS', 'AMZN', 'amazon', { isin: 'US0231351067', figi: 'BBG000BVPV84' }),
    ticker('XNYS', 'BABA', 'alibaba'),
    ticker('XHKG', '09988', 'alibaba'),
  ]),
  aliases: [],
};

/** Ingests posts into a store as one revision. */
export async function ingest(
  store: Store,
  posts: readonly Post[],
  catalog: Catalog = CATALOG,
): Promise<string> {
  const transaction = await store.beginIngest();
  await transaction.putCatalog(catalog);
  await transaction.putArticles(posts.map(articleInput));
  await transaction.putFiles(
    posts.map((post) => ({
      path: `posts/${post.slug}.txt`,
      contentHash: post.slug,
      catalogVersion: catalog.version,
      slug: post.slug,
      diagnostics: post.diagnostics ?? [],
    })),
  );
  return transaction.commit();
}

/** Three posts, which name four companies, two products and three topics between them. */
export const POSTS: readonly Post[] = [
  {
    slug: 'aws-chip',
    title: '{Company aws|亚马逊云科技}发布{Product graviton|Graviton}',
    body: '{Company amazon|亚马逊}旗下的{Company aws|亚马逊云科技}发布了芯片{Product graviton|Graviton}。\n{Topic cloud-computing|云计算}是{Topic metaverse|元宇宙}的基础，{Company aws|亚马逊云科技}说。\n{Company meta|Meta}也在用{Topic cloud-computing|云计算}。',
    publishedAt: '2021-12-02T13:48:00Z',
    categories: [['游戏', '3DMGame', '新闻中心']],
    tags: ['芯片'],
    source: '3DMGame',
    tickers: [{ ticker: 'XNAS:AMZN', origin: 'COMPANY' }],
  },
  {
    slug: 'giants',
    title: '巨头布局{Topic metaverse|元宇宙}：{Company alibaba|阿里巴巴}和{Company amazon|亚马逊}',
    body: '{Company alibaba|阿里巴巴}和{Company amazon|亚马逊}都有{Topic cloud-computing|云计算}。\n{Company amazon|亚马逊}的{Product twinmaker|TwinMaker}属于{Topic digital-twin|数字孪生}。\n{?Company meta,Topic metaverse|Meta}呢？',
    publishedAt: '2021-12-20T01:31:14Z',
    categories: [['证券']],
    tags: ['证券', '元宇宙'],
    source: '安信证券',
    tickers: [
      { ticker: 'XHKG:09988', origin: 'STOCK_BLOCK' },
      { ticker: 'XNAS:AMZN', origin: 'STOCK_BLOCK' },
      { ticker: 'XNYS:BABA', origin: 'COMPANY' },
    ],
    diagnostics: [
      {
        path: 'posts/giants.txt',
        line: 3,
        code: 'DATE_IS_TEXT',
        severity: 'WARNING',
        message: 'The date is text.',
        hint: 'Write it as YAML writes dates.',
      },
    ],
    document: {
      stockReferences: [
        {
          kind: 'BLOCK',
          mic: 'XHKG',
          symbol: '09988',
          quoteUrl: 'https://quote.example/hk/09988',
          chartUrl: 'https://chart.example/hk/09988.png',
          range: null,
        },
        {
          kind: 'BLOCK',
          mic: 'XNAS',
          symbol: 'AMZN',
          quoteUrl: 'https://quote.example/us/AMZN',
          chartUrl: null,
          range: null,
        },
      ],
    },
  },
  {
    slug: 'english',
    title: 'A note on {Topic cloud-computing|cloud computing}',
    body: 'Nobody is named here. But {Topic cloud-computing|cloud computing} is.',
    publishedAt: null,
    language: 'en',
    categories: [['游戏'], ['证券', '研报']],
  },
];
