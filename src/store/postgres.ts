import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import { UserError } from '../diagnostic.ts';
import { BREAK, type Term, type TextQuery } from './analyser.ts';
import type {
  Dialect,
  Engine,
  EngineSettings,
  Sql,
  Staged,
  StagedRows,
  StatementListener,
  Writer,
} from './engine.ts';
import type { IdentityHash } from './identity.ts';
import { migrate } from './migrations/migrate.ts';
import { COLUMNS, type TableName } from './schema.ts';
import type { RevisionChange } from './store.ts';
import { wellFormed } from './text.ts';

/** Keys of the advisory locks, in the namespace of this program: bytes of `ngph`. */
const LOCK_SPACE = 0x6e677068;
const MIGRATION_LOCK = 1;
const COMMIT_LOCK = 2;
const CHANNEL = 'newsgraph_revision';
const STATEMENT_TIMEOUT_MS = 30_000;
const RECONNECT_MS = 500;
/** Reads that lose their connection are sent again; the idle connections may all have been lost with it. */
const RETRY_AFTER_MS = [10, 100, 500] as const;
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

export async function openPostgres(location: string, settings: EngineSettings): Promise<Engine> {
  const statements = new Statements();
  const pool = poolOf(location, { statement_timeout: STATEMENT_TIMEOUT_MS, max: 10 });
  const connect = async (): Promise<Held> => {
    const client = await pool.connect();
    return { client, release: () => client.release() };
  };
  const reader = kyselyOn(connect, () => pool.end(), statements);
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
    return new PostgresEngine(location, settings.hash, reader, statements);
  } catch (error) {
    await reader.destroy();
    throw asUserError(error, location);
  }
}

/** For errors of a connection: the query that was under way fails with the same one, and the pool makes another. */
function ignore(): void {}

function poolOf(location: string, options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: location,
    application_name: 'newsgraph',
    connectionTimeoutMillis: 10_000,
    types,
    ...options,
  });
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
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

function asUserError(error: unknown, location: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const unreachable =
    /^(E[A-Z]+|28P01|28000|3D000|57P03)$/.test(code) || !(error instanceof pg.DatabaseError);
  if (error instanceof UserError || !unreachable || !(error instanceof Error)) return error;
  return new UserError(
    'STORE_UNREACHABLE',
    `The store ${withoutPassword(location)} cannot be reached (${error.message || code}).`,
    'Check the address, the user and the password of --store, and that the server is running.',
  );
}

/** Counts statements, and names those that are worth preparing. */
class Statements {
  count = 0;
  onStatement: StatementListener | null = null;
  private readonly names = new Map<string, string>();

  /** None for text search, whose best plan depends on how common its words are. */
  nameOf(text: string): string | undefined {
    this.count += 1;
    const known = this.names.get(text);
    if (known !== undefined) return known;
    if (this.names.size >= PREPARED || text.includes('@@') || !text.startsWith('SELECT')) return undefined;
    const name = `newsgraph_${this.names.size}`;
    this.names.set(text, name);
    return name;
  }
}

/** A connection for as long as it is held. */
interface Held {
  readonly client: pg.ClientBase;
  release(): void;
}

function kyselyOn(
  connect: () => Promise<Held>,
  end: () => Promise<void>,
  statements: Statements,
): Kysely<unknown> {
  const pool = {
    async connect() {
      const { client, release } = await connect();
      return {
        query: <Result>(text: string, values: readonly unknown[]) =>
          send<Result>(client, statements, text, values),
        release,
      };
    },
    end,
    options: {},
  };
  // Kysely asks of a pool only that connections can be had and ended; cursors are never opened.
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }) });
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

/** Errors of a connection that ended, after which the same question can be asked on another one. */
function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(57P0[123]|08...|ECONNRESET|EPIPE)$/.test(code) || error.message.startsWith('Connection terminated')
  );
}

class PostgresEngine implements Engine {
  readonly dialect: Dialect = postgresDialect;
  readonly hash: IdentityHash;
  private readonly location: string;
  private readonly reader: Kysely<unknown>;
  private readonly statements: Statements;
  private readonly writers: pg.Pool;
  private readonly notices: Notices;

  constructor(location: string, hash: IdentityHash, reader: Kysely<unknown>, statements: Statements) {
    this.location = location;
    this.hash = hash;
    this.reader = reader;
    this.statements = statements;
    this.writers = poolOf(location, { max: 4, idleTimeoutMillis: 1_000 });
    this.notices = new Notices(location);
  }

  get statementCount(): number {
    return this.statements.count;
  }

