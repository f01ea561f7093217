/**
 * Search over all six types. What is found falls into tiers, the better first: names that the query spells out,
 * names that hold it, articles with all of it in the title, articles that hold its words, and articles that only
 * hold words which begin with them. Names are sorted by how many articles they have, articles newest first: an order
 * in which each tier is read straight from an index, so that a common word costs no more than a rare one.
 */
import { sql } from 'kysely';
import { parseQuery, type TextQuery, withoutPrefixes } from './analyser.ts';
import { filterConditions, isFree, type ResolvedFilter, resolveFilter } from './article-filter.ts';
import { categoryQueries } from './categories.ts';
import { COMPANY } from './companies.ts';
import type { Engine, Sql, TextException } from './engine.ts';
import { articleHighlights, nameHighlights } from './highlight.ts';
import { type Listing, type ListOrder, mapPage, readPages } from './page.ts';
import { PRODUCT } from './products.ts';
import {
  ARTICLE_COLUMNS,
  articleOf,
  ENTITY_COLUMNS,
  jsonOf,
  type StoredArticle,
  type StoredEntity,
} from './rows.ts';
import { CATEGORY_NODE, ENTITY_CODE } from './schema.ts';
import type {
  CategoryRow,
  Highlight,
  Page,
  SearchExtra,
  SearchNode,
  SearchQueries,
  SearchType,
} from './store.ts';
import { textFrom } from './text-source.ts';
import { TICKER } from './tickers.ts';
import { TOPIC } from './topics.ts';

const ORDER: ListOrder = { name: 'search', direction: 'DESC', shape: ['integer', 'integer', 'integer'] };
/** Code of articles among the types of nodes; names have those of their entities, and one for categories. */
const ARTICLE_NODE = 0;
const NODE_CODE: Readonly<Record<SearchType, number>> = {
  ARTICLE: ARTICLE_NODE,
  COMPANY: ENTITY_CODE.Company,
  PRODUCT: ENTITY_CODE.Product,
  TICKER: ENTITY_CODE.Ticker,
  TOPIC: ENTITY_CODE.Topic,
  CATEGORY: CATEGORY_NODE,
};
const ALL_TYPES: readonly SearchType[] = ['ARTICLE', 'COMPANY', 'PRODUCT', 'TICKER', 'TOPIC', 'CATEGORY'];

interface Found {
  readonly segment: number;
  readonly k0: number;
  readonly node_type: number;
  readonly node_id: number;
}

export function searchQueries(engine: Engine): SearchQueries {
  return {
    async page(request, page) {
      const query = parseQuery(request.query);
      const filter = await resolveFilter(engine, request.filter ?? {});
      const types = request.types ?? ALL_TYPES;
      const tiers = query.terms.length === 0 ? [] : tiersOf(engine, query, types, filter);
      const selection = { columns: sql`t.node_type, t.node_id`, joins: sql`` };
      const [found] = await readPages<Found>(
        engine,
        ORDER,
        null,
        ['node_type', 'node_id'],
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
  return types.filter((type) => type !== 'ARTICLE').map((type) => NODE_CODE[type]);
}

function articleCount(engine: Engine, query: TextQuery, filter: ResolvedFilter): Sql {
  const { textSource } = engine.dialect;
  const condition = engine.dialect.textCondition(query, false);
  // The index alone knows how many it finds; the articles are only needed for what else must hold.
  if (isFree(filter)) return sql`(SELECT count(*) FROM ${textSource.from} WHERE ${condition})`;
  const where = [condition, ...filterConditions(engine, filter, sql`a.id`, sql`a.sort_at`, 'all')];
  return sql`(SELECT count(*) FROM ${textSource.from} JOIN article a ON ${textSource.isArticle}
    WHERE ${sql.join(where, sql` AND `)})`;
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
      from: sql`name n LEFT JOIN entity e ON e.id = n.node_id LEFT JOIN label l ON l.id = n.node_id`,
      where: [...nameConditions(engine, query, codes), spelt],
      keys: [sql`coalesce(e.article_count, l.article_count, 0)`, sql`(-length(n.folded))`, sql`n.node_id`],
      columns: { node_type: sql`n.node_type`, node_id: sql`n.node_id` },
    };
  };
  const articles = (
    text: TextQuery,
    titleOnly: boolean,
    except: readonly TextException[],
  ): Listing | null => {
    if (!types.includes('ARTICLE') || filter.nothing) return null;
    const { textSource } = engine.dialect;
    const joins = sql`JOIN article a ON ${textSource.isArticle}`;
    return {
      ...textFrom(engine.dialect, text, titleOnly, joins, [sql`(0 + 0)`]),
      where: [
        engine.dialect.textCondition(text, titleOnly, except),
        ...filterConditions(engine, filter, sql`a.id`, sql`a.sort_at`),
      ],
      keys: [textSource.position, sql`(0 + 0)`, textSource.id],
      decisive: textSource.decisive,
      columns: { node_type: sql.lit(ARTICLE_NODE), node_id: sql`a.id` },
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
    sql`n.node_id IN (SELECT k.node_id FROM name_token k WHERE ${has} AND k.node_type ${types})`,
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
    page.edges.filter(({ node }) => codes.includes(node.node_type)).map(({ node }) => node.node_id);
  const entityCodes = nameCodes(types).filter((code) => code !== CATEGORY_NODE);
  const [articles, entities, categories] = await Promise.all([
    types.includes('ARTICLE') ? articlesWithText(engine, ids([ARTICLE_NODE])) : [],
    entityCodes.length > 0 ? entitiesOfAnyType(engine, ids(entityCodes)) : [],
    types.includes('CATEGORY') ? categoryQueries(engine).byIds(ids([CATEGORY_NODE])) : [],
  ]);
  const nodes = new Map<number, { node: SearchNode; highlights: Highlight[] }>();
  for (const row of articles) {
    const highlights = articleHighlights(row.title, row.body_text, query);
    nodes.set(row.id, { node: { type: 'ARTICLE', article: articleOf(row) }, highlights });
  }
  for (const row of entities)
    nodes.set(row.id, { node: entityNode(row), highlights: nameHighlights(namesOf(row), query) });
  for (const category of categories) {
    if (category !== null) nodes.set(category.id, categoryNode(category, query));
  }
  // What was removed between the two statements is left out.
  const kept = page.edges.filter(({ node }) => nodes.has(node.node_id));
  const found = (row: Found) => {
    const value = nodes.get(row.node_id);
    if (value === undefined) throw new Error(`Node ${row.node_id} was found, but not read.`);
    return value;
  };
  return mapPage(
    { ...page, edges: kept },
    (row) => found(row).node,
    (row) => ({ score: scoreOf(row), highlights: found(row).highlights }),
  );
}

/** Between the number of its tier and the next: higher tiers and, within one, earlier rows never have less. */
function scoreOf({ segment, k0, node_type: type }: Found): number {
  const share = type === ARTICLE_NODE ? Math.max(0, k0) / Number.MAX_SAFE_INTEGER : k0 / (k0 + 100);
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
  if (row.type === ENTITY_CODE.Company) return { type: 'COMPANY', company: COMPANY.rowOf(row) };
  if (row.type === ENTITY_CODE.Product) return { type: 'PRODUCT', product: PRODUCT.rowOf(row) };
  if (row.type === ENTITY_CODE.Topic) return { type: 'TOPIC', topic: TOPIC.rowOf(row) };
  return { type: 'TICKER', ticker: TICKER.rowOf(row) };
}

function namesOf(row: StoredEntity): string[] {
  if (row.type === ENTITY_CODE.Ticker) return [row.symbol ?? row.key, row.key];
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
