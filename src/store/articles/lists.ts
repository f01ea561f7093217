/**
 * Pages of articles. A list is read from the index that has the fewest rows to pass over: the articles in their
 * order, the posting of a term, or the full-text index; whatever else must hold is probed row by row.
 */
import { sql } from 'kysely';
import type { Engine, Parent, Sql } from '../engine.ts';
import {
  type Listing,
  type ListOrder,
  type MergedListing,
  mapPage,
  readPages,
  type Segments,
} from '../pages/page.ts';
import { textFrom } from '../search/text-source.ts';
import type {
  ArticleFilter,
  ArticleOrder,
  ArticleRow,
  ArticleScope,
  MentionedExtra,
  Page,
  PageRequest,
} from '../store.ts';
import { FIRST_DATED } from './article-id.ts';
import {
  type Clause,
  filterConditions,
  type ResolvedFilter,
  resolveFilter,
  withoutClause,
} from './filter.ts';
import { ARTICLE_COLUMNS, articleOf, type StoredArticle } from './rows.ts';
import {
  allOf,
  isInBoth,
  isPosting,
  type ScopeReading,
  SHORT_POSTING,
  shortestClause,
  sumOf,
  termsOfScopes,
} from './scopes.ts';

const ARTICLE = { columns: ARTICLE_COLUMNS, joins: sql`JOIN article a ON a.id = t.article_id` };

export async function listArticles(
  engine: Engine,
  filter: ArticleFilter,
  order: ArticleOrder,
  page: PageRequest,
): Promise<Page<ArticleRow>> {
  const resolved = await resolveFilter(engine, filter);
  const list = () => (resolved.nothing ? [] : corpusListing(engine, resolved, order));
  const [found] = await readPages<StoredArticle>(
    engine,
    orderOf(order, 'articles'),
    null,
    ['article_id'],
    list,
    page,
    ARTICLE,
  );
  if (found === undefined) throw new Error('A list without parents has one page.');
  return mapPage(found, articleOf, () => ({}));
}

/** The page of each scope, with how its articles name the entities of the scope. */
export async function listScopes(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
  order: ArticleOrder,
  page: PageRequest,
): Promise<Page<ArticleRow, MentionedExtra>[]> {
  const resolved = await resolveFilter(engine, filter);
  const { reading, parents, counted } = await termsOfScopes(engine, scopes);
  if (reading === 'corpus') throw new Error('The articles of the corpus are listed by themselves.');
  const byText =
    resolved.text !== null && reading === 'one' && (await longestPosting(engine, parents)) > SHORT_POSTING;
  const list = (parent: Parent) => {
    if (resolved.nothing) return [];
    if (byText) return textListing(engine, resolved, order, parent);
    return scopeListing(engine, reading, parent, resolved, order);
  };
  const pages = await readPages<StoredArticle>(
    engine,
    orderOf(order, reading),
    parents,
    ['article_id'],
    list,
    page,
    ARTICLE,
  );
  const links = await linksOf(engine, pages, counted);
  return pages.map((one, place) =>
    mapPage(one, articleOf, ({ id }) => links.get(`${place} ${id}`) ?? UNNAMED),
  );
}

const UNNAMED: MentionedExtra = { mentionCount: 0, inTitle: false, firstOrdinal: null };

/** How the articles of each page name the counted terms of their scope, in one statement. */
async function linksOf(
  engine: Engine,
  pages: readonly Page<StoredArticle>[],
  counted: readonly (readonly number[])[],
): Promise<Map<string, MentionedExtra>> {
  const triples = pages.flatMap(({ edges }, place) =>
    edges.flatMap(({ node }) => (counted[place] ?? []).map((term) => [place, term, node.id])),
  );
  const links = new Map<string, MentionedExtra>();
  if (triples.length === 0) return links;
  const rows = await engine.rows(sql<{
    place: number;
    article_id: number;
    count: number;
    in_title: number;
    first_ordinal: number | null;
  }>`SELECT v.place, d.article_id, d.count, d.in_title, d.first_ordinal
    FROM ${engine.dialect.tuples(triples, ['place', 'term', 'article'])}
    JOIN posting d ON d.term_id = v.term AND d.article_id = v.article`);
  for (const row of rows) {
    const key = `${row.place} ${row.article_id}`;
    const before = links.get(key) ?? UNNAMED;
    const ordinals = [before.firstOrdinal, row.first_ordinal].filter((ordinal) => ordinal !== null);
    links.set(key, {
      mentionCount: before.mentionCount + row.count,
      inTitle: before.inTitle || row.in_title === 1,
      firstOrdinal: ordinals.length === 0 ? null : Math.min(...ordinals),
    });
  }
  return links;
}

function orderOf(order: ArticleOrder, list: string): ListOrder {
  return {
    name: `${list} ${order.field}`,
    direction: order.direction,
    shape:
      order.field === 'TITLE'
        ? ['text', 'integer']
        : order.field === 'MENTION_COUNT'
          ? ['integer', 'integer']
          : ['integer'],
  };
}

function corpusListing(
  engine: Engine,
  filter: ResolvedFilter,
  order: ArticleOrder,
): Segments | MergedListing {
  const clause = shortestClause(filter);
  if (filter.text !== null && (clause === undefined || clause.articles > SHORT_POSTING)) {
    return textListing(engine, filter, order, null);
  }
  if (clause === undefined || isLongWay(filter, clause, order)) {
    const where = filterConditions(engine, filter, sql`a.id`);
    return inOrder({ from: sql`article a`, where, id: sql`a.id`, mentions: sql`a.mention_count` }, order);
  }
  const rest = withoutClause(filter, clause);
  const [only, ...others] = clause.terms;
  if (only !== undefined && others.length === 0)
    return postingListing(engine, 'one', sql`${only}`, rest, order, 'article');
  return {
    table: engine.dialect.ids(clause.terms, 's'),
    list: postingListing(engine, 'one', sql`s.value`, rest, order, 'article'),
  };
}

