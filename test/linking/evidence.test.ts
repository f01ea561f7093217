import { expect, test } from 'vitest';
import { catalogOf } from '../catalog/folder.ts';
import { link, linksOf, post, shown } from './posts.ts';

const catalog = await catalogOf(`exchanges:
  - { mic: XNAS, name: { en: Nasdaq }, country: US, currency: USD, prefixes: [NASDAQ] }
companies:
  - slug: blaze
    name: { en: Blaze, zh: 火焰 }
    aliases:
      - { text: Blaze, ambiguous: true, unless: [Blaze of glory, wildfire] }
      - { text: 火焰, context: [游戏机, 主机] }
      - { text: 火焰工坊, context: [游戏机, 主机] }
      - { text: BLZ, ambiguous: true, context: [console] }
      - { text: Glow, ambiguous: true, context: [lamp, console] }
      - Blaze Entertainment
    former: [{ name: Ember Corp, until: 2019 }]
    tickers: ["XNAS:BLZE"]
  - slug: blaze-studios
    name: { en: Blaze Studios }
    parent: blaze
  - slug: blaze-foods
    name: { en: Blaze Foods }
    aliases: [{ text: Blaze, ambiguous: true }]
  - slug: twin-east
    name: { en: Twin }
  - slug: twin-west
    name: { en: Twin West }
    aliases: [{ text: Twin, lang: zh }]
products:
  - slug: torch
    name: { en: Torch Console }
    maker: blaze
    kind: DEVICE
  - slug: spark
    name: { en: Spark }
    aliases: [{ text: Spark, ambiguous: true }]
    maker: blaze
    kind: SERVICE
topics:
  - slug: engines
    name: { en: Engines, zh: 引擎 }
    aliases: [{ text: 引擎, ambiguous: true }]
  - slug: game-engines
    name: { en: Game engines, zh: 游戏引擎 }
    parent: engines
`);

test('an ambiguous name without evidence stays open, with its candidates', () => {
  expect(linksOf(catalog, 'Blaze was seen. BLZ too.')).toEqual([
    'Blaze ? blaze, blaze-foods (several-candidates)',
    'BLZ ? blaze (no-evidence)',
  ]);
  expect(
    link(catalog, post({ bodyText: 'Blaze was seen. BLZ too.' })).mentions.map(({ status }) => status),
  ).toEqual(['AMBIGUOUS', 'UNCERTAIN']);
});

test('a word of its context is evidence for a name where it stands; two are for the same form elsewhere, and for nothing else', () => {
  expect(
    linksOf(catalog, `The Glow lamp sells. ${'Nobody saw it coming. '.repeat(6)}\nGlow and Blaze rose.`),
  ).toEqual([
    'Glow = blaze (alias-context)',
    'Glow ? blaze (no-evidence)',
    'Blaze ? blaze, blaze-foods (several-candidates)',
  ]);
  expect(
    linksOf(
      catalog,
      `The Glow lamp, a console, sells. ${'Nobody saw it coming. '.repeat(6)}\nGlow and Blaze rose.`,
    ),
  ).toEqual([
    'Glow = blaze (alias-context)',
    'Glow = blaze (one-sense)',
    'Blaze ? blaze, blaze-foods (several-candidates)',
  ]);
});

test('context may stand in the sentence, within 120 characters, or in the title; without it a name is nothing', () => {
  const far = '。'.padEnd(130, '一二三四五六七八九十');
  expect(linksOf(catalog, '火焰工坊推出了新的游戏机。')).toEqual(['火焰工坊 = blaze (alias-context)']);
  expect(linksOf(catalog, '火焰工坊搬家了。主机还在。')).toEqual(['火焰工坊 = blaze (alias-context)']);
  expect(linksOf(catalog, `火焰工坊${far}主机`)).toEqual([]);
  expect(linksOf(catalog, `火焰工坊${far}`, '主机之争')).toEqual(['火焰工坊 = blaze (alias-context)']);
});

test('a word that means something else refuses, where it holds the name or stands in the same sentence', () => {
  expect(linksOf(catalog, 'Blaze Entertainment. A Blaze of glory. The wildfire Blaze. Blaze grew.')).toEqual([
    'Blaze Entertainment = blaze (alias)',
    'Blaze ? blaze-foods (no-evidence)',
    'Blaze ? blaze-foods (no-evidence)',
    'Blaze = blaze (one-sense)',
  ]);
});

test('a former name is a name', () => {
  expect(linksOf(catalog, 'Ember Corp moved.')).toEqual(['Ember Corp = blaze (former-name)']);
});

test('a ticker, a division, a product and the source decide between candidates', () => {
  expect(linksOf(catalog, 'Blaze (NASDAQ: BLZE) rose.')).toEqual([
    'Blaze = blaze (evidence-ticker)',
    'NASDAQ: BLZE = XNAS:BLZE (ticker-form)',
  ]);
  expect(linksOf(catalog, 'It bought Blaze Studios and Blaze.')).toEqual([
    'Blaze Studios = blaze-studios (alias)',
    'Blaze = blaze (evidence-related)',
  ]);
  expect(linksOf(catalog, 'The Torch Console by Blaze has Spark.')).toEqual([
    'Torch Console = torch (alias)',
    'Blaze = blaze (evidence-related)',
    'Spark = spark (evidence-related)',
  ]);
  const document = post({
    bodyText: 'Blaze',
    source: { name: 'Blaze Foods Newsroom', url: null, kind: 'SITE' },
  });
  expect(shown(link(catalog, document).mentions)).toEqual(['Blaze = blaze-foods (evidence-source)']);
});

