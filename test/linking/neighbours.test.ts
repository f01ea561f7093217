import { expect, test } from 'vitest';
import { catalogOf } from '../catalog/folder.ts';
import { link, linksOf, post, shown } from './posts.ts';

const catalog = await catalogOf(`companies:
  - { slug: zhihu, name: { en: Zhihu, zh: 知乎 } }
  - { slug: douban, name: { en: Douban, zh: 豆瓣 }, aliases: [{ text: 豆瓣, context: [电影评分] }] }
  - { slug: wise, name: { en: Wise }, aliases: [{ text: Wise, ambiguous: true }] }
  - { slug: revolut, name: { en: Revolut } }
  - { slug: toyota, name: { en: Toyota } }
  - { slug: amazon, name: { en: Amazon } }
  - { slug: old-quill, name: { en: Old Quill Trading }, former: [{ name: Quill }] }
  - { slug: quill, name: { en: Quill } }
products:
  - { slug: linear, name: { en: Linear }, aliases: [{ text: Linear, ambiguous: true, context: [issue tracker] }], kind: APP }
`);

test('a name without context counts in one list with a sure name of its type', () => {
  expect(linksOf(catalog, '知乎、豆瓣、虎扑都在。')).toEqual([
    '知乎 = zhihu (alias)',
    '豆瓣 = douban (evidence-list)',
  ]);
  expect(linksOf(catalog, '知乎、虎扑、豆瓣都在。')).toEqual([
    '知乎 = zhihu (alias)',
    '豆瓣 = douban (evidence-list)',
  ]);
  expect(linksOf(catalog, 'We pay by Revolut, Wise and cash.')).toEqual([
    'Revolut = revolut (alias)',
    'Wise = wise (evidence-list)',
  ]);
  expect(linksOf(catalog, '知乎上有人做豆瓣酱。他说，豆瓣要新鲜。')).toEqual(['知乎 = zhihu (alias)']);
});

test('a capital in the middle of Chinese makes a name of a word, in a post with sure names', () => {
  const chinese = (bodyText: string) =>
    shown(link(catalog, post({ bodyText, language: 'zh-Hans' })).mentions);
  expect(chinese('知乎团队用 Linear 排任务。')).toEqual([
    '知乎 = zhihu (alias)',
    'Linear = linear (capital-beside-chinese)',
  ]);
  expect(chinese('团队用 Linear 排任务。')).toEqual(['Linear ? linear (no-evidence)']);
  expect(chinese('知乎团队用 Linear Regression 预测。')).toEqual(['知乎 = zhihu (alias)']);
});

test('a place of the name of a company is not the company, unless the post speaks of its business', () => {
  expect(linksOf(catalog, 'Fires in the Amazon went on. The Amazon is drier each year.')).toEqual([]);
  expect(linksOf(catalog, 'It was felt in the city of Toyota. A festival in Toyota went ahead.')).toEqual([]);
  expect(linksOf(catalog, 'He has a stake in Amazon. The Amazon deal is done.')).toEqual([
    'Amazon = amazon (alias)',
    'Amazon = amazon (alias)',
  ]);
  expect(linksOf(catalog, 'Toyota shares rose. In Toyota, workers cheered.')).toEqual([
    'Toyota = toyota (alias)',
    'Toyota = toyota (alias)',
  ]);
});

test('a former name that another company bears today means the other', () => {
  expect(linksOf(catalog, 'Quill grew.')).toEqual(['Quill = quill (alias)']);
});
