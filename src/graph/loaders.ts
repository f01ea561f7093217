import DataLoader from 'dataloader';
import type { Catalog, EntityRef, EntityType } from '../catalog/catalog.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { canonical } from '../store/canonical.ts';
import type {
  ArticleBody,
  ArticleId,
  ArticleRow,
  CategoryId,
  CategoryRow,
  CompanyRow,
  EntityId,
  ExchangeRow,
  MentionRow,
  ProductRow,
  Store,
  TickerRow,
  TopicRow,
} from '../store/store.ts';
import { categoryPath, type NodeKey } from './ids.ts';
import type { EntityRow, FrameworkRow, NodeRow } from './rows.ts';

type Pair = readonly [number, number];

/** What rows are loaded by: an id, or several that belong together. */
export type LoaderKey = number | readonly number[];

const pairKey = ([left, right]: Pair): string => `${left}:${right}`;

export interface Loaders {
  readonly article: DataLoader<ArticleId, ArticleRow | null>;
  readonly articleBySlug: DataLoader<string, ArticleRow | null>;
  readonly articleByUrl: DataLoader<string, ArticleRow | null>;
  readonly body: DataLoader<ArticleId, ArticleBody | null>;
  readonly articleDiagnostics: DataLoader<ArticleId, Diagnostic[]>;
  readonly company: DataLoader<EntityId, CompanyRow | null>;
  readonly product: DataLoader<EntityId, ProductRow | null>;
  readonly topic: DataLoader<EntityId, TopicRow | null>;
  readonly ticker: DataLoader<EntityId, TickerRow | null>;
  readonly category: DataLoader<CategoryId, CategoryRow | null>;
  readonly exchange: DataLoader<string, ExchangeRow | null>;
  readonly topicAncestors: DataLoader<EntityId, TopicRow[]>;
  readonly categoryAncestors: DataLoader<CategoryId, CategoryRow[]>;
  /** An entity, and whatever is below it. */
  readonly tree: Readonly<Record<Exclude<EntityType, 'Ticker'>, DataLoader<EntityId, EntityId[]>>>;
  readonly tickersOfCompany: DataLoader<EntityId, TickerRow[]>;
  readonly mention: DataLoader<readonly [ArticleId, number], MentionRow | null, string>;
  readonly mentionsOfPair: DataLoader<readonly [EntityId, ArticleId], MentionRow[], string>;
  companyBySlug(slug: string): Promise<CompanyRow | null>;
  productBySlug(slug: string): Promise<ProductRow | null>;
  topicBySlug(slug: string): Promise<TopicRow | null>;
  /** By `MIC:symbol`. */
  tickerByKey(key: string): Promise<TickerRow | null>;
  categoryByPath(path: readonly string[]): Promise<CategoryRow | null>;
  /** The company, product, topic or ticker of a reference; null where the store has none. */
  entity(ref: EntityRef): Promise<EntityRow | null>;
  /** Those of the references that the store has, in their order. */
  entities(refs: readonly EntityRef[]): Promise<EntityRow[]>;
  /** The catalog, read once; null before the first ingest. */
  catalog(): Promise<Catalog | null>;
  /** The frameworks of the catalog by slug, in its order. */
  frameworks(): Promise<ReadonlyMap<string, FrameworkRow>>;
  /** The node of a well-formed global id; null where there is none. */
  node(key: NodeKey): Promise<NodeRow | null>;
  /**
   * Loads one key among those of the same field and arguments in this request, with one call of `load` for all of
   * them. This is what keeps a connection under a hundred parents to one statement. An error among the answers is the
   * error of its key alone.
   */
  together<Key extends LoaderKey, Value>(
    field: string,
    args: object,
    key: Key,
    load: (keys: readonly Key[]) => Promise<(Value | Error)[]>,
  ): Promise<Value>;
}

