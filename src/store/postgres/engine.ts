import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import { UserError } from '../../diagnostic.ts';
import { AnswerCache } from '../answer-cache.ts';
import type { Database } from '../database.ts';
import type {
  Counts,
  Dialect,
  Engine,
  EngineSettings,
  Query,
  Reader,
  Sql,
  StretchCount,
  Tally,
  Writer,
} from '../engine.ts';
import { prepareLayout } from '../migrate.ts';
import { postgresDialect } from './dialect.ts';
import { Frequencies } from './frequencies.ts';
import { Notices } from './notices.ts';
import {
  held,
  isLostConnection,
  kyselyOn,
  poolOf,
  READING,
  readRows,
  Statements,
  unavailable,
} from './pool.ts';
import { type ReplicaSession, Replicas } from './replicas.ts';
import { LOCK_SPACE, MIGRATION_LOCK, PostgresWriter } from './writer.ts';

/** Reads that lose their connection are sent again; the idle connections may all have been lost with it. */
const RETRY_AFTER_MS = [10, 100, 500] as const;

export async function openPostgres(location: string, settings: EngineSettings): Promise<Engine> {
  const statements = new Statements();
  const pool = poolOf(location, { ...READING, max: settings.connections });
  // The pool is ended by itself: Kysely does not end one that it was never asked to read from.
  const reader = kyselyOn(held(pool), async () => {}, statements);
  try {
    await prepareStore(location, settings.onOldLayout);
    statements.onStatement = settings.onStatement;
    const frequencies = new Frequencies(kyselyOn(held(pool), async () => {}, new Statements()));
    await frequencies.refresh();
    const notices = new Notices(location);
    const { readStores } = settings;
    const connections: Connections = {
      location,
      answers: new AnswerCache(settings.answerBytes),
      dialect: {
        ...postgresDialect,
        lookAhead: (query, titleOnly) => frequencies.lookAhead(query, titleOnly),
      },
      pool,
      reader,
      writers: poolOf(location, { max: 4, idleTimeoutMillis: 1_000 }),
      statements,
      frequencies,
      notices,
      replicas:
        readStores.length === 0 ? null : new Replicas(readStores, notices, statements, settings.connections),
    };
    return new PostgresEngine(connections);
  } catch (error) {
    await pool.end();
    throw asUserError(error, location);
  }
}

/** On a connection of its own, which waits as long as a migration takes, here or in another process. */
async function prepareStore(location: string, onOldLayout: (() => void) | null): Promise<void> {
  const pool = poolOf(location, { max: 1 });
  const database = kyselyOn(held(pool), () => pool.end(), new Statements());
  try {
    await database.connection().execute(async (connection) => {
      await checkEncoding(connection);
      const lock = sql`${sql.lit(LOCK_SPACE)}, ${sql.lit(MIGRATION_LOCK)}`;
      await sql`SELECT pg_advisory_lock(${lock})`.execute(connection);
      try {
        await prepareLayout(connection, 'postgres', withoutPassword(location), onOldLayout);
      } finally {
        await sql`SELECT pg_advisory_unlock(${lock})`.execute(connection);
      }
    });
  } finally {
    await database.destroy();
  }
}

async function checkEncoding(connection: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`SHOW server_encoding`.execute(connection);
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8') return;
  throw new UserError(
    'STORE_NOT_UTF8',
    `The database keeps text as ${encoding}, which cannot hold every article.`,
    "Create one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 and name it with --store.",
  );
}

function withoutPassword(location: string): string {
  try {
    const url = new URL(location);
    url.password = '';
    return url.toString();
  } catch {
    return 'postgres://…';
  }
}

/** Of the socket, and of a server that refuses the user, the database, or anybody while it starts. */
const UNREACHABLE = /^(E[A-Z]+|28P01|28000|3D000|57P03)$/;

/** Of a server that follows another one, or whose administrator lets nothing be written. */
const READ_ONLY = '25006';

function asUserError(error: unknown, location: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === READ_ONLY) {
    return new UserError(
      'STORE_READ_ONLY',
      `Nothing can be written to the store ${withoutPassword(location)}: it is a replica, or was made read-only.`,
      'Name the primary with --store; replicas are named with --read-store of `newsgraph serve`.',
    );
  }
  // pg throws plain errors where it gets no connection; those of other classes are mistakes of this program.
  const plain = error instanceof Error && error.constructor === Error;
  const unreachable = plain || error instanceof AggregateError || UNREACHABLE.test(code);
  if (error instanceof UserError || !unreachable || !(error instanceof Error)) return error;
  return new UserError(
    'STORE_UNREACHABLE',
    `The store ${withoutPassword(location)} cannot be reached (${error.message || code}).`,
    'Check the address, the user and the password of --store, and that the server is running.',
  );
}

/** What all sessions of an engine share. */
interface Connections {
  readonly location: string;
  readonly answers: AnswerCache;
  readonly dialect: Dialect;
  readonly pool: pg.Pool;
  readonly reader: Kysely<Database>;
  readonly writers: pg.Pool;
  readonly statements: Statements;
  readonly frequencies: Frequencies;
  readonly notices: Notices;
  readonly replicas: Replicas | null;
}

