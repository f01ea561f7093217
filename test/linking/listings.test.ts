import { expect, test } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { catalogFolder } from '../catalog/folder.ts';
import { link, post, shown } from './posts.ts';

const catalog = await loadCatalog([
  catalogFolder({
    'written.yaml': `exchanges:
  - { mic: XNAS, name: { en: Nasdaq }, country: US, currency: USD, prefixes: [NASDAQ] }
  - { mic: XHKG, name: { en: Hong Kong Stock Exchange }, country: HK, currency: HKD, suffixes: [HK] }
companies:
  - { slug: orchard, name: { en: Orchard Computer }, tickers: ["XNAS:ORCH"] }
`,
    'listed.tsv': `slug	name	name_zh	tickers	aliases	strong_aliases	country
zebrafin	Zebrafin		XNAS:ZEB			US
south-china	South China	世纪阳光	XHKG:00509	South China Holdings Limited	South China|世纪阳光	HK
`,
  }),
]);

test('a coined name of a listing links by itself and is handed to the store with its codes', () => {
  const { mentions, tickers, taughtCompanies, taughtTickers } = link(
    catalog,
    post({ language: 'en', bodyText: 'Zebrafin and Orchard Computer reported results.' }),
  );
  expect(shown(mentions)).toEqual(['Zebrafin = zebrafin (alias)', 'Orchard Computer = orchard (alias)']);
  expect(tickers).toEqual([
    { ticker: 'XNAS:ZEB', origin: 'COMPANY' },
    { ticker: 'XNAS:ORCH', origin: 'COMPANY' },
  ]);
  expect(taughtCompanies.map(({ slug }) => slug)).toEqual(['zebrafin']);
  expect(taughtTickers.map(({ key, company }) => [key, company])).toEqual([['XNAS:ZEB', 'zebrafin']]);
});

test('a name that is made of words counts beside its code or its legal name, and is nothing otherwise', () => {
  const linked = (bodyText: string) => shown(link(catalog, post({ bodyText })).mentions);
  expect(linked('世纪阳光照在海面上。The South China Sea.')).toEqual([]);
  expect(linked('世纪阳光（00509.HK）公布业绩。')).toEqual([
    '世纪阳光 = south-china (evidence-ticker)',
    '00509.HK = XHKG:00509 (ticker-form)',
  ]);
  expect(linked('South China Holdings Limited said on Monday that it was well.')).toEqual([
    'South China Holdings Limited = south-china (alias)',
  ]);
});

test('a symbol of a listing needs its market: a bare cashtag may be a variable', () => {
  const linked = (bodyText: string) => shown(link(catalog, post({ language: 'en', bodyText })).mentions);
  expect(linked('echo $ZEB and $ORCH')).toEqual(['$ORCH = XNAS:ORCH (cashtag)']);
  expect(linked('Shares (NASDAQ: ZEB) rose.')).toEqual(['NASDAQ: ZEB = XNAS:ZEB (ticker-form)']);
});
