import { expect, test } from 'vitest';
import { catalogOf } from '../catalog/folder.ts';
import { linksOf } from './posts.ts';

const catalog = await catalogOf(`companies:
  - { slug: ford, name: { en: Ford, zh: 福特 }, aliases: [Ford Motor, 福特汽车] }
  - { slug: dyson, name: { en: Dyson } }
  - { slug: mercedes, name: { en: Mercedes } }
  - { slug: siemens, name: { en: Siemens, zh: 西门子 } }
products:
  - { slug: mustang, name: { en: Mustang }, maker: ford, kind: CAR }
`);

test('a title, a relative or an age makes a person of a name throughout the post', () => {
  expect(linksOf(catalog, 'Dr. Dyson was late. Dyson had missed the train.')).toEqual([]);
  expect(linksOf(catalog, 'Their daughter Mercedes sang. Mercedes, 7, was tired.')).toEqual([]);
  expect(linksOf(catalog, '福特总统签署了法案，福特随后回国。')).toEqual([]);
  expect(linksOf(catalog, '发明家西门子出生于1816年，西门子改进了电报。')).toEqual([]);
  expect(linksOf(catalog, '维尔纳·冯·西门子出生于1816年，西门子改进了电报。')).toEqual([]);
});

test('a full name or, for a person without title, a product of the company brings it back', () => {
  expect(linksOf(catalog, 'President Ford flew. Ford Motor grew, and Ford sold cars.')).toEqual([
    'Ford = ford (one-sense)',
    'Ford Motor = ford (alias)',
    'Ford = ford (one-sense)',
  ]);
  expect(linksOf(catalog, 'Anna Ford read the news. Ford was calm.')).toEqual([]);
  expect(linksOf(catalog, 'Anna Ford drives. Her Mustang by Ford is red.')).toEqual([
    'Mustang = mustang (alias)',
    'Ford = ford (evidence-related)',
  ]);
});

test('a founder with the name of his company is no sign of another person', () => {
  expect(linksOf(catalog, 'James Dyson spoke. Dyson grew.')).toEqual([
    'Dyson = dyson (one-sense)',
    'Dyson = dyson (alias)',
  ]);
});
