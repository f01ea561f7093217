import { expect, test } from 'vitest';
import { catalogOf } from '../catalog/folder.ts';
import { linksOf } from './posts.ts';

const catalog = await catalogOf(`topics:
  - slug: food
    name: { en: Food and beverages, zh: 食品饮料 }
    aliases: [{ text: 咖啡, needs: subject }, { text: 奶茶, needs: subject }]
  - slug: takeovers
    name: { en: Takeovers, zh: 并购 }
    aliases: [{ text: 收购, needs: subject, context: [股权] }]
  - slug: education
    name: { en: Education, zh: 教育 }
  - slug: privacy
    name: { en: Data privacy }
    aliases: [{ text: data protection, case: insensitive }]
`);

test('a word that texts also say in passing names its topic where several sentences speak of it', () => {
  expect(linksOf(catalog, '早上喝咖啡。晚上下雨。')).toEqual([]);
  expect(linksOf(catalog, '咖啡和奶茶各一杯。')).toEqual([]);
  expect(linksOf(catalog, '咖啡涨价。奶茶也涨。')).toEqual([
    '咖啡 = food (subject)',
    '奶茶 = food (subject)',
  ]);
  expect(linksOf(catalog, '食品饮料板块走强，咖啡领涨。')).toEqual([
    '食品饮料 = food (alias)',
    '咖啡 = food (one-sense)',
  ]);
});

test('a long post says more in passing', () => {
  const passing = `咖啡涨价。奶茶也涨。${'其他的事说了很多。'.repeat(400)}`;
  expect(linksOf(catalog, passing)).toEqual([]);
  expect(linksOf(catalog, `${passing}咖啡很苦。`)).toEqual([
    '咖啡 = food (subject)',
    '奶茶 = food (subject)',
    '咖啡 = food (subject)',
  ]);
});

test('a word of its context makes a passing word name its topic', () => {
  expect(linksOf(catalog, '市建局以每呎八千元收购业权。')).toEqual([]);
  expect(linksOf(catalog, '甲收购乙的股权。')).toEqual(['收购 = takeovers (alias-context)']);
});

test('an office, a place or a firm that has a topic in its name is not the topic', () => {
  expect(linksOf(catalog, '教育局公布安排。')).toEqual([]);
  expect(linksOf(catalog, '教育部门公布安排。')).toEqual(['教育 = education (alias)']);
  expect(linksOf(catalog, 'The Data Protection Commission fined the firm.')).toEqual([]);
  expect(linksOf(catalog, 'Data protection matters.')).toEqual(['Data protection = privacy (alias)']);
});
