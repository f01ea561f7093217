import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Catalog, EntityType } from '../../src/catalog/catalog.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { type ArticleChange, type RelinkReport, relink } from '../../src/ingest/relink.ts';
import { openStore } from '../../src/store/open.ts';
import type {
  ArticleScope,
  EntityFilter,
  EntityOrder,
  Page,
  PageRequest,
  Store,
} from '../../src/store/store.ts';
import { catalogOf } from '../catalog/folder.ts';
import { comparable } from '../store/corpus-builder.ts';
import { ENGINES, type TestEngine } from '../store/stores.ts';
import { workspace } from '../workspace.ts';
import { READ_OPTIONS } from './session.ts';

type Entry = Readonly<Record<string, unknown>>;
interface Entries {
  readonly exchanges: readonly Entry[];
  readonly companies: readonly Entry[];
  readonly products: readonly Entry[];
  readonly topics: readonly Entry[];
}

const BLAZE = { slug: 'blaze', name: { en: 'Blaze' }, tickers: ['XNAS:BLZE'] };
const FROST = { slug: 'frost', name: { en: 'Frost' }, tickers: ['XHKG:00777'] };
const STREAM = { slug: 'stream', name: { en: 'Stream' } };
const NASDAQ = { mic: 'XNAS', name: { en: 'Nasdaq' }, country: 'US', currency: 'USD', prefixes: ['NASDAQ'] };
const HONG_KONG = {
  mic: 'XHKG',
  name: { en: 'HKEX' },
  country: 'HK',
  currency: 'HKD',
  suffixes: ['HK'],
};
const SHANGHAI = { mic: 'XSHG', name: { en: 'Shanghai' }, country: 'CN', currency: 'CNY' };
const BASE: Entries = {
  exchanges: [NASDAQ, HONG_KONG, SHANGHAI],
  companies: [BLAZE, FROST, STREAM],
  products: [
    { slug: 'torch', name: { en: 'Torch' }, maker: 'blaze', kind: 'DEVICE' },
    {
      slug: 'skate',
      name: { en: 'Skate' },
      aliases: [{ text: '冰刀', ambiguous: true }],
      maker: 'frost',
      kind: 'DEVICE',
    },
  ],
  topics: [
    { slug: 'energy', name: { en: 'Energy' } },
    { slug: 'heat', name: { en: 'Heat', zh: '热能' }, parent: 'energy' },
  ],
};

const chart = (nid: string, code: string) =>
  `<!-- EM_StockImg_Start --><p><a href="http://quote.eastmoney.com/unify/r/${nid}" data-code="${code}|7" class="EmImageRemark"><img src="https://webquoteklinepic.eastmoney.com/GetPic.aspx?nid=${nid}" alt="K图 ${code}_0" data-code="K ${code}|7" /></a></p><!-- EM_StockImg_End -->`;
const link = (code: string, name: string) =>
  `<span id="stock_${code.replace(',', '.')}"><a href="http://quote.eastmoney.com/unify/r/${code.replace(',', '.')}" class="keytip" data-code="${code}">${name}</a></span>`;

const POSTS: Readonly<Record<string, { title: string; body: string; tags?: string }>> = {
  blaze: { title: 'Blaze', body: 'Blaze sells Heat. Nothing else.' },
  torch: { title: 'New', body: 'The Torch is new.' },
  frost: { title: 'Cold', body: 'Frost said so. Rainex followed the Frost bite.' },
  skate: { title: '冰刀', body: '冰刀很快。' },
  symbol: { title: 'Nothing', body: 'It is $BLZE, not NASDAQ: STRM, nor 777.HK.' },
  tagged: { title: '冰刀上市', body: '新的冰刀。', tags: 'Frost' },
  block: { title: '图', body: `<p>没有公司。</p>${chart('116.00777', '00777|116')}` },
  taught: { title: '链接', body: `<p>${link('1,600999', '乙公司')}上涨，乙公司说。</p>` },
  taughtBlock: { title: '另一图', body: `<p>没有。</p>${chart('1.600999', '600999|1')}` },
  code: { title: 'Code', body: 'Run <code>Frost</code> and read https://example.com/Rainex now.' },
  credit: { title: '消息', body: '<p>热能很好，Energy 也是。（文章来源：Stream）</p>' },
  gale: { title: 'Gale', body: 'Gale said so.' },
  other: { title: 'Stream', body: 'Stream said so.' },
  none: { title: 'Nothing', body: 'Nobody is named here.' },
};

