import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LASTING_ENGINES, type TestStore } from './stores.ts';

/**
 * How a distributed PostgreSQL would hold the tables: split by a column, or copied to every node. It can split a table
 * only by a column of every unique index, and has no triggers or foreign keys across nodes; see docs/scaling.md.
 */
const SPLIT: Readonly<Record<string, string>> = {
  article: 'id',
  article_body: 'article_id',
  article_text: 'article_id',
  posting: 'term_id',
  removal: 'article_id',
  file: 'id',
  diagnostic: 'file_id',
};
const COPIED = [
  'catalog',
  'corpus',
  'entity',
  'exchange',
  'kysely_migration',
  'label',
  'name',
  'name_token',
  'revision',
];

for (const { engine, name, missing, open } of LASTING_ENGINES) {
  if (engine !== 'postgres') continue;
  describe.skipIf(missing !== null)(`the tables on ${name}, as a distributed PostgreSQL needs them`, () => {
    let opened: TestStore;
    let client: pg.Client;
    beforeAll(async () => {
      opened = await open();
      client = new pg.Client({ connectionString: opened.location });
      await client.connect();
    });
    afterAll(async () => {
      await client?.end();
      await opened?.remove();
    });
    const names = async (statement: string) => {
      const { rows } = await client.query<{ name: string }>(statement);
      return rows.map((row) => row.name).sort();
    };

    test('are each split or copied', async () => {
      const tables = await names("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
      expect(tables).toEqual([...Object.keys(SPLIT), ...COPIED].sort());
    });

    test('are unique by what they are split by', async () => {
      const { rows } = await client.query<{ name: string; index: string; columns: string[] }>(`
        SELECT t.relname AS name, c.relname AS index, array_agg(a.attname::text) AS columns
        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY(i.indkey)
        WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace GROUP BY t.relname, c.relname`);
      const splitting = rows.filter(({ name: table }) => SPLIT[table] !== undefined);
      expect(new Set(splitting.map(({ name: table }) => table))).toEqual(new Set(Object.keys(SPLIT)));
      expect(splitting.filter(({ name: table, columns }) => !columns.includes(SPLIT[table] ?? ''))).toEqual(
        [],
      );
    });

    test('have no sequences, triggers, foreign keys or generated ids', async () => {
      expect(
        await names("SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public'"),
      ).toEqual([]);
      expect(await names('SELECT tgname AS name FROM pg_trigger')).toEqual([]);
      expect(await names("SELECT conname AS name FROM pg_constraint WHERE contype IN ('f', 'x')")).toEqual(
        [],
      );
      expect(await names("SELECT attname AS name FROM pg_attribute WHERE attidentity <> ''")).toEqual([]);
    });
  });
}
