import { sql } from 'kysely';
import { diagnosticOf, type StoredDiagnostic } from './articles/articles.ts';
import { ARTICLE_COLUMNS, articleOf, type StoredArticle } from './articles/rows.ts';
import { allOf } from './articles/scopes.ts';
import type { Engine, Sql } from './engine.ts';
import { type Listing, type ListOrder, mapPage, readPages } from './pages/page.ts';
import type { ArticleChange, CorpusQueries, DiagnosticFilter } from './store.ts';

const BY_PATH: ListOrder = { name: 'diagnostics', direction: 'ASC', shape: ['text', 'integer', 'integer'] };
const BY_REVISION: ListOrder = { name: 'changes', direction: 'ASC', shape: ['integer', 'integer'] };

export function corpusQueries(engine: Engine): CorpusQueries {
  return {
    async get() {
      const [row] = await engine.rows(
        engine.db
          .selectFrom('corpus')
          .select(['revision', 'article_count', 'company_count', 'mention_count', 'ingested_at']),
      );
      if (row === undefined) throw new Error('The store has lost its corpus row.');
      engine.seen(row.revision);
      return {
        revision: String(row.revision),
        articleCount: row.article_count,
        companyCount: row.company_count,
        mentionCount: row.mention_count,
        ingestedAt: row.ingested_at,
      };
    },

    revision: async () => String(await engine.revision()),

    async diagnostics(filter, page) {
      const listing = {
        from: sql`diagnostic d`,
        where: conditionsOf(filter),
        keys: [sql`substr(d.path, 1, 200)`, sql`d.file_id`, sql`d.ordinal`],
        columns: {},
      };
      const selection = {
        columns: sql`d.path, d.line, d.code, d.severity, d.message, d.hint`,
        joins: sql`JOIN diagnostic d ON d.file_id = t.k1 AND d.ordinal = t.k2`,
      };
      const [found] = await readPages<StoredDiagnostic>(
        engine,
        BY_PATH,
        null,
        [],
        () => listing,
        page,
        selection,
      );
      if (found === undefined) throw new Error('A list without parents has one page.');
      return mapPage(found, diagnosticOf, () => ({}));
    },

    async diagnosticCount(filter) {
      const [row] = await engine.rows(
        sql<{ n: number }>`SELECT count(*) AS n FROM diagnostic d WHERE ${allOf(conditionsOf(filter))}`,
      );
      return row?.n ?? 0;
    },

    diagnosticCounts: (filter) =>
      engine.rows(sql`SELECT d.code, d.severity, count(*) AS count FROM diagnostic d
        WHERE ${allOf(conditionsOf(filter))} GROUP BY d.code, d.severity ORDER BY count DESC, d.code`),

    async changes(since, page) {
      const from = revisionOf(since);
      const listings: Listing[] = [
        {
          from: sql`removal c`,
          where: [sql`c.revision > ${from}`],
          keys: [sql`c.revision`, sql`c.article_id`],
          columns: { article_id: sql`c.article_id`, slug: sql`c.slug`, added: sql`CAST(NULL AS bigint)` },
        },
        {
          from: sql`article c`,
          where: [sql`c.revision > ${from}`],
          keys: [sql`c.revision`, sql`c.id`],
          columns: { article_id: sql`c.id`, slug: sql`c.slug`, added: sql`c.added_revision` },
        },
      ];
      const [found] = await readPages<StoredChange>(
        engine,
        BY_REVISION,
        null,
        ['article_id', 'slug', 'added'],
        () => listings,
        page,
        {
          columns: sql`t.slug AS changed_slug, t.added, t.k0 AS changed_in, ${ARTICLE_COLUMNS}`,
          joins: sql`LEFT JOIN article a ON a.id = t.article_id AND t.added IS NOT NULL`,
        },
      );
      if (found === undefined) throw new Error('A list without parents has one page.');
      return mapPage(
        found,
        (row) => changeOf(row, from),
        () => ({}),
      );
    },

    async changeCount(since) {
      const from = revisionOf(since);
      const [row] = await engine.rows(sql<{ n: number }>`SELECT
        (SELECT count(*) FROM article c WHERE c.revision > ${from})
        + (SELECT count(*) FROM removal c WHERE c.revision > ${from}) AS n`);
      return row?.n ?? 0;
    },
  };
}

interface StoredChange extends StoredArticle {
  readonly changed_slug: string;
  readonly changed_in: number;
  /** Null for an article that was removed. */
  readonly added: number | null;
}

function changeOf(row: StoredChange, from: number): ArticleChange {
  const { added } = row;
  return {
    kind: added === null ? 'REMOVED' : added > from ? 'ADDED' : 'UPDATED',
    slug: row.changed_slug,
    revision: String(row.changed_in),
    article: added === null ? null : articleOf(row),
  };
}

/** What is no revision is before all of them. */
function revisionOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function conditionsOf({ severity, code }: DiagnosticFilter): Sql[] {
  return [
    ...(severity === undefined ? [] : [sql`d.severity = ${severity}`]),
    ...(code === undefined ? [] : [sql`d.code = ${code}`]),
  ];
}
