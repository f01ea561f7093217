import { type ExecutionResult, parse, subscribe } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createContext } from '../../src/graph/context.ts';
import { globalId } from '../../src/graph/ids.ts';
import { createSchema } from '../../src/graph/schema.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { ingest, POSTS, type Post } from './corpus.ts';
import { onEachEngine } from './engines.ts';

const schema = createSchema();
onEachEngine((open) => {
  let opened: TestStore;
  let store: Store;
  /** How many listen to the store now. */
  let listeners = 0;

  beforeEach(async () => {
    opened = await open();
    const { store: real } = opened;
    listeners = 0;
    store = Object.create(real, {
      onRevision: {
        value: (...args: Parameters<Store['onRevision']>) => {
          const stop = real.onRevision(...args);
          listeners += 1;
          return () => {
            listeners -= 1;
            stop();
          };
        },
      },
    });
  });
  afterEach(() => opened.remove());

  async function listen(query: string, variables = {}): Promise<AsyncGenerator<ExecutionResult, void, void>> {
    const events = await subscribe({
      schema,
      document: parse(query),
      variableValues: variables,
      contextValue: createContext(store),
    });
    if (!(Symbol.asyncIterator in events)) throw new Error(JSON.stringify(events.errors));
    return events;
  }

  async function next(events: AsyncGenerator<ExecutionResult, void, void>): Promise<unknown> {
    const { value } = await events.next();
    return JSON.parse(JSON.stringify(value ?? null));
  }

  const [CHIP, GIANTS, ENGLISH] = POSTS as [Post, Post, Post];

  test('new articles come one by one, in the order of their ingest', async () => {
    const events = await listen('subscription { articleIngested { slug companies { nodes { slug } } } }');
    const first = next(events);
    await ingest(store, [ENGLISH, CHIP]);
    expect([await first, await next(events)]).toEqual([
      { data: { articleIngested: { slug: 'english', companies: { nodes: [] } } } },
      {
        data: {
          articleIngested: {
            slug: 'aws-chip',
            companies: { nodes: [{ slug: 'aws' }, { slug: 'amazon' }, { slug: 'meta' }] },
          },
        },
      },
    ]);
    await events.return();
  });

  test('a filter leaves out the others, and what was there before does not come again', async () => {
    await ingest(store, [CHIP]);
    const events = await listen(
      'subscription ($filter: ArticleFilter) { articleIngested(filter: $filter) { slug } }',
      { filter: { companies: ['amazon'] } },
    );
    const first = next(events);
    await ingest(store, [CHIP, ENGLISH]);
    await ingest(store, [GIANTS]);
    expect(await first).toEqual({ data: { articleIngested: { slug: 'giants' } } });
    await events.return();
  });

  test('an event sees the corpus as it is, not as an earlier event loaded it', async () => {
    const events = await listen(
      'subscription { articleIngested { slug companies(first: 1) { nodes { articleCount } } } }',
    );
    const first = next(events);
    await ingest(store, [CHIP]);
    const counts = [await first];
    const second = next(events);
    await ingest(store, [{ ...CHIP, slug: 'aws-chip-again' }]);
    counts.push(await second);
    expect(counts).toEqual([
      { data: { articleIngested: { slug: 'aws-chip', companies: { nodes: [{ articleCount: 1 }] } } } },
      { data: { articleIngested: { slug: 'aws-chip-again', companies: { nodes: [{ articleCount: 2 }] } } } },
    ]);
    await events.return();
  });

  test('the corpus comes whenever it changed', async () => {
    const events = await listen('subscription { corpusChanged { articleCount } }');
    const first = next(events);
    await ingest(store, [CHIP]);
    const seen = [await first];
    const second = next(events);
    await ingest(store, [CHIP, GIANTS]);
    seen.push(await second);
    expect(seen).toEqual([
      { data: { corpusChanged: { articleCount: 1 } } },
      { data: { corpusChanged: { articleCount: 2 } } },
    ]);
    await events.return();
  });

  test('a client that goes while it waits is no longer listened for', async () => {
    const events = await listen('subscription { articleIngested { slug } }');
    const waiting = next(events);
    await new Promise((done) => setImmediate(done));
    expect(listeners).toBe(1);
    await events.return();
    expect([await waiting, listeners]).toEqual([null, 0]);
  });

  const CHANGES =
    'subscription ($since: String) { changes(since: $since) { revision added { slug title } updated { slug title } removed } }';
  const told = (revision: string, part: object) => ({
    data: { changes: { revision, added: [], updated: [], removed: [], ...part } },
  });

  async function remove(slug: string): Promise<void> {
    const transaction = await store.beginIngest();
    await transaction.removeArticles([slug]);
    await transaction.commit();
  }

  test('a client that was away gets what changed, then every change as it comes', async () => {
    await ingest(store, [CHIP, GIANTS, ENGLISH]);
    const { revision: since } = await store.corpus.get();
    await remove('giants');
    await ingest(store, [{ ...ENGLISH, title: 'Corrected' }]);
    await ingest(store, [{ ...CHIP, slug: 'late', title: 'Late' }]);
    const events = await listen(CHANGES, { since });
    const [missed] = [await next(events)];
    const live = next(events);
    await remove('late');
    expect([missed, await live]).toEqual([
      told('4', {
        added: [{ slug: 'late', title: 'Late' }],
        updated: [{ slug: 'english', title: 'Corrected' }],
        removed: [globalId('Article', 'giants')],
      }),
      told('5', { removed: [globalId('Article', 'late')] }),
    ]);
    await events.return();
  });

  test('without a revision only what is new comes', async () => {
    await ingest(store, [CHIP]);
    const events = await listen(CHANGES);
    const first = next(events);
    await ingest(store, [GIANTS]);
    expect(await first).toEqual(
      told('2', { added: [{ slug: 'giants', title: '巨头布局元宇宙：阿里巴巴和亚马逊' }] }),
    );
    await events.return();
  });

  test('more changes than one event tells come in several, and a break between them loses none', async () => {
    const many = Array.from({ length: 250 }, (_, index) => ({ ...CHIP, slug: `post-${index}` }));
    await ingest(store, [GIANTS]);
    await ingest(store, many);
    const events = await listen(CHANGES, { since: '0' });
    const sizes = [];
    for (let event = 0; event < 3; event++) {
      const { data } = (await next(events)) as { data: { changes: { revision: string; added: object[] } } };
      sizes.push([data.changes.revision, data.changes.added.length]);
    }
    expect(sizes).toEqual([
      ['1', 100],
      ['1', 100],
      ['2', 51],
    ]);
    await events.return();
  });

  test('a client that goes while it waits for changes is no longer listened for', async () => {
    const events = await listen(CHANGES);
    const waiting = next(events);
    await new Promise((done) => setTimeout(done, 50));
    expect(listeners).toBe(1);
    await events.return();
    expect([await waiting, listeners]).toEqual([null, 0]);
  });

  test.each(['x', '9'])('since %s is refused', async (since) => {
    const refused = await subscribe({
      schema,
      document: parse(CHANGES),
      variableValues: { since },
      contextValue: createContext(store),
    });
    expect(JSON.parse(JSON.stringify(refused)).errors[0].extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'since',
    });
  });

  test('a wrong filter is refused before anything is listened to', async () => {
    const events = await subscribe({
      schema,
      document: parse('subscription { articleIngested(filter: { tickers: ["AMZN"] }) { slug } }'),
      contextValue: createContext(store),
    });
    expect([JSON.parse(JSON.stringify(events)).errors[0].extensions.argument, listeners]).toEqual([
      'filter.tickers',
      0,
    ]);
  });
});
