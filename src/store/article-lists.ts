/**
 * Pages of articles. A list is read from the index that has the fewest rows to pass over: the articles in their
 * order, the posting of an entity or label, or the full-text index; whatever else must hold is probed row by row.
 */
import { sql } from 'kysely';
import {
  filterConditions,
  type PostingGroup,
  type ResolvedFilter,
  resolveFilter,
  withoutGroup,
} from './article-filter.ts';
import type { Engine, Sql } from './engine.ts';
import {
  type Listing,
  type ListOrder,
  type MergedListing,
  mapPage,
  readPages,
  type Stretches,
  type UnorderedSource,
} from './page.ts';
import { ARTICLE_COLUMNS, articleOf, type StoredArticle } from './rows.ts';
import { UNDATED } from './schema.ts';
import type { ArticleFilter, ArticleOrder, ArticleRow, MentionedExtra, Page, PageRequest } from './store.ts';
import { textFrom } from './text-source.ts';

/** A list of articles: an entity's, a label's, or those of a category without the ones below it. */
type Posting = 'entity' | 'label' | 'only';

/** A posting as short as this is sorted whole rather than read along another index. */
const SHORT_POSTING = 500;

const ARTICLE = { columns: ARTICLE_COLUMNS, joins: sql`JOIN article a ON a.id = t.article_id` };

export async function listArticles(
  engine: Engine,
  filter: ArticleFilter,
  order: ArticleOrder,
  page: PageRequest,
): Promise<Page<ArticleRow>> {
  const resolved = await resolveFilter(engine, filter);
  const listOrder = orderOf(order, resolved, 'articles');
  const list = () => (resolved.nothing ? [] : corpusListing(engine, resolved, order));
  const [found] = await readPages<StoredArticle>(
    engine,
    listOrder,
    null,
    ['article_id'],
    list,
    page,
    ARTICLE,
  );
  if (found === undefined) throw new Error('A list without parents has one page.');
  return mapPage(found, articleOf, () => ({}));
}

interface StoredLink extends StoredArticle {
  readonly link_mentions: number;
  readonly in_title: number;
  readonly first_ordinal: number | null;
}

/** Pages of entities' articles, or of the articles of categories (`only` them, not those below). */
export async function listPosting(
  engine: Engine,
  posting: Posting,
  ids: readonly number[],
  filter: ResolvedFilter,
  order: ArticleOrder,
  page: PageRequest,
): Promise<Page<ArticleRow, MentionedExtra>[]> {
  const listOrder = orderOf(order, filter, posting);
  const extra = posting === 'entity' ? ['link_mentions', 'in_title', 'first_ordinal'] : [];
  const byText = filter.text !== null && (await longest(engine, posting, ids)) > SHORT_POSTING;
  const list = (parent: Sql) => {
    if (filter.nothing) return [];
    const columns = posting === 'entity' ? LINK_COLUMNS : {};
    return byText
      ? textListing(engine, filter, order, { posting, parent }, columns)
      : postingListing(engine, posting, parent, filter, order, columns);
  };
  const selection = {
    ...ARTICLE,
    columns: sql`${sql.join([ARTICLE.columns, ...extra.map((name) => sql.ref(`t.${name}`))])}`,
  };
  const pages = await readPages<StoredLink>(
    engine,
    listOrder,
    ids.map((id) => [id]),
    ['article_id', ...extra],
    list,
    page,
    selection,
  );
  return pages.map((one) =>
    mapPage(one, articleOf, (row) => ({
      mentionCount: row.link_mentions,
      inTitle: row.in_title === 1,
      firstOrdinal: row.first_ordinal,
    })),
  );
}

const LINK_COLUMNS = {
  link_mentions: sql`d.mention_count`,
  in_title: sql`d.in_title`,
  first_ordinal: sql`d.first_ordinal`,
};

/** Undated articles, and those found by text, are sorted by position, the order of the full-text index. */
function orderOf(order: ArticleOrder, filter: ResolvedFilter, list: string): ListOrder {
  const byPosition = order.field === 'PUBLISHED_AT' && filter.text !== null;
  return {
    name: `${list} ${byPosition ? 'position' : order.field}`,
    direction: order.direction,
    shape: order.field === 'TITLE' ? ['text', 'integer'] : ['integer', 'integer'],
  };
}

function corpusListing(
  engine: Engine,
  filter: ResolvedFilter,
  order: ArticleOrder,
): Stretches | MergedListing {
  const group = filter.groups.toSorted((left, right) => left.articles - right.articles)[0];
  if (filter.text !== null && (group === undefined || group.articles > SHORT_POSTING)) {
    return textListing(engine, filter, order, null, {});
  }
  if (group === undefined || isLongWay(filter, group, order)) {
    const where = filterConditions(engine, filter, sql`a.id`, sql`a.sort_at`);
    return articleListing(
      engine,
      {
        from: sql`article a`,
        where,
        columns: {},
        id: sql`a.id`,
        sortAt: sql`a.sort_at`,
        mentions: sql`a.mention_count`,
      },
      order,
      filter,
    );
  }
  const rest = withoutGroup(filter, group);
  const body = (parent: Sql) => postingListing(engine, group.table, parent, rest, order, {});
  const [only, ...others] = group.ids;
  if (only !== undefined && others.length === 0) return body(sql`${only}`);
  return { parents: group.ids.map((id) => [id]), body: body };
}

