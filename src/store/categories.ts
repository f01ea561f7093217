import { sql } from 'kysely';
import type { Engine, Sql } from './engine.ts';
import { type Listing, type ListOrder, mapPage, readPages } from './page.ts';
import { CATEGORY_COLUMNS, CATEGORY_SUMMARY, categoryOf, inOrder, type StoredCategory } from './rows.ts';
import { LABEL_CODE } from './schema.ts';
import type { CategoryQueries, CategoryRow, Page } from './store.ts';

const BY_PATH: ListOrder = { name: 'categories', direction: 'ASC', shape: ['text', 'integer'] };
const CATEGORY = {
  columns: CATEGORY_COLUMNS,
  joins: sql`JOIN category c ON c.id = t.category_id ${CATEGORY_SUMMARY}`,
};

/** Categories are sorted by their path, compared by code points, each before those below it. */
export function categoryQueries(engine: Engine): CategoryQueries {
  const { dialect } = engine;

  const pages = async (
    parents: readonly number[] | null,
    list: (parent: Sql) => Pick<Listing, 'from' | 'where'>,
    page: Parameters<CategoryQueries['page']>[1],
  ): Promise<Page<CategoryRow>[]> => {
    const listing = (parent: Sql): Listing => ({
      ...list(parent),
      keys: [sql`rtrim(d.path, ${']'})`, sql`d.id`],
      columns: { category_id: sql`d.id` },
    });
    const found = await readPages<StoredCategory>(
      engine,
      BY_PATH,
      parents?.map((id) => [id]) ?? null,
      ['category_id'],
      listing,
      page,
      CATEGORY,
    );
    return found.map((one) => mapPage(one, categoryOf, () => ({})));
  };

  return {
    async byIds(ids) {
      const rows =
        await engine.rows(sql<StoredCategory>`SELECT ${CATEGORY_COLUMNS} FROM category c ${CATEGORY_SUMMARY}
        WHERE c.id ${dialect.anyId(ids)}`);
      return inOrder(ids, new Map(rows.map((row) => [row.id, categoryOf(row)])));
    },

    async page(rootsOnly, page) {
      const where = rootsOnly ? [sql`d.parent_id IS NULL`] : [];
      const [found] = await pages(null, () => ({ from: sql`category d`, where }), page);
      if (found === undefined) throw new Error('A list without parents has one page.');
      return found;
    },

    async count(rootsOnly) {
      const where = rootsOnly ? sql`WHERE parent_id IS NULL` : sql``;
      const [row] = await engine.rows(sql<{ n: number }>`SELECT count(*) AS n FROM category ${where}`);
      return row?.n ?? 0;
    },

    async ancestors(ids) {
      const rows = await engine.rows(sql<StoredCategory & { below: number; depth: number }>`
        WITH RECURSIVE above (below, id, parent_id, depth) AS (
          SELECT id, id, parent_id, depth FROM category WHERE id ${dialect.anyId(ids)}
          UNION ALL
          SELECT b.below, p.id, p.parent_id, p.depth FROM above b JOIN category p ON p.id = b.parent_id)
        SELECT b.below, c.depth, ${CATEGORY_COLUMNS} FROM above b JOIN category c ON c.id = b.id ${CATEGORY_SUMMARY}
        WHERE b.id <> b.below ORDER BY b.below, c.depth`);
      const ancestors = Map.groupBy(rows, (row) => row.below);
      return ids.map((id) => (ancestors.get(id) ?? []).map(categoryOf));
    },

    children: (ids, page) =>
      pages(ids, (parent) => ({ from: sql`category d`, where: [sql`d.parent_id = ${parent}`] }), page),

    async childCounts(ids) {
      const rows = await engine.rows(sql<{ parent_id: number; n: number }>`
        SELECT parent_id, count(*) AS n FROM category WHERE parent_id ${dialect.anyId(ids)} GROUP BY parent_id`);
      const counts = new Map(rows.map((row) => [row.parent_id, row.n]));
      return ids.map((id) => counts.get(id) ?? 0);
    },

    ofArticles: (ids, page) =>
      pages(
        ids,
        (article) => ({
          from: sql`label_article l JOIN category d ON d.only_id = l.label_id`,
          where: [sql`l.article_id = ${article}`, sql`l.kind = ${sql.lit(LABEL_CODE.CategoryOnly)}`],
        }),
        page,
      ),

    async countsOfArticles(ids) {
      const rows = await engine.rows(sql<{ article_id: number; n: number }>`
        SELECT article_id, count(*) AS n FROM label_article
        WHERE article_id ${dialect.anyId(ids)} AND kind = ${sql.lit(LABEL_CODE.CategoryOnly)} GROUP BY article_id`);
      const counts = new Map(rows.map((row) => [row.article_id, row.n]));
      return ids.map((id) => counts.get(id) ?? 0);
    },
  };
}
