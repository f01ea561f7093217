import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { loadCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';

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
}

/** The exchange's own form of a vendor's symbol: 0700.HK → 00700, BRK-B → BRK.B. */
function ownSymbol({ mic, symbol }: Listing): string {
  const bare = symbol.replace(/\.(HK|SS|SH|SZ)$/, '');
  if (mic === 'XHKG') return bare.padStart(5, '0');
  return bare.replace('-', '.');
}

describe.skipIf(!there)('the shipped tickers', async () => {
  const listings = there ? (parse(readFileSync(LISTINGS), { columns: true }) as Listing[]) : [];
  const listed = new Set(listings.map((listing) => `${listing.mic}:${ownSymbol(listing)}`));
  const { tickers } = await loadCatalog([SHIPPED_CATALOG]);

  // The files of these markets are complete for common stock; of the others they hold large companies only.
  it.each(['XNAS', 'XNYS'])('of %s are listed there', (mic) => {
    const ours = [...tickers.values()].filter((ticker) => ticker.mic === mic && ticker.origin === 'CATALOG');
    expect(ours).not.toEqual([]);
    expect(ours.map(({ key }) => key).filter((key) => !listed.has(key))).toEqual([]);
  });

  it('are on no other exchange of the same country than the one that lists them', () => {
    const places = new Map<string, Set<string>>();
    for (const listing of listings) {
      const symbol = ownSymbol(listing);
      places.set(symbol, (places.get(symbol) ?? new Set()).add(listing.mic));
    }
    const markets = ['XNAS', 'XNYS', 'XSHG', 'XSHE'];
    const wrong = [...tickers.values()].filter(({ mic, symbol }) => {
      const found = [...(places.get(symbol) ?? [])].filter((place) => markets.includes(place));
      return markets.includes(mic) && found.length > 0 && !found.includes(mic);
    });
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });
});
