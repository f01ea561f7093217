import { type ExecutionResult, parse, subscribe } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createContext } from '../../src/graph/context.ts';
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
        value: (listener: Parameters<Store['onRevision']>[0]) => {
          const stop = real.onRevision(listener);
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
