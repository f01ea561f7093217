import { type EntityRef, tickerKey } from '../catalog/catalog.ts';
import {
  ARTICLE_TABLES,
  type ArticleTableName,
  articleRowsOf,
  categoriesOf,
  documentHash,
  labelsOf,
  publishedAtOf,
} from './article-rows.ts';
import { EntityMap } from './entity-map.ts';
import { contentHash } from './link-rows.ts';
import type { CategoryTable, LabelTable } from './schema.ts';
import type { ArticleId, ArticleInput, EntityId } from './store.ts';
import { columnsOf, packAll, type Tuple } from './tuple.ts';

/**
 * An article made ready to be stored, as far as that needs neither the store nor its ids: the costly part, done on
 * whichever thread read the post. Plain data in few objects, because it is copied between threads.
 */
export interface PreparedArticle {
  readonly slug: string;
  /** Of everything that is stored of the article. */
  readonly hash: string;
  readonly publishedAt: number | null;
  /** Every entity that the rows refer to; until they are settled, its index here stands for its id. */
  readonly refs: readonly EntityRef[];
  readonly rows: ArticleTuples;
  readonly labels: readonly LabelTable[];
  readonly categories: readonly CategoryTable[];
  /** `MIC:symbol` of stock references with the page that quotes it. */
  readonly quoteUrls: readonly (readonly [string, string])[];
}

type ArticleTuples = Readonly<Partial<Record<ArticleTableName, readonly Tuple[]>>>;

/** Pure: the same article gives the same on every machine, thread and engine. `timeZone` is that of the corpus. */
export function prepareArticle(input: ArticleInput, timeZone: string): PreparedArticle {
  const refs = new RefIndex();
  const document = documentHash(input, timeZone);
  const hash = contentHash(document, input.linked);
  const labels = labelsOf(input, timeZone);
  const rows = articleRowsOf(
    input,
    labels,
    { article: 0, position: 0, entity: (ref) => refs.indexOf(ref) },
    { document, content: hash },
  );
  return {
    slug: input.slug,
    hash,
    publishedAt: publishedAtOf(input),
    refs: refs.list,
    rows: packAll(rows),
    labels,
    categories: categoriesOf(input),
    quoteUrls: quoteUrlsOf(input.document),
  };
}

export function quoteUrlsOf({
  stockReferences,
}: Pick<ArticleInput['document'], 'stockReferences'>): [string, string][] {
  return stockReferences.flatMap(({ mic, symbol, quoteUrl }): [string, string][] =>
    quoteUrl === null ? [] : [[tickerKey(mic, symbol), quoteUrl]],
  );
}

/** Entities in the order in which they are first asked for. */
class RefIndex {
  readonly list: EntityRef[] = [];
  private readonly places = new EntityMap<number>();

  indexOf(ref: EntityRef): number {
    const known = this.places.get(ref);
    if (known !== undefined) return known;
    this.places.set(ref, this.list.length);
    this.list.push({ type: ref.type, key: ref.key });
    return this.list.length - 1;
  }
}

/** What the rows of an article need from the store. */
export interface SettledIds {
  readonly article: ArticleId;
  readonly position: number;
  entity(ref: EntityRef): EntityId;
}

/** By table, where its rows have the article's id, its position, and ids of entities. */
const PLACES = ARTICLE_TABLES.map((table) => {
  const columns = columnsOf(table);
  const places = (...names: string[]) =>
    names.map((name) => columns.indexOf(name)).filter((place) => place >= 0);
  return {
    table,
    article: places(table === 'article' ? 'id' : 'article_id'),
    position: places('position'),
    entities: places('entity_id', 'company_id', 'topic_id'),
  };
});

/** Writes the ids that the store gives into the prepared rows, which are its own from now on. */
export function settle(prepared: PreparedArticle, ids: SettledIds): ArticleTuples {
  const entities = prepared.refs.map((ref) => ids.entity(ref));
  for (const places of PLACES) {
    for (const row of prepared.rows[places.table] ?? []) {
      for (const place of places.article) row[place] = ids.article;
      for (const place of places.position) row[place] = ids.position;
      for (const place of places.entities) {
        const index = row[place];
        if (typeof index === 'number') row[place] = entities[index] ?? null;
      }
    }
  }
  return prepared.rows;
}
