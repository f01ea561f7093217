/**
 * Search over all six types. What is found falls into tiers, the better first: names that the query spells out,
 * names that hold it, articles with all of it in the title, articles that hold its words, and articles that only
 * hold words which begin with them. Names are sorted by how many articles they have, articles newest first: an order
 * in which each tier is read straight from an index, so that a common word costs no more than a rare one.
 */
import { sql } from 'kysely';
import { filterConditions, letsAllThrough, type ResolvedFilter, resolveFilter } from '../articles/filter.ts';
import { ARTICLE_COLUMNS, articleOf, jsonOf, type StoredArticle } from '../articles/rows.ts';
import { allOf } from '../articles/scopes.ts';
import { KIND } from '../database.ts';
import type { Engine, Sql, TextException } from '../engine.ts';
import { categoryQueries } from '../entities/categories.ts';
import {
  companyOf,
  ENTITY_COLUMNS,
  productOf,
  type StoredEntity,
  tickerOf,
  topicOf,
} from '../entities/rows.ts';
import { type Listing, type ListOrder, mapPage, readPages } from '../pages/page.ts';
import type {
  CategoryRow,
  Highlight,
  Page,
  SearchExtra,
  SearchNode,
  SearchQueries,
  SearchType,
} from '../store.ts';
import { parseQuery, type TextQuery, withoutPrefixes } from './analyser.ts';
import { articleHighlights, nameHighlights } from './highlight.ts';
import { textFrom } from './text-source.ts';

const ORDER: ListOrder = { name: 'search', direction: 'DESC', shape: ['integer', 'integer', 'integer'] };
/** Among the kinds of nodes, beside those of terms. */
const ARTICLE_NODE = 0;
const NODE_KIND: Readonly<Record<SearchType, number>> = {
  ARTICLE: ARTICLE_NODE,
  COMPANY: KIND.Company,
  PRODUCT: KIND.Product,
  TICKER: KIND.Ticker,
  TOPIC: KIND.Topic,
  CATEGORY: KIND.Category,
};
const ALL_TYPES: readonly SearchType[] = ['ARTICLE', 'COMPANY', 'PRODUCT', 'TICKER', 'TOPIC', 'CATEGORY'];

interface Found {
  readonly segment: number;
  readonly k0: number;
  readonly kind: number;
  readonly node_id: number;
}

export function searchQueries(engine: Engine): SearchQueries {
  return {
    async page(request, page) {
      const query = parseQuery(request.query);
      const filter = await resolveFilter(engine, request.filter ?? {});
      const types = request.types ?? ALL_TYPES;
      const tiers = query.terms.length === 0 ? [] : tiersOf(engine, query, types, filter);
      const selection = { columns: sql`t.kind, t.node_id`, joins: sql`` };
      const [found] = await readPages<Found>(
        engine,
        ORDER,
        null,
        ['kind', 'node_id'],
        () => tiers,
        page,
        selection,
      );
      if (found === undefined) throw new Error('A list without parents has one page.');
      return withNodes(engine, found, types, query);
    },

    async count(request) {
      const query = parseQuery(request.query);
      const filter = await resolveFilter(engine, request.filter ?? {});
      if (query.terms.length === 0) return 0;
      const types = request.types ?? ALL_TYPES;
      const names = nameCodes(types);
      const counts: Sql[] = [];
      if (names.length > 0) {
        const where = sql.join(nameConditions(engine, query, names), sql` AND `);
        counts.push(sql`(SELECT count(*) FROM name n WHERE ${where})`);
      }
      if (types.includes('ARTICLE') && !filter.nothing) counts.push(articleCount(engine, query, filter));
      if (counts.length === 0) return 0;
      const [row] = await engine
        .aggregates()
        .rows(sql<{ n: number }>`SELECT ${sql.join(counts, sql` + `)} AS n`);
      return row?.n ?? 0;
    },
  };
}

function nameCodes(types: readonly SearchType[]): number[] {
  return types.filter((type) => type !== 'ARTICLE').map((type) => NODE_KIND[type]);
}

function articleCount(engine: Engine, query: TextQuery, filter: ResolvedFilter): Sql {
  const { dialect } = engine;
  const where = [
    dialect.textCondition(query, false),
    ...(letsAllThrough(filter) ? [] : filterConditions(engine, filter, dialect.textId, 'all')),
  ];
  return sql`(SELECT count(*) FROM article_text x WHERE ${allOf(where)})`;
}

/** The tiers, each in its place whatever types are asked for, as cursors carry the number of theirs. */
function tiersOf(
  engine: Engine,
  query: TextQuery,
  types: readonly SearchType[],
  filter: ResolvedFilter,
): (Listing | null)[] {
  const codes = nameCodes(types);
  const names = (exact: boolean): Listing | null => {
    if (codes.length === 0) return null;
    const spelt = sql`${engine.dialect.indexOf(sql`n.folded`, sql`${`\t${query.folded}\t`}`)} ${sql.raw(exact ? '> 0' : '= 0')}`;
    return {
      from: sql`name n LEFT JOIN entity e ON e.id = n.term_id LEFT JOIN label l ON l.id = n.term_id`,
      where: [...nameConditions(engine, query, codes), spelt],
      keys: [sql`coalesce(e.article_count, l.article_count, 0)`, sql`(-length(n.folded))`, sql`n.term_id`],
      columns: { kind: sql`n.kind`, node_id: sql`n.term_id` },
    };
  };
  const articles = (
    text: TextQuery,
    titleOnly: boolean,
    except: readonly TextException[],
  ): Listing | null => {
    if (!types.includes('ARTICLE') || filter.nothing) return null;
    const { dialect } = engine;
    return {
      ...textFrom(dialect, text, titleOnly, sql``, [sql`(0 + 0)`, sql`(0 + 0)`]),
      where: [
        dialect.textCondition(text, titleOnly, except),
        ...filterConditions(engine, filter, dialect.textId),
      ],
      keys: [dialect.textId, sql`(0 + 0)`, sql`(0 + 0)`],
      decisive: 1,
      columns: { kind: sql.lit(ARTICLE_NODE), node_id: dialect.textId },
    };
  };
  const whole = withoutPrefixes(query) ?? query;
  return [
    names(true),
    names(false),
    articles(whole, true, []),
    articles(whole, false, [{ query: whole, titleOnly: true }]),
    whole === query ? null : articles(query, false, [{ query: whole, titleOnly: false }]),
  ];
}

