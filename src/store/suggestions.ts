/** Names by their beginnings, for search boxes: what the corpus names, kept in memory for one revision. */
import type { EntityType } from '../catalog/catalog.ts';
import { foldName } from './search/folding.ts';
import type {
  CompanyRow,
  ProductRow,
  Store,
  SuggestedName,
  SuggestionRequest,
  TickerRow,
  TopicRow,
} from './store.ts';

interface Entry extends SuggestedName {
  readonly folded: string;
}

const ALL = { first: 1_000_000 };
const MENTIONED = { mentioned: true };
const MOST_ARTICLES = { field: 'ARTICLE_COUNT', direction: 'DESC' } as const;

export class Suggestions {
  #revision: string | null = null;
  #names: Promise<readonly Entry[]> = Promise.resolve([]);

  /** Most articles first, each entity once, by the shortest of its names that fit. */
  async find(store: Store, { prefix, types, first }: SuggestionRequest): Promise<SuggestedName[]> {
    const folded = foldName(prefix);
    if (folded === '' || first === 0) return [];
    const names = await this.#at(store);
    const found = new Map<string, Entry>();
    for (let place = lowerBound(names, folded); place < names.length; place += 1) {
      const entry = names[place];
      if (entry === undefined || !entry.folded.startsWith(folded)) break;
      if (!types.includes(entry.type)) continue;
      const key = `${entry.type}:${entry.id}`;
      const known = found.get(key);
      if (known === undefined || entry.text.length < known.text.length) found.set(key, entry);
    }
    return [...found.values()]
      .sort((left, right) => right.articleCount - left.articleCount || (left.text < right.text ? -1 : 1))
      .slice(0, first)
      .map(({ folded: _, ...name }) => name);
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
    ...tickers.edges.flatMap(({ node }) => entries('Ticker', node, [node.symbol])),
  ].sort((left, right) => (left.folded < right.folded ? -1 : left.folded > right.folded ? 1 : 0));
}

function named(
  type: EntityType,
  row: CompanyRow | ProductRow | TopicRow,
  former: readonly string[],
): Entry[] {
  return entries(type, row, [...Object.values(row.name), ...row.aliases, ...former]);
}

function entries(
  type: EntityType,
  { id, articleCount }: Pick<CompanyRow | TickerRow, 'id' | 'articleCount'>,
  texts: readonly string[],
): Entry[] {
  return [...new Set(texts)].map((text) => ({ type, id, text, articleCount, folded: foldName(text) }));
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
