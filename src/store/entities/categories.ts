import { sql } from 'kysely';
import { inOrder } from '../articles/rows.ts';
import { KIND } from '../database.ts';
import type { Engine, Parent, Sql } from '../engine.ts';
import { groupByPlace, type Listing, type ListOrder, mapPage, readPages } from '../pages/page.ts';
import { beginningOf } from '../search/text.ts';
import type { CategoryQueries, CategoryRow, Page, PageRequest } from '../store.ts';
import { categoryOf, type StoredCategory } from './rows.ts';

const BY_PATH: ListOrder = { name: 'categories', direction: 'ASC', shape: ['text', 'integer'] };
const IN_POST: ListOrder = { name: 'categories of article', direction: 'ASC', shape: ['integer', 'integer'] };
const COLUMNS = sql`c.id, c.key, c.parent_id, c.article_count`;
const IS_CATEGORY = sql`d.kind = ${sql.lit(KIND.Category)}`;

/** Categories are sorted by their path, compared by code points, each before those below it; those of an article as it names them. */
export function categoryQueries(engine: Engine): CategoryQueries {
  const { dialect } = engine;

  const pages = async (
    parents: readonly number[] | null,
    list: (parent: Parent) => Pick<Listing, 'from' | 'where'>,
    page: PageRequest,
    order: ListOrder = BY_PATH,
  ): Promise<Page<CategoryRow>[]> => {
    const first = order === IN_POST ? sql`o.first_ordinal` : sql`rtrim(d.key, ${']'})`;
    const listing = (parent: Parent): Listing => ({
      ...list(parent),
      keys: [first, sql`d.id`],
      columns: { category_id: sql`d.id` },
    });
    const found = await readPages<StoredCategory>(
      engine,
      order,
      parents?.map((id) => [id]) ?? null,
      ['category_id'],
      listing,
      page,
      { columns: COLUMNS, joins: sql`JOIN label c ON c.id = t.category_id` },
    );
    return found.map((one) => mapPage(one, categoryOf, () => ({})));
  };

  const ofArticle = (article: Sql): Pick<Listing, 'from' | 'where'> => ({
    from: sql`article a ${dialect.termsOfArticle} JOIN label d ON d.id = l.value
      JOIN posting o ON o.term_id = d.id AND o.article_id = a.id`,
    where: [sql`a.id = ${article}`, IS_CATEGORY, sql`o.count > 0`],
  });

  return {
    async byIds(ids) {
      const rows = await engine.rows(sql<StoredCategory>`SELECT ${COLUMNS} FROM label c
        WHERE c.kind = ${sql.lit(KIND.Category)} AND c.id ${dialect.anyId(ids)}`);
      return inOrder(ids, new Map(rows.map((row) => [row.id, categoryOf(row)])));
    },

    async byPaths(paths) {
      const keys = paths.map((path) => JSON.stringify(path));
      const rows = await engine.rows(sql<StoredCategory>`SELECT ${COLUMNS} FROM label c
        WHERE c.kind = ${sql.lit(KIND.Category)} AND substr(c.key, 1, 200) ${dialect.anyText(keys.map(beginningOf))}
          AND c.key ${dialect.anyText(keys)}`);
      const byKey = new Map(rows.map((row) => [row.key, categoryOf(row)]));
      return keys.map((key) => byKey.get(key) ?? null);
    },

    async page(rootsOnly, page) {
      const where = rootsOnly ? [IS_CATEGORY, sql`d.parent_id IS NULL`] : [IS_CATEGORY];
      const [found] = await pages(null, () => ({ from: sql`label d`, where }), page);
      if (found === undefined) throw new Error('A list without parents has one page.');
      return found;
    },

    async count(rootsOnly) {
      const roots = rootsOnly ? sql`AND d.parent_id IS NULL` : sql``;
      const [row] = await engine.rows(
        sql<{ n: number }>`SELECT count(*) AS n FROM label d WHERE ${IS_CATEGORY} ${roots}`,
      );
      return row?.n ?? 0;
    },

    async ancestors(ids) {
      const rows = await engine.rows(sql<StoredCategory & { below: number }>`
        WITH RECURSIVE above (below, id, parent_id) AS (
          SELECT id, id, parent_id FROM label WHERE id ${dialect.anyId(ids)}
          UNION ALL
          SELECT b.below, p.id, p.parent_id FROM above b JOIN label p ON p.id = b.parent_id)
        SELECT b.below, ${COLUMNS} FROM above b JOIN label c ON c.id = b.id
        WHERE b.id <> b.below ORDER BY b.below, length(c.key)`);
      const ancestors = Map.groupBy(rows, (row) => row.below);
      return ids.map((id) => (ancestors.get(id) ?? []).map(categoryOf));
    },

    children: (ids, page) =>
      pages(ids, (parent) => ({ from: sql`label d`, where: [sql`d.parent_id = ${parent.at(0)}`] }), page),

    async childCounts(ids) {
      const rows = await engine.rows(sql<{ parent_id: number; n: number }>`
        SELECT parent_id, count(*) AS n FROM label WHERE parent_id ${dialect.anyId(ids)} GROUP BY parent_id`);
      const counts = new Map(rows.map((row) => [row.parent_id, row.n]));
      return ids.map((id) => counts.get(id) ?? 0);
    },

    ofArticles: (ids, page) => pages(ids, (parent) => ofArticle(parent.at(0)), page, IN_POST),

    async countsOfArticles(ids) {
      const table = dialect.perParent(
        ids.map((id) => [id]),
        ['n'],
        (parent) => {
          const { from, where } = ofArticle(parent.at(0));
          return sql`SELECT count(*) AS n FROM ${from} WHERE ${sql.join([...where], sql` AND `)}`;
        },
      );
      const rows = await engine.rows(sql<{ place: number; n: number }>`SELECT t.place, t.n FROM ${table}`);
      return groupByPlace(rows, ids.length).map(([row]) => row?.n ?? 0);
    },
  };
}
