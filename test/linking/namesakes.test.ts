import { expect, test } from 'vitest';
import { catalogOf } from '../catalog/folder.ts';
import { link, post } from './posts.ts';

const catalog = await catalogOf(`exchanges:
  - { mic: XNAS, name: { en: Nasdaq }, country: US, currency: USD }
companies:
  - slug: orchard
    name: { en: Orchard, zh: 果园 }
    aliases: [{ text: Orchard, ambiguous: true, context: [drawing] }, Orchard Inc.]
    tickers: ["XNAS:ORCH"]
  - slug: ladder
    name: { en: Ladder Technologies }
    tickers: ["XNAS:LADR"]
products:
  - slug: orchard-app
    name: { en: Orchard }
    aliases: [Orchard Draw]
    maker: orchard
    namesake: orchard
    kind: APP
  - slug: ladder-app
    name: { en: Ladder }
    maker: orchard
    namesake: ladder
    kind: APP
`);

function namedIn(bodyText: string) {
  const { mentions, tickers } = link(catalog, post({ language: 'en', bodyText }));
  return [
    mentions.map((mention) =>
      mention.status === 'RESOLVED'
        ? [mention.surface, mention.entity, mention.namesake ?? null]
        : [mention.surface, mention.candidates],
    ),
    tickers.map(({ ticker }) => ticker),
  ];
}

const company = (key: string) => ({ type: 'Company', key });
const product = (key: string) => ({ type: 'Product', key });

test('the name of a company that its product bears too names both, by the rules of the company', () => {
  expect(namedIn('They use Orchard, the drawing app.')).toEqual([
    [['Orchard', company('orchard'), product('orchard-app')]],
    ['XNAS:ORCH'],
  ]);
  expect(namedIn('We walked past Orchard and home.')).toEqual([[['Orchard', [company('orchard')]]], []]);
});

test('the name of a product that a company bears too names both, and leads to the ticker', () => {
  expect(namedIn('We plan with Ladder.')).toEqual([
    [['Ladder', product('ladder-app'), company('ladder')]],
    ['XNAS:LADR'],
  ]);
});

test('a longer name of one of them names that one only', () => {
  expect(namedIn('Orchard Draw is new, says Orchard Inc. today.')).toEqual([
    [
      ['Orchard Draw', product('orchard-app'), null],
      ['Orchard Inc.', company('orchard'), null],
    ],
    ['XNAS:ORCH'],
  ]);
});
