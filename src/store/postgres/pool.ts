import { createHash } from 'node:crypto';
import { type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '../database.ts';
import type { StatementListener } from '../engine.ts';
import { wellFormed } from '../search/text.ts';
import { Cancelled, StoreUnavailable, type UnavailableCode } from '../unavailable.ts';
import { cancelStatement } from './cancel.ts';

/** After the first the server ends a statement that reads; the second is for answers that do not come back. */
const STATEMENT_TIMEOUT_MS = 30_000;
const ANSWER_TIMEOUT_MS = 31_000;
/** To be connected, or given a connection of a pool in which all are busy. */
const CONNECT_TIMEOUT_MS = 5_000;

/** Statements prepared by name on each connection; those beyond are sent whole. */
const PREPARED = 500;

const INT8 = 20;
const NUMERIC = 1700;
/** Everything that the store counts or identifies is a safe integer. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    if (oid === INT8 || oid === NUMERIC) return Number;
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text');
  },
};

/** For errors of a connection: the query that was under way fails with the same one, and the pool makes another. */
function ignore(): void {}

/**
 * Statements are prepared, which spares reading them again, but planned for their values each time: what is best for a
 * company that half of the articles name is ten times as slow for a rare one, and the server's own choice after five
 * uses was that plan (a page of two entities among 20,000 articles: 15 ms against 1.5).
 */
const PLANS = '-c plan_cache_mode=force_custom_plan';

/**
 * For connections that read. Every read has an index, but the planner does not know what it costs to take a long text
 * apart, and would rather look through all of them than ask the index for a common word; and compiling a plan takes
 * longer than most of them run.
 */
export const READING: pg.PoolConfig = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  query_timeout: ANSWER_TIMEOUT_MS,
  options: `${PLANS} -c enable_seqscan=off -c jit=off`,
};

export function poolOf(location: string, options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: location,
    application_name: 'newsgraph',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    options: PLANS,
    types,
    ...options,
  });
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

/** Counts statements, and names those that are worth preparing. */
export class Statements {
  count = 0;
  onStatement: StatementListener | null = null;
  private readonly names = new Map<string, string>();

  /** None for text search, whose best plan depends on how common its words are. */
  nameOf(text: string): string | undefined {
    this.count += 1;
    const known = this.names.get(text);
    if (known !== undefined) return known;
    if (this.names.size >= PREPARED || text.includes('@@') || !text.startsWith('SELECT')) return undefined;
    // By its text, so that it is the same for everyone who shares a connection.
    const name = `newsgraph_${createHash('sha256').update(text).digest('base64url')}`;
    this.names.set(text, name);
    return name;
  }
}

/** Of pg, which gives up waiting and lets the next query wait behind the one without an answer. */
const NO_ANSWER = 'Query read timeout';

/** A connection for as long as it is held. */
interface Held {
  readonly client: pg.ClientBase;
  /** An error is why it must not be used again. */
  release(error?: Error): void;
}

/** How to hold a connection of a pool. */
export function held(pool: pg.Pool): () => Promise<Held> {
  return async () => {
    const client = await pool.connect();
    return { client, release: (error) => client.release(error) };
  };
}

export function kyselyOn(
  connect: () => Promise<Held>,
  end: () => Promise<void>,
  statements: Statements,
): Kysely<Database> {
  const pool = {
    async connect() {
      const { client, release } = await connect();
      let silent: Error | undefined;
      return {
        query: async <Result>(text: string, values: readonly unknown[]) => {
          try {
            return await send<Result>(client, statements, text, values);
          } catch (error) {
            if (error instanceof Error && error.message === NO_ANSWER) silent = error;
            throw error;
          }
        },
        release: () => release(silent),
      };
    },
    end,
    options: {},
  };
  // Kysely asks of a pool only that connections can be had and ended; cursors are never opened.
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }) });
}

/**
 * Rows of one statement on a connection of the pool. When the signal is aborted it rejects at once, and the server is
 * told to end the statement; the connection is not used again, as that may reach it when it is at work on another.
 */
export async function readRows<Result>(
  pool: pg.Pool,
  statements: Statements,
  { sql, parameters }: CompiledQuery<Result>,
  signal: AbortSignal | undefined,
): Promise<Result[]> {
  if (signal?.aborted) throw new Cancelled();
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  givenUp.catch(ignore);
  const giveUp = () => reject(new Cancelled());
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    const connecting = pool.connect();
    // One that comes when nobody waits for it any more is the next one's.
    connecting.then((late) => signal?.aborted && late.release(), ignore);
    const client = await Promise.race([connecting, givenUp]);
    let unfit: Error | undefined;
    try {
      const { rows } = await Promise.race([send<Result>(client, statements, sql, parameters), givenUp]);
      return rows;
    } catch (error) {
      if (error instanceof Cancelled) cancelStatement(client);
      if (error instanceof Cancelled || (error instanceof Error && error.message === NO_ANSWER))
        unfit = error;
      throw error;
    } finally {
      client.release(unfit);
    }
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

async function send<Result>(
  client: pg.ClientBase,
  statements: Statements,
  text: string,
  values: readonly unknown[],
) {
  const trimmed = text.trimStart();
  const name = statements.nameOf(trimmed);
  const clean = values.map((value) => (typeof value === 'string' ? wellFormed(value) : value));
  statements.onStatement?.(trimmed, clean);
  const { rows, command, rowCount } = await client.query({
    text: trimmed,
    values: clean,
    ...(name === undefined ? {} : { name }),
  });
  return { rows: rows as Result[], command: command as 'SELECT', rowCount: rowCount ?? 0 };
}

/** Of the server when it shuts down or starts, of the connection, and of the socket. */
const LOST_CODES = /^(57P0[123]|08...|ECONNRESET|ECONNREFUSED|EPIPE)$/;
/** What pg says without a code. */
const LOST_MESSAGES =
  /^(Connection (terminated|ended)|Client (has encountered a connection error|was closed))/;

/** Errors of a connection that ended, after which the same question can be asked on another one. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return LOST_CODES.test(code) || LOST_MESSAGES.test(error.message);
}

/** Codes of the server and of the socket, and what pg says without one, for a store that cannot answer now. */
const UNAVAILABLE: readonly (readonly [RegExp, UnavailableCode])[] = [
  [/^(53300|53400|timeout exceeded when trying to connect)$/, 'STORE_BUSY'],
  [/^(57014|55P03|Query read timeout)$/, 'STORE_TIMEOUT'],
  [/^(XX00[12]|58...)$/, 'STORE_DAMAGED'],
  [/^(53...|57P..|08...|28...|3D000|25006|E[A-Z_]+)$/, 'STORE_UNREACHABLE'],
  [LOST_MESSAGES, 'STORE_UNREACHABLE'],
];

/** The error as one that says what is the matter with the store; itself where nothing is. */
export function unavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const said = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  const known = UNAVAILABLE.find(([pattern]) => pattern.test(said));
  return known === undefined ? error : new StoreUnavailable(known[1], error);
}
