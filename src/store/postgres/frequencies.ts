import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { TextQuery } from '../search/analyser.ts';
import { lexemesOf, TITLE_MARK } from './dialect.ts';

const REFRESH_MS = 60_000;
/** Texts that are looked through where the query is common: with one in a hundred of them, they fill a page. */
const LOOK_AHEAD = 2_000;
const COMMON = 0.005;

/** How often words occur, as PostgreSQL itself samples them when it analyses the table. */
export class Frequencies {
  private readonly database: Kysely<Database>;
  private readonly timer: NodeJS.Timeout;
  private shares: ReadonlyMap<string, number> = new Map();

  constructor(database: Kysely<Database>) {
    this.database = database;
    this.timer = setInterval(() => void this.refresh(), REFRESH_MS).unref();
  }

  /** Keeps what was known where the statistics cannot be read. */
  async refresh(): Promise<void> {
    try {
      const { rows } = await sql<{ words: string[]; shares: number[] }>`
        SELECT most_common_elems::text::text[] AS words, most_common_elem_freqs AS shares FROM pg_stats
        WHERE schemaname = current_schema() AND tablename = 'article_text' AND attname = 'lexemes'
          AND most_common_elems IS NOT NULL`.execute(this.database);
      const [row] = rows;
      if (row) this.shares = new Map(row.words.map((word, index) => [word, row.shares[index] ?? 0]));
    } catch {
      return;
    }
  }

  lookAhead(query: TextQuery, titleOnly: boolean): number {
    const words = query.terms.flatMap((term) => lexemesOf(term, titleOnly ? TITLE_MARK : ''));
    const share = words.reduce((product, word) => product * (this.shares.get(word) ?? 0), 1);
    return share >= COMMON ? LOOK_AHEAD : 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
