import { type Kysely, sql } from 'kysely';
import { columnsOf, type Database, TABLE_NAMES, type TableName } from './database.ts';
import type { Store } from './store.ts';

/** FTS5 writes what it collected in memory at once: 16 MB are some thousand posts. */
const COLLECTED_BYTES = 16_000_000;

const PRIMARY_KEYS: Readonly<Record<TableName, readonly string[]>> = {
  corpus: ['id'],
  catalog: ['id'],
  revision: ['revision'],
  article: ['id'],
  article_body: ['article_id'],
  posting: ['term_id', 'article_id'],
  entity: ['id'],
  label: ['id'],
  exchange: ['mic'],
  file: ['id'],
  diagnostic: ['file_id', 'ordinal'],
  name: ['term_id'],
  name_token: ['token', 'kind', 'term_id'],
  removal: ['revision', 'article_id'],
};
/** Tables that on SQLite are their primary key. */
const CLUSTERED: ReadonlySet<TableName> = new Set(['posting', 'name_token']);

/** Long texts are indexed by their beginnings, as PostgreSQL limits what an index holds. */
const INDEXES: readonly (readonly [name: string, table: TableName, columns: string])[] = [
  ['article_by_slug', 'article', 'substr(slug, 1, 200)'],
  ['article_by_url', 'article', 'substr(url, 1, 200)'],
  ['article_by_mentions', 'article', 'mention_count, id'],
  ['article_by_title', 'article', 'substr(title, 1, 200), id'],
  ['article_by_revision', 'article', 'revision, id'],
  ['entity_by_key', 'entity', 'kind, key'],
  ['entity_by_name', 'entity', 'kind, sort_name, key'],
  ['entity_by_mentions', 'entity', 'kind, (-mention_count), key'],
  ['entity_by_articles', 'entity', 'kind, (-article_count), key'],
  ['entity_by_parent', 'entity', 'parent_id, kind'],
  ['entity_by_family', 'entity', 'family_id'],
  ['label_by_key', 'label', 'kind, substr(key, 1, 200)'],
  ['label_by_parent', 'label', 'parent_id'],
  ['diagnostic_by_path', 'diagnostic', 'substr(path, 1, 200), file_id, ordinal'],
  ['diagnostic_by_code', 'diagnostic', 'severity, code, substr(path, 1, 200), file_id, ordinal'],
  ['name_token_by_term', 'name_token', 'term_id'],
];

/** Makes all tables in an empty database. Text is compared by code points on both engines. */
export async function createLayout(db: Kysely<Database>, engine: Store['engine']): Promise<void> {
  const sqlite = engine === 'sqlite';
  const types = {
    integer: sqlite ? sql`INTEGER` : sql`bigint`,
    text: sqlite ? sql`TEXT` : sql`text COLLATE "C"`,
    integers: sqlite ? sql`TEXT` : sql`bigint[]`,
  };
  for (const table of TABLE_NAMES) {
    let builder = db.schema.createTable(table);
    for (const [name, type] of columnsOf(table)) {
      const optional = type.endsWith('?');
      const base = (optional ? type.slice(0, -1) : type) as keyof typeof types;
      builder = builder.addColumn(name, types[base], (column) => (optional ? column : column.notNull()));
    }
    builder = builder.addPrimaryKeyConstraint(`${table}_key`, [...PRIMARY_KEYS[table]] as never[]);
    await (sqlite && CLUSTERED.has(table) ? builder.modifyEnd(sql`WITHOUT ROWID`) : builder).execute();
  }
  for (const [name, table, columns] of INDEXES)
    await sql`CREATE INDEX ${sql.ref(name)} ON ${sql.table(table)} (${sql.raw(columns)})`.execute(db);
  await db
    .insertInto('corpus')
    .values({ id: 1, revision: 0, article_count: 0, company_count: 0, mention_count: 0, ingested_at: null })
    .execute();
  await (sqlite ? createSqliteSearch(db) : createPostgresSearch(db));
}

/** The tokens come separated by spaces from the analyser; to the ascii tokenizer every other character is a letter. */
async function createSqliteSearch(db: Kysely<Database>): Promise<void> {
  await sql`CREATE VIRTUAL TABLE article_text USING fts5(
    title, body, title_characters, characters,
    content='', contentless_delete=1, tokenize='ascii')`.execute(db);
  await sql`INSERT INTO article_text (article_text, rank) VALUES ('hashsize', ${sql.lit(COLLECTED_BYTES)})`.execute(
    db,
  );
}

async function createPostgresSearch(db: Kysely<Database>): Promise<void> {
  await sql`CREATE TABLE article_text (
    article_id bigint PRIMARY KEY, lexemes tsvector NOT NULL, title_folded text NOT NULL, body_folded text NOT NULL)`.execute(
    db,
  );
  // Enough to know which words are common: see postgres/frequencies.ts.
  await sql`ALTER TABLE article_text ALTER COLUMN lexemes SET STATISTICS 300`.execute(db);
  await sql`CREATE INDEX article_text_lexemes ON article_text USING gin (lexemes)`.execute(db);
}
