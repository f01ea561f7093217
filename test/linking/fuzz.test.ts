import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadCatalog, SHIPPED_CATALOG } from '../../src/catalog/load.ts';
import type { Document } from '../../src/documents/document.ts';
import { createLinker } from '../../src/linking/linker.ts';
import { post } from './posts.ts';

const catalog = await loadCatalog([SHIPPED_CATALOG]);
const linker = createLinker(catalog);
const names = catalog.aliases.map(({ text }) => text);

/** Names, glue that bends them, and whatever else Unicode has. */
const fragment = fc.oneof(
  { weight: 4, arbitrary: fc.nat(names.length - 1).map((index) => names[index] ?? '') },
  fc.constantFrom(
    ' ',
    '\n',
    '·',
    '。',
    '（',
    '）',
    '-',
    's',
    '’s',
    '.',
    '$',
    '\u200b',
    '\u00ad',
    '00700.HK',
    '(NASDAQ: AMZN)',
    '𠮷',
    '🙂',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const text = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(''));
const range = fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 20 }));

/** Ranges inside the text, sorted and disjoint, as documents promise them. */
function rangesIn(bodyText: string, picks: readonly (readonly [number, number])[]) {
  const ranges: { start: number; end: number }[] = [];
  let from = 0;
  for (const [gap, length] of picks) {
    const start = from + gap;
    const end = start + length;
    if (end > bodyText.length) break;
    ranges.push({ start, end });
    from = end;
  }
  return ranges;
}

test('whatever a post holds, mentions are sorted, disjoint, outside of closed ranges, and slice back to their surfaces', () => {
  fc.assert(
    fc.property(text, text, fc.array(range, { maxLength: 4 }), (title, bodyText, picks) => {
      const document: Document = post({ title, bodyText, unlinked: rangesIn(bodyText, picks) });
      const { mentions, refusals } = linker.link(document, { explain: true });
      let before = { field: 'TITLE', end: 0 };
      for (const mention of mentions) {
        const source = mention.field === 'TITLE' ? title : bodyText;
        expect(source.slice(mention.start, mention.end)).toBe(mention.surface);
        expect(mention.surface).not.toMatch(/^$|\n/);
        expect(mention.sentenceStart <= mention.start && mention.end <= mention.sentenceEnd).toBe(true);
        expect(source.slice(mention.sentenceStart, mention.sentenceEnd)).not.toContain('\n');
        if (mention.field === before.field) expect(mention.start).toBeGreaterThanOrEqual(before.end);
        else expect([before.field, mention.field]).toEqual(['TITLE', 'BODY']);
        if (mention.field === 'BODY')
          for (const closed of document.unlinked)
            expect(mention.end <= closed.start || mention.start >= closed.end).toBe(true);
        before = mention;
      }
      for (const { field, start, end, surface } of refusals)
        expect((field === 'TITLE' ? title : bodyText).slice(start, end)).toBe(surface);
    }),
    { numRuns: 400 },
  );
});

test('linking is pure: the same post gives the same links', () => {
  fc.assert(
    fc.property(text, (bodyText) => {
      const document = post({ bodyText });
      expect(linker.link(document)).toEqual(createLinker(catalog).link(document));
    }),
    { numRuns: 3 },
  );
});
