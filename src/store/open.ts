import { sql } from 'kysely';
import { UserError } from '../diagnostic.ts';
import { articleQueries } from './articles/articles.ts';
import { mentionQueries } from './articles/mentions.ts';
import { corpusQueries } from './corpus.ts';
import type { Engine, EngineSettings, StatementListener } from './engine.ts';
import { categoryQueries } from './entities/categories.ts';
import { companyQueries } from './entities/companies.ts';
import { productQueries } from './entities/products.ts';
import { tickerQueries } from './entities/tickers.ts';
import { topicQueries } from './entities/topics.ts';
import { treesOf } from './entities/trees.ts';
import { KnownCatalog } from './ingest/known-catalog.ts';
import { readCatalog, storedVersion } from './ingest/stored-catalog.ts';
import { StoreIngest } from './ingest/transaction.ts';
import { openPostgres } from './postgres/engine.ts';
import { followRevisions } from './revisions.ts';
import { searchQueries } from './search/search.ts';
import { openSqlite } from './sqlite/engine.ts';
import type { Store } from './store.ts';
import { Suggestions } from './suggestions.ts';

/** Below this, an aggregate over all articles takes some ten milliseconds, and starting a thread as many. */
const LARGE_CORPUS = 20_000;
const CONNECTIONS = 10;
const ANSWER_BYTES = 64 * 1024 ** 2;

export interface StoreOptions {
  /** IANA name of the corpus time zone; Asia/Shanghai where not given. */
  readonly timeZone?: string;
  /** Addresses of streaming replicas of a PostgreSQL store, to which reads are sent. */
  readonly readStores?: readonly string[];
  /** Articles from which on SQLite reads aggregates on a thread of its own; 20,000 where not given. */
  readonly largeCorpus?: number;
  /** Bytes of counts that are kept in memory; 64 MB where not given. */
  readonly answerBytes?: number;
  /** Connections to a PostgreSQL server that read; 10 where not given. */
  readonly connections?: number;
  /** Called when the store had an older layout and was emptied; where not given, such a store is refused. */
  readonly onOldLayout?: () => void;
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
    onStatement: options.onStatement ?? null,
    readStores: options.readStores ?? [],
    largeCorpus: options.largeCorpus ?? LARGE_CORPUS,
    answerBytes: options.answerBytes ?? ANSWER_BYTES,
    connections: options.connections ?? CONNECTIONS,
    onOldLayout: options.onOldLayout ?? null,
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
  const remembered = { catalog: new KnownCatalog(), suggestions: new Suggestions() };
  return storeOn(engine, timeZone, remembered);
}

/** Those that fit a safe integer. */
const REVISION = /^\d{1,15}$/;

/** What is kept in memory of a store, over all of its sessions. */
interface Remembered {
  readonly catalog: KnownCatalog;
  readonly suggestions: Suggestions;
}

function storeOn(engine: Engine, timeZone: string, remembered: Remembered): Store {
  return {
    engine: engine.dialect.name,
    timeZone,
    articles: articleQueries(engine, timeZone),
    companies: companyQueries(engine),
    products: productQueries(engine),
    topics: topicQueries(engine),
    tickers: tickerQueries(engine),
    categories: categoryQueries(engine),
    trees: (type, ids) => treesOf(engine, type, ids),
    mentions: mentionQueries(engine),
    search: searchQueries(engine),
    corpus: corpusQueries(engine),
    async seen(revision) {
      if (REVISION.test(revision)) await engine.claimed(Number(revision));
    },
    session(signal) {
      const session = engine.session(signal);
      return session === engine ? this : storeOn(session, timeZone, remembered);
    },
    catalog: () =>
      remembered.catalog.current(
        () => storedVersion(engine),
        () => readCatalog(engine),
      ),
    suggest(request) {
      return remembered.suggestions.find(this, request);
    },
    named(text) {
      return remembered.suggestions.exact(this, text);
    },
    namesWith(terms, fits, text) {
      return remembered.suggestions.with(this, terms, fits, text);
    },
    onRevision: (listener, since) => followRevisions(engine, listener, since),
    beginIngest: async () => StoreIngest.begin(engine, await engine.openWriter()),
    get statementCount() {
      return engine.statementCount;
    },
    async ping() {
      await engine.rows(sql`SELECT 1 FROM corpus`);
    },
    close: () => engine.close(),
  };
}
