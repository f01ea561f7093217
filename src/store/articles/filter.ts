import { sql } from 'kysely';
import type { EntityType } from '../../catalog/catalog.ts';
import { KIND, type LabelKind } from '../database.ts';
import type { Dialect, Engine, Sql } from '../engine.ts';
import { type TreeType, treesByKey } from '../entities/trees.ts';
import { parseQuery, type TextQuery } from '../search/analyser.ts';
import { beginningOf } from '../search/text.ts';
import type { ArticleFilter, ArticleId, EntityId, NamedRef } from '../store.ts';
import { FIRST_DATED, firstIdAt } from './article-id.ts';

/** Articles that have at least one of these terms. Each term has a posting, sorted by the article's place in time. */
export interface Clause {
  readonly terms: readonly number[];
  /** Sum of the lengths of the postings. */
  readonly articles: number;
}

/** A filter with everything that it names looked up. */
export interface ResolvedFilter {
  /** All of them must hold. */
  readonly clauses: readonly Clause[];
  readonly none: readonly EntityId[];
  /** Bounds of the article's id, which is its place in time; `to` exclusive. */
  readonly from: number | null;
  readonly to: number | null;
  readonly changedSince: number | null;
  /** Only these articles; null for all. */
  readonly ids: readonly ArticleId[] | null;
  readonly text: TextQuery | null;
  /** Articles of the whole corpus, where the filter names anything. */
  readonly corpus: number;
  /** True where something that must be there is not in the store, or the text has nothing to search for. */
  readonly nothing: boolean;
}

interface Named {
  readonly kind: number;
  /** The key that was asked for; of what is below it, still that one. */
  readonly key: string;
  readonly id: number;
  readonly articles: number;
  /** Of a ticker: its company, whose articles have the ticker too. */
  readonly company: number | null;
}

/** What may satisfy one part of a filter. */
interface Wanted {
  readonly refs?: readonly NamedRef[];
  readonly labels?: readonly [LabelKind, readonly string[]];
}

function wantedBy(filter: ArticleFilter): Wanted[] {
  const named = (type: EntityType, keys: readonly string[], tree: boolean): Wanted => ({
    refs: keys.map((key) => ({ type, key, tree })),
  });
  const wanted: Wanted[] = (filter.mentionsAll ?? []).map((ref) => ({ refs: [ref] }));
  for (const refs of filter.mentionsOfEach ?? []) wanted.push({ refs });
  if (filter.mentionsAny) wanted.push({ refs: filter.mentionsAny });
  if (filter.companies) wanted.push(named('Company', filter.companies, filter.includeOwned === true));
  if (filter.products) wanted.push(named('Product', filter.products, true));
  if (filter.tickers) wanted.push(named('Ticker', filter.tickers, false));
  if (filter.topics) wanted.push(named('Topic', filter.topics, filter.includeDescendants !== false));
  if (filter.category) wanted.push({ labels: ['Category', [JSON.stringify(filter.category)]] });
  if (filter.tags) wanted.push({ labels: ['Tag', filter.tags] });
  if (filter.source !== undefined) wanted.push({ labels: ['Source', [filter.source]] });
  if (filter.author !== undefined) wanted.push({ labels: ['Author', [filter.author]] });
  if (filter.language !== undefined) wanted.push({ labels: ['Language', [filter.language.toLowerCase()]] });
  return wanted;
}

/** Looks up what the filter names, with one statement at most. */
export async function resolveFilter(engine: Engine, filter: ArticleFilter): Promise<ResolvedFilter> {
  const wanted = wantedBy(filter);
  const none = filter.mentionsNone ?? [];
  const named = await lookUp(engine, [...wanted, { refs: none }]);
  const clauses = wanted.map((part) => clauseOf(termsOf(part, named)));
  const text = filter.text === undefined ? null : parseQuery(filter.text);
  const [from, to] = [filter.publishedFrom, filter.publishedTo];
  const since = filter.changedSince === undefined ? null : Number(filter.changedSince);
  return {
    clauses,
    corpus: named.find(({ kind }) => kind === CORPUS)?.articles ?? 0,
    none: clauseOf(termsOf({ refs: none }, named)).terms,
    from: from !== undefined ? firstIdAt(from) : to !== undefined ? FIRST_DATED : null,
    to: to === undefined ? null : firstIdAt(to),
    changedSince: since,
    ids: filter.ids ?? null,
    text,
    nothing:
      clauses.some(({ terms }) => terms.length === 0) || text?.terms.length === 0 || Number.isNaN(since),
  };
}

function termsOf({ refs = [], labels }: Wanted, named: readonly Named[]): Named[] {
  return named.filter(({ kind, key }) => {
    if (labels && kind === KIND[labels[0]]) return labels[1].includes(key);
    return refs.some((ref) => kindOf(ref) === kind && ref.key === key);
  });
}

/** A negative kind stands for an entity that was asked for with what is below it. */
function kindOf({ type, tree }: NamedRef): number {
  return tree === true && type !== 'Ticker' ? -KIND[type] : KIND[type];
}

