/**
 * Tickers whose listing gives a name that shares no beginning with the catalog's, each compared by hand (November
 * 2026) and found to be the same company: full forms of initials, transliterations of the Chinese name where the
 * catalog has the brand (AtHub is 数据港, Goneo 公牛, DZH 大智慧, Jianghuai 江淮), names before a renaming that kept the
 * symbol (Dawning is Sugon, Tianjin Zhonghuan TCL Zhonghuan), and three that the listings have cut or mistaken (Tianqi
 * Lithium; Sing Tao News Corporation; 688111 is 金山办公).
 */
export const LISTED_UNDER_ANOTHER_NAME: Readonly<Record<string, string>> = {
  'XETR:BMW': 'Bayerische Motoren Werke AG Pref',
  'XETR:MUV2': 'Munchener Ruckversicherungs-Gesellschaft Aktiengesellschaft in Munchen',
  'XHKG:01105': 'News Corporation',
  'XHKG:02196': 'Shanghai Fosun Pharmaceutical (Group) Co., Ltd.',
  'XHKG:02238': 'Guangzhou Automobile Group Co., Ltd. Class H',
  'XHKG:06869': 'Yangtze Optical Fibre And Cable Joint Stock Limited Company',
  'XNAS:RUM': 'RUM Group Inc. - Class A Common Stock',
  'XNYS:BBVA': 'Banco Bilbao Vizcaya Argentaria S.A. Common Stock',
  'XSHE:000977': 'IEIT SYSTEMS Co., Ltd.Class A',
  'XSHE:000988': 'Huagong Tech Company Limited',
  'XSHE:002129': 'Tianjin Zhonghuan Semiconductor Co., Ltd.',
  'XSHE:002384': 'Suzhou Dongshan Precision Manufacturing Co., Ltd.',
  'XSHE:002466': 'Lithium Corporation',
  'XSHG:600196': 'Shanghai Fosun Pharmaceutical (Group) Co., Ltd.',
  'XSHG:600418': 'Anhui Jianghuai Automobile Group Corp.,Ltd.',
  'XSHG:600436': 'Zhangzhou Pientzehuang Pharmaceutical., Ltd',
  'XSHG:600482': 'China Shipbuilding Industry Group Power Co., Ltd.',
  'XSHG:600699': 'Ningbo Joyson Electronic Corp.',
  'XSHG:601238': 'Guangzhou Automobile Group Co., Ltd. Class H',
  'XSHG:601519': 'Shanghai DZH Limited',
  'XSHG:601869': 'Yangtze Optical Fibre And Cable Joint Stock Limited Company',
  'XSHG:603019': 'Dawning Information Industry Co., Ltd.',
  'XSHG:603195': 'Goneo Group Co., Ltd.',
  'XSHG:603881': 'Shanghai AtHub Co., Ltd.',
  'XSHG:688111': 'CE Software, Inc.',
  'XSHG:688316': 'Beijing Qingyun Technology Co., Ltd.',
};

/**
 * Symbols that the listings still give in their old form. Mercedes-Benz left DAI when Daimler was renamed (February
 * 2022), and Euronext adds the market to symbols that Milan has too (STLAP and STLAM, STMPA and STMMI). Uniper's shares were consolidated and have a
 * new symbol.
 */
export const RENAMED_SYMBOLS: Readonly<Record<string, string>> = {
  'XETR:MBG': 'XETR:DAI',
  'XETR:UN0': 'XETR:UN01',
  'XPAR:STLAP': 'XPAR:STLA',
  'XPAR:STMPA': 'XPAR:STM',
};
