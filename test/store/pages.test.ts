import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ArticleFilter,
  type ArticleInput,
  type ArticleOrder,
  type ArticleScope,
  InvalidCursor,
  type Page,
  type PageRequest,
  type Store,
} from '../../src/store/store.ts';
import { articleOf, catalogOf, company, ingest } from './corpus-builder.ts';
import { LASTING_ENGINES, type TestStore } from './stores.ts';

const CATALOG = catalogOf({ companies: [{ slug: 'amazon' }, { slug: 'meta' }] });
const DATES = [
  null,
  '1969-01-01T00:00:00Z',
  '2021-12-02T13:48:00Z',
  '2021-12-02T13:48:00.500Z',
  '2022-01-01T00:00:00Z',
];

/** A few dates, titles and counts, so that ties are everywhere. */
const drawn = fc.record({
  date: fc.constantFrom(...DATES),
  title: fc.constantFrom('a', 'B', 'ä', '元', '𠀀', 'ｚ', ''),
  mentions: fc.nat(3),
  tag: fc.constantFrom('left', 'right', 'both'),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

function articleFrom(name: string, { date, title, mentions, tag }: Drawn): ArticleInput {
  return articleOf(name, {
    title,
    publishedAt: date,
    bodyText: `word ${'Amazon '.repeat(mentions)}${mentions % 2 === 0 ? 'Meta' : ''}`,
    names: { Amazon: company('amazon'), Meta: company('meta') },
    tags: tag === 'both' ? ['left', 'right'] : [tag],
    categories: [['news', tag]],
  });
}

const ORDERS: ArticleOrder[] = (['PUBLISHED_AT', 'MENTION_COUNT', 'TITLE'] as const).flatMap((field) => [
  { field, direction: 'ASC' },
  { field, direction: 'DESC' },
]);

const FILTERS: readonly (readonly [string, ArticleFilter])[] = [
  ['everything', {}],
  ['a tag', { tags: ['left'] }],
  ['any of two tags', { tags: ['left', 'right'] }],
  ['any of two companies', { companies: ['amazon', 'meta'] }],
  ['a category and a company', { category: ['news'], companies: ['meta'] }],
  ['a text', { text: 'word' }],
  ['a text and a tag', { text: 'wor', tags: ['right'] }],
  ['a time', { publishedFrom: Date.UTC(2021, 0), text: 'word' }],
];

const scopeOf = (id: number): ArticleScope => ({ kind: 'entity', type: 'Company', id });

type Read = (page: PageRequest) => Promise<Page<{ readonly slug: string }>>;

/** Walks from one end to the other, with something happening between the pages. */
async function walk(
  read: Read,
  size: number,
  backward: boolean,
  between: () => Promise<void>,
): Promise<string[]> {
  const slugs: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await read(
      backward
        ? { last: size, ...(cursor === undefined ? {} : { before: cursor }) }
        : { first: size, ...(cursor === undefined ? {} : { after: cursor }) },
    );
    const found = page.edges.map(({ node }) => node.slug);
    if (backward) slugs.unshift(...found);
    else slugs.push(...found);
    if (!(backward ? page.hasPreviousPage : page.hasNextPage)) return slugs;
    cursor = (backward ? page.edges[0] : page.edges.at(-1))?.cursor;
    await between();
  }
}

async function clear(store: Store): Promise<void> {
  const { edges } = await store.articles.page({}, { field: 'TITLE', direction: 'ASC' }, { first: 100 });
  await ingest(
    store,
    CATALOG,
    [],
    edges.map(({ node }) => node.slug),
  );
}

describe.each(LASTING_ENGINES)('pages on $name', ({ missing, open }) => {
  test.skipIf(missing !== null).each(FILTERS)(
    'of %s: any walk in any direction visits what was there throughout exactly once',
    async (_, filter) => {
      const opened: TestStore = await open();
      const { store } = opened;
      try {
        await fc.assert(
          fc.asyncProperty(
            fc.array(drawn, { minLength: 1, maxLength: 12 }),
            fc.array(drawn, { maxLength: 6 }),
            fc.constantFrom(...ORDERS),
            fc.integer({ min: 1, max: 5 }),
            fc.boolean(),
            async (first, later, order, size, backward) => {
              await clear(store);
              await ingest(
                store,
                CATALOG,
                first.map((one, index) => articleFrom(`first${index}`, one)),
              );
              const read: Read = (page) => store.articles.page(filter, order, page);
              const whole = (await read({ first: 100 })).edges.map(({ node }) => node.slug);
              expect(await store.articles.counts([{ kind: 'corpus' }], filter)).toEqual([whole.length]);
              let added = 0;
              const walked = await walk(read, size, backward, async () => {
                const next = later[added];
                if (next === undefined) return;
                await ingest(store, null, [articleFrom(`later${added}`, next)]);
                added += 1;
              });
              expect(walked.filter((slug) => slug.startsWith('first'))).toEqual(whole);
              expect(new Set(walked).size).toBe(walked.length);
              const final = (await read({ first: 100 })).edges.map(({ node }) => node.slug);
              expect(final.filter((slug) => walked.includes(slug))).toEqual(walked);
            },
          ),
          { numRuns: 30 },
        );
      } finally {
        await opened.remove();
      }
    },
  );

  test.skipIf(missing !== null)('of many parents are those of each parent alone', async () => {
    const opened = await open();
    const { store } = opened;
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(drawn, { minLength: 1, maxLength: 12 }),
          fc.constantFrom(...ORDERS),
          fc.integer({ min: 0, max: 4 }),
          fc.boolean(),
          async (drawings, order, size, backward) => {
            await clear(store);
            await ingest(
              store,
              CATALOG,
              drawings.map((one, index) => articleFrom(`a${index}`, one)),
            );
            const { edges } = await store.companies.page(
              {},
              { field: 'NAME', direction: 'ASC' },
              { first: 5 },
            );
            const ids = edges.map(({ node }) => node.id);
            const page: PageRequest = backward ? { last: size } : { first: size };
            for (const filter of [{}, { text: 'word' }, { tags: ['left'] }]) {
              const together = await store.articles.pages(ids.map(scopeOf), filter, order, page);
              for (const [index, id] of ids.entries()) {
                const [alone] = await store.articles.pages([scopeOf(id)], filter, order, page);
                expect(together[index]).toEqual(alone);
                const all = await walk(
                  async (request) =>
                    (await store.articles.pages([scopeOf(id)], filter, order, request))[0] ?? alone ?? none,
                  3,
                  backward,
                  async () => {},
                );
                const count = await store.articles.counts([{ kind: 'entity', type: 'Company', id }], filter);
                expect(count).toEqual([all.length]);
              }
            }
          },
        ),
        { numRuns: 15 },
      );
    } finally {
      await opened.remove();
    }
  });

  test.skipIf(missing !== null)('refuse cursors that were made for another list, or by nobody', async () => {
    const opened = await open();
    const { store } = opened;
    try {
      const article = articleFrom('a', { date: null, title: 'a', mentions: 1, tag: 'left' });
      await ingest(store, CATALOG, [article]);
      const newest: ArticleOrder = { field: 'PUBLISHED_AT', direction: 'DESC' };
      const { edges } = await store.articles.page({}, newest, { first: 1 });
      const cursor = edges[0]?.cursor ?? '';
      const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const parts: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
      const bad = [
        '',
        'x',
        '元',
        encode(null),
        encode({}),
        encode([2, ...parts.slice(1)]),
        encode(parts.slice(0, -1)),
        encode([...parts.slice(0, -1), '1']),
        encode([...parts.slice(0, -1), 1e300]),
        encode([...parts.slice(0, -1), 0.5]),
        encode([...parts, 1]),
      ];
      for (const after of bad) {
        await expect(store.articles.page({}, newest, { first: 1, after })).rejects.toThrow(
          new InvalidCursor('after'),
        );
      }
      const oldest: ArticleOrder = { field: 'PUBLISHED_AT', direction: 'ASC' };
      for (const list of [
        () => store.articles.page({}, oldest, { first: 1, before: cursor }),
        () => store.articles.page({}, { field: 'TITLE', direction: 'DESC' }, { first: 1, before: cursor }),
        () => store.companies.page({}, { field: 'NAME', direction: 'DESC' }, { first: 1, before: cursor }),
        () => store.categories.page(false, { last: 1, before: cursor }),
        () => store.search.page({ query: 'a' }, { last: 1, before: cursor }),
        () => store.corpus.diagnostics({}, { last: 1, before: cursor }),
      ]) {
        await expect(list()).rejects.toThrow(new InvalidCursor('before'));
      }
      const titles = await store.articles.page({}, { field: 'TITLE', direction: 'ASC' }, { first: 1 });
      const made: unknown[] = JSON.parse(Buffer.from(titles.edges[0]?.cursor ?? '', 'base64url').toString());
      for (const title of ['\u0000', '\ud800', 7]) {
        const after = encode([...made.slice(0, 3), title, made[4]]);
        const page = store.articles.page({}, { field: 'TITLE', direction: 'ASC' }, { first: 1, after });
        await expect(page).rejects.toThrow(new InvalidCursor('after'));
      }
    } finally {
      await opened.remove();
    }
  });

  test.skipIf(missing !== null)('say what lies before and after them', async () => {
    const opened = await open();
    const { store } = opened;
    try {
      const articles = ['a', 'b', 'c'].map((title) => articleOf(title, { title }));
      await ingest(store, CATALOG, articles);
      const read = async (page: PageRequest) => {
        const { edges, hasNextPage, hasPreviousPage } = await store.articles.page(
          {},
          { field: 'TITLE', direction: 'ASC' },
          page,
        );
        return [edges.map(({ node }) => node.slug).join(''), hasPreviousPage, hasNextPage];
      };
      const all = await store.articles.page({}, { field: 'TITLE', direction: 'ASC' }, { first: 3 });
      const [a = '', b = '', c = ''] = all.edges.map(({ cursor }) => cursor);
      expect(await read({ first: 3 })).toEqual(['abc', false, false]);
      expect(await read({ first: 2 })).toEqual(['ab', false, true]);
      expect(await read({ first: 0 })).toEqual(['', false, true]);
      expect(await read({ first: 2, after: a })).toEqual(['bc', true, false]);
      expect(await read({ last: 2 })).toEqual(['bc', true, false]);
      expect(await read({ last: 2, before: c })).toEqual(['ab', false, true]);
      expect(await read({ last: 1, before: c })).toEqual(['b', true, true]);
      expect(await read({ first: 5, after: a, before: c })).toEqual(['b', true, true]);
      expect(await read({ first: 5, after: c, before: a })).toEqual(['', true, true]);
      expect(await read({ first: 5, after: b, before: b })).toEqual(['', true, true]);
    } finally {
      await opened.remove();
    }
  });
});

const none: Page<{ readonly slug: string }> = { edges: [], hasNextPage: false, hasPreviousPage: false };