function clauseOf(named: readonly Named[]): Clause {
  const terms = named.flatMap(({ id, company }) => (company === null ? [id] : [id, company]));
  return { terms: [...new Set(terms)], articles: named.reduce((sum, row) => sum + row.articles, 0) };
}

const CORPUS = 0;

async function lookUp(engine: Engine, wanted: readonly Wanted[]): Promise<Named[]> {
  const { dialect } = engine;
  const parts: Sql[] = [];
  const refs = wanted.flatMap((part) => part.refs ?? []);
  for (const [kind, some] of Map.groupBy(refs, kindOf)) {
    const [{ type }] = some as [NamedRef];
    const keys = some.map(({ key }) => key);
    const company = type === 'Ticker' ? sql`parent_id` : sql`CAST(NULL AS bigint)`;
    parts.push(
      kind < 0
        ? sql`SELECT ${sql.lit(kind)} AS kind, b.key, b.id, t.article_count AS articles,
            CAST(NULL AS bigint) AS company
          FROM (${treesByKey({ dialect }, type as TreeType, keys)}) b JOIN entity t ON t.id = b.id`
        : sql`SELECT kind, key, id, article_count AS articles, ${company} AS company FROM entity
          WHERE kind = ${sql.lit(kind)} AND key ${dialect.anyText(keys)}`,
    );
  }
  for (const { labels } of wanted) {
    if (!labels) continue;
    const [kind, keys] = labels;
    const beginnings = dialect.anyText(keys.map(beginningOf));
    parts.push(
      kind === 'Language'
        ? sql`SELECT kind, CAST(${keys[0]} AS text) AS key, id, article_count AS articles, CAST(NULL AS bigint) AS company
            FROM label WHERE kind = ${sql.lit(KIND.Language)} AND (key = ${keys[0]}
              OR substr(key, 1, ${sql.lit((keys[0] ?? '').length + 1)}) = ${`${keys[0]}-`})`
        : sql`SELECT kind, key, id, article_count AS articles, CAST(NULL AS bigint) AS company FROM label
            WHERE kind = ${sql.lit(KIND[kind])} AND substr(key, 1, 200) ${beginnings} AND key ${dialect.anyText(keys)}`,
    );
  }
  if (parts.length === 0) return [];
  parts.push(sql`SELECT ${sql.lit(CORPUS)} AS kind, '' AS key, id, article_count AS articles,
    CAST(NULL AS bigint) AS company FROM corpus`);
  return engine.rows(sql<Named>`${sql.join(parts, sql` UNION ALL `)}`);
}

/** Whether the filter lets everything through. */
export function letsAllThrough(filter: ResolvedFilter): boolean {
  return (
    filter.clauses.length === 0 &&
    filter.none.length === 0 &&
    filter.text === null &&
    filter.from === null &&
    filter.to === null &&
    filter.changedSince === null &&
    filter.ids === null
  );
}

/** Removes the clause that the list is read from: its articles need not be looked up in it again. */
export function withoutClause(filter: ResolvedFilter, clause: Clause): ResolvedFilter {
  return { ...filter, clauses: filter.clauses.filter((other) => other !== clause) };
}

/**
 * The conditions of a filter on an article that is known by its id; each probes one index. `all` is for statements that
 * read every article in question, which the engine may join as it likes.
 */
export function filterConditions(
  { dialect }: Pick<Engine, 'dialect'>,
  filter: ResolvedFilter,
  id: Sql,
  reading: 'page' | 'all' = 'page',
): Sql[] {
  const conditions: Sql[] = [];
  const each = reading === 'page' ? dialect.eachRow : sql``;
  if (filter.from !== null) conditions.push(sql`${id} >= ${dialect.integer(filter.from)}`);
  if (filter.to !== null) conditions.push(sql`${id} < ${dialect.integer(filter.to)}`);
  if (filter.ids !== null) conditions.push(sql`${id} ${dialect.anyId(filter.ids)}`);
  for (const { terms } of filter.clauses)
    conditions.push(sql`EXISTS (${hasTerm(dialect, terms, id)} ${each})`);
  if (filter.none.length > 0) conditions.push(sql`NOT EXISTS (${hasTerm(dialect, filter.none, id)} ${each})`);
  if (filter.changedSince !== null)
    conditions.push(sql`EXISTS (SELECT 1 FROM article r WHERE r.id = ${id}
      AND r.revision > ${dialect.integer(filter.changedSince)} ${each})`);
  if (filter.text) {
    conditions.push(sql`EXISTS (SELECT 1 FROM article_text x
      WHERE ${dialect.textId} = ${id} AND ${dialect.textCondition(filter.text, false)} ${each})`);
  }
  return conditions;
}

/** Probes the posting of each term by its whole key: probes of one article after the other are neighbours there. */
function hasTerm(dialect: Dialect, terms: readonly number[], id: Sql): Sql {
  const [first] = terms;
  return terms.length === 1
    ? sql`SELECT 1 FROM posting m WHERE m.term_id = ${first} AND m.article_id = ${id}`
    : sql`SELECT 1 FROM posting m WHERE m.term_id ${dialect.anyId(terms)} AND m.article_id = ${id}`;
}
