import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { loadCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';

/** Reference listings: `NEWSGRAPH_LISTINGS`, or `../shared/data/listings.csv` beside the project. */
const LISTINGS =
  process.env.NEWSGRAPH_LISTINGS ??
  fileURLToPath(new URL('../../../shared/data/listings.csv', import.meta.url));

/** Markets that the listings hold completely; of the others many listed companies are missing. */
const COMPLETE = ['XNAS', 'XNYS', 'XASE'];

test.runIf(existsSync(LISTINGS))(
  'every American ticker is listed on the exchange that the catalog says',
  async () => {
    const rows: { mic: string; symbol: string }[] = parse(readFileSync(LISTINGS, 'utf8'), { columns: true });
    const listed = new Set(rows.map(({ mic, symbol }) => `${mic}:${symbol}`));
    const { tickers } = await loadCatalog([SHIPPED_CATALOG]);
    const checked = [...tickers.values()].filter(({ mic }) => COMPLETE.includes(mic));
    const unknown = checked.map(({ key }) => key).filter((key) => !listed.has(key));
    // The listings leave out shares of a class that is written with a full stop.
    expect(unknown.filter((key) => !/\.[A-Z]$/.test(key))).toEqual([]);
  },
);
