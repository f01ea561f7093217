import type { EntityType } from '../catalog/catalog.ts';
import type { Diagnostic, Severity } from '../diagnostic.ts';
import type { LinkedDocument } from '../linking/mention.ts';

/** What one ingest did. Counts of links and diagnostics are of the files that were read in this run. */
export interface IngestReport {
  readonly revision: string;
  readonly files: {
    readonly articles: number;
    readonly duplicates: number;
    readonly refused: number;
  };
  readonly articles: {
    readonly added: number;
    readonly updated: number;
    readonly unchanged: number;
    readonly removed: number;
  };
  readonly links: Readonly<Record<EntityType, number>> & { readonly ambiguous: number };
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: Severity;
    readonly count: number;
  }[];
  readonly seconds: number;
}

export type LinkCounts = IngestReport['links'];

export function countLinks({ mentions }: LinkedDocument): LinkCounts {
  const counts = { Company: 0, Product: 0, Ticker: 0, Topic: 0, ambiguous: 0 };
  for (const mention of mentions) {
    if (mention.status !== 'RESOLVED') counts.ambiguous++;
    else counts[mention.entity.type]++;
  }
  return counts;
}

export class ReportBuilder {
  private readonly files = { articles: 0, duplicates: 0, refused: 0 };
  private readonly articles = { added: 0, updated: 0, unchanged: 0, removed: 0 };
  private readonly links = { Company: 0, Product: 0, Ticker: 0, Topic: 0, ambiguous: 0 };
  private readonly codes = new Map<string, { severity: Severity; count: number }>();

  /** A file that was not read again because nothing about it changed. */
  unchanged(isArticle: boolean): void {
    if (isArticle) {
      this.files.articles++;
      this.articles.unchanged++;
    } else {
      this.files.refused++;
    }
  }

  /** An article whose file was not read again; its new links, or null where a new catalog does not touch it. */
  relinked(linked: LinkedDocument | null): void {
    if (linked === null) {
      this.unchanged(true);
    } else {
      this.files.articles++;
      this.article(countLinks(linked), true);
    }
  }

  removed(count: number): void {
    this.articles.removed += count;
  }

  file(diagnostics: readonly Diagnostic[], kind: 'article' | 'duplicate' | 'refused'): void {
    if (kind === 'article') this.files.articles++;
    else if (kind === 'duplicate') this.files.duplicates++;
    else this.files.refused++;
    for (const { code, severity } of diagnostics) {
      const entry = this.codes.get(code) ?? { severity, count: 0 };
      entry.count++;
      this.codes.set(code, entry);
    }
  }

  article(links: LinkCounts, existed: boolean): void {
    if (existed) this.articles.updated++;
    else this.articles.added++;
    for (const kind of Object.keys(this.links) as (keyof LinkCounts)[]) this.links[kind] += links[kind];
  }

  finish(revision: string, seconds: number): IngestReport {
    const diagnostics = [...this.codes]
      .map(([code, entry]) => ({ code, ...entry }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
    return { revision, files: this.files, articles: this.articles, links: this.links, diagnostics, seconds };
  }
}

/** The closing table of `newsgraph ingest`, one figure a line. */
export function formatReport(report: IngestReport): string {
  const { files, articles, links } = report;
  const rows: [string, number, string][] = [
    [
      'articles',
      files.articles,
      `${articles.added} new, ${articles.updated} changed, ${articles.unchanged} as they were`,
    ],
    ['duplicates', files.duplicates, 'files that are the same post as another'],
    ['refused', files.refused, 'files that could not be read as a post'],
    ['removed', articles.removed, 'articles whose file is gone'],
    ['companies', links.Company, 'mentions in what was read'],
    ['products', links.Product, ''],
    ['topics', links.Topic, ''],
    ['tickers', links.Ticker, ''],
    ['ambiguous', links.ambiguous, 'left unlinked for want of evidence'],
    ...report.diagnostics.map(
      ({ code, severity, count }) => [code, count, severity.toLowerCase()] as [string, number, string],
    ),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, count, note]) =>
    `  ${name.padEnd(width)}  ${String(count).padStart(9)}  ${note}`.trimEnd(),
  );
  return [...lines, `revision ${report.revision}, ${report.seconds.toFixed(1)} s`].join('\n');
}
