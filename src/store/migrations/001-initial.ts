import { type Kysely, sql } from 'kysely';
import type { Store } from '../store.ts';

/**
 * Bytes of tokens that FTS5 collects before it writes them as a segment: a megabyte, its own choice, is some hundred
 * posts, and such segments are merged again and again (measured: the index of 20,000 posts takes twice the processor
 * time; 64 MB bring hardly more than 16).
 */
const COLLECTED_BYTES = 16 * 1024 ** 2;

/**
 * The first layout. Lists are read from postings that carry the article's sort key, so that a page is a range of one
 * index whatever the size of the corpus; bodies are apart, so that lists stay light.
 */
export async function up(db: Kysely<unknown>, engine: Store['engine']): Promise<void> {
  const sqlite = engine === 'sqlite';
  const id = sqlite ? 'INTEGER' : 'bigint';
  // Text compares by code point on both engines: bytes of UTF-8 under "C", and so does SQLite's BINARY.
  const text = sqlite ? 'TEXT' : 'text COLLATE "C"';
  // A table that is only ever read along its primary key is stored in it, where the engine can.
  const clustered = sqlite ? 'WITHOUT ROWID' : '';
  const run = (statement: string) => sql.raw(statement).execute(db);

  await run(`CREATE TABLE corpus (
    id int PRIMARY KEY, revision ${id} NOT NULL, article_count ${id} NOT NULL, company_count ${id} NOT NULL,
    mention_count ${id} NOT NULL, ingested_at ${id})`);
  await run('INSERT INTO corpus VALUES (1, 0, 0, 0, 0, NULL)');
  // The catalog that articles were last linked with, as JSON.
  await run(`CREATE TABLE catalog (id int PRIMARY KEY, version ${text} NOT NULL, content ${text} NOT NULL)`);
  await run(`CREATE TABLE revision (revision ${id} PRIMARY KEY, added ${text} NOT NULL)`);

  await run(`CREATE TABLE article (
    id ${id} PRIMARY KEY, slug ${text} NOT NULL, path ${text} NOT NULL, file_id ${id} NOT NULL, title ${text} NOT NULL,
    url ${text}, published_at ${id}, sort_at ${id} NOT NULL, position ${id} NOT NULL, published_offset ${text},
    language ${text} NOT NULL, author ${text}, source ${text}, word_count int NOT NULL,
    reading_minutes int NOT NULL, mention_count int NOT NULL, hero_image ${text}, tags ${text} NOT NULL,
    content_hash ${text} NOT NULL, document_hash ${text} NOT NULL)`);
  await run('CREATE INDEX article_by_date ON article (sort_at, id)');
  await run(`CREATE ${sqlite ? 'UNIQUE ' : ''}INDEX article_by_position ON article (position)`);
  await run('CREATE INDEX article_by_mentions ON article (mention_count, id)');
  await run('CREATE INDEX article_by_title ON article (substr(title, 1, 200), id)');
  await run(`CREATE TABLE article_body (
    article_id ${id} PRIMARY KEY, body_text ${text} NOT NULL, body_html ${text} NOT NULL, images ${text} NOT NULL,
    links ${text} NOT NULL, stock_charts ${text} NOT NULL, front_matter ${text} NOT NULL,
    markup ${text} NOT NULL)`);
  if (sqlite) {
    // The tokens come separated by spaces from analyser.ts; to the ascii tokenizer every other character is a letter.
    await run(`CREATE VIRTUAL TABLE article_text USING fts5(
      title, body, title_characters, characters,
      content='', contentless_delete=1, tokenize='ascii')`);
    await run(`INSERT INTO article_text (article_text, rank) VALUES ('hashsize', ${COLLECTED_BYTES})`);
  } else {
    await run(`CREATE TABLE article_text (
      article_id ${id} PRIMARY KEY, position ${id} NOT NULL, lexemes tsvector NOT NULL,
      title_folded ${text} NOT NULL, body_folded ${text} NOT NULL)`);
    // Enough to know which words are common: see postgres/frequencies.ts.
    await run('ALTER TABLE article_text ALTER COLUMN lexemes SET STATISTICS 300');
    await run('CREATE INDEX article_text_lexemes ON article_text USING gin (lexemes)');
    await run('CREATE INDEX article_text_by_position ON article_text (position, article_id)');
  }

  await run(`CREATE TABLE entity (
    id ${id} PRIMARY KEY, type smallint NOT NULL, key ${text} NOT NULL, name ${text} NOT NULL,
    sort_name ${text} NOT NULL, aliases ${text} NOT NULL, former_names ${text} NOT NULL, parent_id ${id},
    country ${text}, origin ${text} NOT NULL, kind ${text}, position int NOT NULL, mic ${text}, symbol ${text},
    quote_url ${text}, declared smallint NOT NULL, mention_count ${id} NOT NULL, article_count ${id} NOT NULL,
    tree_count ${id} NOT NULL)`);
  await run('CREATE UNIQUE INDEX entity_by_key ON entity (type, key)');
  await run('CREATE INDEX entity_by_name ON entity (type, sort_name, key)');
  await run('CREATE INDEX entity_by_mentions ON entity (type, (-mention_count), key)');
  await run('CREATE INDEX entity_by_articles ON entity (type, (-article_count), key)');
  await run('CREATE INDEX entity_by_parent ON entity (parent_id, type)');
  await run(`CREATE TABLE topic_ancestor (
    ancestor_id ${id} NOT NULL, topic_id ${id} NOT NULL, depth int NOT NULL,
    PRIMARY KEY (ancestor_id, topic_id)) ${clustered}`);
  await run('CREATE INDEX topic_ancestor_by_topic ON topic_ancestor (topic_id, depth)');
  await run(`CREATE TABLE exchange (
    mic ${text} PRIMARY KEY, name ${text} NOT NULL, country ${text} NOT NULL, currency ${text} NOT NULL,
    eastmoney_market int)`);

  await run(`CREATE TABLE entity_article (
    entity_id ${id} NOT NULL, sort_at ${id} NOT NULL, article_id ${id} NOT NULL, entity_type smallint NOT NULL,
    mention_count int NOT NULL, in_title smallint NOT NULL, first_ordinal int, origin ${text},
    PRIMARY KEY (entity_id, sort_at, article_id)) ${clustered}`);
  await run('CREATE INDEX entity_article_by_article ON entity_article (article_id, entity_type, entity_id)');
  await run(`CREATE TABLE label (
    id ${id} PRIMARY KEY, kind smallint NOT NULL, name ${text} NOT NULL, article_count ${id} NOT NULL)`);
  await run('CREATE INDEX label_by_articles ON label (kind, article_count)');
  await run(`CREATE TABLE label_article (
    label_id ${id} NOT NULL, sort_at ${id} NOT NULL, article_id ${id} NOT NULL, kind smallint NOT NULL,
    PRIMARY KEY (label_id, sort_at, article_id)) ${clustered}`);
  await run('CREATE INDEX label_article_by_article ON label_article (article_id, kind, label_id)');
  await run(`CREATE TABLE category (
    id ${id} PRIMARY KEY, only_id ${id} NOT NULL, path ${text} NOT NULL, name ${text} NOT NULL, parent_id ${id},
    depth int NOT NULL)`);
  await run('CREATE UNIQUE INDEX category_by_only ON category (only_id)');
  await run('CREATE INDEX category_by_parent ON category (parent_id)');

  await run(`CREATE TABLE mention (
    article_id ${id} NOT NULL, ordinal int NOT NULL, field smallint NOT NULL, span_start int NOT NULL,
    span_end int NOT NULL, sentence_start int NOT NULL, sentence_end int NOT NULL, surface ${text} NOT NULL,
    alias ${text}, rule ${text} NOT NULL, entity_id ${id}, candidates ${text},
    PRIMARY KEY (article_id, ordinal)) ${clustered}`);
  await run(`CREATE TABLE coverage (
    company_id ${id} NOT NULL, topic_id ${id} NOT NULL, sort_at ${id} NOT NULL, article_id ${id} NOT NULL,
    field smallint NOT NULL, sentence_start int NOT NULL, sentence_end int NOT NULL,
    PRIMARY KEY (company_id, topic_id, sort_at, article_id, field, sentence_start)) ${clustered}`);
  await run('CREATE INDEX coverage_by_article ON coverage (article_id)');
  await run(`CREATE TABLE taught (
    entity_id ${id} NOT NULL, article_id ${id} NOT NULL, PRIMARY KEY (entity_id, article_id)) ${clustered}`);
  await run('CREATE INDEX taught_by_article ON taught (article_id)');

  await run(`CREATE TABLE file (
    id ${id} PRIMARY KEY, path ${text} NOT NULL, content_hash ${text} NOT NULL, catalog_version ${text} NOT NULL,
    slug ${text})`);
  await run(`CREATE TABLE diagnostic (
    file_id ${id} NOT NULL, ordinal int NOT NULL, path ${text} NOT NULL, line int, code ${text} NOT NULL,
    severity ${text} NOT NULL, message ${text} NOT NULL, hint ${text} NOT NULL, PRIMARY KEY (file_id, ordinal))`);
  await run('CREATE INDEX diagnostic_by_path ON diagnostic (substr(path, 1, 200), file_id, ordinal)');
  await run(
    'CREATE INDEX diagnostic_by_severity ON diagnostic (severity, substr(path, 1, 200), file_id, ordinal)',
  );

  await run(`CREATE TABLE name (
    node_id ${id} NOT NULL, node_type smallint NOT NULL, folded ${text} NOT NULL, names ${text} NOT NULL,
    PRIMARY KEY (node_id)) ${clustered}`);
  await run(`CREATE TABLE name_token (
    token ${text} NOT NULL, node_type smallint NOT NULL, node_id ${id} NOT NULL,
    PRIMARY KEY (token, node_type, node_id)) ${clustered}`);
  await run('CREATE INDEX name_token_by_node ON name_token (node_id)');
}
