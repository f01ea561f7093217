import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/catalog/catalog.ts';
import { loadCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';
import { LISTED_UNDER_ANOTHER_NAME, RENAMED_SYMBOLS } from './listing-names.ts';

const LISTINGS =
  process.env.NEWSGRAPH_LISTINGS ?? resolve(import.meta.dirname, '../../../shared/data/listings.csv');
const there = existsSync(LISTINGS);
if (!there) {
  console.warn(
    'The tickers are not held against listings: there is no listings.csv (NEWSGRAPH_LISTINGS names one).',
  );
}

interface Listing {
  mic: string;
  symbol: string;
  name: string;
}

/**
 * ISO 10383 knows markets by operating and by segment codes. The listings give Tokyo by its operator, XJPX (Japan
 * Exchange Group), the catalog by the market itself, XTKS (Tokyo Stock Exchange). All other codes are the same.
 */
const SEGMENT: Readonly<Record<string, string>> = { XJPX: 'XTKS' };

/** What the vendor writes behind the symbols of these markets; symbols of American ones stand alone. */
const SUFFIX: Readonly<Record<string, string>> = {
  XAMS: '.AS',
  XETR: '.DE',
  XHKG: '.HK',
  XKRX: '.KS',
  XLON: '.L',
  XPAR: '.PA',
  ROCO: '.TWO',
  XSHE: '.SZ',
  XSHG: '.SS',
  XTAI: '.TW',
  XTKS: '.T',
};

/** The listing under the key of the catalog, in the exchange's own form: 0700.HK → 00700, BT-A.L → BT.A. */
function keyOf({ mic, symbol }: Listing): string {
  const market = SEGMENT[mic] ?? mic;
  const suffix = SUFFIX[market] ?? '';
  const bare = suffix !== '' && symbol.endsWith(suffix) ? symbol.slice(0, -suffix.length) : symbol;
  return `${market}:${market === 'XHKG' ? bare.padStart(5, '0') : bare.replace(/[-/]/, '.')}`;
}

function marketOf(key: string): string {
  return key.slice(0, key.indexOf(':'));
}

/** Words of a legal name that say nothing of whose it is. */
const LEGAL = new Set(
  `ab ad adr ads ag american and asa b beneficial bhd c capital class co common company corp corporation de
  depositary each gdr group h holding holdings inc incorporated interest kk kgaa limited ltd new nv ordinary plc r
  regs registered representing s sa se series share shares societe spa sponsored stock the trust units voting`.split(
    /\s+/,
  ),
);

/** Latin letters and digits of a name, without accents and legal words. */
function wordsOf(name: string): string[] {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’.]/g, '')
    .toLowerCase();
  return plain.split(/[^a-z0-9]+/).filter((word) => word !== '' && !LEGAL.has(word));
}

/** Whether a name of the company stands at the start of the listed one or the other way round, or as whole words in it. */
function isNameOf(company: Company, listed: string): boolean {
  const theirs = wordsOf(listed);
  const names = [
    ...Object.values(company.name),
    ...company.aliases,
    ...company.formerNames.map((f) => f.name),
  ];
  return names.some((name) => {
    const ours = wordsOf(name);
    if (ours.length === 0) return false;
    const [short, long] = [ours.join(''), theirs.join('')].sort((a, b) => a.length - b.length);
    if (short !== undefined && short.length > 2 && long?.startsWith(short)) return true;
    return ours.every((word) => theirs.includes(word));
  });
}

describe.skipIf(!there)('the shipped tickers', async () => {
  const listings = there ? (parse(readFileSync(LISTINGS), { columns: true }) as Listing[]) : [];
  const listed = new Map(listings.map((listing) => [keyOf(listing), listing]));
  const covered = new Set([...listed.keys()].map(marketOf));
  const { tickers, companies } = await loadCatalog([SHIPPED_CATALOG]);
  const ours = [...tickers.values()].filter(({ origin }) => origin === 'CATALOG');

  // The files of these markets are complete for common stock; of the others they hold a part.
  it.each(['XNAS', 'XNYS'])('of %s are listed there', (mic) => {
    const keys = ours.filter((ticker) => ticker.mic === mic).map(({ key }) => key);
    expect(keys).not.toEqual([]);
    expect(keys.filter((key) => !listed.has(key))).toEqual([]);
  });

  it('belong to the company that the listing names', () => {
    const others = ours.flatMap(({ key, company }) => {
      const listing = listed.get(key);
      const owner = company === null ? undefined : companies.get(company);
      if (listing === undefined || (owner !== undefined && isNameOf(owner, listing.name))) return [];
      return [[key, listing.name]];
    });
    expect(Object.fromEntries(others)).toEqual(LISTED_UNDER_ANOTHER_NAME);
  });

  it('that are not in the listings of their market are not there under another symbol', () => {
    const byName = new Map<string, string>();
    for (const [key, { name }] of listed) byName.set(`${marketOf(key)} ${wordsOf(name).join(' ')}`, key);
    const renamed = ours.flatMap(({ key, mic, company }) => {
      if (listed.has(key) || company === null) return [];
      const other = byName.get(`${mic} ${wordsOf(companies.get(company)?.name.en ?? '').join(' ')}`);
      return other === undefined ? [] : [[key, other]];
    });
    expect(Object.fromEntries(renamed)).toEqual(RENAMED_SYMBOLS);
  });

  it('are on no other exchange of the same country than the one that lists them', () => {
    const markets = [
      ['XNAS', 'XNYS', 'XASE'],
      ['XSHG', 'XSHE'],
      ['XTAI', 'ROCO'],
    ];
    const wrong = ours.filter(({ mic, symbol, key }) => {
      const country = markets.find((mics) => mics.includes(mic)) ?? [];
      return !listed.has(key) && country.some((other) => listed.has(`${other}:${symbol}`));
    });
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });

  it('are as many as the documentation says, verified and not, in each market', () => {
    const documentation = readFileSync(resolve(import.meta.dirname, '../../docs/catalog.md'), 'utf8');
    const rows = [...documentation.matchAll(/^\| ([A-Z]{4}) \| (\d+) \| (\d+) \|$/gm)];
    const written = Object.fromEntries(rows.map(([, mic, all, open]) => [mic, [Number(all), Number(open)]]));
    const counted: Record<string, [number, number]> = {};
    for (const { mic, key } of ours) {
      counted[mic] ??= [0, 0];
      counted[mic][0] += 1;
      if (!listed.has(key)) counted[mic][1] += 1;
    }
    expect(written).toEqual(counted);
    // What no row covers at all is not verified: it must not look as if it were.
    const elsewhere = Object.entries(counted).filter(([mic]) => !covered.has(mic));
    expect(elsewhere.filter(([, [all, open]]) => all !== open)).toEqual([]);
  });
});
