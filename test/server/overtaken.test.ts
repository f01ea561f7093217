import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { createHandler } from '../../src/server/handler.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { articleOf, catalogOf, company, ingest } from '../store/corpus-builder.ts';

const schema = createSchema();
let store: Store;
beforeEach(async () => {
  store = await openStore(':memory:');
  const names = { Meta: company('meta') };
  await ingest(store, catalogOf({ companies: [{ slug: 'meta' }] }), [
    articleOf('kept', { title: 'Meta stays', names }),
    articleOf('removed', { title: 'Meta goes', names }),
  ]);
});
afterEach(() => store.close());

/** The store, where another process commits an ingest right before articles are read by their ids. */
function overtakenBy(ingests: (() => Promise<void>)[]): Store {
  const articles: Store['articles'] = {
    ...store.articles,
    async byIds(ids) {
      await ingests.shift()?.();
      return store.articles.byIds(ids);
    },
  };
  const overtaken: Store = new Proxy(store, {
    get: (target, name) =>
      name === 'articles' ? articles : name === 'session' ? () => overtaken : Reflect.get(target, name),
  });
  return overtaken;
}

async function remove(slug: string): Promise<void> {
  const transaction = await store.beginIngest();
  await transaction.removeArticles([slug]);
  await transaction.commit();
}

async function answer(overtaken: Store): Promise<unknown> {
  const options = { cors: [] as string[], graphiql: false, introspection: false, logging: false } as const;
  const handler = createHandler({ schema, store: overtaken, ...options });
  const response = await handler.fetch('http://newsgraph.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: '{ company(slug: "meta") { articles { edges { mentions { article { slug } } } } } }',
    }),
  });
  return response.json();
}

it('an operation whose article is removed under it answers as if it had come after', async () => {
  expect(await answer(overtakenBy([() => remove('removed')]))).toEqual({
    data: { company: { articles: { edges: [{ mentions: [{ article: { slug: 'kept' } }] }] } } },
  });
});

it('an operation that is overtaken again and again ends with an error', async () => {
  const { errors } = (await answer(overtakenBy([() => remove('removed'), () => remove('kept')]))) as {
    errors: unknown;
  };
  expect(errors).toMatchObject([
    { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ]);
});
