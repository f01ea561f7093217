import { describe, expect, test } from 'vitest';
import { labelId } from '../../src/store/identity.ts';
import { type PreparedArticle, prepareArticle } from '../../src/store/prepared-article.ts';
import type { Store } from '../../src/store/store.ts';
import { articleOf } from './corpus-builder.ts';
import { ENGINES } from './stores.ts';

/** An article with one tag, whose id is 7 as if that were its hash. */
function tagged(slug: string, tag: string): PreparedArticle {
  const prepared = prepareArticle(
    articleOf(slug, { title: slug, bodyText: '', tags: [tag] }),
    'Asia/Shanghai',
  );
  const own = labelId('Tag', tag);
  return {
    ...prepared,
    labels: prepared.labels.map((label) => (label.id === own ? { ...label, id: 7 } : label)),
    rows: {
      ...prepared.rows,
      label_article:
        prepared.rows.label_article?.map((row) => row.map((value) => (value === own ? 7 : value))) ?? [],
    },
  };
}

async function put(store: Store, articles: readonly PreparedArticle[]): Promise<string> {
  const transaction = await store.beginIngest();
  try {
    await transaction.putPrepared(articles);
    return await transaction.commit();
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

describe.each(ENGINES)('labels of one id on $name', ({ missing, open }) => {
  test.skipIf(missing !== null)(
    'are refused, in one ingest and in two, and nothing is mixed up',
    async () => {
      const { store, remove } = await open();
      try {
        const refusal = {
          name: 'UserError',
          code: 'LABEL_ID_TAKEN',
          message:
            'The tag "b" and the tag "a" have the same hash, so that the store could not tell them apart.',
          hint: 'Change one of the two in its posts, by a single character, and ingest again.',
        };
        await expect(put(store, [tagged('one', 'a'), tagged('two', 'b')])).rejects.toMatchObject(refusal);
        expect(await put(store, [tagged('one', 'a')])).toBe('1');
        await expect(put(store, [tagged('two', 'b')])).rejects.toMatchObject(refusal);
        expect(await put(store, [tagged('three', 'a')])).toBe('2');
        const { edges } = await store.articles.page({}, { field: 'TITLE', direction: 'ASC' }, { first: 5 });
        expect(edges.map(({ node }) => node.slug)).toEqual(['one', 'three']);
      } finally {
        await remove();
      }
    },
  );
});