/** Loaders over a store, for one operation. */
export function createLoaders(store: Store): Loaders {
  const fields = new Map<string, DataLoader<LoaderKey, unknown, LoaderKey | string>>();
  const categories = new DataLoader(
    (paths: readonly (readonly string[])[]) => store.categories.byPaths(paths),
    { cacheKeyFn: (path) => JSON.stringify(path) },
  );
  let catalog: Promise<Catalog | null> | undefined;
  const loaders: Loaders = {
    article: new DataLoader((ids) => store.articles.byIds(ids)),
    articleBySlug: new DataLoader((slugs) => store.articles.bySlugs(slugs)),
    articleByUrl: new DataLoader((urls) => store.articles.byUrls(urls)),
    body: new DataLoader((ids) => store.articles.bodies(ids)),
    articleDiagnostics: new DataLoader((ids) => store.articles.diagnostics(ids)),
    company: new DataLoader((ids) => store.companies.byIds(ids)),
    product: new DataLoader((ids) => store.products.byIds(ids)),
    topic: new DataLoader((ids) => store.topics.byIds(ids)),
    ticker: new DataLoader((ids) => store.tickers.byIds(ids)),
    category: new DataLoader((ids) => store.categories.byIds(ids)),
    exchange: new DataLoader((mics) => store.tickers.exchanges(mics)),
    topicAncestors: new DataLoader((ids) => store.topics.ancestors(ids)),
    categoryAncestors: new DataLoader((ids) => store.categories.ancestors(ids)),
    tree: {
      Company: new DataLoader((ids) => store.trees('Company', ids)),
      Product: new DataLoader((ids) => store.trees('Product', ids)),
      Topic: new DataLoader((ids) => store.trees('Topic', ids)),
    },
    tickersOfCompany: new DataLoader((ids) => store.tickers.ofCompanies(ids)),
    mention: new DataLoader((keys) => store.mentions.byOrdinals(keys), { cacheKeyFn: pairKey }),
    mentionsOfPair: new DataLoader((keys) => store.mentions.ofPairs(keys), { cacheKeyFn: pairKey }),

    companyBySlug: byKey(store.companies),
    productBySlug: byKey(store.products),
    topicBySlug: byKey(store.topics),
    tickerByKey: byKey(store.tickers),
    categoryByPath: (path) => categories.load(path),

    async entity(ref) {
      switch (ref.type) {
        case 'Company':
          return loaders.companyBySlug(ref.key);
        case 'Product':
          return loaders.productBySlug(ref.key);
        case 'Topic':
          return loaders.topicBySlug(ref.key);
        case 'Ticker':
          return loaders.tickerByKey(ref.key);
      }
    },

    async entities(refs) {
      const rows = await Promise.all(refs.map((ref) => loaders.entity(ref)));
      return rows.filter((row) => row !== null);
    },

    catalog() {
      catalog ??= store.catalog();
      return catalog;
    },

    async frameworks() {
      const known = (await loaders.catalog())?.frameworks ?? [];
      return new Map([...known].map(([slug, framework]) => [slug, { type: 'Framework', ...framework }]));
    },

    async node({ type, key }) {
      if (type === 'Article') return loaders.articleBySlug.load(key);
      if (type === 'Framework') return (await loaders.frameworks()).get(key) ?? null;
      if (type !== 'Category') return loaders.entity({ type, key });
      const path = categoryPath(key);
      return path === null ? null : loaders.categoryByPath(path);
    },

    async together<Key extends LoaderKey, Value>(
      field: string,
      args: object,
      key: Key,
      load: (keys: readonly Key[]) => Promise<(Value | Error)[]>,
    ): Promise<Value> {
      const name = `${field} ${canonical(args)}`;
      let loader = fields.get(name);
      if (loader === undefined) {
        loader = new DataLoader<LoaderKey, unknown, LoaderKey | string>(
          (keys) => load(keys as readonly Key[]),
          { cacheKeyFn: (part) => (typeof part === 'number' ? part : part.join(':')) },
        );
        fields.set(name, loader);
      }
      // One field always loads one kind of value, which the map of loaders cannot express.
      return (await loader.load(key)) as Value;
    },
  };
  return loaders;
}

/** Rows by key, those that are asked for together with one statement. */
function byKey<Row>(queries: {
  byKeys(keys: readonly string[]): Promise<(Row | null)[]>;
}): (key: string) => Promise<Row | null> {
  const loader = new DataLoader((keys: readonly string[]) => queries.byKeys(keys));
  return (key) => loader.load(key);
}
