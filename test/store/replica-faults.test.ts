import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { articleOf, ingest } from './corpus-builder.ts';
import { type PostgresServer, startPostgres, startReplica } from './postgres-server.ts';
import { ask, type Network, networkTo, readsOf, SERVERS, until } from './replica-servers.ts';

const DATABASE = 'news';

const holds = () => true;
const fails = () => false;

describe.skipIf(SERVERS.length === 0).each(SERVERS)('reads from replicas, on $name', ({ binaries }) => {
  let primary: PostgresServer;
  let first: PostgresServer;
  let second: PostgresServer;
  let network: Network;
  let writer: Store;
  let store: Store;
  const ofPrimary = () => `${primary.address}/${DATABASE}`;
  beforeAll(async () => {
    primary = await startPostgres([], binaries);
    await ask(primary, `CREATE DATABASE ${DATABASE}`);
    writer = await openStore(ofPrimary());
    await ingest(writer, null, [articleOf('first')]);
    first = await startReplica(primary);
    second = await startReplica(primary);
    network = await networkTo(first);
    store = await openStore(ofPrimary(), {
      readStores: [`${network.address}/${DATABASE}`, `${second.address}/${DATABASE}`],
    });
  });
  afterAll(async () => {
    await store?.close();
    await writer?.close();
    await network?.close();
    for (const server of [first, second, primary]) await server?.stop();
  });

  const titleOf = async (of: Store, slug: string) => (await of.articles.bySlugs([slug]))[0]?.title ?? null;
  const readsUntilAnswered = (server: PostgresServer) =>
    until(async () => {
      const before = await readsOf(server, 'article', DATABASE);
      for (let read = 0; read < 10; read++) await store.articles.bySlugs(['first']);
      return (await readsOf(server, 'article', DATABASE)) > before;
    });
  /** A change that nobody is told of, as it is before its notice has come. */
  const rename = (server: PostgresServer, title: string) =>
    ask(server, `UPDATE article SET title = '${title}' WHERE slug = 'first'`, DATABASE);

  test('are asked elsewhere when a replica falls silent, and it is used again when it speaks', async () => {
    await readsUntilAnswered(first);
    let traffic = true;
    let reads = 0;
    const clients = Array.from({ length: 4 }, async () => {
      while (traffic) {
        expect(await titleOf(store, 'first')).toBe('first');
        reads += 1;
      }
    });
    await until(async () => reads > 20);
    network.cut();
    const without = reads;
    await until(async () => reads > without + 50);
    traffic = false;
    await Promise.all(clients);
    network.mend();
    await readsUntilAnswered(first);
  });

  test('that belong together come from one replica, however far the others are', async () => {
    await ask(first, 'SELECT pg_wal_replay_pause()', DATABASE);
    await rename(primary, 'renamed');
    await until(
      async () => (await ask(second, "SELECT 1 FROM article WHERE title = 'renamed'", DATABASE)).length > 0,
    );
    const titles = async (of: Store) => {
      const found = new Set<string | null>();
      for (let read = 0; read < 8; read++) found.add(await titleOf(of, 'first'));
      return [...found].toSorted();
    };
    await until(async () => (await titles(store)).length === 2);
    const sessions = new Set<string>();
    for (let session = 0; session < 6; session++)
      sessions.add((await titles(store.session())).join(', then '));
    expect([...sessions].toSorted()).toEqual(['first', 'renamed']);
    await ask(first, 'SELECT pg_wal_replay_resume()', DATABASE);
  });

  test('that belong together go to the primary once their replica is behind', async () => {
    const sessions = [store.session(), store.session()];
    for (const session of sessions) expect(await titleOf(session, 'next')).toBe(null);
    for (const replica of [first, second]) await ask(replica, 'SELECT pg_wal_replay_pause()', DATABASE);
    await store.seen(await ingest(writer, null, [articleOf('next')]));
    expect(await Promise.all(sessions.map((session) => titleOf(session, 'next')))).toEqual(['next', 'next']);
    for (const replica of [first, second]) await ask(replica, 'SELECT pg_wal_replay_resume()', DATABASE);
  });

  test('go on when the primary is back after it was stopped', async () => {
    await primary.pause();
    await primary.resume();
    await until(() => titleOf(store, 'next').then((title) => title === 'next', fails));
    await store.seen(await ingest(writer, null, [articleOf('restarted')]));
    expect(await titleOf(store, 'restarted')).toBe('restarted');
    await readsUntilAnswered(first);
    await readsUntilAnswered(second);
  });

  test('go on when the database is dropped and filled anew, though its revisions begin again', async () => {
    await writer.close();
    await ask(primary, `DROP DATABASE ${DATABASE} WITH (FORCE)`);
    await ask(primary, `CREATE DATABASE ${DATABASE}`);
    writer = await openStore(ofPrimary());
    const revision = await ingest(writer, null, [articleOf('first', { title: 'anew' })]);
    for (const server of [first, second])
      await until(() => ask(server, 'SELECT 1', DATABASE).then(holds, fails));
    await until(() => titleOf(store, 'first').then((title) => title === 'anew', fails));
    await readsUntilAnswered(first);
    await readsUntilAnswered(second);
    expect([revision, (await store.corpus.get()).revision]).toEqual(['1', '1']);
  });

  test('leave out a replica that was made a primary of its own', async () => {
    await ask(second, 'SELECT pg_promote()');
    await ask(second, 'UPDATE corpus SET revision = revision + 100', DATABASE);
    // Until it has been asked again.
    await sleep(1_000);
    await rename(second, 'elsewhere');
    const titles = [];
    for (let read = 0; read < 20; read++) titles.push(await titleOf(store, 'first'));
    expect(titles).toEqual(titles.map(() => 'anew'));
    await readsUntilAnswered(first);
  });
});