/** What may be done to the catalog; every subset of them is a catalog. */
const EDITS = {
  'an alias': (entries) => ({
    ...entries,
    companies: replaced(entries.companies, 'stream', (company) => ({ ...company, aliases: ['Rainex'] })),
  }),
  'rules of an alias': (entries) => ({
    ...entries,
    companies: replaced(entries.companies, 'frost', (company) => ({
      ...company,
      aliases: [{ text: 'Frost', unless: ['Frost bite'] }],
    })),
  }),
  'an open name': (entries) => ({
    ...entries,
    companies: replaced(entries.companies, 'blaze', (company) => ({
      ...company,
      aliases: [{ text: 'Blaze', ambiguous: true }],
    })),
  }),
  'a ticker that changes hands': (entries) => ({
    ...entries,
    companies: replaced(
      replaced(entries.companies, 'blaze', ({ tickers, ...company }) => company),
      'stream',
      (company) => ({ ...company, tickers: ['XNAS:BLZE', 'XNAS:STRM'] }),
    ),
  }),
  'no ticker in Hong Kong': (entries) => ({
    ...entries,
    companies: replaced(entries.companies, 'frost', ({ tickers, ...company }) => company),
  }),
  'a company for what a post taught': (entries) => ({
    ...entries,
    companies: [
      ...entries.companies,
      { slug: 'second', name: { en: 'Second', zh: '乙公司' }, tickers: ['XSHG:600999'] },
    ],
  }),
  'an owner': (entries) => ({
    ...entries,
    companies: replaced(entries.companies, 'frost', (company) => ({ ...company, parent: 'blaze' })),
  }),
  'another maker': (entries) => ({
    ...entries,
    products: replaced(entries.products, 'skate', (product) => ({ ...product, maker: 'blaze' })),
  }),
  'a topic of its own': (entries) => ({
    ...entries,
    topics: replaced(entries.topics, 'heat', ({ parent, ...topic }) => topic),
  }),
  'no topic': (entries) => ({ ...entries, topics: [] }),
  'two of one name': (entries) => ({
    ...entries,
    companies: [
      ...entries.companies,
      { slug: 'east', name: { en: 'Gale' } },
      { slug: 'west', name: { en: 'Gale' } },
    ],
  }),
  'another order': (entries) => ({ ...entries, companies: entries.companies.toReversed() }),
  'a country': (entries) => ({
    ...entries,
    companies: replaced(entries.companies, 'stream', (company) => ({ ...company, country: 'FR' })),
  }),
  'an exchange': (entries) => ({
    ...entries,
    exchanges: [{ ...NASDAQ, prefixes: ['NASDAQ', 'NDQ'] }, HONG_KONG, SHANGHAI],
  }),
} as const satisfies Record<string, (entries: Entries) => Entries>;
type Edit = keyof typeof EDITS;
const NAMES = Object.keys(EDITS) as Edit[];

function replaced(entries: readonly Entry[], slug: string, by: (entry: Entry) => Entry): readonly Entry[] {
  return entries.map((entry) => (entry.slug === slug ? by(entry) : entry));
}

function catalogWith(...edits: readonly Edit[]): Promise<Catalog> {
  const inOrder = NAMES.filter((name) => edits.includes(name));
  const entries = inOrder.reduce<Entries>((before, name) => EDITS[name](before), BASE);
  return catalogOf(JSON.stringify(entries));
}

