import { sql } from 'kysely';
import { KIND } from '../database.ts';
import type { Counts, Engine } from '../engine.ts';
import { compareText, type ListOrder, pageOfSorted } from '../pages/page.ts';
import type {
  ArticleFilter,
  ArticleScope,
  FacetName,
  FacetOrder,
  FacetValue,
  Page,
  PageRequest,
} from '../store.ts';
import { answersOf, isEmpty, tallyOf } from './counts.ts';
import { monthsOf } from './timeline.ts';

const KIND_OF_FACET = {
  companies: KIND.Company,
  products: KIND.Product,
  topics: KIND.Topic,
  tickers: KIND.Ticker,
  categories: KIND.Category,
  tags: KIND.Tag,
  sources: KIND.Source,
  languages: KIND.Language,
  authors: KIND.Author,
} as const;
type TermFacet = keyof typeof KIND_OF_FACET;
/** Those whose values count with what is below them. */
const ROLLED_UP: ReadonlySet<TermFacet> = new Set(['topics', 'products', 'languages']);

/** Bytes of a term with its count in memory, roughly. */
const COUNT_BYTES = 40;
const VALUE_BYTES = 120;

export interface FacetContext {
  readonly engine: Engine;
  readonly timeZone: string;
}

const ORDERS: Readonly<Record<FacetOrder, ListOrder>> = {
  COUNT: { name: 'facet count', direction: 'ASC', shape: ['integer', 'text'] },
  KEY: { name: 'facet key', direction: 'ASC', shape: ['text'] },
};

export async function facetPages(
  context: FacetContext,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  facet: FacetName,
  page: PageRequest,
  order: FacetOrder = 'COUNT',
): Promise<Page<FacetValue>[]> {
  const all = await facetValues(context, scopes, filter, facet);
  return all.map((values) => pageOfSorted(ORDERS[order], inOrder(values, order), KEYS[order], page));
}

/** A page of values that are at hand, as `facetPages` gives it. */
export function pageOfFacet(
  values: readonly FacetValue[],
  order: FacetOrder,
  page: PageRequest,
): Page<FacetValue> {
  const byCount = order === 'COUNT' ? sorted([...values]) : values;
  return pageOfSorted(ORDERS[order], inOrder(byCount, order), KEYS[order], page);
}

const KEYS: Readonly<Record<FacetOrder, (value: FacetValue) => (number | string)[]>> = {
  COUNT: ({ key, count }) => [-count, key],
  KEY: ({ key }) => [key],
};

/** Values by count, in the order that is asked for. */
function inOrder(values: readonly FacetValue[], order: FacetOrder): readonly FacetValue[] {
  return order === 'COUNT' ? values : values.toSorted((left, right) => compareText(left.key, right.key));
}

/** Every value of the facet over the articles of each scope, those of most articles first, then by key. */
export function facetValues(
  { engine, timeZone }: FacetContext,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  facet: FacetName,
): Promise<readonly FacetValue[][]> {
  const find = async (session: Engine, missing: readonly ArticleScope[]): Promise<FacetValue[][]> => {
    if (facet === 'months') {
      const months = await monthsOf(session, missing, filter, timeZone);
      return months.map((counts) => sorted([...counts].map(([key, count]) => ({ key, id: null, count }))));
    }
    const terms = await termsOfKind(session, facet);
    const counts =
      isEmpty(filter) && missing[0]?.kind === 'corpus' && !ROLLED_UP.has(facet)
        ? missing.map(() => storedCounts(terms))
        : await countsOf(session, missing, filter, facet);
    return counts.map((found) =>
      sorted(
        terms.flatMap(({ id, key }) => {
          const count = found.get(id) ?? 0;
          return count === 0 ? [] : [{ key, id, count }];
        }),
      ),
    );
  };
  return answersOf(engine, `facet ${facet}`, scopes, filter, find, (values) => values.length * VALUE_BYTES);
}

function sorted(values: FacetValue[]): FacetValue[] {
  return values.sort((left, right) => right.count - left.count || compareText(left.key, right.key));
}

interface Term {
  readonly id: number;
  readonly key: string;
  readonly parent_id: number | null;
  readonly article_count: number;
}

/** All terms of a kind, once a revision. */
function termsOfKind(engine: Engine, facet: TermFacet): Promise<readonly Term[]> {
  const kind = KIND_OF_FACET[facet];
  const table = kind <= KIND.Topic ? sql`entity` : sql`label`;
  const above = facet === 'products' ? sql`family_id` : sql`parent_id`;
  // What the corpus itself proves is left out: a facet of it is a list of repositories with one article each.
  const discovered = facet === 'products' ? sql` AND origin <> 'DISCOVERED'` : sql``;
  return engine.answers.one(
    engine,
    `terms ${kind}`,
    (session) =>
      session.rows(
        sql<Term>`SELECT id, key, ${above} AS parent_id, article_count FROM ${table} WHERE kind = ${sql.lit(kind)}${discovered}`,
      ),
    (terms) => terms.length * VALUE_BYTES,
  );
}

function storedCounts(terms: readonly Term[]): Counts {
  return new Map(terms.map(({ id, article_count }) => [id, article_count]));
}

/**
 * One pass over the articles counts every term that they have, for all facets at once; topics and products with those
 * below them and tickers with the articles of their company take a pass of their own.
 */
async function countsOf(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  facet: TermFacet,
): Promise<readonly Counts[]> {
  const groups = ROLLED_UP.has(facet) ? treeGroups(await termsOfKind(engine, facet), facet) : null;
  const pairs = facet === 'tickers' ? tickerGroups(await termsOfKind(engine, 'tickers')) : groups;
  const find = async (session: Engine, missing: readonly ArticleScope[]): Promise<readonly Counts[]> => {
    const tally = await tallyOf(session, missing, filter, 'terms');
    if (tally === null) return missing.map(() => new Map<number, number>());
    return pairs === null ? session.countTerms(tally) : session.countGroups(tally, pairs);
  };
  const question = pairs === null ? 'terms' : facet;
  return answersOf(engine, question, scopes, filter, find, ({ size }) => size * COUNT_BYTES);
}

type Pairs = (readonly [term: number, group: number])[];

/** Each topic, product or language with itself and everything above it. */
function treeGroups(terms: readonly Term[], facet: TermFacet): Pairs {
  const parents =
    facet === 'languages'
      ? widerLanguages(terms)
      : new Map(terms.map(({ id, parent_id }) => [id, parent_id]));
  return terms.flatMap(({ id }) => {
    const pairs: Pairs = [];
    const seen = new Set<number>();
    for (let at: number | null = id; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      seen.add(at);
      pairs.push([id, at]);
    }
    return pairs;
  });
}

/** A filter by `zh` takes `zh-Hans` too. */
function widerLanguages(languages: readonly Term[]): ReadonlyMap<number, number | null> {
  const byTag = new Map(languages.map(({ key, id }) => [key, id]));
  return new Map(
    languages.map(({ id, key }) => {
      const parts = key.split('-');
      const wider = parts.map((_, index) => parts.slice(0, -1 - index).join('-'));
      return [id, wider.map((tag) => byTag.get(tag)).find((found) => found !== undefined) ?? null];
    }),
  );
}

/** Each ticker with itself and its company. */
function tickerGroups(tickers: readonly Term[]): Pairs {
  return tickers.flatMap(
    ({ id, parent_id }): Pairs =>
      parent_id === null
        ? [[id, id]]
        : [
            [id, id],
            [parent_id, id],
          ],
  );
}
