import type {
  Catalog,
  Company,
  EntityRef,
  Exchange,
  Product,
  Ticker,
  Topic,
} from '../../src/catalog/catalog.ts';
import type { Document } from '../../src/documents/document.ts';
import type { LinkedDocument, Mention, TickerLink } from '../../src/linking/mention.ts';
import type { ArticleInput, Store } from '../../src/store/store.ts';

/** A catalog of a few entities; every part may be replaced. */
export function catalogOf(parts: {
  readonly companies?: readonly Partial<Company>[];
  readonly products?: readonly Partial<Product>[];
  readonly topics?: readonly Partial<Topic>[];
  readonly tickers?: readonly string[];
  readonly exchanges?: readonly Exchange[];
}): Catalog {
  const companies = (parts.companies ?? []).map((company): Company => {
    const slug = company.slug ?? 'company';
    const blank = { slug, name: { en: slug }, aliases: [], formerNames: [], parent: null, tickers: [] };
    return { ...blank, country: null, origin: 'CATALOG', ...company };
  });
  const products = (parts.products ?? []).map((product): Product => {
    const slug = product.slug ?? 'product';
    return { slug, name: { en: slug }, aliases: [], formerNames: [], maker: null, kind: 'OTHER', ...product };
  });
  const topics = (parts.topics ?? []).map((topic, position): Topic => {
    const slug = topic.slug ?? 'topic';
    return { slug, name: { en: slug }, aliases: [], parent: null, position, ...topic };
  });
  const owners = new Map(companies.flatMap(({ slug, tickers }) => tickers.map((key) => [key, slug])));
  const tickers = (parts.tickers ?? []).map((key): Ticker => {
    const [mic = '', symbol = ''] = key.split(':');
    return { key, mic, symbol, company: owners.get(key) ?? null, origin: 'CATALOG' };
  });
  return {
    version: JSON.stringify(parts),
    companies: new Map(companies.map((company) => [company.slug, company])),
    products: new Map(products.map((product) => [product.slug, product])),
    frameworks: new Map(),
    topics: new Map(topics.map((topic) => [topic.slug, topic])),
    exchanges: new Map((parts.exchanges ?? []).map((exchange) => [exchange.mic, exchange])),
    tickers: new Map(tickers.map((ticker) => [ticker.key, ticker])),
    aliases: [],
  };
}

export const company = (key: string): EntityRef => ({ type: 'Company', key });
export const product = (key: string): EntityRef => ({ type: 'Product', key });
export const ticker = (key: string): EntityRef => ({ type: 'Ticker', key });
export const topic = (key: string): EntityRef => ({ type: 'Topic', key });

/**
 * An article as the layers before the store make it. `names` gives the entity of a surface form: each of its
 * occurrences in title and text is a mention. Sentences end at `。` and `.`.
 */
export function articleOf(
  slug: string,
  parts: Partial<Document> & {
    readonly names?: Readonly<Record<string, EntityRef>>;
    readonly ambiguous?: Readonly<Record<string, readonly EntityRef[]>>;
    readonly tickers?: readonly TickerLink[];
    readonly taughtCompanies?: readonly Company[];
    readonly taughtTickers?: readonly Ticker[];
  } = {},
): ArticleInput {
  const {
    names = {},
    ambiguous = {},
    tickers = [],
    taughtCompanies = [],
    taughtTickers = [],
    ...written
  } = parts;
  const document: Document = {
    path: `${slug}.txt`,
    family: 'plain',
    familyReason: 'It was built for a test.',
    title: slug,
    url: null,
    publishedAt: null,
    publishedOn: null,
    publishedOffset: null,
    language: 'en',
    author: null,
    source: null,
    bodyText: '',
    bodyHtml: '',
    unlinked: [],
    emphasis: [],
    media: [],
    wordCount: 0,
    readingMinutes: 1,
    heroImage: null,
    images: [],
    links: [],
    stockReferences: [],
    tags: [],
    categories: [],
    frontMatter: {},
    ...written,
  };
  const linked: LinkedDocument = {
    mentions: [
      ...mentionsIn('TITLE', document.title, names, ambiguous),
      ...mentionsIn('BODY', document.bodyText, names, ambiguous),
    ],
    tickers,
    taughtCompanies,
    taughtTickers,
    taughtProducts: [],
    refusals: [],
  };
  return { slug, document, linked };
}

function mentionsIn(
  field: 'TITLE' | 'BODY',
  text: string,
  names: Readonly<Record<string, EntityRef>>,
  ambiguous: Readonly<Record<string, readonly EntityRef[]>>,
): Mention[] {
  const found: Mention[] = [];
  for (const surface of [...Object.keys(names), ...Object.keys(ambiguous)]) {
    for (
      let start = text.indexOf(surface);
      start >= 0;
      start = text.indexOf(surface, start + surface.length)
    ) {
      const end = start + surface.length;
      const sentenceStart = Math.max(text.lastIndexOf('。', start), text.lastIndexOf('.', start)) + 1;
      const next = text.slice(end).search(/[。.]/u);
      const sentenceEnd = next < 0 ? text.length : end + next + 1;
      const span = { field, start, end, surface, sentenceStart, sentenceEnd, alias: surface, rule: 'alias' };
      const entity = names[surface];
      if (entity) found.push({ ...span, status: 'RESOLVED', entity });
      else found.push({ ...span, status: 'AMBIGUOUS', candidates: ambiguous[surface] ?? [] });
    }
  }
  return found.toSorted((left, right) => left.start - right.start);
}

/** Ingests a catalog and articles as one revision, which it answers. */
export async function ingest(
  store: Store,
  catalog: Catalog | null,
  articles: readonly ArticleInput[],
  removed: readonly string[] = [],
): Promise<string> {
  const transaction = await store.beginIngest();
  try {
    if (catalog) await transaction.putCatalog(catalog);
    const companies = articles.flatMap(({ linked }) => linked.taughtCompanies);
    const tickers = articles.flatMap(({ linked }) => linked.taughtTickers);
    await transaction.putTaught(companies, tickers);
    await transaction.putArticles(articles);
    await transaction.removeArticles(removed);
    return await transaction.commit();
  } finally {
    await transaction.rollback();
  }
}

/** Ids are given as terms come, and revisions as ingests do: what two stores that hold the same may differ in. */
const OF_ONE_STORE = new Set(
  'id parentId makerId companyId articleId topicIds revision ingestedAt cursor'.split(' '),
);

/** What any store that holds the same says. */
export function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (OF_ONE_STORE.has(key) ? undefined : part)));
}
