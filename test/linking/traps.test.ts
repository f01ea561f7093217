import { expect, test } from 'vitest';
import { loadCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';
import { createLinker } from '../../src/linking/linker.ts';
import type { Mention } from '../../src/linking/mention.ts';
import { post } from './posts.ts';

const linker = createLinker(await loadCatalog([SHIPPED_CATALOG]));

/** The companies, products and tickers that a text of one sentence or two resolves to. */
function named(bodyText: string, title = ''): string[] {
  const isNamed = (mention: Mention) => mention.status === 'RESOLVED' && mention.entity.type !== 'Topic';
  const { mentions } = linker.link(post({ bodyText, title }));
  return mentions.filter(isNamed).map((mention) => {
    const key = mention.status === 'RESOLVED' ? mention.entity.key : '';
    return `${mention.surface}=${key}`;
  });
}

test.each([
  ['Apple', '苹果发布了新款 iPhone。', ['苹果=apple', 'iPhone=iphone']],
  ['Apple', '蘋果公司股價上漲。', ['蘋果公司=apple']],
  ['Meta', 'Meta 宣布裁员，Facebook 的广告收入下滑。', ['Meta=meta', 'Facebook=meta']],
  ['Meta', 'Meta reported results; Facebook grew.', ['Meta=meta', 'Facebook=meta']],
  ['Target', 'Target and Walmart cut prices at their stores.', ['Target=target', 'Walmart=walmart']],
  ['Visa', 'Visa and Mastercard raised their card fees.', ['Visa=visa', 'Mastercard=mastercard']],
  ['Gap', 'Gap Inc. said its sales rose.', ['Gap Inc.=gap']],
  ['Oracle', '甲骨文与微软扩大云合作。', ['甲骨文=oracle', '微软=microsoft']],
  ['小米', '小米发布新款手机，雷军出席。', ['小米=xiaomi']],
  ['平安', '中国平安公布年报。', ['中国平安=ping-an']],
  ['华为', '对华为的限制仍在。', ['华为=huawei']],
  ['华为', '2020年华为的手机排名第一，其中华为高端机占四成。', ['华为=huawei', '华为=huawei']],
  ['华为', '她以中华为名写了一本书。', []],
  ['领英', '领英和推特都在裁员。', ['领英=linkedin', '推特=x']],
  ['中兴', '中兴和爱立信签约。', ['中兴=zte', '爱立信=ericsson']],
  ['美的', '格力和美的都在降价，美的集团先降。', ['格力=gree', '美的=midea', '美的集团=midea']],
  ['京东', '京东部分商品涨价，淘宝没有。', ['京东=jd', '淘宝=taobao']],
  ['海尔', '他笑上海尔虞我诈的故事。', []],
  [
    '兆豐金',
    '兆豐金、華南金與第一金今日發放股利。',
    ['兆豐金=mega-financial', '華南金=hua-nan-financial', '第一金=first-financial'],
  ],
  ['第一金', '她奪下本屆第一金牌，兆豐年年好。', []],
  ['台電', '他買了一台電腦和兩台電視。', []],
  ['长和', '校长和部长都来了，长和系的李嘉诚也在。', ['长和系=ck-hutchison']],
  [
    'King',
    'Blizzard and Activision made it. Thanks go to Jeff King at the studio.',
    ['Blizzard=blizzard', 'Activision=activision'],
  ],
  ['财联社', '财联社3月5日电，示例公司发布公告。', []],
  ['财联社', '示例公司向财联社表示，已发布公告。', ['财联社=cls']],
  ['路透', 'LONDON, March 5 (Reuters) - The company said so.', []],
  ['亚马逊', '亚马逊公布财报，AWS 增长。', ['亚马逊=amazon', 'AWS=aws']],
  ['阿里', '阿里旗下的淘宝改版。', ['阿里=alibaba', '淘宝=taobao']],
])('%s is linked where it is the company: %s', (_name, text, expected) => {
  expect(named(text)).toEqual(expected);
});

test.each([
  ['Apple', '他每天吃一个苹果，喝一杯苹果汁。'],
  ['Apple', 'An Apple a day keeps the doctor away.'],
  ['Meta', 'A meta-analysis of 31 trials; Meta description tags matter.'],
  ['Meta', '元宇宙 Metaverse 是一个概念。'],
  ['Target', 'The target was missed. Target audiences differ.'],
  ['Visa', '他的签证被拒了，Visa applications rose.'],
  ['Gap', 'Mind the gap. The Gap between rich and poor grew.'],
  ['Oracle', '预言机为区块链提供数据。'],
  ['Unity', 'Unity is strength, the bishop said.'],
  ['Shell', 'Shell scripts run in a shell. Eggs have a shell.'],
  ['Snap', 'Snap! The branch broke. A snap decision.'],
  ['Block', 'Block the sender. One block away.'],
  ['Sea', 'The Sea was calm. 南海风平浪静。'],
  ['平安', '祝大家平安，一路平安。'],
  ['小米', '晚饭是小米粥，小米和玉米都是粮食。'],
  ['华为', '弘扬中华为本的精神，以繁华为诱饵。'],
  ['亚马逊', '亚马逊雨林的树木被砍伐，亚马逊河水位下降。'],
  ['阿里', '游客登上阿里山看日出。'],
  ['新希望', '这给人们带来了新希望。'],
  ['马斯克', '埃隆·马斯克在社交媒体上发文。'],
  ['京东', '东京东部的老街区。'],
  ['symbols', 'The F word. SPY. It cost $100, and he gave me an A.'],
])('%s is not linked where it is a word: %s', (_name, text) => {
  expect(named(text)).toEqual([]);
});

test('a robot is a topic, not the company of that name', () => {
  const { mentions } = linker.link(post({ bodyText: '工厂里的机器人越来越多。' }));
  expect(
    mentions.map((mention) => mention.status === 'RESOLVED' && [mention.surface, mention.entity.type]),
  ).toEqual([['机器人', 'Topic']]);
});
