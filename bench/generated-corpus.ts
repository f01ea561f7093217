/** A corpus of any size, always the same: 8 mentions an article, Zipf-distributed entities, both scripts. */
import type { Catalog, Company, EntityRef, Product, Ticker, Topic } from '../src/catalog/catalog.ts';
import type { Document } from '../src/documents/document.ts';
import type { Mention } from '../src/linking/mention.ts';
import type { ArticleInput } from '../src/store/store.ts';

const COMPANIES = 2000;
const PRODUCTS = 600;
const TOPIC_ROOTS = 8;
const TOPICS_EACH = 11;
const MENTIONS = 8;
/** Articles that hold the word `needle`, at every size the same. */
const NEEDLES = 20;
const WORDS = 20_000;
/** Han characters of the generated texts: the first of the common block, as many as a newspaper uses. */
const CHARACTERS = 3000;
const FIRST_CHARACTER = 0x4e00;
/** A decade of news, ending here. */
const LAST_DAY = Date.UTC(2026, 0, 1);
const SPAN = 10 * 365.25 * 86_400_000;

/** A small generator of random numbers between 0 and 1 (mulberry32), seeded by the article. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A rank below `count`, the first ones often and the last ones seldom: Zipf's law with exponent 1. */
function zipf(random: () => number, count: number): number {
  return Math.min(count - 1, Math.floor(count ** random()) - 1 + (random() < 0.5 ? 0 : 1));
}

const key = (name: string, rank: number) => `${name}-${rank}`;

export function generatedCatalog(): Catalog {
  const blank = { aliases: [], formerNames: [] };
  const companies = Array.from({ length: COMPANIES }, (_, rank): Company => {
    const name = { en: `Company ${rank}`, zh: `公司${rank}` };
    const parent = rank % 20 === 19 ? key('company', rank - 1) : null;
    const tickers = rank % 2 === 0 ? [`XNAS:C${rank}`] : [];
    return { ...blank, slug: key('company', rank), name, parent, tickers, country: 'US', origin: 'CATALOG' };
  });
  const products = Array.from({ length: PRODUCTS }, (_, rank): Product => {
    const maker = key('company', rank % COMPANIES);
    return { ...blank, slug: key('product', rank), name: { en: `Product ${rank}` }, maker, kind: 'DEVICE' };
  });
  const topics = Array.from({ length: TOPIC_ROOTS * TOPICS_EACH }, (_, rank): Topic => {
    const root = rank - (rank % TOPICS_EACH);
    const parent = rank === root ? null : key('topic', root);
    return { slug: key('topic', rank), name: { en: `Topic ${rank}` }, aliases: [], parent, position: rank };
  });
  const tickers = companies.flatMap(({ slug, tickers: keys }) =>
    keys.map((ticker): Ticker => {
      const [mic = '', symbol = ''] = ticker.split(':');
      return { key: ticker, mic, symbol, company: slug, origin: 'CATALOG' };
    }),
  );
  return {
    version: 'generated',
    companies: new Map(companies.map((company) => [company.slug, company])),
    products: new Map(products.map((product) => [product.slug, product])),
    frameworks: new Map(),
    topics: new Map(topics.map((topic) => [topic.slug, topic])),
    exchanges: new Map(),
    tickers: new Map(tickers.map((ticker) => [ticker.key, ticker])),
    aliases: [],
  };
}

function entityFrom(random: () => number): EntityRef {
  const kind = random();
  if (kind < 0.6) return { type: 'Company', key: key('company', zipf(random, COMPANIES)) };
  if (kind < 0.75) return { type: 'Product', key: key('product', zipf(random, PRODUCTS)) };
  return { type: 'Topic', key: key('topic', zipf(random, TOPIC_ROOTS * TOPICS_EACH)) };
}

function chineseFrom(random: () => number, length: number): string {
  let text = '';
  while (text.length < length) text += String.fromCharCode(FIRST_CHARACTER + zipf(random, CHARACTERS));
  return text;
}

function englishFrom(random: () => number, words: number): string {
  return Array.from({ length: words }, () => `word${zipf(random, WORDS).toString(36)}`).join(' ');
}

/** Article number `index`, the same on every machine. Every other one is Chinese. */
export function generatedArticle(index: number): ArticleInput {
  const random = randomFrom(index * 2_654_435_761);
  const chinese = index % 2 === 0;
  const slug = `article-${index}`;
  const publishedAt = new Date(LAST_DAY - Math.floor(random() * SPAN)).toISOString();
  const sentences: string[] = [];
  const mentions: Mention[] = [];
  let offset = 0;
  for (let count = 0; count < MENTIONS / 2; count++) {
    const sentence: string[] = [];
    const first = mentions.length;
    let length = 0;
    for (let place = 0; place < 2; place++) {
      const words = chinese ? chineseFrom(random, 24) : `${englishFrom(random, 8)} `;
      const entity = entityFrom(random);
      const surface = `${entity.type}${entity.key.slice(entity.key.indexOf('-') + 1)}`;
      const start = offset + length + words.length;
      const span = { field: 'BODY' as const, surface, alias: surface, rule: 'alias', sentenceStart: offset };
      const end = start + surface.length;
      mentions.push({ ...span, status: 'RESOLVED', entity, start, end, sentenceEnd: 0 });
      sentence.push(words, surface);
      length += words.length + surface.length + 1;
      sentence.push(' ');
    }
    const text = `${sentence.join('')}${chinese ? '。' : '. '}`;
    for (let at = first; at < mentions.length; at++) {
      const mention = mentions[at];
      if (mention) mentions[at] = { ...mention, sentenceEnd: offset + text.length };
    }
    sentences.push(text);
    offset += text.length;
  }
  const bodyText = `${sentences.join('')}${index < NEEDLES ? 'needle' : ''}`;
  const document: Document = {
    path: `posts/${slug}.md`,
    family: 'generated',
    familyReason: 'It was generated.',
    title: chinese ? chineseFrom(random, 18) : englishFrom(random, 6),
    url: `https://news.example/${slug}`,
    publishedAt,
    publishedOn: publishedAt.slice(0, 10),
    publishedOffset: '+08:00',
    language: chinese ? 'zh-Hans' : 'en',
    author: null,
    source: { name: `Source ${zipf(random, 200)}`, url: null, kind: 'SITE' },
    bodyText,
    bodyHtml: `<p>${bodyText}</p>`,
    unlinked: [],
    emphasis: [],
    media: [],
    wordCount: bodyText.length,
    readingMinutes: 1,
    heroImage: null,
    images: [],
    links: [],
    stockReferences: [],
    tags: [`tag ${zipf(random, 500)}`],
    categories: [['news', `section ${zipf(random, 20)}`, `desk ${zipf(random, 10)}`]],
    frontMatter: { title: slug },
  };
  return {
    slug,
    document,
    linked: {
      mentions,
      tickers: [],
      taughtCompanies: [],
      taughtTickers: [],
      taughtProducts: [],
      refusals: [],
    },
  };
}