/** Names that hold every term: looked up by the longest of them, and checked for the others. */
function nameConditions(engine: Engine, query: TextQuery, codes: readonly number[]): Sql[] {
  const { dialect } = engine;
  const [longest] = query.terms.toSorted((left, right) => right.folded.length - left.folded.length);
  const [token = ''] = longest?.tokens ?? [];
  const has = longest?.prefix
    ? sql`k.token >= ${token} AND k.token < ${`${token}\u{10ffff}`}`
    : sql`k.token = ${token}`;
  const types = dialect.anyId(codes);
  return [
    sql`n.term_id IN (SELECT k.term_id FROM name_token k WHERE ${has} AND k.kind ${types})`,
    ...query.terms.map((term) => sql`${dialect.indexOf(sql`n.folded`, sql`${term.folded}`)} > 0`),
  ];
}

async function withNodes(
  engine: Engine,
  page: Page<Found>,
  types: readonly SearchType[],
  query: TextQuery,
): Promise<Page<SearchNode, SearchExtra>> {
  const ids = (codes: readonly number[]) =>
    page.edges.filter(({ node }) => codes.includes(node.kind)).map(({ node }) => node.node_id);
  const entityCodes = nameCodes(types).filter((code) => code !== KIND.Category);
  const [articles, entities, categories] = await Promise.all([
    types.includes('ARTICLE') ? articlesWithText(engine, ids([ARTICLE_NODE])) : [],
    entityCodes.length > 0 ? entitiesOfAnyType(engine, ids(entityCodes)) : [],
    types.includes('CATEGORY') ? categoryQueries(engine).byIds(ids([KIND.Category])) : [],
  ]);
  const nodes = new Map<string, { node: SearchNode; highlights: Highlight[] }>();
  for (const row of articles) {
    const highlights = articleHighlights(row.title, row.body_text, query);
    nodes.set(`article ${row.id}`, { node: { type: 'ARTICLE', article: articleOf(row) }, highlights });
  }
  for (const row of entities)
    nodes.set(`term ${row.id}`, { node: entityNode(row), highlights: nameHighlights(namesOf(row), query) });
  for (const category of categories) {
    if (category !== null) nodes.set(`term ${category.id}`, categoryNode(category, query));
  }
  // What was removed between the two statements is left out.
  const kept = page.edges.filter(({ node }) => nodes.has(keyOf(node)));
  const found = (row: Found) => {
    const value = nodes.get(keyOf(row));
    if (value === undefined) throw new Error(`Node ${row.node_id} was found, but not read.`);
    return value;
  };
  return mapPage(
    { ...page, edges: kept },
    (row) => found(row).node,
    (row) => ({ score: scoreOf(row), highlights: found(row).highlights }),
  );
}

function keyOf({ kind, node_id }: Found): string {
  return `${kind === ARTICLE_NODE ? 'article' : 'term'} ${node_id}`;
}

/** Between the number of its tier and the next: higher tiers and, within one, earlier rows never have less. */
function scoreOf({ segment, k0, kind }: Found): number {
  const share = kind === ARTICLE_NODE ? Math.max(0, k0) / Number.MAX_SAFE_INTEGER : k0 / (k0 + 100);
  return 5 - segment + Math.min(share, 0.999_999);
}

function articlesWithText(
  engine: Engine,
  ids: readonly number[],
): Promise<(StoredArticle & { body_text: string })[]> {
  return engine.rows(sql<StoredArticle & { body_text: string }>`SELECT ${ARTICLE_COLUMNS}, b.body_text
    FROM article a JOIN article_body b ON b.article_id = a.id WHERE a.id ${engine.dialect.anyId(ids)}`);
}

function entitiesOfAnyType(engine: Engine, ids: readonly number[]): Promise<StoredEntity[]> {
  return engine.rows(
    sql<StoredEntity>`SELECT ${ENTITY_COLUMNS} FROM entity e WHERE e.id ${engine.dialect.anyId(ids)}`,
  );
}

function entityNode(row: StoredEntity): SearchNode {
  if (row.kind === KIND.Company) return { type: 'COMPANY', company: companyOf(row) };
  if (row.kind === KIND.Product) return { type: 'PRODUCT', product: productOf(row) };
  if (row.kind === KIND.Topic) return { type: 'TOPIC', topic: topicOf(row) };
  return { type: 'TICKER', ticker: tickerOf(row) };
}

function namesOf(row: StoredEntity): string[] {
  if (row.kind === KIND.Ticker) return [row.symbol ?? row.key, row.key];
  return [
    ...Object.values(jsonOf<Record<string, string>>(row.name)),
    ...jsonOf<string[]>(row.aliases),
    ...jsonOf<string[]>(row.former_names),
  ];
}

function categoryNode(
  category: CategoryRow,
  query: TextQuery,
): { node: SearchNode; highlights: Highlight[] } {
  return { node: { type: 'CATEGORY', category }, highlights: nameHighlights([category.name], query) };
}