test('a related name far away in a long text is no evidence, unless the title has it', () => {
  const far = `${'Nothing here. '.repeat(200)}`;
  expect(linksOf(catalog, `Torch Console. ${far} Spark.`)).toEqual([
    'Torch Console = torch (alias)',
    'Spark ? spark (no-evidence)',
  ]);
  expect(linksOf(catalog, `${far} Spark.`, 'Torch Console')).toEqual([
    'Torch Console = torch (alias)',
    'Spark = spark (evidence-related)',
  ]);
});

test('a name of two companies stays open unless the language of the post decides', () => {
  const open = post({ bodyText: 'Twin', language: 'en' });
  expect(shown(link(catalog, open).mentions)).toEqual(['Twin ? twin-east, twin-west (several-candidates)']);
  const chinese = post({ bodyText: 'Twin', language: 'zh-Hans' });
  expect(shown(link(catalog, chinese).mentions)).toEqual(['Twin = twin-west (alias)']);
});

test('a topic is evidence for its parent', () => {
  expect(linksOf(catalog, '引擎')).toEqual(['引擎 ? engines (no-evidence)']);
  expect(linksOf(catalog, '游戏引擎与引擎')).toEqual([
    '游戏引擎 = game-engines (alias)',
    '引擎 = engines (evidence-related)',
  ]);
});

test('a short Chinese name that a dictionary word reaches over needs the post to name it elsewhere', async () => {
  const chinese = await catalogOf(`companies:
  - { slug: huawei, name: { en: Huawei, zh: 华为 } }
  - { slug: jd, name: { en: JD.com, zh: 京东 } }
  - { slug: alibaba, name: { en: Alibaba, zh: 阿里巴巴 }, aliases: [阿里] }
`);
  expect(linksOf(chinese, '弘扬中华为人处世之道，东京东部，游览阿里山。')).toEqual([]);
  expect(linksOf(chinese, '众多华为人在华为总部，京东和阿里发布财报。')).toEqual([
    '华为 = huawei (one-sense)',
    '华为 = huawei (alias)',
    '京东 = jd (alias)',
    '阿里 = alibaba (alias)',
  ]);
});

test('what was refused is told, with the reason', () => {
  const document = post({
    bodyText: 'A Blaze of glory. 火焰 $YEED `Torch Console` 约翰·火焰',
    unlinked: [{ start: 27, end: 42 }],
  });
  expect(
    link(catalog, document, true).refusals.map(
      ({ surface, entity, rule, reason }) => `${surface}, ${entity.key}, ${rule}: ${reason}`,
    ),
  ).toEqual([
    '火焰, blaze, no-context: None of its context words stands near (游戏机, 主机).',
    '$YEED, $YEED, cashtag: A cashtag names no market, and the catalog lists no US share with this symbol, or it is a variable of a shell.',
    'Torch Console, torch, unlinked: It stands in code, a URL, an e-mail address, a file name, or a sentence that many posts repeat.',
    '火焰, blaze, person-name: It is one part of a name written with middle dots.',
  ]);
});

test('a surname behind a given name is a person, unless the post names the company elsewhere', async () => {
  const makers = await catalogOf(`companies:
  - { slug: dell, name: { en: Dell } }
  - { slug: morgan, name: { en: J. P. Morgan } }
`);
  expect(linksOf(makers, 'Michael Dell and Michael S. Dell spoke; J. P. Morgan did not.')).toEqual([
    'J. P. Morgan = morgan (alias)',
  ]);
  expect(linksOf(makers, 'Michael Dell founded Dell. Dell grew.')).toEqual([
    'Dell = dell (one-sense)',
    'Dell = dell (alias)',
    'Dell = dell (alias)',
  ]);
});

test('a name alone in brackets behind the last sentence of a block is its source, not its subject', () => {
  expect(
    linksOf(
      catalog,
      '价格上涨。（Blaze Foods）\n价格上涨（Blaze Foods）\n价格上涨。（Blaze Foods）据悉。\n新品（来源：Blaze Foods）发布',
    ),
  ).toEqual(['Blaze Foods = blaze-foods (alias)', 'Blaze Foods = blaze-foods (alias)']);
});

test('a name that needs strong evidence counts beside its code, a ticker or its full name, and is nothing otherwise', async () => {
  const listed = await catalogOf(`exchanges:
  - { mic: XSHE, name: { en: Shenzhen }, country: CN, currency: CNY, suffixes: [SZ] }
companies:
  - slug: ledman
    name: { en: Shenzhen Ledman Optoelectronic, zh: 深圳雷曼光电科技股份有限公司 }
    aliases: [{ text: 雷曼, needs: strong }, { text: Ledman, needs: strong }]
    tickers: ["XSHE:300162"]
  - slug: lehman
    name: { en: Lehman Brothers }
    aliases: [{ text: 雷曼, ambiguous: true }]
  - { slug: ledman-labs, name: { en: Ledman Labs }, parent: ledman }
`);
  expect(linksOf(listed, 'Ledman rose. Ledman Labs is a part of it.')).toEqual([
    'Ledman Labs = ledman-labs (alias)',
  ]);
  expect(linksOf(listed, '今天雷曼（300162）大涨。')).toEqual([
    '雷曼 = ledman (alias-ticker)',
    '300162 = XSHE:300162 (ticker-form)',
  ]);
  expect(linksOf(listed, 'Ledman rose; 300162.SZ did.')).toEqual([
    'Ledman = ledman (evidence-ticker)',
    '300162.SZ = XSHE:300162 (ticker-form)',
  ]);
  expect(linksOf(listed, 'Ledman rose. Shenzhen Ledman Optoelectronic said so.')).toEqual([
    'Ledman = ledman (one-sense)',
    'Shenzhen Ledman Optoelectronic = ledman (alias)',
  ]);
  expect(linksOf(listed, '雷曼来了。')).toEqual(['雷曼 ? lehman (no-evidence)']);
});
