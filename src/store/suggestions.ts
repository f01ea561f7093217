/** Names by their beginnings, for search boxes: what the corpus names, kept in memory for one revision. */
import { type EntityType, tickerKey } from '../catalog/catalog.ts';
import { foldName } from './search/folding.ts';
import type {
  CompanyRow,
  KnownName,
  ProductRow,
  Store,
  SuggestionRequest,
  TickerRow,
  TopicRow,
} from './store.ts';

interface Entry extends KnownName {
  readonly folded: string;
}

const ALL = { first: 1_000_000 };
const MENTIONED = { mentioned: true };
const MOST_ARTICLES = { field: 'ARTICLE_COUNT', direction: 'DESC' } as const;

export class Suggestions {
  #revision: string | null = null;
  #names: Promise<readonly Entry[]> = Promise.resolve([]);

  /** Most articles first, each entity once, by the shortest of its names that fit. */
  async find(store: Store, { prefix, types, first }: SuggestionRequest): Promise<KnownName[]> {
    const folded = foldName(prefix);
    if (folded === '' || first === 0) return [];
    const names = await this.#at(store);
    const found: Entry[] = [];
    for (let place = lowerBound(names, folded); place < names.length; place += 1) {
      const entry = names[place];
      if (entry === undefined || !entry.folded.startsWith(folded)) break;
      if (types.includes(entry.type)) found.push(entry);
    }
    return onceEach(found).slice(0, first);
  }

  /** Whose name the text is, whole; those of most articles first. */
  async exact(store: Store, text: string): Promise<KnownName[]> {
    const folded = foldName(text.trim());
    return onceEach((await this.#at(store)).filter((entry) => entry.folded === folded));
  }

  /** Those with a name that holds all of these folded terms and fits; that which is the text comes first. */
  async with(
    store: Store,
    terms: readonly string[],
    fits: (name: string) => boolean,
    text: string,
  ): Promise<KnownName[]> {
    const whole = foldName(text.trim());
    const found = (await this.#at(store)).filter(
      ({ folded, text: name }) => terms.every((term) => folded.includes(term)) && fits(name),
    );
    const isWhole = ({ text: name }: KnownName) => foldName(name) === whole;
    const exact = onceEach(found.filter(isWhole));
    return onceEach([...exact, ...onceEach(found)], false);
  }

  async #at(store: Store): Promise<readonly Entry[]> {
    const { revision } = await store.corpus.get();
    if (revision !== this.#revision) {
      this.#revision = revision;
      const names = namesOf(store);
      this.#names = names;
      // What could not be read is read again by the next that asks.
      names.catch(() => {
        if (this.#names === names) this.#revision = null;
      });
    }
    return this.#names;
  }
}

/** Each entity once, by the shortest of its names; in the order that is given, or those of most articles first. */
function onceEach(names: readonly KnownName[], sorted = true): KnownName[] {
  const found = new Map<string, KnownName>();
  for (const name of names) {
    const key = `${name.type}:${name.key}`;
    const known = found.get(key);
    if (known === undefined || (sorted && name.text.length < known.text.length)) found.set(key, name);
  }
  const once = [...found.values()];
  return sorted
    ? once.sort((left, right) => right.articleCount - left.articleCount || (left.text < right.text ? -1 : 1))
    : once;
}

async function namesOf(store: Store): Promise<Entry[]> {
  const [companies, products, topics, tickers] = await Promise.all([
    store.companies.page(MENTIONED, MOST_ARTICLES, ALL),
    store.products.page(MENTIONED, MOST_ARTICLES, ALL),
    store.topics.page(MENTIONED, MOST_ARTICLES, ALL),
    store.tickers.page(MENTIONED, MOST_ARTICLES, ALL),
  ]);
  return [
    ...companies.edges.flatMap(({ node }) => named('Company', node, [...node.formerNames])),
    ...products.edges.flatMap(({ node }) => named('Product', node, [...node.formerNames])),
    ...topics.edges.flatMap(({ node }) => named('Topic', node, [])),
    ...tickers.edges.flatMap(({ node }) =>
      entries('Ticker', node, tickerKey(node.mic, node.symbol), [node.symbol]),
    ),
  ].sort((left, right) => (left.folded < right.folded ? -1 : left.folded > right.folded ? 1 : 0));
}

function named(
  type: EntityType,
  row: CompanyRow | ProductRow | TopicRow,
  former: readonly string[],
): Entry[] {
  return entries(type, row, row.slug, [...Object.values(row.name), ...row.aliases, ...former]);
}

function entries(
  type: EntityType,
  { id, articleCount }: Pick<CompanyRow | TickerRow, 'id' | 'articleCount'>,
  key: string,
  texts: readonly string[],
): Entry[] {
  return [...new Set(texts)].map((text) => ({ type, id, key, text, articleCount, folded: foldName(text) }));
}

/** The first place whose name is not before the prefix. */
function lowerBound(names: readonly Entry[], prefix: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((names[middle]?.folded ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}
