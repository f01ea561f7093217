import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { createHandler } from '../../src/server/handler.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { articleOf, ingest } from '../store/corpus-builder.ts';
import { type PostgresServer, startPostgres, startReplica } from '../store/postgres-server.ts';
import { ask, SERVERS, until } from '../store/replica-servers.ts';

const [SERVER] = SERVERS.slice(-1);
/** The primary writes down every statement, behind the name of who sent it. */
const LOGGING = [
  'logging_collector=on',
  'log_filename=statements.log',
  'log_statement=all',
  'log_line_prefix=%a: ',
];

describe.skipIf(SERVER === undefined)('the revision that a client has seen', () => {
  let primary: PostgresServer;
  let replica: PostgresServer;
  let store: Store;
  let handler: ReturnType<typeof createHandler>;
  beforeAll(async () => {
    primary = await startPostgres(
      LOGGING.flatMap((setting) => ['-c', setting]),
      SERVER?.binaries ?? null,
    );
    const writer = await openStore(`${primary.address}/postgres`);
    await ingest(writer, null, [articleOf('post', { title: 'On the replica' })]);
    await writer.close();
    replica = await startReplica(primary);
    store = await openStore(`${primary.address}/postgres`, { readStores: [`${replica.address}/postgres`] });
    handler = createHandler({
      schema: createSchema(),
      store,
      cors: [],
      graphiql: false,
      introspection: false,
    });
    // From here on a title says who answered.
    await ask(replica, 'SELECT pg_wal_replay_pause()');
    await ask(primary, "UPDATE article SET title = 'On the primary'");
    await until(async () => (await titleFor(null)) === 'On the replica');
  });
  afterAll(async () => {
    await handler?.dispose();
    await store?.close();
    await replica?.stop();
    await primary?.stop();
  });

  async function answerFor(revision: string | null, query: string): Promise<unknown> {
    const response = await handler.fetch('http://newsgraph.test/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(revision === null ? {} : { 'newsgraph-revision': revision }),
      },
      body: JSON.stringify({ query }),
    });
    return response.json();
  }

  const TITLE = '{ article(slug: "post") { title } }';
  async function titleFor(revision: string | null): Promise<string> {
    const { data } = (await answerFor(revision, TITLE)) as { data: { article: { title: string } } };
    return data.article.title;
  }

  let marks = 0;
  /** What the primary was asked so far: for its revision, and for articles. */
  async function asked() {
    marks += 1;
    const mark = `mark ${marks}.`;
    await ask(primary, `SELECT '${mark}'`);
    let log = '';
    await until(async () => {
      log = await readFile(join(primary.folder, 'log', 'statements.log'), 'utf8');
      return log.includes(mark);
    });
    const statements = log.split(/\n(?!\t)/);
    const of = (sender: string, part: string) =>
      statements.filter((line) => line.startsWith(`${sender}: LOG:`) && line.includes(part)).length;
    return {
      revisions: of('newsgraph listener', 'SELECT revision FROM corpus'),
      articles: of('newsgraph', 'FROM article'),
    };
  }

  const GARBAGE = [
    '',
    '-1',
    '+1',
    '1.5',
    '1e300',
    '0x7fffffff',
    'NaN',
    'Infinity',
    'one',
    '5, 7',
    `1${'0'.repeat(300)}`,
  ];

  it.each(GARBAGE)('is ignored where it is no revision: "%s"', async (revision) => {
    expect(await titleFor(revision)).toBe('On the replica');
  });

  it('moves no read to the primary where there is no such revision, and costs it next to nothing', async () => {
    const before = await asked();
    const titles: string[] = [];
    // No more at a time than the server takes.
    for (let round = 0; round < 6; round++) {
      const claimed = Array.from({ length: 50 }, (_, index) =>
        titleFor(String(999_999_999_999_000 + round * 50 + index)),
      );
      titles.push(...(await Promise.all(claimed)));
    }
    const after = await asked();
    expect(new Set(titles)).toEqual(new Set(['On the replica']));
    expect(after.articles).toBe(before.articles);
    expect(after.revisions).toBeGreaterThan(before.revisions);
    // One for all of them, or one every tenth of a second.
    expect(after.revisions - before.revisions).toBeLessThan(30);
    expect(await titleFor(null)).toBe('On the replica');
  });

  it('is waited for where the primary has it, though nobody has announced it', async () => {
    const before = await asked();
    await ask(primary, 'UPDATE corpus SET revision = revision + 1');
    expect(await titleFor(null)).toBe('On the replica');
    expect(await answerFor('2', `{ corpus { revision } article(slug: "post") { title } }`)).toEqual({
      data: { corpus: { revision: '2' }, article: { title: 'On the primary' } },
    });
    expect(await titleFor(null)).toBe('On the primary');
    expect((await asked()).articles).toBe(before.articles + 2);
  });

  it('is read from the replica again once that has it', async () => {
    await ask(replica, 'SELECT pg_wal_replay_resume()');
    await until(async () => {
      const { articles } = await asked();
      expect(await titleFor('2')).toBe('On the primary');
      return (await asked()).articles === articles;
    });
  });
});
