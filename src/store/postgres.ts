import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type pg from 'pg';
import { UserError } from '../diagnostic.ts';
import type { Dialect, Engine, EngineSettings, Reader, Writer } from './engine.ts';
import type { IdentityHash } from './identity.ts';
import { migrate } from './migrations/migrate.ts';
import { postgresDialect } from './postgres/dialect.ts';
import { Frequencies } from './postgres/frequencies.ts';
import { Notices } from './postgres/notices.ts';
import { held, isLostConnection, kyselyOn, poolOf, READING, Statements } from './postgres/pool.ts';
import { type ReplicaSession, Replicas } from './postgres/replicas.ts';
import { LOCK_SPACE, MIGRATION_LOCK, PostgresWriter } from './postgres/writer.ts';

/** Reads that lose their connection are sent again; the idle connections may all have been lost with it. */
const RETRY_AFTER_MS = [10, 100, 500] as const;

export async function openPostgres(location: string, settings: EngineSettings): Promise<Engine> {
  const statements = new Statements();
  const pool = poolOf(location, READING);
  // The pool is ended by itself: Kysely does not end one that it was never asked to read from.
  const reader = kyselyOn(held(pool), async () => {}, statements);
  try {
    await prepareLayout(location);
    statements.onStatement = settings.onStatement;
    const frequencies = new Frequencies(kyselyOn(held(pool), async () => {}, new Statements()));
    await frequencies.refresh();
    const notices = new Notices(location);
    const { hash, readStores } = settings;
    const connections: Connections = {
      location,
      hash,
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
      replicas: readStores.length === 0 ? null : new Replicas(readStores, notices, statements),
    };
    return new PostgresEngine(connections, null);
  } catch (error) {
    await pool.end();
    throw asUserError(error, location);
  }
}

/** On a connection of its own, which waits as long as a migration takes, here or in another process. */
async function prepareLayout(location: string): Promise<void> {
  const pool = poolOf(location, { max: 1 });
  const database = kyselyOn(held(pool), () => pool.end(), new Statements());
  try {
    await database.connection().execute(async (connection) => {
      await checkEncoding(connection);
      const lock = sql`${sql.lit(LOCK_SPACE)}, ${sql.lit(MIGRATION_LOCK)}`;
      await sql`SELECT pg_advisory_lock(${lock})`.execute(connection);
      try {
        await migrate(connection, 'postgres', withoutPassword(location));
      } finally {
        await sql`SELECT pg_advisory_unlock(${lock})`.execute(connection);
      }
    });
  } finally {
    await database.destroy();
  }
}

async function checkEncoding(connection: Kysely<unknown>): Promise<void> {
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
  readonly hash: IdentityHash;
  readonly dialect: Dialect;
  readonly pool: pg.Pool;
  readonly reader: Kysely<unknown>;
  readonly writers: pg.Pool;
  readonly statements: Statements;
  readonly frequencies: Frequencies;
  readonly notices: Notices;
  readonly replicas: Replicas | null;
}

class PostgresEngine implements Engine {
  private readonly connections: Connections;
  /** Null where every read is for itself. */
  private readonly together: ReplicaSession | null;

  constructor(connections: Connections, together: ReplicaSession | null) {
    this.connections = connections;
    this.together = together;
  }

  get dialect(): Dialect {
    return this.connections.dialect;
  }

  get hash(): IdentityHash {
    return this.connections.hash;
  }

  get statementCount(): number {
    return this.connections.statements.count;
  }

  async rows<Result>(query: RawBuilder<Result>): Promise<Result[]> {
    const session = this.together ?? this.connections.replicas?.session();
    const rows = await session?.rows(query);
    return rows ?? this.rowsOfPrimary(query);
  }

  private async rowsOfPrimary<Result>(query: RawBuilder<Result>): Promise<Result[]> {
    const { reader } = this.connections;
    for (const wait of RETRY_AFTER_MS) {
      try {
        return (await query.execute(reader)).rows;
      } catch (error) {
        if (!isLostConnection(error)) throw error;
        await sleep(wait);
      }
    }
    return (await query.execute(reader)).rows;
  }

  aggregates(): Reader {
    return this;
  }

  session(): Engine {
    const { replicas } = this.connections;
    return replicas === null ? this : new PostgresEngine(this.connections, replicas.session());
  }

  async openWriter(): Promise<Writer> {
    const { location, statements, writers } = this.connections;
    try {
      const client = await writers.connect();
      try {
        const writer = new PostgresWriter(client, statements);
        await writer.init();
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
