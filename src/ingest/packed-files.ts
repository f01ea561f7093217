import type { Diagnostic } from '../diagnostic.ts';
import { type PackedArticles, packArticles, unpackArticles } from '../store/packed-articles.ts';
import type { ReadArticle, ReadFile } from './reading.ts';
import type { LinkCounts } from './report.ts';

/** Files that were read, as a thread hands them on: lists by file instead of objects, which are copied one by one. */
export interface PackedFiles {
  readonly paths: readonly string[];
  readonly hashes: readonly (string | null)[];
  /** Null for none, as most posts have. */
  readonly diagnostics: readonly (readonly Diagnostic[] | null)[];
  /** Whether the file became an article; the following are of those only. */
  readonly isArticle: readonly boolean[];
  readonly prepared: PackedArticles;
  /** Company, Product, Ticker, Topic and ambiguous, of one article after the other. */
  readonly links: readonly number[];
  /** Null for nothing. */
  readonly taught: readonly (ReadArticle['taught'] | null)[];
}

export function packFiles(files: readonly ReadFile[]): PackedFiles {
  const articles = files.flatMap(({ article }) => article ?? []);
  return {
    paths: files.map(({ path }) => path),
    hashes: files.map(({ hash }) => hash),
    diagnostics: files.map(({ diagnostics }) => (diagnostics.length === 0 ? null : diagnostics)),
    isArticle: files.map(({ article }) => article !== null),
    prepared: packArticles(articles.map(({ prepared }) => prepared)),
    links: articles.flatMap(({ links: { Company, Product, Ticker, Topic, ambiguous } }) => [
      Company,
      Product,
      Ticker,
      Topic,
      ambiguous,
    ]),
    taught: articles.map(({ taught }) =>
      taught.taughtCompanies.length + taught.taughtTickers.length === 0 ? null : taught,
    ),
  };
}

export function unpackFiles(packed: PackedFiles): ReadFile[] {
  const prepared = unpackArticles(packed.prepared);
  const articles = prepared.map(
    (article, index): ReadArticle => ({
      prepared: article,
      taught: packed.taught[index] ?? { taughtCompanies: [], taughtTickers: [] },
      links: linksOf(packed.links.slice(index * 5, index * 5 + 5)),
    }),
  );
  let next = 0;
  return packed.paths.map((path, index) => ({
    path,
    hash: packed.hashes[index] ?? null,
    article: packed.isArticle[index] === true ? (articles[next++] ?? null) : null,
    diagnostics: packed.diagnostics[index] ?? [],
  }));
}

function linksOf([
  Company = 0,
  Product = 0,
  Ticker = 0,
  Topic = 0,
  ambiguous = 0,
]: readonly number[]): LinkCounts {
  return { Company, Product, Ticker, Topic, ambiguous };
}
