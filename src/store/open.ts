import { sql } from 'kysely';
import { UserError } from '../diagnostic.ts';
import { articleQueries } from './articles.ts';
import { categoryQueries } from './categories.ts';
import { companyQueries } from './companies.ts';
import { corpusQueries } from './corpus.ts';
import type { Engine, EngineSettings, StatementListener } from './engine.ts';
import { type IdentityHash, saltedId, sha256Identity } from './identity.ts';
import { StoreIngest } from './ingest-transaction.ts';
import { mentionQueries } from './mentions.ts';
import { openPostgres } from './postgres.ts';
import { productQueries } from './products.ts';
import { followRevisions } from './revisions.ts';
import { searchQueries } from './search.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';
import { tickerQueries } from './tickers.ts';
import { topicQueries } from './topics.ts';

/** Below this, an aggregate over all articles takes some ten milliseconds, and starting a thread as many. */
const LARGE_CORPUS = 20_000;
/** Below this, every article of a set is read in some five milliseconds. */
const OVERLAPS_FROM = 500;

export interface StoreOptions {
  /** IANA name of the corpus time zone; Asia/Shanghai where not given. */
  readonly timeZone?: string;
  /** In place of SHA-256, for tests of colliding ids. */
  readonly hash?: IdentityHash;
  /** Addresses of streaming replicas of a PostgreSQL store, to which reads are sent. */
  readonly readStores?: readonly string[];
  /** Articles from which on SQLite reads aggregates on a thread of its own; 20,000 where not given. */
  readonly largeCorpus?: number;
  /** Articles from which on it is maintained what a set of articles has in common with others; 500 where not given. */
  readonly overlapsFrom?: number;
  /** Hears every statement that reads, with its parameters. */
  readonly onStatement?: StatementListener;
}

/**
 * Opens a store and brings its layout up to date. `location` is a file path, `:memory:` or `postgres://…`. Throws
 * `UserError` where it cannot be used, or was written by a newer version.
 */
export async function openStore(location: string, options: StoreOptions = {}): Promise<Store> {
  const timeZone = options.timeZone ?? 'Asia/Shanghai';
  const settings: EngineSettings = {
    hash: options.hash ?? sha256Identity,
    onStatement: options.onStatement ?? null,
    readStores: options.readStores ?? [],
    largeCorpus: options.largeCorpus ?? LARGE_CORPUS,
  };
  const remote = /^postgres(ql)?:\/\//.test(location);
  if (!remote && settings.readStores.length > 0) {
    throw new UserError(
      'READ_STORE_WITHOUT_STORE',
      'Only a PostgreSQL store has replicas to read from.',
      'Leave out --read-store, or name the primary as postgres://… with --store.',
      2,
    );
  }
  const engine = remote ? await openPostgres(location, settings) : await openSqlite(location, settings);
  return storeOn(engine, timeZone, options.overlapsFrom ?? OVERLAPS_FROM);
}

/** Those that fit a safe integer. */
const REVISION = /^\d{1,15}$/;

function storeOn(engine: Engine, timeZone: string, overlapsFrom: number): Store {
  return {
    engine: engine.dialect.name,
    timeZone,
    articles: articleQueries(engine),
    companies: companyQueries(engine, timeZone),
    products: productQueries(engine, timeZone),
    topics: topicQueries(engine, timeZone),
    tickers: tickerQueries(engine, timeZone),
    categories: categoryQueries(engine),
    mentions: mentionQueries(engine),
    search: searchQueries(engine),
    corpus: corpusQueries(engine),
    async seen(revision) {
      if (REVISION.test(revision)) await engine.claimed(Number(revision));
    },
    session() {
      const session = engine.session();
      return session === engine ? this : storeOn(session, timeZone, overlapsFrom);
    },
    onRevision: (listener) => followRevisions(engine, listener),
    beginIngest: async () => new StoreIngest(engine, await engine.openWriter(), timeZone, overlapsFrom),
    entityId: ({ type, key }, salt) => saltedId(engine.hash, type, key, salt),
    get statementCount() {
      return engine.statementCount;
    },
    async ping() {
      await engine.rows(sql`SELECT 1 FROM corpus`);
    },
    close: () => engine.close(),
  };
}
