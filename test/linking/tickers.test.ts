import { expect, test } from 'vitest';
import type { Document, StockReference } from '../../src/documents/document.ts';
import { catalogOf } from '../catalog/folder.ts';
import { link, post, shown } from './posts.ts';

const catalog = await catalogOf(`exchanges:
  - { mic: XNAS, name: { en: Nasdaq }, country: US, currency: USD, suffixes: [O, US], prefixes: [NASDAQ, Nasdaq, 纳斯达克] }
  - { mic: XNYS, name: { en: NYSE }, country: US, currency: USD, suffixes: [N, US], prefixes: [NYSE, 纽交所] }
  - { mic: XHKG, name: { en: HKEX }, country: HK, currency: HKD, suffixes: [HK], prefixes: [HKEX, HK, 港股, 港交所] }
  - { mic: XSHG, name: { en: Shanghai }, country: CN, currency: CNY, suffixes: [SS, SH], prefixes: [SH, 上交所] }
  - { mic: XSHE, name: { en: Shenzhen }, country: CN, currency: CNY, suffixes: [SZ], prefixes: [SZ, 深交所] }
  - { mic: XTKS, name: { en: Tokyo }, country: JP, currency: JPY, suffixes: [T], prefixes: [TSE, TYO] }
  - { mic: XTSE, name: { en: Toronto }, country: CA, currency: CAD, suffixes: [TO], prefixes: [TSE, TSX] }
companies:
  - { slug: amber, name: { en: Amber, zh: 琥珀科技 }, tickers: ["XNAS:AMBR", "XHKG:09901"] }
  - { slug: fjord, name: { en: Fjord }, aliases: [{ text: Fjord, ambiguous: true }], tickers: ["XNYS:F"] }
  - { slug: index-funds, name: { en: Index Funds }, tickers: ["XNAS:SPY"] }
  - { slug: grain, name: { en: Grain, zh: 谷仓酒业 }, tickers: ["XSHG:600519"] }
  - { slug: nasdaq, name: { en: Nasdaq, zh: 纳斯达克 }, tickers: ["XNAS:NDAQ"] }
  - { slug: wheel, name: { en: Wheel }, tickers: ["XTKS:7203"] }
  - { slug: path, name: { en: Pathway }, tickers: ["XNYS:PATH"] }
  - { slug: chip, name: { en: CHP, zh: 芯芯微 }, tickers: ["XNAS:CHP"] }
`);

function read(parts: Partial<Document>) {
  const { mentions, tickers, taughtCompanies, taughtTickers } = link(catalog, post(parts));
  return {
    mentions: shown(mentions),
    tickers: tickers.map(({ ticker, origin }) => `${ticker} ${origin}`),
    taught: [
      ...taughtCompanies.map(({ slug, name }) => `${slug} ${JSON.stringify(name)}`),
      ...taughtTickers.map(({ key, company }) => `${key} ${company}`),
    ],
  };
}

test.each([
  ['NASDAQ: AMBR', 'XNAS:AMBR'],
  ['Nasdaq：AMBR', 'XNAS:AMBR'],
  ['ＮＡＳＤＡＱ：ＡＭＢＲ', 'XNAS:AMBR'],
  ['纳斯达克股票代码：AMBR', 'XNAS:AMBR'],
  ['$AMBR', 'XNAS:AMBR'],
  ['AMBR.US', 'XNAS:AMBR'],
  ['AMBR.O', 'XNAS:AMBR'],
  ['09901.HK', 'XHKG:09901'],
  ['9901.HK', 'XHKG:09901'],
  ['HKEX: 9901', 'XHKG:09901'],
  ['港股09901', 'XHKG:09901'],
  ['HK09901', 'XHKG:09901'],
  ['600519.SH', 'XSHG:600519'],
  ['600519.SS', 'XSHG:600519'],
  ['SH600519', 'XSHG:600519'],
  ['600519-CN', 'XSHG:600519'],
  ['TSE: 7203', 'XTKS:7203'],
  ['7203.T', 'XTKS:7203'],
])('%s names a market, and so the ticker %s', (form, ticker) => {
  const rule = form.startsWith('$') ? 'cashtag' : 'ticker-form';
  expect(read({ bodyText: `据报道，${form}，上涨。` })).toEqual({
    mentions: [`${form} = ${ticker} (${rule})`],
    tickers: [`${ticker} TEXT`],
    taught: [],
  });
});

test.each([
  ['a bare symbol', 'SPY and F rose; AMBR did not.'],
  ['a token', '黑客获得了$YEED。'],
  ['a sum of money', 'It costs $100, US$AMBR is no sum.'],
  ['a one-letter cashtag', 'echo $F'],
  ['a market and a plain word', 'Nasdaq-listed AI shares fell; NYSE: A quiet day.'],
  ['an index level and a year', '港股20000点关口，港股2021年表现。'],
  ['another market’s symbols', '5.SH, 12345.SS, U.S., 3.5.HK'],
  ['a file name', 'run 600519.sh'],
])('%s is no ticker', (_name, bodyText) => {
  expect(read({ bodyText }).tickers.filter((ticker) => ticker !== 'XNAS:NDAQ COMPANY')).toEqual([]);
});

