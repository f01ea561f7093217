import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { workspace } from '../workspace.ts';
import { session } from './session.ts';

const FAMILIES = [
  (number: number) =>
    `---\ntitle: 第${number}篇\ndate: 2024-01-02T03:04:${String(number % 60).padStart(2, '0')}Z\ntags: [云, t${number % 9}]\ncategories: [新闻, 科技]\n---\n微软与英伟达合作，第${number}次。输入 Windows。\n`,
  (number: number) => `<h1>Microsoft ${number}</h1><p>NVIDIA é Ｍｅｔａ 微軟 ${number}</p>`,
  (number: number) => `---\ntitle: a: b ${number}\n---\n没有日期（文章来源：第${number % 4}报）\n`,
  () => '',
];
/** Ids of terms and files are given as they come, and revisions and times differ: everything else is the same. */
const TABLES = [
  `SELECT id, slug, path, title, url, published_at, published_offset, published_on, language, author, source, word_count,
    reading_minutes, mention_count, hero_image, tags, content_hash, document_hash FROM article`,
  `SELECT article_id, coverage IS NULL, mentions, body_text, body_html, images, links, stock_charts, front_matter,
    details, markup FROM article_body`,
  `SELECT coalesce(e.key, l.key), coalesce(e.kind, l.kind), p.article_id, p.count, p.in_title, p.first_ordinal, p.origin
    FROM posting p LEFT JOIN entity e ON e.id = p.term_id LEFT JOIN label l ON l.id = p.term_id`,
  `SELECT e.kind, e.key, e.name, e.aliases, p.key, e.origin, e.declared, e.mention_count, e.article_count, e.quote_url
    FROM entity e LEFT JOIN entity p ON p.id = e.parent_id`,
  'SELECT l.kind, l.key, p.key, l.article_count FROM label l LEFT JOIN label p ON p.id = l.parent_id',
  'SELECT path, content_hash, catalog_version, slug FROM file',
  'SELECT path, line, code, severity, message, hint, ordinal FROM diagnostic',
  'SELECT kind, folded, names FROM name',
  'SELECT token, kind, count(*) FROM name_token GROUP BY token, kind',
];

/** Every row of every table that an ingest fills, and every place of every token in the full-text index. */
function contentOf(location: string): Record<string, unknown[]> {
  const database = new Database(location, { readonly: true });
  try {
    database.exec("CREATE VIRTUAL TABLE temp.token USING fts5vocab(main, 'article_text', 'instance')");
    const rows = (query: string) =>
      database
        .prepare(query)
        .raw()
        .all()
        .map((row) => JSON.stringify(row))
        .sort();
    const tables = TABLES.map((query) => [query, rows(query)]);
    return { ...Object.fromEntries(tables), tokens: rows('SELECT term, doc, col, offset FROM temp.token') };
  } finally {
    database.close();
  }
}

test('the same rows are stored whether threads read all posts at once or one thread reads some after others', async () => {
  const { folder, file } = workspace();
  const elsewhere = workspace();
  const locations = ['threads.db', 'slices.db'].map((name) => join(elsewhere.folder, name));
  const [threads = '', slices = ''] = locations;
  const put = (from: number, to: number) => {
    for (let number = from; number < to; number++) {
      const text = FAMILIES[number % FAMILIES.length]?.(number) ?? '';
      file(`${number % 7}/post-${number}.${number % 4 === 1 ? 'html' : 'md'}`, text);
    }
  };
  const sliced = await session(folder, slices);
  put(0, 300);
  await sliced.ingest();
  put(300, 600);
  await sliced.ingest();
  const threaded = await session(folder, threads);
  await threaded.ingest({ threads: 2 });
  expect(contentOf(threads)).toEqual(contentOf(slices));
  expect(contentOf(threads).tokens).not.toEqual([]);
});
