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
import { Replicas } from './postgres/replicas.ts';
import { LOCK_SPACE, MIGRATION_LOCK, PostgresWriter } from './postgres/writer.ts';

const STATEMENT_TIMEOUT_MS = 30_000;
/** Reads that lose their connection are sent again; the idle connections may all have been lost with it. */
const RETRY_AFTER_MS = [10, 100, 500] as const;

export async function openPostgres(location: string, settings: EngineSettings): Promise<Engine> {
  const statements = new Statements();
  const pool = poolOf(location, { ...READING, statement_timeout: STATEMENT_TIMEOUT_MS });
  const reader = kyselyOn(held(pool), () => pool.end(), statements);
  try {
    await reader.connection().execute(async (connection) => {
      await checkEncoding(connection);
      await sql`SELECT pg_advisory_lock(${sql.lit(LOCK_SPACE)}, ${sql.lit(MIGRATION_LOCK)})`.execute(
        connection,
      );
      try {
        await migrate(connection, 'postgres', withoutPassword(location));
      } finally {
        await sql`SELECT pg_advisory_unlock(${sql.lit(LOCK_SPACE)}, ${sql.lit(MIGRATION_LOCK)})`.execute(
          connection,
        );
      }
    });
    statements.onStatement = settings.onStatement;
    const frequencies = new Frequencies(kyselyOn(held(pool), async () => {}, new Statements()));
    await frequencies.refresh();
    return new PostgresEngine(location, settings, reader, statements, frequencies);
  } catch (error) {
    await reader.destroy();
    throw asUserError(error, location);
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

function asUserError(error: unknown, location: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
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

class PostgresEngine implements Engine {
  readonly dialect: Dialect;
  readonly hash: IdentityHash;
  private readonly location: string;
  private readonly reader: Kysely<unknown>;
  private readonly statements: Statements;
  private readonly frequencies: Frequencies;
  private readonly writers: pg.Pool;
  private readonly notices: Notices;
  private readonly replicas: Replicas | null;

  constructor(
    location: string,
    settings: EngineSettings,
    reader: Kysely<unknown>,
    statements: Statements,
    frequencies: Frequencies,
  ) {
    this.location = location;
    this.hash = settings.hash;
    this.reader = reader;
    this.statements = statements;
    this.frequencies = frequencies;
    this.dialect = {
      ...postgresDialect,
      lookAhead: (query, titleOnly) => frequencies.lookAhead(query, titleOnly),
    };
    this.writers = poolOf(location, { max: 4, idleTimeoutMillis: 1_000 });
    this.notices = new Notices(location);
    this.replicas =
      settings.readStores.length === 0 ? null : new Replicas(settings.readStores, this.notices, statements);
  }

  get statementCount(): number {
    return this.statements.count;
  }

  async rows<Result>(query: RawBuilder<Result>): Promise<Result[]> {
    const rows = await this.replicas?.rows(query);
    return rows ?? this.rowsOfPrimary(query);
  }

  private async rowsOfPrimary<Result>(query: RawBuilder<Result>): Promise<Result[]> {
    for (const wait of RETRY_AFTER_MS) {
      try {
        return (await query.execute(this.reader)).rows;
      } catch (error) {
        if (!isLostConnection(error)) throw error;
        await sleep(wait);
      }
    }
    return (await query.execute(this.reader)).rows;
  }

  aggregates(): Reader {
    return this;
  }

  async openWriter(): Promise<Writer> {
    try {
      const client = await this.writers.connect();
      const writer = new PostgresWriter(client, this.statements);
      await writer.init();
      return writer;
    } catch (error) {
      throw asUserError(error, this.location);
    }
  }

  watch(listener: () => void): () => void {
    return this.notices.add(listener);
  }

  seen(revision: number): void {
    this.replicas?.require(revision);
  }

  async close(): Promise<void> {
    this.frequencies.stop();
    await this.replicas?.close();
    await this.notices.close();
    await this.reader.destroy();
    await this.writers.end();
  }
}