test('a ticker form that the catalog lacks is taught where market and shape leave no doubt', () => {
  expect(
    read({
      bodyText:
        '联创（300343.SZ）、某股（港股01234）、Foo (NASDAQ: FOOO), Nasdaq: BARR rose, BAZZ.US, TSE: 9999.',
    }),
  ).toEqual({
    mentions: [
      '300343.SZ = XSHE:300343 (ticker-form)',
      '港股01234 = XHKG:01234 (ticker-form)',
      'NASDAQ: FOOO = XNAS:FOOO (ticker-form)',
      'Nasdaq = nasdaq (alias)',
      'TSE: 9999 = XTKS:9999 (ticker-form)',
    ],
    tickers: ['XSHE:300343 TEXT', 'XHKG:01234 TEXT', 'XNAS:FOOO TEXT', 'XTKS:9999 TEXT', 'XNAS:NDAQ COMPANY'],
    taught: ['XSHE:300343 null', 'XHKG:01234 null', 'XNAS:FOOO null', 'XTKS:9999 null'],
  });
});

test('a symbol in brackets right behind the name of its company is a ticker form, another of its names is not', () => {
  expect(
    read({ bodyText: '琥珀科技（AMBR）、谷仓酒业(600519)、Fjord (F)、芯芯微（CHP）、Amber (XYZ)' }),
  ).toEqual({
    mentions: [
      '琥珀科技 = amber (alias-ticker)',
      'AMBR = XNAS:AMBR (ticker-form)',
      '谷仓酒业 = grain (alias-ticker)',
      '600519 = XSHG:600519 (ticker-form)',
      'Fjord = fjord (alias-ticker)',
      'F = XNYS:F (ticker-form)',
      '芯芯微 = chip (alias-ticker)',
      'CHP = chip (alias)',
      'Amber = amber (alias)',
    ],
    tickers: ['XNAS:AMBR TEXT', 'XSHG:600519 TEXT', 'XNYS:F TEXT', 'XHKG:09901 COMPANY', 'XNAS:CHP COMPANY'],
    taught: [],
  });
});

test('nothing is read from code, and a company’s tickers come with resolved mentions only', () => {
  const bodyText = 'Fjord; Wheel said `NASDAQ: AMBR` `Amber`';
  expect(
    read({
      bodyText,
      unlinked: [
        { start: 18, end: 32 },
        { start: 33, end: 40 },
      ],
    }),
  ).toEqual({
    mentions: ['Fjord ? fjord (bare-opening)', 'Wheel = wheel (alias)'],
    tickers: ['XTKS:7203 COMPANY'],
    taught: [],
  });
});

function stock(
  kind: 'BLOCK' | 'LINK',
  mic: string,
  symbol: string,
  range: [number, number] | null,
): StockReference {
  return {
    kind,
    mic,
    symbol,
    quoteUrl: null,
    chartUrl: null,
    range: range === null ? null : { start: range[0], end: range[1] },
  };
}

test('a stock link resolves to the company that lists the security, under whatever name', () => {
  expect(
    read({
      bodyText: '老谷子大涨，老谷子回应。',
      stockReferences: [stock('LINK', 'XSHG', '600519', [0, 3])],
    }),
  ).toEqual({
    mentions: ['老谷子 = grain (stock-link)', '老谷子 = grain (taught-name)'],
    tickers: ['XSHG:600519 STOCK_LINK'],
    taught: [],
  });
});

test('a stock link of an unknown security teaches a company, a block teaches a ticker, an index teaches nothing', () => {
  expect(
    read({
      title: '新能股份涨停',
      bodyText: '新能股份（300999）与沪深三百ETF、上证指数、300998',
      stockReferences: [
        stock('LINK', 'XSHE', '300999', [0, 4]),
        stock('BLOCK', 'XSHE', '300999', null),
        stock('BLOCK', 'XNAS', 'NEWW', null),
        stock('LINK', 'XSHG', '510300', [13, 20]),
        stock('LINK', 'XSHG', '000001', [21, 25]),
        stock('LINK', 'XSHE', '300998', [26, 32]),
      ],
    }),
  ).toEqual({
    mentions: [
      '新能股份 = xshe-300999 (taught-name)',
      '新能股份 = xshe-300999 (stock-link)',
      '沪深三百ETF = XSHG:510300 (stock-link)',
      '300998 = XSHE:300998 (stock-link)',
    ],
    tickers: [
      'XSHE:300999 STOCK_BLOCK',
      'XNAS:NEWW STOCK_BLOCK',
      'XSHG:510300 STOCK_LINK',
      'XSHE:300998 STOCK_LINK',
    ],
    taught: [
      'xshe-300999 {"en":"新能股份","zh":"新能股份"}',
      'XSHE:300999 xshe-300999',
      'XNAS:NEWW null',
      'XSHG:510300 null',
      'XSHE:300998 null',
    ],
  });
});

test('a symbol in letters with a country behind it is a share in brackets only', () => {
  expect(
    read({
      bodyText:
        '琥珀科技 (AMBR-US)(9901-HK) 上涨；AMBR-US 关系、EU-US 贸易（见 UK-US 协定），2024-JP 与 ISO-2022-JP；$PATH 是变量。',
    }),
  ).toEqual({
    mentions: [
      '琥珀科技 = amber (alias)',
      'AMBR-US = XNAS:AMBR (ticker-form)',
      '9901-HK = XHKG:09901 (ticker-form)',
    ],
    tickers: ['XNAS:AMBR TEXT', 'XHKG:09901 TEXT'],
    taught: [],
  });
});

test('a symbol behind a name may follow the mark of its kind of share, or a label', () => {
  expect(read({ bodyText: '琥珀科技-SW（09901）與琥珀科技（美股代號：AMBR）同日上漲。' })).toEqual({
    mentions: [
      '琥珀科技 = amber (alias-ticker)',
      '09901 = XHKG:09901 (ticker-form)',
      '琥珀科技 = amber (alias-ticker)',
      'AMBR = XNAS:AMBR (ticker-form)',
    ],
    tickers: ['XHKG:09901 TEXT', 'XNAS:AMBR TEXT'],
    taught: [],
  });
});