/** A folder with the posts. */
function posts(): string {
  const { folder, file } = workspace();
  for (const [name, { title, body, tags }] of Object.entries(POSTS)) {
    const tagLine = tags === undefined ? '' : `tags: ${tags}\n`;
    file(`${name}.md`, `---\ntitle: ${title}\ndate: 2024-01-02\n${tagLine}---\n${body}\n`);
  }
  return folder;
}

function ingestInto(store: Store, folder: string, catalog: Catalog) {
  return ingest({ folders: [folder], store, settings: { catalog, readOptions: READ_OPTIONS }, threads: 1 });
}

async function opened(engine: TestEngine): Promise<Store> {
  const { store, remove } = await engine.open();
  onTestFinished(remove);
  return store;
}

const ALL: PageRequest = { first: 100 };
const BY_NAME: EntityOrder = { field: 'NAME', direction: 'ASC' };

/** Everything that a store answers which depends on articles and their links. */
async function contentsOf(store: Store): Promise<unknown> {
  const page = await store.articles.page({}, { field: 'TITLE', direction: 'ASC' }, ALL);
  const articles = page.edges.map(({ node }) => node);
  const ids = articles.map(({ id }) => id);
  const { revision, ingestedAt, ...corpus } = await store.corpus.get();
  const kinds: readonly (readonly [EntityType, EntityKind])[] = [
    ['Company', store.companies],
    ['Product', store.products],
    ['Topic', store.topics],
    ['Ticker', store.tickers],
  ];
  const entities = await Promise.all(
    kinds.map(async ([type, kind]) => {
      const all = (await kind.page({}, BY_NAME, ALL)).edges.map(({ node }) => node);
      const request = { interval: 'YEAR' } as const;
      return {
        all,
        articles: withoutCursors(await kind.pagesOfArticles(ids, ALL)),
        timelines: await store.articles.timelines(
          all.map(({ id }): ArticleScope => ({ kind: 'entity', type, id })),
          {},
          request,
        ),
      };
    }),
  );
  const companies = (await store.companies.page({}, BY_NAME, ALL)).edges.map(({ node }) => node.id);
  const facet = (name: 'companies' | 'topics' | 'sources' | 'months') =>
    store.articles.facets([{ kind: 'corpus' }], {}, name, { first: 20 });
  return comparable({
    corpus,
    articles,
    bodies: await store.articles.bodies(ids),
    mentions: withoutCursors(await store.mentions.ofArticles(ids, {}, ALL)),
    entities,
    coverage: await store.companies.coverage(
      companies,
      (await store.topics.tree()).map(({ id }) => [id]),
      {},
    ),
    exchanges: await store.tickers.exchanges(['XNAS', 'XHKG', 'XSHG']),
    facets: [await facet('companies'), await facet('topics'), await facet('sources'), await facet('months')],
    found: withoutCursors([await store.search.page({ query: 'said' }, ALL)]),
    diagnostics: withoutCursors([await store.corpus.diagnostics({}, ALL)]),
  });
}

interface EntityKind {
  page(filter: EntityFilter, order: EntityOrder, page: PageRequest): Promise<Page<{ readonly id: number }>>;
  pagesOfArticles(ids: readonly number[], page: PageRequest): Promise<Page<unknown>[]>;
}

function withoutCursors(
  pages: readonly { readonly edges: readonly { readonly cursor: string }[] }[],
): unknown {
  return pages.map(({ edges }) => edges.map(({ cursor, ...edge }) => edge));
}

/** What a fresh store makes of the posts with this catalog. */
async function freshContents(folder: string, catalog: Catalog): Promise<unknown> {
  const store = await openStore(':memory:');
  try {
    await ingestInto(store, folder, catalog);
    return await contentsOf(store);
  } finally {
    await store.close();
  }
}

