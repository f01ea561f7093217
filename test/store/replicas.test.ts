import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { articleOf, ingest } from './corpus-builder.ts';
import { type PostgresServer, startPostgres, startReplica } from './postgres-server.ts';
import { ask, readsOf, SERVERS, until } from './replica-servers.ts';

describe.skipIf(SERVERS.length === 0).each(SERVERS)(
  'reads from streaming replicas, on $name',
  ({ binaries }) => {
    let primary: PostgresServer;
    let replicas: PostgresServer[];
    let writer: Store;
    let store: Store;
    beforeAll(async () => {
      primary = await startPostgres([], binaries);
      writer = await openStore(`${primary.address}/postgres`);
      await ingest(writer, null, [articleOf('first')]);
      replicas = [await startReplica(primary), await startReplica(primary)];
      store = await openStore(`${primary.address}/postgres`, {
        readStores: replicas.map(({ address }) => `${address}/postgres`),
      });
    });
    afterAll(async () => {
      await store?.close();
      await writer?.close();
      for (const server of [...(replicas ?? []), primary]) await server?.stop();
    });

    const has = async (slug: string) => (await store.articles.bySlugs([slug]))[0] !== null;
    const readsUntilAnswered = (server: PostgresServer) =>
      until(async () => {
        const before = await readsOf(server, 'article');
        for (let read = 0; read < 10; read++) await store.articles.bySlugs(['first']);
        return (await readsOf(server, 'article')) > before;
      });

    test('are spread over all of them', async () => {
      for (const replica of replicas) await readsUntilAnswered(replica);
    });

    test('are never behind a revision that a client has seen', async () => {
      for (let round = 0; round < 15; round++) {
        const slug = `round-${round}`;
        const revision = await ingest(writer, null, [articleOf(slug)]);
        await store.seen(revision);
        expect(await has(slug)).toBe(true);
        expect((await store.corpus.get()).revision).toBe(revision);
      }
    });

    test('can be had from a replica alone, to which nothing is written', async () => {
      const [replica] = replicas;
      if (replica === undefined) throw new Error('There is no replica.');
      const alone = await openStore(`${replica.address}/postgres`);
      try {
        expect((await alone.articles.bySlugs(['first']))[0]?.slug).toBe('first');
        await expect(alone.beginIngest()).rejects.toMatchObject({
          name: 'UserError',
          code: 'STORE_READ_ONLY',
          hint: 'Name the primary with --store; replicas are named with --read-store of `newsgraph serve`.',
        });
      } finally {
        await alone.close();
      }
    });

    test('leave out a replica that lags, and take it back', async () => {
      const [lagging] = replicas;
      if (lagging === undefined) throw new Error('There is no replica.');
      await ask(lagging, 'SELECT pg_wal_replay_pause()');
      const revision = await ingest(writer, null, [articleOf('while it lags')]);
      await store.seen(revision);
      for (let read = 0; read < 20; read++) expect(await has('while it lags')).toBe(true);
      await ask(lagging, 'SELECT pg_wal_replay_resume()');
      await readsUntilAnswered(lagging);
    });

    test('go on without an error while a replica is stopped, and use it again when it is back', async () => {
      const [stopped] = replicas;
      if (stopped === undefined) throw new Error('There is no replica.');
      let traffic = true;
      let reads = 0;
      const clients = Array.from({ length: 4 }, async () => {
        while (traffic) {
          expect(await has('first')).toBe(true);
          reads += 1;
        }
      });
      await until(async () => reads > 20);
      await stopped.pause();
      const without = reads;
      await until(async () => reads > without + 50);
      await stopped.resume();
      await readsUntilAnswered(stopped);
      traffic = false;
      await Promise.all(clients);
    });

    test('go to the primary when no replica is left', async () => {
      for (const replica of replicas) await replica.pause();
      const revision = await ingest(writer, null, [articleOf('alone')]);
      await store.seen(revision);
      expect(await has('alone')).toBe(true);
      for (const replica of replicas) await replica.resume();
      for (const replica of replicas) await readsUntilAnswered(replica);
      expect(await has('alone')).toBe(true);
    });
  },
);

test('replicas of a store in a file are refused', async () => {
  await expect(openStore(':memory:', { readStores: ['postgres://127.0.0.1/news'] })).rejects.toMatchObject({
    name: 'UserError',
    code: 'READ_STORE_WITHOUT_STORE',
    hint: 'Leave out --read-store, or name the primary as postgres://… with --store.',
  });
});
