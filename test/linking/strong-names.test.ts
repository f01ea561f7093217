import { expect, test } from 'vitest';
import { catalogOf } from '../catalog/folder.ts';
import { link, linksOf, post, shown } from './posts.ts';

const catalog = await catalogOf(`companies:
  - { slug: chunqiu, name: { en: Spring Airlines, zh: 春秋航空 } }
  - { slug: haitian, name: { en: Haitian, zh: 海天味业 } }
  - { slug: juneyao, name: { en: Juneyao, zh: 吉祥航空 }, aliases: [{ text: 吉祥航空, needs: strong }] }
  - { slug: zhacai, name: { en: Fuling Zhacai, zh: 涪陵榨菜 }, aliases: [{ text: 涪陵榨菜, needs: strong }] }
  - { slug: xinhua, name: { en: Sinhua, zh: 新华 }, aliases: [{ text: 新华, needs: strong }] }
  - { slug: bega, name: { en: Bega Cheese }, aliases: [{ text: Bega Cheese, needs: strong }] }
  - { slug: telstra, name: { en: Telstra } }
  - { slug: woolworths, name: { en: Woolworths } }
`);

test('a listed name of four characters counts in a list with a sure name, a short one does not', () => {
  expect(linksOf(catalog, '春秋航空、吉祥航空加密航线。')).toEqual([
    '春秋航空 = chunqiu (alias)',
    '吉祥航空 = juneyao (evidence-list)',
  ]);
  expect(linksOf(catalog, '春秋航空、新华都在。')).toEqual(['春秋航空 = chunqiu (alias)']);
});

test('a listed name counts beside what is said of firms only, in a post with two sure names', () => {
  expect(linksOf(catalog, '春秋航空升，海天味业跌。涪陵榨菜终止收购。')).toEqual([
    '春秋航空 = chunqiu (alias)',
    '海天味业 = haitian (alias)',
    '涪陵榨菜 = zhacai (evidence-business)',
  ]);
  expect(linksOf(catalog, '春秋航空升，海天味业跌。他爱吃涪陵榨菜配粥。')).toEqual([
    '春秋航空 = chunqiu (alias)',
    '海天味业 = haitian (alias)',
  ]);
  expect(linksOf(catalog, '春秋航空升。涪陵榨菜终止收购。')).toEqual(['春秋航空 = chunqiu (alias)']);
  expect(linksOf(catalog, 'Telstra rose, Woolworths fell. Supplier Bega Cheese cut its outlook.')).toEqual([
    'Telstra = telstra (alias)',
    'Woolworths = woolworths (alias)',
    'Bega Cheese = bega (evidence-business)',
  ]);
});

const names = await catalogOf(`exchanges:
  - { mic: XNAS, name: { en: Nasdaq }, country: US, currency: USD }
companies:
  - { slug: kuaishou, name: { en: Kuaishou, zh: 快手 } }
  - { slug: tencent, name: { en: Tencent, zh: 腾讯 } }
  - { slug: siemens, name: { en: Siemens, zh: 西门子 } }
  - { slug: subaru, name: { en: Subaru } }
  - { slug: meta, name: { en: Meta } }
  - { slug: visa, name: { en: Visa }, aliases: [{ text: Visa, context: [万事达], unless: [签证] }] }
  - { slug: flex, name: { en: Flex }, aliases: [{ text: Flex, ambiguous: true }], tickers: ["XNAS:FLEX"] }
  - { slug: harvey, name: { en: Harvey }, aliases: [{ text: Harvey, ambiguous: true }] }
products:
  - { slug: operator, name: { en: Operator }, aliases: [{ text: Operator, ambiguous: true }], kind: APP }
`);

test('a word of the dialect that a post is written in is a name only with evidence', () => {
  expect(linksOf(names, '佢話快手有慢手冇。')).toEqual([]);
  expect(linksOf(names, '騰訊、快手嘅股價咁高，佢唔買。')).toEqual([
    '騰訊 = tencent (alias)',
    '快手 = kuaishou (evidence-list)',
  ]);
  expect(linksOf(names, '他用快手看视频。')).toEqual(['快手 = kuaishou (alias)']);
});

test('a nickname is a person, and a street that has a name in front is a street', () => {
  expect(linksOf(names, '有人问西门子去哪了：这是实习生的网名。')).toEqual([]);
  expect(linksOf(names, 'In Subaru-dori tiles fell.')).toEqual([]);
});

test('a name without conditions that is also a word needs a place that says it is a name', () => {
  expect(linksOf(names, 'Meta is a prefix, as in meta tags.')).toEqual([]);
  expect(linksOf(names, 'Meta is hiring.')).toEqual(['Meta = meta (alias)']);
});

test('a word against a name speaks of the whole post where it stands in the title', () => {
  const posted = (title: string) =>
    shown(link(names, post({ title, bodyText: 'Visa中心不开门，万事达也收。' })).mentions);
  expect(posted('出国签证要趁早')).toEqual([]);
  expect(posted('出国要趁早')).toEqual(['Visa = visa (alias-context)']);
});

test('a capital beside Chinese names no company with a ticker, and no part of a name of two words', () => {
  expect(linksOf(names, '腾讯推出Priority和Flex，并谈到Harvey。')).toEqual([
    '腾讯 = tencent (alias)',
    'Flex ? flex (no-evidence)',
    'Harvey = harvey (capital-beside-chinese)',
  ]);
  expect(linksOf(names, '腾讯部署了K8sGPT Operator。')).toEqual(['腾讯 = tencent (alias)']);
});
