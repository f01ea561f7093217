import { sql } from 'kysely';
import type { Diagnostic, Severity } from '../diagnostic.ts';
import { countArticles } from './article-counts.ts';
import { filterConditions, resolveFilter } from './article-filter.ts';
import { listArticles, listPosting } from './article-lists.ts';
import type { Engine } from './engine.ts';
import { facetsOf } from './facets.ts';
import { SALTS, saltedId } from './identity.ts';
import { relatedArticles, relatedCounts } from './related.ts';
import { ARTICLE_COLUMNS, articleOf, inOrder, jsonOf, type StoredArticle } from './rows.ts';
import type { ArticleId, ArticleQueries, ArticleRow } from './store.ts';

interface StoredBody {
  readonly article_id: number;
  readonly body_text: string;
  readonly body_html: string;
  readonly images: string;
  readonly links: string;
  readonly stock_charts: string;
  readonly front_matter: string;
}

interface StoredDiagnostic {
  readonly path: string;
  readonly line: number | null;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint: string;
}

export function diagnosticOf(row: StoredDiagnostic): Diagnostic {
  return {
    path: row.path,
    line: row.line,
    code: row.code,
    severity: row.severity as Severity,
    message: row.message,
    hint: row.hint,
  };
}

export function articleQueries(engine: Engine): ArticleQueries {
  const { dialect } = engine;

  const byIds = async (ids: readonly ArticleId[]): Promise<(ArticleRow | null)[]> => {
    const rows = await engine.rows(
      sql<StoredArticle>`SELECT ${ARTICLE_COLUMNS} FROM article a WHERE a.id ${dialect.anyId(ids)}`,
    );
    return inOrder(ids, new Map(rows.map((row) => [row.id, articleOf(row)])));
  };

  return {
    byIds,

    async bySlugs(slugs) {
      const candidates = slugs.map((slug) =>
        SALTS.map((salt) => saltedId(engine.hash, 'Article', slug, salt)),
      );
      const rows = await byIds(candidates.flat());
      const bySlug = new Map(rows.flatMap((row) => (row ? [[row.slug, row]] : [])));
      return slugs.map((slug) => bySlug.get(slug) ?? null);
    },

    async bodies(ids) {
      const rows = await engine.rows(
        sql<StoredBody>`SELECT article_id, body_text, body_html, images, links, stock_charts, front_matter
          FROM article_body WHERE article_id ${dialect.anyId(ids)}`,
      );
      const bodies = rows.map((row) => ({
        bodyText: row.body_text,
        bodyHtml: row.body_html,
        images: jsonOf<[]>(row.images),
        links: jsonOf<[]>(row.links),
        stockCharts: jsonOf<[]>(row.stock_charts),
        frontMatter: jsonOf<object>(row.front_matter) as Record<string, never>,
      }));
      return inOrder(ids, new Map(rows.map((row, index) => [row.article_id, bodies[index] ?? null])));
    },

    async diagnostics(ids) {
      const rows = await engine.rows(sql<StoredDiagnostic & { article_id: number }>`
        SELECT a.id AS article_id, d.path, d.line, d.code, d.severity, d.message, d.hint
        FROM article a JOIN diagnostic d ON d.file_id = a.file_id
        WHERE a.id ${dialect.anyId(ids)} ORDER BY a.id, d.ordinal`);
      const byArticle = Map.groupBy(rows, (row) => row.article_id);
      return ids.map((id) => (byArticle.get(id) ?? []).map(diagnosticOf));
    },

    page: (filter, order, page) => listArticles(engine, filter, order, page),

    pagesOfEntities: async (ids, filter, order, page) =>
      listPosting(engine, 'entity', ids, await resolveFilter(engine, filter), order, page),

    async pagesOfCategories(ids, includeDescendants, order, page) {
      const filter = await resolveFilter(engine, {});
      const kind = includeDescendants ? 'label' : 'only';
      const pages = await listPosting(engine, kind, ids, filter, order, page);
      return pages.map((one) => ({
        ...one,
        edges: one.edges.map(({ node, cursor }) => ({ node, cursor })),
      }));
    },

    counts: (scopes, filter) => countArticles(engine, scopes, filter),
    facets: (scopes, filter, facet, limit) => facetsOf(engine, scopes, filter, facet, limit),

    async matching(ids, filter) {
      const resolved = await resolveFilter(engine, filter);
      if (resolved.nothing || ids.length === 0) return [];
      const conditions = filterConditions(engine, resolved, sql`a.id`, sql`a.sort_at`);
      const rows = await engine.rows(sql<StoredArticle>`SELECT ${ARTICLE_COLUMNS} FROM article a
        WHERE ${sql.join([sql`a.id ${dialect.anyId(ids)}`, ...conditions], sql` AND `)}`);
      const byId = new Map(rows.map((row) => [row.id, articleOf(row)]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    related: (ids, page) => relatedArticles(engine, ids, page),
    relatedCounts: (ids) => relatedCounts(engine, ids),
  };
}