  async rows<Result>(query: RawBuilder<Result>): Promise<Result[]> {
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

  async close(): Promise<void> {
    await this.notices.close();
    await this.reader.destroy();
    await this.writers.end();
  }
}

/** One connection that listens for revisions while anybody wants to know, and is made anew when it breaks. */
class Notices {
  private readonly location: string;
  private readonly listeners = new Set<() => void>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(location: string) {
    this.location = location;
  }

  add(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.client === null && this.retry === undefined) void this.connect();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) void this.disconnect();
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    this.listeners.clear();
    await this.disconnect();
  }

  private async connect(): Promise<void> {
    this.retry = undefined;
    const client = new pg.Client({ connectionString: this.location, application_name: 'newsgraph listener' });
    this.client = client;
    client.on('notification', () => this.announce());
    client.on('error', () => this.reconnectLater(client));
    client.on('end', () => this.reconnectLater(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      // What was committed while nobody listened is found now.
      this.announce();
    } catch {
      this.reconnectLater(client);
    }
  }

  private reconnectLater(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = null;
    client.end().catch(() => {});
    if (this.closed || this.listeners.size === 0) return;
    this.retry = setTimeout(() => void this.connect(), RECONNECT_MS).unref();
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
  }

  private async disconnect(): Promise<void> {
    clearTimeout(this.retry);
    this.retry = undefined;
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => {});
  }
}

class PostgresWriter implements Writer {
  readonly immediate = false;
  private readonly client: pg.PoolClient;
  private readonly database: Kysely<unknown>;
  private batches = 0;
  private inTransaction = false;
  private open = true;

  constructor(client: pg.PoolClient, statements: Statements) {
    this.client = client;
    this.database = kyselyOn(
      async () => ({ client, release: () => {} }),
      async () => {},
      statements,
    );
  }

  /** A table of this connection alone: what an ingester that died had staged goes with it. */
  async init(): Promise<void> {
    await this.client.query('CREATE TEMPORARY TABLE staged (batch int, part text, payload json)');
  }

  async rows<Result>(query: RawBuilder<Result>): Promise<Result[]> {
    return (await query.execute(this.database)).rows;
  }

  async stage(tables: StagedRows): Promise<Staged> {
    this.batches += 1;
    for (const [part, rows] of Object.entries(tables)) {
      if (rows.length === 0) continue;
      const payload = JSON.stringify(rows.map(part === 'article_text' ? withLexemes : cleaned));
      await this.client.query('INSERT INTO staged VALUES ($1, $2, $3)', [this.batches, part, payload]);
    }
    return { batch: this.batches, rows: null };
  }

  async insert(staged: Staged, table: TableName, ids: ReadonlySet<number> | null): Promise<void> {
    const key = 'article_id' in COLUMNS[table] ? 'article_id' : 'id';
    const only = ids === null ? '' : `AND r.${key} = ANY($3::bigint[])`;
    await this.client.query(`${INSERTS[table]} WHERE s.batch = $1 AND s.part = $2 ${only}`, [
      staged.batch,
      table,
      ...(ids === null ? [] : [[...ids]]),
    ]);
  }

  async begin(): Promise<void> {
    await this.client.query('BEGIN');
    this.inTransaction = true;
    await this.client.query(`SELECT pg_advisory_xact_lock(${LOCK_SPACE}, ${COMMIT_LOCK})`);
  }

  async commit(change: RevisionChange | null): Promise<void> {
    if (change !== null) await this.client.query('SELECT pg_notify($1, $2)', [CHANNEL, change.revision]);
    await this.client.query('COMMIT');
    this.inTransaction = false;
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    try {
      if (this.inTransaction) await this.client.query('ROLLBACK');
      await this.client.query('DROP TABLE staged');
      this.client.release();
    } catch (error) {
      // A connection that does not even roll back is of no use to the next ingest.
      this.client.release(error instanceof Error ? error : true);
    }
  }
}

function cleaned(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === 'string' ? wellFormed(value) : value,
    ]),
  );
}

/** Marks the lexemes that stand in the title, beside the same ones unmarked. */
const TITLE_MARK = '^';

function withLexemes(row: object): object {
  const text: Record<string, unknown> = { ...row };
  const words = (column: string) =>
    String(text[column])
      .split(' ')
      .filter((word) => word !== '' && word !== BREAK);
  const title = [...words('title_tokens'), ...words('title_characters')];
  const body = [...words('body_tokens'), ...words('body_characters')];
  const lexemes = new Set([...title.map((word) => TITLE_MARK + word), ...title, ...body]);
  return {
    article_id: text.article_id,
    position: text.position,
    lexemes: [...lexemes].join(' '),
    title_folded: wellFormed(String(text.title_folded)),
    body_folded: wellFormed(String(text.body_folded)),
  };
}

