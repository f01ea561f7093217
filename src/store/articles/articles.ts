import { sql } from 'kysely';
import type { Diagnostic, Severity } from '../../diagnostic.ts';
import type { JsonObject } from '../../documents/document.ts';
import type { Row } from '../database.ts';
import type { Engine } from '../engine.ts';
import { beginningOf } from '../search/text.ts';
import type { ArticleId, ArticleQueries, ArticleRow } from '../store.ts';
import { countArticles } from './counts.ts';
import { facetPages, facetValues } from './facets.ts';
import { filterConditions, resolveFilter } from './filter.ts';
import { linkableOf, type StoredText } from './linkable.ts';
import { listArticles, listScopes } from './lists.ts';
import { pathBetween } from './paths.ts';
import { relatedArticles, relatedCounts } from './related.ts';
import { ARTICLE_COLUMNS, articleOf, inOrder, jsonOf, type StoredArticle } from './rows.ts';
import { allOf } from './scopes.ts';
import { timelinesOf } from './timeline.ts';

export type StoredDiagnostic = Omit<Row<'diagnostic'>, 'file_id' | 'ordinal'>;

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

export function articleQueries(engine: Engine, timeZone: string): ArticleQueries {
  const { dialect } = engine;
  const context = { engine, timeZone };

  const byIds = async (ids: readonly ArticleId[]): Promise<(ArticleRow | null)[]> => {
    const rows = await engine.rows(
      sql<StoredArticle>`SELECT ${ARTICLE_COLUMNS} FROM article a WHERE a.id ${dialect.anyId(ids)}`,
    );
    return inOrder(ids, new Map(rows.map((row) => [row.id, articleOf(row)])));
  };

  return {
    byIds,

    async bySlugs(slugs) {
      const rows = await engine.rows(sql<StoredArticle>`SELECT ${ARTICLE_COLUMNS} FROM article a
        WHERE substr(a.slug, 1, 200) ${dialect.anyText(slugs.map(beginningOf))} AND a.slug ${dialect.anyText(slugs)}`);
      const bySlug = new Map(rows.map((row) => [row.slug, articleOf(row)]));
      return slugs.map((slug) => bySlug.get(slug) ?? null);
    },

    async byUrls(urls) {
      const rows = await engine.rows(sql<StoredArticle>`SELECT ${ARTICLE_COLUMNS} FROM article a
        WHERE substr(a.url, 1, 200) ${dialect.anyText(urls.map(beginningOf))} AND a.url ${dialect.anyText(urls)}
        ORDER BY a.id`);
      const byUrl = new Map(rows.map((row) => [row.url, articleOf(row)]));
      return urls.map((url) => byUrl.get(url) ?? null);
    },

    async bodies(ids) {
      const rows = await engine.rows(
        engine.db
          .selectFrom('article_body')
          .select([
            'article_id',
            'body_text',
            'body_html',
            'images',
            'links',
            'stock_charts',
            'front_matter',
            'details',
          ])
          .where(sql<boolean>`article_id ${dialect.anyId(ids)}`),
      );
      const bodies = rows.map((row) => ({
        bodyText: row.body_text,
        bodyHtml: row.body_html,
        images: jsonOf<[]>(row.images),
        links: jsonOf<[]>(row.links),
        stockCharts: jsonOf<[]>(row.stock_charts),
        frontMatter: jsonOf<JsonObject>(row.front_matter),
        details: jsonOf<JsonObject>(row.details),
      }));
      return inOrder(ids, new Map(rows.map((row, index) => [row.article_id, bodies[index] ?? null])));
    },

    async linkable(ids) {
      const rows = await engine.rows(sql<StoredText & { id: number }>`
        SELECT a.id, a.title, a.language, a.author, a.source, a.tags, b.body_text, b.markup
        FROM article a JOIN article_body b ON b.article_id = a.id WHERE a.id ${dialect.anyId(ids)}`);
      return inOrder(ids, new Map(rows.map((row) => [row.id, linkableOf(row)])));
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
    pages: (scopes, filter, order, page) => listScopes(engine, scopes, filter, order, page),
    counts: (scopes, filter) => countArticles(engine, scopes, filter),
    facets: (scopes, filter, facet, page, order) => facetPages(context, scopes, filter, facet, page, order),
    async facetCounts(scopes, filter, facet) {
      return (await facetValues(context, scopes, filter, facet)).map(({ length }) => length);
    },
    timelines: (scopes, filter, request) => timelinesOf(engine, scopes, filter, request, timeZone),

    async matching(ids, filter) {
      const resolved = await resolveFilter(engine, filter);
      if (resolved.nothing || ids.length === 0) return [];
      const conditions = [sql`a.id ${dialect.anyId(ids)}`, ...filterConditions(engine, resolved, sql`a.id`)];
      const rows = await engine.rows(
        sql<StoredArticle>`SELECT ${ARTICLE_COLUMNS} FROM article a WHERE ${allOf(conditions)}`,
      );
      const byId = new Map(rows.map((row) => [row.id, articleOf(row)]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    related: (ids, page) => relatedArticles(engine, ids, page),
    relatedCounts: (ids) => relatedCounts(engine, ids),
    path: (from, to, maxSteps) => pathBetween(engine, from, to, maxSteps),
  };
}
