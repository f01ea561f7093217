import { sql } from 'kysely';
import { diagnosticOf } from './articles.ts';
import type { Engine } from './engine.ts';
import { type ListOrder, mapPage, readPages } from './page.ts';
import type { CorpusQueries } from './store.ts';

const BY_PATH: ListOrder = { name: 'diagnostics', direction: 'ASC', shape: ['text', 'integer', 'integer'] };

interface StoredDiagnostic {
  readonly path: string;
  readonly line: number | null;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint: string;
}

export function corpusQueries(engine: Engine): CorpusQueries {
  return {
    async get() {
      const [row] = await engine.rows(
        sql<{
          revision: number;
          article_count: number;
          company_count: number;
          mention_count: number;
          ingested_at: number | null;
        }>`SELECT revision, article_count, company_count, mention_count, ingested_at FROM corpus`,
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

    async diagnostics(severity, page) {
      const listing = {
        from: sql`diagnostic d`,
        where: severity === null ? [] : [sql`d.severity = ${severity}`],
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

    async diagnosticCount(severity) {
      const where = severity === null ? sql`` : sql`WHERE severity = ${severity}`;
      const [row] = await engine.rows(sql<{ n: number }>`SELECT count(*) AS n FROM diagnostic ${where}`);
      return row?.n ?? 0;
    },
  };
}
