import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { TestStore } from '../store/stores.ts';
import { ask } from './ask.ts';
import { ingest, POSTS } from './corpus.ts';
import { onEachEngine } from './engines.ts';

onEachEngine((open) => {
  let opened: TestStore;
  let store: Store;
  beforeAll(async () => {
    opened = await open({ timeZone: 'Asia/Shanghai' });
    store = opened.store;
    const old = {
      slug: 'old',
      title: '{Company meta|Meta}',
      body: '',
      publishedAt: '1970-01-01T00:00:00Z',
    };
    await ingest(store, [...POSTS, old]);
  });
  afterAll(() => opened.remove());

  test('a timeline of too many buckets is an error that says what made it so long and what to ask for', async () => {
    const errorsOf = async (field: string) =>
      (await ask(store, `{ company(slug: "meta") { timeline(${field}) { start } } }`)).errors;
    const error = (message: string, argument: string, hint: string) => [
      {
        message,
        path: 'company.timeline',
        extensions: { code: 'TIMELINE_TOO_LONG', argument, limit: 5000, hint },
      },
    ];
    expect([
      await errorsOf('interval: DAY'),
      await errorsOf('interval: DAY, to: "2000-01-01"'),
      await errorsOf('interval: WEEK, from: "1870-01-01"'),
      await errorsOf('interval: DAY, from: "2000-01-01", to: "2013-09-09"'),
      await errorsOf('interval: YEAR, from: "0001-01-01", to: "9999-12-31"'),
    ]).toEqual([
      error(
        'From 1970-01-01 to 2021-12-02 there are 18964 days; a timeline has at most 5000 buckets.',
        'interval',
        'The first article that names it is of 1970-01-01. The last article that names it is of 2021-12-02. Ask for `interval: WEEK`, or give a later `from` or an earlier `to`.',
      ),
      error(
        'From 1970-01-01 to 2000-01-01 there are 10958 days; a timeline has at most 5000 buckets.',
        'interval',
        'The first article that names it is of 1970-01-01. Ask for `interval: WEEK`, or give a later `from` or an earlier `to`.',
      ),
      error(
        'From 1870-01-01 to 2021-12-02 there are 7928 weeks; a timeline has at most 5000 buckets.',
        'from',
        'The last article that names it is of 2021-12-02. Ask for `interval: MONTH`, or give a later `from` or an earlier `to`.',
      ),
      error(
        'From 2000-01-01 to 2013-09-09 there are 5001 days; a timeline has at most 5000 buckets.',
        'from',
        'Ask for `interval: WEEK`, or give a later `from` or an earlier `to`.',
      ),
      error(
        'From 0001-01-01 to 9999-12-31 there are 9999 years; a timeline has at most 5000 buckets.',
        'from',
        'Give a later `from` or an earlier `to`.',
      ),
    ]);
  });

  test('a timeline may have 5,000 buckets, and one that is too long leaves the others as they are', async () => {
    const day = (offset: number) => new Date(Date.UTC(2000, 0, 1 + offset)).toISOString().slice(0, 10);
    expect(
      await ask(
        store,
        `{
        longest: company(slug: "meta") { timeline(interval: DAY, from: "2000-01-01", to: "2013-09-08") { start } }
        years: company(slug: "meta") { timeline(interval: YEAR, to: "1970-12-31") { start articleCount } }
        before: company(slug: "meta") { timeline(interval: DAY, to: "1969-12-31") { start } }
        amazon: company(slug: "amazon") { timeline(interval: DAY) { articleCount } }
        meta: company(slug: "meta") { timeline(interval: DAY) { start } }
      }`,
      ),
    ).toEqual({
      data: {
        longest: { timeline: Array.from({ length: 5000 }, (_, index) => ({ start: day(index) })) },
        years: { timeline: [{ start: '1970-01-01', articleCount: 1 }] },
        before: { timeline: [] },
        amazon: {
          timeline: [1, ...Array(17).fill(0), 1].map((articleCount) => ({ articleCount })),
        },
        meta: null,
      },
      errors: [
        {
          message: 'From 1970-01-01 to 2021-12-02 there are 18964 days; a timeline has at most 5000 buckets.',
          path: 'meta.timeline',
          extensions: {
            code: 'TIMELINE_TOO_LONG',
            argument: 'interval',
            limit: 5000,
            hint: 'The first article that names it is of 1970-01-01. The last article that names it is of 2021-12-02. Ask for `interval: WEEK`, or give a later `from` or an earlier `to`.',
          },
        },
      ],
      statements: expect.any(Number),
    });
  });
});