/** Whether the articles in their own order reach a full page sooner than the posting does. */
function isLongWay(filter: ResolvedFilter, clause: Clause, order: ArticleOrder): boolean {
  if (order.field === 'PUBLISHED_AT') return clause.terms.length > 1 && clause.articles * 4 > filter.corpus;
  if (clause.articles <= SHORT_POSTING || filter.text !== null) return false;
  const share = filter.clauses.reduce((product, { articles }) => product * (articles / filter.corpus), 1);
  return 100 / share < clause.articles;
}

function scopeListing(
  engine: Engine,
  reading: ScopeReading,
  parent: Parent,
  filter: ResolvedFilter,
  order: ArticleOrder,
): Segments | MergedListing {
  if (reading === 'both') {
    const where = [
      ...isInBoth(parent, engine.dialect.eachRow),
      ...filterConditions(engine, filter, sql`d.article_id`),
    ];
    return inOrder(fromPosting(where, order, 'article'), order);
  }
  if (reading === 'one' || reading === 'own')
    return postingListing(engine, reading, parent.at(0), filter, order, 'posting');
  if (order.field === 'PUBLISHED_AT') {
    return {
      table: parent.all('s'),
      list: postingListing(engine, 'one', sql`s.value`, filter, order, 'posting'),
    };
  }
  // Sorted by what several postings say together.
  const conditions = filterConditions(engine, filter, sql`d.article_id`, 'all');
  const counted = sql`(SELECT d.article_id, ${sumOf(reading, parent)} AS count FROM ${parent.all('s')}
    JOIN posting d ON d.term_id = s.value WHERE ${allOf(conditions)} GROUP BY d.article_id) d`;
  return inOrder(
    {
      from: sql`${counted} JOIN article a ON a.id = d.article_id`,
      where: [],
      id: sql`d.article_id`,
      mentions: sql`d.count`,
    },
    order,
  );
}

/** `mentions`: whether those of the article are sorted by, or those of the posting. */
function postingListing(
  engine: Engine,
  reading: ScopeReading,
  term: Sql,
  filter: ResolvedFilter,
  order: ArticleOrder,
  mentions: 'article' | 'posting',
): Segments {
  const where = [isPosting(reading, term), ...filterConditions(engine, filter, sql`d.article_id`)];
  return inOrder(fromPosting(where, order, reading === 'own' ? 'article' : mentions), order);
}

function fromPosting(
  where: readonly Sql[],
  order: ArticleOrder,
  mentions: 'article' | 'posting',
): ArticleSource {
  const joined = order.field === 'TITLE' || (order.field === 'MENTION_COUNT' && mentions === 'article');
  return {
    from: joined ? sql`posting d JOIN article a ON a.id = d.article_id` : sql`posting d`,
    where,
    id: sql`d.article_id`,
    mentions: mentions === 'article' ? sql`a.mention_count` : sql`d.count`,
  };
}

/** Read along the full-text index where the order is that of dates, sorted otherwise. */
function textListing(
  engine: Engine,
  filter: ResolvedFilter,
  order: ArticleOrder,
  parent: Parent | null,
): Segments {
  const { dialect } = engine;
  if (filter.text === null) throw new Error('A list by text needs a text.');
  const id = dialect.textId;
  const where = [
    dialect.textCondition(filter.text, false),
    ...filterConditions(engine, { ...filter, text: null }, id),
  ];
  const posting =
    parent === null ? sql`` : sql`JOIN posting d ON d.article_id = ${id} AND d.term_id = ${parent.at(0)}`;
  const mentions = parent === null ? sql`a.mention_count` : sql`d.count`;
  if (order.field === 'PUBLISHED_AT')
    return inOrder({ ...textFrom(dialect, filter.text, false, posting, []), where, id, mentions }, order);
  const from = sql`article_text x JOIN article a ON a.id = ${id} ${posting}`;
  return inOrder({ from, where, id, mentions }, order);
}

interface ArticleSource extends Pick<Listing, 'from' | 'where' | 'unordered'> {
  readonly id: Sql;
  readonly mentions: Sql;
}

function inOrder({ id, mentions, ...source }: ArticleSource, order: ArticleOrder): Segments {
  const listing = { ...source, columns: { article_id: id } };
  if (order.field === 'TITLE') return [{ ...listing, keys: [sql`substr(a.title, 1, 200)`, id] }];
  if (order.field === 'MENTION_COUNT') return [{ ...listing, keys: [mentions, id] }];
  if (order.direction === 'DESC') return [{ ...listing, keys: [id] }];
  // Articles without a date have the lowest ids, but come last.
  return [sql`${id} >= ${sql.lit(FIRST_DATED)}`, sql`${id} < ${sql.lit(FIRST_DATED)}`].map((segment) => ({
    ...listing,
    keys: [id],
    where: [...source.where, segment],
  }));
}

async function longestPosting(engine: Engine, parents: readonly (readonly number[])[]): Promise<number> {
  const any = engine.dialect.anyId(parents.flat());
  const [row] = await engine.rows(sql<{ articles: number | null }>`
    SELECT max(u.article_count) AS articles FROM (
      SELECT article_count FROM entity WHERE id ${any}
      UNION ALL SELECT article_count FROM label WHERE id ${any}) u`);
  return row?.articles ?? 0;
}