/** `slug: +Company frost “Frost” in Frost said so.`, and the counts of the report. */
async function relinked(
  store: Store,
  catalog: Catalog,
  dryRun = false,
): Promise<{ changes: string[]; counts: Partial<RelinkReport> }> {
  const changes: string[] = [];
  const onChange = ({ slug, mentions, tickers }: ArticleChange) => {
    for (const { kind, mention, sentence } of mentions) {
      const meant = mention.status === 'RESOLVED' ? [mention.entity] : mention.candidates;
      const keys = meant.map(({ key }) => key).join('?');
      changes.push(`${slug}: ${kind} ${keys} “${mention.surface}” in ${sentence}`);
    }
    for (const { kind, ticker, origin, sentence } of tickers)
      changes.push(`${slug}: ${kind} ${ticker} as ${origin} in ${sentence}`);
  };
  const { seconds, revision, ...counts } = await relink({ store, catalog, dryRun, onChange });
  return { changes: changes.sort(), counts };
}

for (const engine of ENGINES) {
  describe.skipIf(engine.missing !== null)(`linking again, ${engine.name}`, () => {
    it('links what a new alias can touch, and takes it back when the alias goes', async () => {
      const folder = posts();
      const store = await opened(engine);
      await ingestInto(store, folder, await catalogWith());
      const gained = 'frost: GAINED stream “Rainex” in Rainex followed the Frost bite.';
      expect(await relinked(store, await catalogWith('an alias'))).toEqual({
        changes: [gained],
        counts: { checked: 14, relinked: 2, gained: 1, lost: 0 },
      });
      expect(await relinked(store, await catalogWith())).toEqual({
        changes: [gained.replace('GAINED', 'LOST')],
        counts: { checked: 14, relinked: 2, gained: 0, lost: 1 },
      });
      expect(await relinked(store, await catalogWith())).toEqual({
        changes: [],
        counts: { checked: 0, relinked: 0, gained: 0, lost: 0 },
      });
    });

    it('links what other rules of an alias can touch', async () => {
      const store = await opened(engine);
      await ingestInto(store, posts(), await catalogWith());
      expect(await relinked(store, await catalogWith('rules of an alias'))).toEqual({
        changes: ['frost: LOST frost “Frost” in Rainex followed the Frost bite.'],
        counts: { checked: 14, relinked: 3, gained: 0, lost: 1 },
      });
    });

    it('links what a ticker of another company can touch', async () => {
      const store = await opened(engine);
      await ingestInto(store, posts(), await catalogWith());
      expect(await relinked(store, await catalogWith('a ticker that changes hands'))).toEqual({
        changes: [
          'blaze: LOST XNAS:BLZE as COMPANY in Blaze',
          'other: GAINED XNAS:BLZE as COMPANY in Stream',
          'other: GAINED XNAS:STRM as COMPANY in Stream',
          'symbol: GAINED XNAS:STRM “NASDAQ: STRM” in It is $BLZE, not NASDAQ: STRM, nor 777.HK.',
        ],
        counts: { checked: 14, relinked: 4, gained: 3, lost: 1 },
      });
    });

    it('links everything when an exchange changes', async () => {
      const store = await opened(engine);
      await ingestInto(store, posts(), await catalogWith());
      expect(await relinked(store, await catalogWith('an exchange'))).toEqual({
        changes: [],
        counts: { checked: 14, relinked: 14, gained: 0, lost: 0 },
      });
    });

    it('says what it would do and leaves the store as it was', async () => {
      const folder = posts();
      const store = await opened(engine);
      await ingestInto(store, folder, await catalogWith());
      const before = [await contentsOf(store), await store.corpus.get()];
      const edited = await catalogWith('an alias', 'rules of an alias', 'two of one name');
      const would = await relinked(store, edited, true);
      expect(would.changes).toEqual([
        'frost: GAINED stream “Rainex” in Rainex followed the Frost bite.',
        'frost: LOST frost “Frost” in Rainex followed the Frost bite.',
        'gale: GAINED east?west “Gale” in Gale',
        'gale: GAINED east?west “Gale” in Gale said so.',
      ]);
      expect([await contentsOf(store), await store.corpus.get()]).toEqual(before);
      expect(await relinked(store, edited)).toEqual(would);
    });

    it('comes to what a fresh ingest with the new catalog comes to, edit after edit', {
      timeout: 120_000,
    }, async () => {
      const folder = posts();
      const runs = engine.engine === 'postgres' ? 4 : 12;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.subarray(NAMES), { minLength: 2, maxLength: 4 }), async (states) => {
          const { store, remove } = await engine.open();
          try {
            await ingestInto(store, folder, await catalogWith(...(states[0] ?? [])));
            for (const edits of states.slice(1)) {
              const catalog = await catalogWith(...edits);
              await relink({ store, catalog });
              expect(await contentsOf(store)).toEqual(await freshContents(folder, catalog));
            }
          } finally {
            await remove();
          }
        }),
        { numRuns: runs, seed: 4 },
      );
    });

    it('is part of an ingest, which reads only the files that changed', async () => {
      const { folder, file } = workspace();
      file('a.md', '---\ntitle: A\ndate: 2024-01-02\n---\nRainex fell.\n');
      file('b.md', '---\ntitle: B\ndate: 2024-01-02\n---\nNothing fell.\n');
      file('c.md', '---\ntitle: C\ndate: 2024-01-02\n---\nRainex and Frost.\n');
      const store = await opened(engine);
      await ingestInto(store, folder, await catalogWith());
      file('c.md', '---\ntitle: C\ndate: 2024-01-02\n---\nRainex and Blaze.\n');
      const catalog = await catalogWith('an alias');
      const { articles } = await ingestInto(store, folder, catalog);
      expect(articles).toEqual({ added: 0, updated: 2, unchanged: 1, removed: 0 });
      expect(await contentsOf(store)).toEqual(await freshContents(folder, catalog));
      const again = await ingestInto(store, folder, catalog);
      expect(again.articles).toEqual({ added: 0, updated: 0, unchanged: 3, removed: 0 });
    });

    it('is shared by ingesters that share a folder, each with its own articles', async () => {
      const folder = posts();
      const store = await opened(engine);
      await ingestInto(store, folder, await catalogWith());
      const catalog = await catalogWith('an alias', 'an open name', 'another maker');
      const counts: number[] = [];
      for (const index of [1, 2]) {
        const shard = { index, count: 2 };
        const settings = { catalog, readOptions: READ_OPTIONS };
        const { files } = await ingest({ folders: [folder], store, settings, threads: 1, shard });
        counts.push(files.articles);
      }
      expect([counts[0] === 14, (counts[0] ?? 0) + (counts[1] ?? 0)]).toEqual([false, 14]);
      expect(await contentsOf(store)).toEqual(await freshContents(folder, catalog));
      expect((await relinked(store, catalog)).counts).toEqual({
        checked: 0,
        relinked: 0,
        gained: 0,
        lost: 0,
      });
    });

    it('goes by the catalog that each article was linked with', async () => {
      const { folder, file } = workspace();
      file('a.md', '---\ntitle: A\ndate: 2024-01-02\n---\nRainex fell.\n');
      file('b.md', '---\ntitle: B\ndate: 2024-01-02\n---\nRainex fell again.\n');
      const store = await opened(engine);
      await ingestInto(store, folder, await catalogWith());
      const transaction = await store.beginIngest();
      await transaction.putCatalog(await catalogWith('an alias'));
      await transaction.commit();
      expect(await relinked(store, await catalogWith('an alias', 'a country'))).toEqual({
        changes: [
          'a: GAINED stream “Rainex” in Rainex fell.',
          'b: GAINED stream “Rainex” in Rainex fell again.',
        ],
        counts: { checked: 2, relinked: 2, gained: 2, lost: 0 },
      });
    });
  });
}
