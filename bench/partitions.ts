/**
 * `npm run bench -- partitions --postgres postgres://… [--articles 200000] [--rounds 15]`
 *
 * What partitions by month would change, on a database that `scale --postgres` filled: of the table of texts that many
 * articles from anywhere are copied twice into a schema of its own, once as it is and once in partitions by month of
 * its position; both are searched, get the same new texts, and lose their oldest month. The indexes take every text
 * at once (no pending lists, which partitions have one each of). The schema is dropped at the end. Printed are
 * milliseconds, the median of the rounds, and how much of what the one table takes the partitions take.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { positionOf } from '../src/store/article-rows.ts';

/** The generated corpus is a decade, from here on. */
const FIRST_YEAR = 2016;
const MONTHS = 12 * 10;

const TABLES = ['one', 'months'] as const;
type Table = (typeof TABLES)[number];

/** Words of the generated corpus: in a tenth of the texts, in one of a thousand, in twenty. */
const WORDS = [
  ['common word', "'word1'"],
  ['middling word', "'word7p'"],
  ['rare word', "'needle'"],
] as const;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      postgres: { type: 'string' },
      articles: { type: 'string', default: '200000' },
      rounds: { type: 'string', default: '15' },
    },
  });
  if (values.postgres === undefined) throw new Error('Name a database that `bench scale --postgres` filled.');
  const client = new pg.Client({ connectionString: values.postgres });
  await client.connect();
  try {
    await client.query('DROP SCHEMA IF EXISTS partitions CASCADE');
    await client.query('CREATE SCHEMA partitions');
    await client.query('SET search_path TO partitions, public');
    await compare(client, Number(values.articles), Number(values.rounds));
  } finally {
    await client.query('DROP SCHEMA IF EXISTS partitions CASCADE');
    await client.end();
  }
}

async function compare(client: pg.Client, articles: number, rounds: number): Promise<void> {
  console.log(`${''.padEnd(36)}${'one table'.padStart(12)}${'by month'.padStart(12)}   (ms)`);
  const measure = async (name: string, act: (table: Table) => Promise<number>) => {
    const [one, months] = [await act('one'), await act('months')];
    const cells = [one, months].map((time) => time.toFixed(1).padStart(12));
    console.log(`${name.padEnd(36)}${cells.join('')}   ×${(months / one).toFixed(2)}`);
  };
  await create(client);
  await measure('filled, in the order of time', (table) =>
    timed(
      client,
      `INSERT INTO ${table} SELECT * FROM
        (SELECT * FROM public.article_text ORDER BY article_id LIMIT ${articles}) t ORDER BY position`,
    ),
  );
  await measure('full-text index built', (table) =>
    timed(client, `CREATE INDEX ON ${table} USING gin (lexemes) WITH (fastupdate = off)`),
  );
  await measure('index by position built', (table) =>
    timed(client, `CREATE INDEX ON ${table} (position, article_id)`),
  );
  for (const table of TABLES) await client.query(`VACUUM ANALYZE ${table}`);
  for (const [name, word] of WORDS) {
    for (const limit of [20, 1000]) {
      const statement = (table: Table) => `SELECT article_id FROM ${table} WHERE lexemes @@ ${word}::tsquery
        ORDER BY position DESC, article_id DESC LIMIT ${limit}`;
      await measure(`${name}, newest ${limit}`, (table) =>
        medianOf(rounds, () => timed(client, statement(table))),
      );
    }
  }
  let copies = 0;
  for (const [name, order] of [
    ['1,000 texts of the last month added', 'position DESC'],
    ['1,000 texts of any month added', 'article_id'],
  ] as const) {
    await measure(name, (table) =>
      medianOf(rounds, () => {
        copies += 1;
        // Ids are hashes of 53 bits: none is so large that these meet.
        return timed(
          client,
          `INSERT INTO ${table} SELECT article_id + ${copies} * (1::bigint << 53), position, lexemes, title_folded,
            body_folded FROM (SELECT * FROM public.article_text ORDER BY ${order} LIMIT 1000) t`,
        );
      }),
    );
  }
  await measure('oldest month removed', (table) =>
    timed(
      client,
      table === 'months'
        ? 'DROP TABLE months_0'
        : `DELETE FROM one WHERE position >= ${startOf(0)} AND position < ${startOf(1)}`,
    ),
  );
}

async function create(client: pg.Client): Promise<void> {
  await client.query('CREATE TABLE one (LIKE public.article_text, PRIMARY KEY (article_id))');
  // The key of a partitioned table holds what it is partitioned by.
  await client.query(`CREATE TABLE months (LIKE public.article_text, PRIMARY KEY (article_id, position))
    PARTITION BY RANGE (position)`);
  for (let month = 0; month < MONTHS; month++) {
    await client.query(`CREATE TABLE months_${month} PARTITION OF months
      FOR VALUES FROM (${startOf(month)}) TO (${startOf(month + 1)})`);
  }
  await client.query('CREATE TABLE months_other PARTITION OF months DEFAULT');
}

/** The first position of a month, counted from the first. */
function startOf(month: number): number {
  return positionOf(Date.UTC(FIRST_YEAR, month, 1), 0);
}

async function timed(client: pg.Client, statement: string): Promise<number> {
  const started = performance.now();
  await client.query(statement);
  return performance.now() - started;
}

async function medianOf(rounds: number, act: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await act());
  return times.sort((left, right) => left - right)[Math.floor(times.length / 2)] ?? 0;
}
