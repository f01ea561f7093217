import { expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { dataOf } from './ask.ts';
import { ingest, type Post } from './corpus.ts';
import { onEachEngine } from './engines.ts';

const day = (number: number) => `2022-01-${String(number).padStart(2, '0')}T00:00:00Z`;
/** Posts of one day each, with the word in the title, in the body, or only as the beginning of another. */
const POSTS: readonly Post[] = [
  ...[2, 9, 16].map((date) => ({ slug: `title-${date}`, title: 'Cloud', body: '', publishedAt: day(date) })),
  ...[1, 4, 5, 8, 11, 12, 15, 18, 20].map((date) => ({
    slug: `body-${date}`,
    title: 'News',
    body: 'The cloud.',
    publishedAt: day(date),
  })),
  ...[3, 6, 7, 14].map((date) => ({
    slug: `longer-${date}`,
    title: 'News',
    body: 'Cloudflare.',
    publishedAt: day(date),
  })),
];

const BEST_FIRST = [
  ...['title-16', 'title-9', 'title-2'],
  ...['body-20', 'body-18', 'body-15', 'body-12', 'body-11', 'body-8', 'body-5', 'body-4', 'body-1'],
  ...['longer-14', 'longer-7', 'longer-6', 'longer-3'],
];

interface Found {
  readonly search: {
    readonly nodes: readonly { readonly slug: string }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string | null;
      readonly endCursor: string | null;
    };
  };
}

async function walk(store: Store, size: number, backward: boolean): Promise<string[]> {
  const slugs: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const { search }: Found = (await dataOf(
      store,
      `query ($size: Int!, $cursor: String) {
      search(query: "cloud", types: [ARTICLE], ${backward ? 'last: $size, before: $cursor' : 'first: $size, after: $cursor'}) {
        nodes { ... on Article { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }`,
      { size, cursor },
    )) as Found;
    const page = search.nodes.map(({ slug }) => slug);
    if (backward) slugs.unshift(...page);
    else slugs.push(...page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = search.pageInfo;
    if (!(backward ? hasPreviousPage : hasNextPage)) return slugs;
    cursor = backward ? startCursor : endCursor;
  }
}

onEachEngine((open) => {
  test('a search is walked in either direction and with any page size, across what it ranks apart', async () => {
    const { store, remove } = await open();
    try {
      await ingest(store, POSTS);
      for (const size of [1, 2, 3, 5, 10, 15, 16, 100]) {
        expect({ size, slugs: await walk(store, size, false) }).toEqual({ size, slugs: BEST_FIRST });
        expect({ size, slugs: await walk(store, size, true) }).toEqual({ size, slugs: BEST_FIRST });
      }
    } finally {
      await remove();
    }
  });
});
