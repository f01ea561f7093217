import { expect, test } from 'vitest';
import { explainAsJson, explainAsText } from '../../src/linking/explain.ts';
import { catalogOf } from '../catalog/folder.ts';
import { link, post } from './posts.ts';

const catalog = await catalogOf(`exchanges:
  - { mic: XNAS, name: { en: Nasdaq }, country: US, currency: USD, prefixes: [NASDAQ] }
  - { mic: XSHE, name: { en: Shenzhen }, country: CN, currency: CNY, suffixes: [SZ] }
companies:
  - { slug: blaze, name: { en: Blaze }, aliases: [{ text: Flame, context: [lamp] }], tickers: ["XNAS:BLZE"] }
  - { slug: frost, name: { en: Frost }, aliases: [{ text: Frost, ambiguous: true }] }
`);
const document = post({
  title: 'Ｂｌａｚｅ',
  bodyText: 'Blaze and Frost.\nFlame, then 300343.SZ.\nFlame.',
});
const linked = link(catalog, document, true);
const diagnostics = [
  { path: 'post.md', line: 2, code: 'NO_DATE', severity: 'WARNING', message: 'There is no date.', hint: '' },
] as const;

test('the text is printed with its names numbered, each explained, and what was refused', () => {
  expect(
    explainAsText(document, linked, diagnostics, { colour: false }),
  ).toBe(`post.md (plain: a test; zh-Hans)

[Ｂｌａｚｅ]1

[Blaze]2 and [Frost?]3.
[Flame]4, then [300343.SZ]5.
[Flame]6.

Linked
  1 Ｂｌａｚｅ → company blaze by the form “Blaze”, rule alias (title 0–5)
  2 Blaze → company blaze, rule alias (body 0–5)
  3 Frost → not decided: company frost, no-evidence (body 10–15)
  4 Flame → company blaze, rule one-sense (body 17–22)
  5 300343.SZ → ticker XSHE:300343 by the form “XSHE:300343”, rule ticker-form (body 29–38)
  6 Flame → company blaze, rule one-sense (body 40–45)

Tickers
  XSHE:300343 from the text
  XNAS:BLZE from a company that the text names

Taught by this post
  ticker XSHE:300343

Diagnostics
  line 2 NO_DATE: There is no date.
`);
});

test('refusals of the same form for the same reason are one line', () => {
  const lamps = post({ bodyText: 'Flame. Flame.' });
  const text = explainAsText(lamps, link(catalog, lamps, true), [], { colour: true });
  expect(text).toBe(`post.md (plain: a test; zh-Hans)

\u001b[1m\u001b[0m

Flame. Flame.

Refused
  Flame is not company blaze, rule no-context: None of its context words stands near (lamp). (body 0–5, body 7–12)
`);
});

test('the JSON form holds the texts, every range and every refusal', () => {
  expect(explainAsJson(document, linked, diagnostics)).toEqual({
    path: 'post.md',
    family: 'plain',
    familyReason: 'a test',
    language: 'zh-Hans',
    title: document.title,
    bodyText: document.bodyText,
    mentions: linked.mentions,
    tickers: linked.tickers,
    taughtCompanies: [],
    taughtProducts: [],
    taughtTickers: linked.taughtTickers,
    refusals: [],
    diagnostics,
  });
});