/** Whether the articles in their own order reach a full page sooner than the posting does. */
function isLongWay(filter: ResolvedFilter, group: PostingGroup, order: ArticleOrder): boolean {
  if (order.field === 'PUBLISHED_AT') return group.ids.length > 1 && group.articles * 4 > filter.corpus;
  if (group.articles <= SHORT_POSTING || filter.text !== null) return false;
  const share = filter.groups.reduce((product, { articles }) => product * (articles / filter.corpus), 1);
  return 100 / share < group.articles;
}

function postingTable(posting: Posting): Sql {
  return posting === 'entity' ? sql`entity_article` : sql`label_article`;
}

/** The condition that `d` is a row of the posting; a category's own articles have a label of their own. */
export function postingIs(posting: Posting, parent: Sql): Sql {
  if (posting === 'entity') return sql`d.entity_id = ${parent}`;
  if (posting === 'label') return sql`d.label_id = ${parent}`;
  return sql`d.label_id = (SELECT c.only_id FROM category c WHERE c.id = ${parent})`;
}

function postingListing(
  engine: Engine,
  posting: Posting,
  parent: Sql,
  filter: ResolvedFilter,
  order: ArticleOrder,
  columns: Listing['columns'],
): Stretches {
  const where = [
    postingIs(posting, parent),
    ...filterConditions(engine, filter, sql`d.article_id`, sql`d.sort_at`),
  ];
  const plain = order.field === 'PUBLISHED_AT' ? filter.text === null : false;
  // In the list of an entity what counts are its own mentions; in a filtered one, those of the article.
  const ownCount = columns === LINK_COLUMNS && order.field === 'MENTION_COUNT';
  const from =
    plain || ownCount
      ? sql`${postingTable(posting)} d`
      : sql`${postingTable(posting)} d JOIN article a ON a.id = d.article_id`;
  const id = sql`d.article_id`;
  const mentions = ownCount ? sql`d.mention_count` : sql`a.mention_count`;
  return articleListing(
    engine,
    { from, where, columns, id, sortAt: sql`d.sort_at`, mentions },
    order,
    filter,
  );
}

/** Read along the full-text index where the order is that of dates, sorted otherwise. */
function textListing(
  engine: Engine,
  filter: ResolvedFilter,
  order: ArticleOrder,
  scope: { readonly posting: Posting; readonly parent: Sql } | null,
  columns: Listing['columns'],
): Stretches {
  const { textSource } = engine.dialect;
  if (filter.text === null) throw new Error('A list by text needs a text.');
  const where = [
    engine.dialect.textCondition(filter.text, false),
    ...filterConditions(engine, { ...filter, text: null }, sql`a.id`, sql`a.sort_at`),
  ];
  const inScope =
    scope === null
      ? sql``
      : sql`JOIN ${postingTable(scope.posting)} d ON d.article_id = a.id AND ${postingIs(scope.posting, scope.parent)}`;
  const joins = sql`JOIN article a ON ${textSource.isArticle} ${inScope}`;
  const byPosition = order.field === 'PUBLISHED_AT';
  const source = byPosition
    ? textFrom(engine.dialect, filter.text, false, joins, [])
    : { from: sql`${textSource.from} ${joins}` };
  const position = textSource.position;
  const mentions = columns === LINK_COLUMNS ? sql`d.mention_count` : sql`a.mention_count`;
  return articleListing(
    engine,
    { ...source, where, columns, id: textSource.id, sortAt: sql`a.sort_at`, mentions, position },
    order,
    filter,
  );
}

interface ArticleSource {
  readonly from: Sql;
  readonly unordered?: UnorderedSource;
  readonly where: readonly Sql[];
  readonly columns: Listing['columns'];
  readonly id: Sql;
  readonly sortAt: Sql;
  readonly mentions: Sql;
  readonly position?: Sql;
}

function articleListing(
  engine: Engine,
  source: ArticleSource,
  order: ArticleOrder,
  filter: ResolvedFilter,
): Stretches {
  const { from, where, id, sortAt, unordered } = source;
  const listing = {
    from,
    where,
    columns: { ...source.columns, article_id: id },
    ...(unordered === undefined ? {} : { unordered }),
  };
  if (order.field === 'TITLE') return [{ ...listing, keys: [sql`substr(a.title, 1, 200)`, id] }];
  if (order.field === 'MENTION_COUNT') {
    return [{ ...listing, keys: [source.mentions, id] }];
  }
  const byPosition = filter.text !== null;
  const key = byPosition ? (source.position ?? sql`a.position`) : sortAt;
  const keyed = byPosition
    ? { ...listing, keys: [key, id], decisive: engine.dialect.textSource.decisive }
    : { ...listing, keys: [key, id] };
  if (order.direction === 'DESC') return [keyed];
  // Articles without a date have the lowest keys, but come last.
  const first = byPosition ? 0 : UNDATED + 1;
  return [sql`${key} >= ${first}`, sql`${key} < ${first}`].map((stretch) => ({
    ...keyed,
    where: [...where, stretch],
  }));
}

async function longest(engine: Engine, posting: Posting, ids: readonly number[]): Promise<number> {
  const table = posting === 'entity' ? sql`entity` : sql`label`;
  const [row] = await engine.rows(sql<{ articles: number | null }>`
    SELECT max(article_count) AS articles FROM ${table} WHERE id ${engine.dialect.anyId(ids)}`);
  return row?.articles ?? 0;
}