class PostgresEngine implements Engine {
  private readonly connections: Connections;
  private readonly isSession: boolean;
  /** Where the reads of a session go; null where they go to the primary, or belong to no session. */
  private readonly replica: ReplicaSession | null;
  /** That of a session, which is as fresh as the first revision that it read. */
  private known: Promise<number> | null = null;
  private readonly signal: AbortSignal | undefined;
  private statementsOfSession = 0;

  constructor(connections: Connections, isSession = false, signal?: AbortSignal) {
    this.connections = connections;
    this.isSession = isSession;
    this.signal = signal;
    this.replica = isSession ? (connections.replicas?.session() ?? null) : null;
  }

  get dialect(): Dialect {
    return this.connections.dialect;
  }

  get answers(): AnswerCache {
    return this.connections.answers;
  }

  get db(): Kysely<Database> {
    return this.connections.reader;
  }

  get statementCount(): number {
    return this.isSession ? this.statementsOfSession : this.connections.statements.count;
  }

  get isCancelled(): boolean {
    return this.signal?.aborted ?? false;
  }

  async rows<Result>(query: Query<Result>): Promise<Result[]> {
    this.statementsOfSession += 1;
    const session = this.replica ?? this.connections.replicas?.session();
    try {
      const rows = await session?.rows(query, this.signal);
      return rows ?? (await this.rowsOfPrimary(query));
    } catch (error) {
      throw unavailable(error);
    }
  }

  private async rowsOfPrimary<Result>(query: Query<Result>): Promise<Result[]> {
    const { pool, reader, statements } = this.connections;
    const compiled = query.compile(reader);
    for (const wait of RETRY_AFTER_MS) {
      try {
        return await readRows(pool, statements, compiled, this.signal);
      } catch (error) {
        if (!isLostConnection(error)) throw error;
        await sleep(wait);
      }
    }
    return readRows(pool, statements, compiled, this.signal);
  }

  aggregates(): Reader {
    return this;
  }

  async countTerms(tally: Tally): Promise<Counts[]> {
    const rows = await this.rows(sql<Count>`SELECT c.place, l.value AS id, count(*) AS n
      FROM ${this.valuesOf(tally)} c CROSS JOIN LATERAL unnest(c.value) AS l(value) GROUP BY c.place, l.value`);
    return countsOf(rows, tally);
  }

  async countGroups(tally: Tally, groups: readonly (readonly [number, number])[]): Promise<Counts[]> {
    const pairs = this.dialect.tuples(groups, ['term', 'id']);
    const rows = await this.rows(sql<Count>`SELECT c.place, v.id, count(DISTINCT c.id) AS n
      FROM ${this.valuesOf(tally)} c CROSS JOIN LATERAL unnest(c.value) AS l(value)
      JOIN ${pairs} ON v.term = l.value GROUP BY c.place, v.id`);
    return countsOf(rows, tally);
  }

  async countStretches(tally: Tally, bounds: readonly number[]): Promise<Map<number, StretchCount>[]> {
    const rows = await this.rows(sql<Count & { value: number }>`
      SELECT c.place, width_bucket(c.id, ${[...bounds]}::bigint[]) - 1 AS id, count(*) AS n, sum(c.value) AS value
      FROM ${this.valuesOf(tally)} c GROUP BY 1, 2`);
    const counts = tally.parents.map(() => new Map<number, StretchCount>());
    for (const { place, id, n, value } of rows) counts[place]?.set(id, { articles: n, value });
    return counts;
  }

  private valuesOf({ parents, body }: Tally): Sql {
    return sql`(SELECT t.place, t.id, t.value FROM ${this.dialect.perParent(parents, ['id', 'value'], body)})`;
  }

  revision(): Promise<number> {
    if (!this.isSession) return this.readRevision();
    this.known ??= this.readRevision();
    return this.known;
  }

  private async readRevision(): Promise<number> {
    const [row] = await this.rows(sql<{ revision: number }>`SELECT revision FROM corpus`);
    const revision = row?.revision ?? 0;
    this.seen(revision);
    return revision;
  }

  session(signal?: AbortSignal): Engine {
    return this.isSession ? this : new PostgresEngine(this.connections, true, signal);
  }

  async openWriter(): Promise<Writer> {
    const { location, statements, writers } = this.connections;
    try {
      const client = await writers.connect();
      try {
        const writer = new PostgresWriter(client, statements);
        await writer.begin();
        return writer;
      } catch (error) {
        client.release(true);
        throw error;
      }
    } catch (error) {
      throw asUserError(error, location);
    }
  }

  watch(listener: () => void): () => void {
    return this.connections.notices.add(listener);
  }

  seen(revision: number): void {
    this.connections.notices.learn(revision);
  }

  async claimed(revision: number): Promise<void> {
    await this.connections.replicas?.claimed(revision);
  }

  async close(): Promise<void> {
    const { frequencies, notices, pool, replicas, writers } = this.connections;
    frequencies.stop();
    await replicas?.close();
    await notices.close();
    await pool.end();
    await writers.end();
  }
}

interface Count {
  readonly place: number;
  readonly id: number;
  readonly n: number;
}

function countsOf(rows: readonly Count[], { parents }: Tally): Counts[] {
  const counts = parents.map(() => new Map<number, number>());
  for (const { place, id, n } of rows) counts[place]?.set(id, n);
  return counts;
}
