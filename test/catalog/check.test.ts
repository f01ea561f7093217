import { expect, test } from 'vitest';
import { checkCatalog } from '../../src/catalog/check.ts';
import { SHIPPED_CATALOG } from '../../src/catalog/load.ts';
import { catalogFolder } from './folder.ts';

test('aliases that would link wrongly are named with file and line, beside what keeps the catalog from loading', async () => {
  const folder = catalogFolder({
    'a.yaml': `companies:
  - slug: plum
    name: { en: Plum }
    aliases:
      - Plum Corp
      - { text: Target, unless: [target date] }
      - Apple
      - iPlum
      - Plum Corp
      - GE
  - slug: lime
    name: { en: Lime, zh: 苹果 }
    parent: lemon
`,
    'b.yaml': `products:
  - slug: plum-phone
    name: { en: Plum Phone }
    aliases: [Plum Corp, { text: Lime, ambiguous: true }]
    kind: PHONE
topics:
  - slug: fruit
    name: { en: Fruit, zh: 水 }
`,
  });
  const findings = await checkCatalog([folder]);
  expect(
    findings.map(
      ({ path, line, code, severity, message }) =>
        `${path.slice(folder.length + 1)}:${line} ${severity} ${code} ${message}`,
    ),
  ).toEqual([
    'a.yaml:5 WARNING CATALOG_ALIAS_CLASH “Plum Corp” is an alias of the company “plum”, and without rules also of the product “plum-phone”.',
    'a.yaml:7 WARNING CATALOG_COMMON_WORD “Apple” of the company “plum” is also a common word.',
    'a.yaml:9 WARNING CATALOG_ALIAS_REPEATED The alias “Plum Corp” is listed twice in one entry.',
    'a.yaml:10 WARNING CATALOG_SHORT_ALIAS “GE” of the company “plum” is too short to be a name by itself.',
    'a.yaml:12 WARNING CATALOG_COMMON_WORD “Lime” of the company “lime” is also a common word.',
    'a.yaml:12 WARNING CATALOG_COMMON_WORD “苹果” of the company “lime” is also a common word.',
    'a.yaml:13 ERROR CATALOG_UNKNOWN_REFERENCE The parent “lemon” of “lime” is no company.',
    'b.yaml:4 WARNING CATALOG_ALIAS_CLASH “Plum Corp” is an alias of the product “plum-phone”, and without rules also of the company “plum”.',
  ]);
});

test('the shipped catalog loads, and no alias of it is claimed twice without rules', async () => {
  const findings = await checkCatalog([SHIPPED_CATALOG]);
  const grave = findings.filter(
    ({ severity, code }) => severity === 'ERROR' || code === 'CATALOG_ALIAS_CLASH',
  );
  expect(grave).toEqual([]);
});
