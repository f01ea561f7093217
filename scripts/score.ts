import type { Catalog, EntityType } from '../src/catalog/catalog.ts';
import { foldText } from '../src/linking/characters.ts';
import { type LinkedDocument, type Mention, namedBy } from '../src/linking/mention.ts';
import { squeeze } from '../src/linking/view.ts';
import type { Gold, GoldPost } from './gold.ts';

export const KINDS = ['companies', 'products', 'tickers', 'topics'] as const;
export type Kind = (typeof KINDS)[number];

/** How one post came out for one kind: slugs found that were expected, that were not, and those not found. */
export interface Outcome {
  readonly post: GoldPost;
  readonly kind: Kind;
  readonly hits: number;
  readonly wrong: readonly string[];
  /** Of what the catalog holds. */
  readonly missed: readonly string[];
  /** Named, and in no catalog; a discovered product of that name is a hit outside the catalog. */
  readonly unknown: readonly string[];
  readonly discovered: number;
}

export interface PostScore {
  readonly outcomes: readonly Outcome[];
  /** Tickers that reached the post though neither it nor a company that it names lists them. */
  readonly wrongTickers: readonly string[];
  /** Surfaces that mean something else and were resolved all the same. */
  readonly trapped: readonly string[];
  /** Mentions left open. */
  readonly ambiguous: number;
}

const TYPES: Readonly<Record<Kind, EntityType>> = {
  companies: 'Company',
  products: 'Product',
  tickers: 'Ticker',
  topics: 'Topic',
};

export function scorePost(post: GoldPost, linked: LinkedDocument, catalog: Catalog): PostScore {
  const { gold } = post;
  const outcomes = KINDS.filter((kind) => kind !== 'topics' || isJudged(gold)).map((kind) =>
    outcomeOf(post, kind, linked, catalog),
  );
  return {
    outcomes,
    wrongTickers: wrongTickers(gold, linked, catalog),
    trapped: trappedIn(gold, linked),
    ambiguous: linked.mentions.filter(({ status }) => status !== 'RESOLVED').length,
  };
}

/** `topics: null` and no topics at all both say that nobody looked for them. */
function isJudged({ topics }: Gold): boolean {
  return topics !== null && topics !== undefined;
}

function outcomeOf(post: GoldPost, kind: Kind, linked: LinkedDocument, catalog: Catalog): Outcome {
  const { gold } = post;
  const skipped = new Set(gold.notJudged?.[kind] ?? []);
  const found = foundOf(kind, linked, gold, catalog);
  const expected = [
    ...(gold[kind] ?? []),
    ...(kind === 'companies' ? (gold.taught ?? []).map((key) => companyOf(key, linked, catalog) ?? key) : []),
  ].map((item) => item.split('|'));
  // What was in no catalog when the post was annotated may be in it by now: its name tells.
  const noun = kind === 'companies' ? 'company' : kind === 'products' ? 'product' : null;
  const named = (gold.notInCatalog ?? []).flatMap((item) => (item.endsWith(` (${noun})`) ? [item] : []));
  const unknown: string[] = [];
  for (const item of named) {
    const slugs = slugsOf(item.slice(0, item.lastIndexOf(' (')), TYPES[kind], catalog);
    if (slugs.length > 0) expected.push(slugs);
    else unknown.push(item);
  }
  const proven = kind === 'products' ? linked.taughtProducts : [];
  const discovered = new Set<string>();
  const provenSlugs = new Set<string>();
  for (const item of unknown)
    for (const { slug, name } of proven)
      if (
        item
          .slice(0, item.lastIndexOf(' ('))
          .split('|')
          .some((text) => squeeze(text) === squeeze(name.en))
      ) {
        discovered.add(item);
        provenSlugs.add(slug);
      }
  const judged = expected.filter((alternatives) => !alternatives.some((slug) => skipped.has(slug)));
  const missed = judged.filter((alternatives) => !alternatives.some((slug) => found.has(slug)));
  const allowed = new Set([...expected.flat(), ...skipped]);
  return {
    post,
    kind,
    hits: judged.length - missed.length,
    wrong: [...found].filter(
      (slug) => !allowed.has(slug) && !provenSlugs.has(slug) && !isNamesake(slug, kind, linked, post.gold),
    ),
    missed: missed.map((alternatives) => alternatives.join('|')),
    unknown: unknown.filter((item) => !discovered.has(item)),
    discovered: discovered.size,
  };
}

/** The entities that have one of the names, which are separated by `|` and may be slugs too. */
function slugsOf(names: string, type: EntityType, catalog: Catalog): string[] {
  const named = namesIn(catalog);
  const slugs = names.split('|').flatMap((name) => named.get(`${type} ${foldText(name)}`) ?? []);
  return [...new Set(slugs)];
}

