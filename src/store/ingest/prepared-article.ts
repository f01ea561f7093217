import { createHash, hash } from 'node:crypto';
import { type EntityRef, tickerKey } from '../../catalog/catalog.ts';
import type { Document, JsonObject } from '../../documents/document.ts';
import { isProof } from '../../linking/discovered-names.ts';
import { type LinkedDocument, namedBy } from '../../linking/mention.ts';
import { coveredSentences } from '../articles/stored-coverage.ts';
import { encodeMentions, nameOf } from '../articles/stored-mentions.ts';
import { type LabelKind, TICKER_ORIGINS } from '../database.ts';
import { analyse, analyseTitle } from '../search/analysed-text.ts';
import { wellFormed } from '../search/text.ts';
import type { ArticleInput, StockChartRow } from '../store.ts';
import type { PreparedArticle, PreparedLabel, PreparedLinks } from './prepared.ts';

/** Changes whenever the same article would be stored in another way, so that it is written again. */
const ROWS_VERSION = 4;

/** Pure: the same article gives the same on every machine, thread and engine. */
export function prepareArticle({ slug, document, linked }: ArticleInput): PreparedArticle {
  const publishedAt = document.publishedAt === null ? Number.NaN : Date.parse(document.publishedAt);
  const title = analyseTitle(document.title);
  const body = analyse(document.bodyText);
  const row: PreparedArticle['row'] = {
    path: document.path,
    title: document.title,
    url: document.url,
    published_offset: document.publishedOffset,
    published_on: document.publishedOn,
    language: document.language,
    author: document.author,
    source: jsonOrNull(document.source),
    word_count: document.wordCount,
    reading_minutes: document.readingMinutes,
    hero_image: jsonOrNull(document.heroImage),
    tags: JSON.stringify(document.tags),
  };
  const columns: PreparedArticle['body'] = {
    body_text: document.bodyText,
    body_html: document.bodyHtml,
    images: JSON.stringify(document.images),
    links: JSON.stringify(document.links),
    stock_charts: JSON.stringify(stockChartsOf(document)),
    front_matter: JSON.stringify(document.frontMatter),
    details: JSON.stringify(detailsOf(document)),
    markup: JSON.stringify(markupOf(document)),
  };
  const labels = labelsOf(document);
  const documentHash = hashOf([slug, document.publishedAt, row, labels], Object.values(columns));
  return {
    slug,
    publishedAt: Number.isNaN(publishedAt) ? null : publishedAt,
    documentHash,
    row,
    body: columns,
    text: {
      title_tokens: title.tokens,
      title_characters: title.characters,
      title_folded: title.folded,
      body_tokens: body.tokens,
      body_characters: body.characters,
      body_folded: body.folded,
    },
    labels,
    links: prepareLinks(documentHash, linked),
    quoteUrls: quoteUrlsOf(document),
  };
}

/** Of values and of long texts, which are taken as they are. */
function hashOf(values: readonly unknown[], texts: readonly (string | null)[]): string {
  const lengths = texts.map((text) => text?.length ?? null);
  return hash('sha256', JSON.stringify([ROWS_VERSION, values, lengths]) + texts.join(''), 'base64url');
}

export function prepareLinks(documentHash: string, linked: LinkedDocument): PreparedLinks {
  const { mentions, tickers, taughtCompanies, taughtTickers, taughtProducts } = linked;
  const entities = new Map<
    string,
    [EntityRef['type'], string, number, 0 | 1, number | null, number | null]
  >();
  const places = new Map<string, number>();
  const entityOf = ({ type, key }: EntityRef) => {
    const name = nameOf({ type, key });
    const known = entities.get(name);
    if (known) return known;
    places.set(name, entities.size);
    const added: [EntityRef['type'], string, number, 0 | 1, number | null, number | null] = [
      type,
      wellFormed(key),
      0,
      0,
      null,
      null,
    ];
    entities.set(name, added);
    return added;
  };
  for (const { ticker, origin } of tickers) {
    // Those of a company follow from it.
    if (origin !== 'COMPANY') entityOf({ type: 'Ticker', key: ticker })[5] = TICKER_ORIGINS.indexOf(origin);
  }
  let mentionCount = 0;
  for (const [ordinal, mention] of mentions.entries()) {
    if (mention.status !== 'RESOLVED') continue;
    mentionCount += 1;
    for (const ref of namedBy(mention)) {
      const entity = entityOf(ref);
      entity[2] += 1;
      if (mention.field === 'TITLE') entity[3] = 1;
      entity[4] ??= ordinal;
      if (ref.type === 'Ticker') entity[5] ??= TICKER_ORIGINS.indexOf('TEXT');
    }
  }
  const text = encodeMentions(mentions);
  const taught = [
    taughtCompanies.map(({ slug }) => slug),
    taughtTickers.map(({ key }) => key),
    taughtProducts.map(({ slug }) => slug),
  ];
  const digest = createHash('sha256')
    .update(documentHash)
    .update(text)
    .update(JSON.stringify([tickers, taught]));
  return {
    hash: digest.digest('base64url'),
    mentions: text,
    mentionCount,
    entities: [...entities.values()],
    coverage: coveredSentences(mentions, ({ entity }) => places.get(nameOf(entity)) ?? 0),
  };
}

export function quoteUrlsOf({ stockReferences }: Pick<Document, 'stockReferences'>): [string, string][] {
  return stockReferences.flatMap(({ mic, symbol, quoteUrl }): [string, string][] =>
    quoteUrl === null ? [] : [[tickerKey(mic, symbol), quoteUrl]],
  );
}

/** What linking needs of a document beside columns that are there for readers. */
export type StoredMarkup = Pick<Document, 'unlinked' | 'stockReferences' | 'links' | 'emphasis'>;

function markupOf({ unlinked, stockReferences, links, emphasis }: Document): StoredMarkup {
  // Only these prove a product.
  const proofs = links.filter(({ url }) => isProof(url));
  return { unlinked, stockReferences, links: proofs, emphasis };
}

/** Fields of the document that have columns, or are for people who look at how it was read. */
const KNOWN_FIELDS = new Set(
  (
    'path family familyReason title url publishedAt publishedOffset publishedOn language author source bodyText ' +
    'bodyHtml unlinked wordCount readingMinutes heroImage images links stockReferences tags categories frontMatter'
  ).split(' '),
);

function detailsOf(document: Document): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !KNOWN_FIELDS.has(name)));
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function stockChartsOf({ stockReferences }: Document): StockChartRow[] {
  return stockReferences.flatMap(({ kind, mic, symbol, quoteUrl, chartUrl }) =>
    kind === 'BLOCK' ? [{ ticker: tickerKey(mic, symbol), quoteUrl, chartUrl }] : [],
  );
}

/** What an article can be found by beside its entities, each once; categories after those above them. */
function labelsOf(document: Document): PreparedLabel[] {
  const labels = new Map<string, PreparedLabel>();
  const add = (kind: LabelKind, key: string, count: 0 | 1 = 1, ordinal: number | null = null) => {
    const name = `${kind} ${key}`;
    if (count === 1 || !labels.has(name)) labels.set(name, [kind, wellFormed(key), count, ordinal]);
  };
  for (const [ordinal, path] of document.categories.entries()) {
    for (let length = 1; length <= path.length; length++)
      add('Category', JSON.stringify(path.slice(0, length)), length === path.length ? 1 : 0, ordinal);
  }
  for (const tag of document.tags) add('Tag', tag);
  if (document.source) add('Source', document.source.name);
  if (document.author !== null) add('Author', document.author);
  add('Language', document.language.toLowerCase());
  return [...labels.values()];
}