const INSERTS = Object.fromEntries(
  Object.entries(COLUMNS).map(([table, columns]) => {
    const names = Object.keys(columns);
    const typed = Object.entries(columns).map(
      ([name, type]) => `"${name}" ${type === 'integer' ? 'bigint' : 'text'}`,
    );
    return [
      table,
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => `r."${name}"`).join(', ')}
        FROM staged s CROSS JOIN json_to_recordset(s.payload) AS r(${typed.join(', ')})`,
    ];
  }),
) as Record<TableName, string>;
INSERTS.article_text = `INSERT INTO article_text (article_id, position, lexemes, title_folded, body_folded)
  SELECT r.article_id, r.position, array_to_tsvector(string_to_array(r.lexemes, ' ')), r.title_folded, r.body_folded
  FROM staged s CROSS JOIN json_to_recordset(s.payload)
    AS r(article_id bigint, position bigint, lexemes text, title_folded text, body_folded text)`;

const postgresDialect: Dialect = {
  name: 'postgres',
  anyId: (values) => sql`= ANY(${[...values]}::bigint[])`,
  anyText: (values) => sql`= ANY(${values.map(wellFormed)}::text[])`,

  perParent(parents, columns, body) {
    const width = Math.max(1, ...parents.map((parent) => parent.length));
    const lists = Array.from(
      { length: width },
      (_, index) => sql`${parents.map((parent) => parent[index])}::bigint[]`,
    );
    const names = Array.from({ length: width }, (_, index) => sql.ref(`c${index}`));
    const part = (index: number) => (index < width ? sql.ref(`p.c${index}`) : sql`NULL::bigint`);
    const selected = columns.map((column) => sql.ref(`l.${column}`));
    return sql`(SELECT p.place - 1 AS place, ${sql.join(selected)}
      FROM unnest(${sql.join(lists)}) WITH ORDINALITY AS p(${sql.join(names)}, place)
      CROSS JOIN LATERAL (${body(part(0), part(1), part(2))}) l) t`;
  },

  tuples(rows, columns) {
    const lists = columns.map((_, index) => sql`${rows.map((row) => row[index])}::bigint[]`);
    const names = columns.map((column) => sql.ref(column));
    return sql`(SELECT * FROM unnest(${sql.join(lists)}) AS u(${sql.join(names)})) v`;
  },
  deleteTexts: (ids) => sql`DELETE FROM article_text WHERE article_id = ANY(${[...ids]}::bigint[])`,
  lateral: (alias, column, query) => ({
    join: sql`CROSS JOIN LATERAL (${query}) ${sql.ref(alias)}`,
    value: sql.ref(`${alias}.${column}`),
  }),
  collect: (values) => sql`json_agg(json_build_array(${sql.join([...values])}))::text`,
  indexOf: (text, part) => sql`strpos(${text}, ${part})`,
  integer: (value) => sql`${value}::bigint`,
  textSource: {
    from: sql`article_text x`,
    position: sql`x.position`,
    decisive: 3,
    isArticle: sql`a.id = x.article_id`,
    isOf: (id) => sql`x.article_id = ${id}`,
  },
  textCondition(query, titleOnly, except = []) {
    const excepted = except.map((part) => sql`NOT (${holds(part.query, part.titleOnly)})`);
    return sql.join([holds(query, titleOnly), ...excepted], sql` AND `);
  },
};

/** The index finds texts with all words and pairs; that those of a phrase are adjacent is looked up in the text. */
function holds(query: TextQuery, titleOnly: boolean): Sql {
  const expression = query.terms.map((term) => lexemesOf(term, titleOnly ? TITLE_MARK : '')).join(' & ');
  const phrases = query.terms
    .filter((term) => term.tokens.length > 1)
    .map(({ folded }) => {
      const inTitle = sql`strpos(x.title_folded, ${folded}) > 0`;
      return titleOnly ? inTitle : sql`(${inTitle} OR strpos(x.body_folded, ${folded}) > 0)`;
    });
  return sql.join([sql`x.lexemes @@ ${expression}::tsquery`, ...phrases], sql` AND `);
}

/** Tokens hold letters and digits only, so that quoting them is safe. */
function lexemesOf(term: Term, mark: string): string {
  return term.tokens.map((token) => `'${mark}${token}'${term.prefix ? ':*' : ''}`).join(' & ');
}