const namesOfCatalogs = new WeakMap<Catalog, Map<string, string[]>>();

/** Slugs by type and name, simplified and traditional characters alike. */
function namesIn(catalog: Catalog): Map<string, string[]> {
  const known = namesOfCatalogs.get(catalog);
  if (known !== undefined) return known;
  const names = new Map<string, string[]>();
  for (const { entity, text } of catalog.aliases)
    for (const name of [foldText(text), entity.key]) {
      const key = `${entity.type} ${name}`;
      names.set(key, [...(names.get(key) ?? []), entity.key]);
    }
  namesOfCatalogs.set(catalog, names);
  return names;
}

function foundOf(kind: Kind, linked: LinkedDocument, gold: Gold, catalog: Catalog): Set<string> {
  if (kind === 'tickers') {
    const named = linked.tickers.filter(({ origin }) => origin !== 'COMPANY').map(({ ticker }) => ticker);
    const taught = new Set(gold.taught ?? []);
    return new Set(named.filter((ticker) => !taught.has(ticker) || (gold.tickers ?? []).includes(ticker)));
  }
  const slugs = linked.mentions
    .flatMap(namedBy)
    .flatMap(({ type, key }) => (type === TYPES[kind] ? [key] : []));
  // A product of the same name as another kind has its own slug; a company that a post taught is in no catalog.
  return new Set(
    slugs.filter((slug) => kind !== 'companies' || catalog.companies.has(slug) || isTaught(slug, linked)),
  );
}

/** Whether one of two that have one name is expected or not judged: the other is named as well, and no fault. */
function isNamesake(slug: string, kind: Kind, linked: LinkedDocument, gold: Gold): boolean {
  const lists = [gold.companies, gold.products, gold.notJudged?.companies, gold.notJudged?.products];
  const expected = lists.flatMap((list) => list ?? []).flatMap((item) => item.split('|'));
  return linked.mentions.some((mention) => {
    const named = namedBy(mention);
    return (
      named.length > 1 &&
      named.some(({ type, key }) => type === TYPES[kind] && key === slug) &&
      named.some(({ key }) => expected.includes(key))
    );
  });
}

function isTaught(slug: string, linked: LinkedDocument): boolean {
  return linked.taughtCompanies.some((company) => company.slug === slug);
}

/** The company that holds a ticker, whether the catalog or the post says so. */
function companyOf(ticker: string, linked: LinkedDocument, catalog: Catalog): string | null {
  const taught = linked.taughtCompanies.find(({ tickers }) => tickers.includes(ticker));
  return catalog.tickers.get(ticker)?.company ?? taught?.slug ?? null;
}

function wrongTickers(gold: Gold, linked: LinkedDocument, catalog: Catalog): string[] {
  const companies = [
    ...[...(gold.companies ?? []), ...(gold.notJudged?.companies ?? [])].flatMap((item) => item.split('|')),
    ...(gold.notInCatalog ?? []).flatMap((item) =>
      slugsOf(item.replace(' (company)', ''), 'Company', catalog),
    ),
  ];
  const right = new Set([
    ...(gold.tickers ?? []),
    ...(gold.taught ?? []),
    ...(gold.notJudged?.tickers ?? []),
    ...companies.flatMap((slug) => catalog.companies.get(slug)?.tickers ?? []),
  ]);
  return linked.tickers.map(({ ticker }) => ticker).filter((ticker) => !right.has(ticker));
}

function trappedIn(gold: Gold, linked: LinkedDocument): string[] {
  const traps = new Set(gold.ambiguous ?? []);
  const isTrapped = (mention: Mention) =>
    mention.status === 'RESOLVED' && mention.entity.type !== 'Topic' && traps.has(mention.surface);
  return linked.mentions.filter(isTrapped).map(({ surface }) => surface);
}

export interface Totals {
  readonly hits: number;
  readonly wrong: number;
  readonly missed: number;
  readonly unknown: number;
  readonly discovered: number;
}

export function totalsOf(outcomes: readonly Outcome[]): Totals {
  const sum = (part: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + part(outcome), 0);
  return {
    hits: sum(({ hits }) => hits),
    wrong: sum(({ wrong }) => wrong.length),
    missed: sum(({ missed }) => missed.length),
    unknown: sum(({ unknown }) => unknown.length),
    discovered: sum(({ discovered }) => discovered),
  };
}

/**
 * Precision, and recall of what the catalog holds and of all that is named, as shares; null where nothing was found, or
 * nothing expected.
 */
export function ratesOf({ hits, wrong, missed, unknown, discovered }: Totals) {
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    precision: share(hits + discovered, hits + discovered + wrong),
    inCatalog: share(hits, hits + missed),
    open: share(hits + discovered, hits + discovered + missed + unknown),
  };
}
