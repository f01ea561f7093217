import { describe, expect, it } from 'vitest';
import { documentOf, readPost } from './reading.ts';

const chart = (nid: string, code: string): string =>
  `<!-- EM_StockImg_Start --><p style="text-align:center;"><a href="http://quote.eastmoney.com/unify/r/${nid}" data-code="${code}|7" class="EmImageRemark"><img src="https://webquoteklinepic.eastmoney.com/GetPic.aspx?nid=${nid}&imageType=k" alt="K图 ${code}_0" data-code="K ${code}|7" /></a></p><!-- EM_StockImg_End -->`;

const keytip = (code: string, name: string): string =>
  `<span id="stock_${code.replace(',', '.')}"><a href="http://quote.eastmoney.com/unify/r/${code.replace(',', '.')}" class="keytip" data-code="${code}">${name}</a></span><span id="quote_${code.replace(',', '.')}"></span>`;

const common = (code: string, name: string): string =>
  `<span web="1" href="http://quote.eastmoney.com/unify/r/${code.replace(',', '.')}" class="em_stock_key_common" data-code="${code}">${name}</span>`;

function stocksOf(body: string) {
  const { document, codes } = readPost(`---\ntitle: x\ndate: 2024-03-05\ncategories: a\n---\n${body}`);
  const references = document?.stockReferences ?? [];
  return {
    text: document?.bodyText,
    html: document?.bodyHtml,
    stocks: references.map(({ kind, mic, symbol, range }) => [
      kind,
      mic,
      symbol,
      range && document?.bodyText.slice(range.start, range.end),
    ]),
    codes,
  };
}

describe('a security in the markup', () => {
  it('is read from a chart block, which is neither text nor picture', () => {
    expect(
      documentOf(`---\ntitle: x\ncategories: a\n---\n${chart('116.00700', '00700|116')}<p>Text.</p>`),
    ).toMatchObject({
      bodyText: 'Text.',
      bodyHtml: '<p>Text.</p>',
      images: [],
      links: [],
      stockReferences: [
        {
          kind: 'BLOCK',
          mic: 'XHKG',
          symbol: '00700',
          quoteUrl: 'http://quote.eastmoney.com/unify/r/116.00700',
          chartUrl: 'https://webquoteklinepic.eastmoney.com/GetPic.aspx?nid=116.00700&imageType=k',
          range: null,
        },
      ],
    });
  });

  it('is read from links and marked spans around names, in the order of the text', () => {
    const { text, stocks, codes } = stocksOf(
      `<p>首先 ${keytip('106,ABC', '甲公司')}、${common('1,600999', '乙公司')}和\n${keytip('0,300999', '丙')}。</p><p>再说${common('105,XYZ_A', '丁')}</p>`,
    );
    expect({ text, stocks, codes }).toEqual({
      text: '首先 甲公司、乙公司和丙。\n再说丁',
      stocks: [
        ['LINK', 'XNYS', 'ABC', '甲公司'],
        ['LINK', 'XSHG', '600999', '乙公司'],
        ['LINK', 'XSHE', '300999', '丙'],
        ['LINK', 'XNAS', 'XYZ.A', '丁'],
      ],
      codes: [],
    });
  });

  it('is read from a link around a paragraph, and from one that ends in a line break', () => {
    const link = (inner: string): string =>
      `<a class="keytip" data-code="106,ABC" href="http://quote.eastmoney.com/unify/r/106.ABC">${inner}</a>`;
    expect(stocksOf(`${link('<p>甲公司</p>')}<p>又${link('乙公司<br>')}</p>`).stocks).toEqual([
      ['LINK', 'XNYS', 'ABC', '甲公司'],
      ['LINK', 'XNYS', 'ABC', '乙公司'],
    ]);
  });

  it.each([
    ['0', '000999', 'XSHE', '000999'],
    ['0', '830799', 'BJSE', '830799'],
    ['0', '920001', 'BJSE', '920001'],
    ['1', '688999', 'XSHG', '688999'],
    ['105', 'abc', 'XNAS', 'ABC'],
    ['106', 'ABC', 'XNYS', 'ABC'],
    ['107', 'ABC', 'XASE', 'ABC'],
    ['116', '700', 'XHKG', '00700'],
  ])('of market %s with the code %s is %s:%s', (market, code, mic, symbol) => {
    expect(stocksOf(`<p>${common(`${market},${code}`, '名')}</p>`).stocks).toEqual([
      ['LINK', mic, symbol, '名'],
    ]);
  });

  it.each(['90,BK0493', '1,000001', '0,399001', '0,899050', '100,NDX', '124,HSI'])(
    'is not %s, a sector board or an index, whose name stays text',
    (code) => {
      const { text, stocks, codes } = stocksOf(`<p>新${keytip(code, '板块')}涨</p>`);
      expect({ text, stocks, codes }).toEqual({ text: '新板块涨', stocks: [], codes: [] });
    },
  );

  it('is not the chart of a sector board, which goes all the same', () => {
    expect(stocksOf(`${chart('90.BK0493', 'BK0493|90')}<p>Text.</p>`)).toEqual({
      text: 'Text.',
      html: '<p>Text.</p>',
      stocks: [],
      codes: [],
    });
  });

  it('of an unknown market is a diagnostic', () => {
    const { text, stocks, codes } = stocksOf(`<p>${common('999,ABC', '名')}</p>`);
    expect({ text, stocks, codes }).toEqual({ text: '名', stocks: [], codes: ['STOCK_MARKET_UNKNOWN'] });
  });

  it.each([
    ['http://quote.eastmoney.com/unify/r/1.600999', 'XSHG', '600999'],
    ['https://quote.eastmoney.com/sh600999.html', 'XSHG', '600999'],
    ['//quote.eastmoney.com/concept/sz000999.html?from=x', 'XSHE', '000999'],
    ['https://quote.eastmoney.com/bj/830799.html', null, null],
    ['https://quote.eastmoney.com/hk/00999.html', 'XHKG', '00999'],
    ['https://data.eastmoney.com/bbsj/', null, null],
  ])('is read from the address %s', (href, mic, symbol) => {
    const expected = mic === null ? [] : [['LINK', mic, symbol, '名']];
    expect(stocksOf(`<p><a href="${href}">名</a></p>`).stocks).toEqual(expected);
  });

  it('in a picture without a link is a block, too', () => {
    expect(
      stocksOf(
        '<p><img src="https://webquoteklinepic.eastmoney.com/GetPic.aspx?nid=105.ABC&imageType=k" data-code="K ABC|105|7"></p><p>Text.</p>',
      ),
    ).toEqual({ text: 'Text.', html: '<p>Text.</p>', stocks: [['BLOCK', 'XNAS', 'ABC', null]], codes: [] });
  });
});
