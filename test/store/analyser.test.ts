import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyse } from '../../src/store/search/analysed-text.ts';
import { matchRanges, parseQuery } from '../../src/store/search/analyser.ts';
import { foldName } from '../../src/store/search/folding.ts';

describe('a text is analysed into', () => {
  test.each([
    ['words in lower case', 'Cloud Computing', 'cloud computing', '<cloud><computing>'],
    ['pairs of characters with the last one', '元宇宙', '元宇 宇宙 宙', '元宇宙'],
    ['both where they are glued', 'GPU芯片', 'gpu 芯片 片', '<gpu>芯片'],
    ['Simplified characters', '輝達', '辉达 达', '辉达'],
    ['half-width letters', 'Ｍｅｔａ　ＡＩ', 'meta ai', '<meta><ai>'],
    ['letters without accents', 'Älter café', 'alter cafe', '<alter><cafe>'],
    ['kana and Hangul in pairs', 'ゲーム 삼성', 'ゲー ーム ム ¦ 삼성 성', 'ゲーム\n삼성'],
    ['breaks where no phrase runs on', 'a, b。c', 'a ¦ b ¦ c', '<a>\n<b>\n<c>'],
    ['characters beyond the first plane', '𠀀𠀁', '𠀀𠀁 𠀁', '𠀀𠀁'],
    ['nothing where there is nothing', ' …!', '', ''],
  ])('%s', (_, text, tokens, folded) => {
    const analysed = analyse(text);
    expect([analysed.tokens, analysed.folded]).toEqual([tokens, folded]);
  });

  test('its characters, each once', () => {
    expect(analyse('元宇宙的宇宙 a').characters).toBe('元 宇 宙 的');
  });
});

describe('a query is read as', () => {
  test.each([
    [
      'words that may go on',
      'meta cloud',
      [
        ['<meta', true],
        ['<cloud', true],
      ],
    ],
    ['a run of characters', '元宇宙', [['元宇宙', false]]],
    [
      'parts where it is glued',
      'GPU芯片',
      [
        ['<gpu', true],
        ['芯片', false],
      ],
    ],
    [
      'phrases in quotes',
      '"cloud computing" “云 AI”',
      [
        ['<cloud><computing>', false],
        ['云<ai>', false],
      ],
    ],
    ['phrases in corner brackets', '「元宇宙」', [['元宇宙', false]]],
    [
      'two phrases where punctuation stands between',
      '"a, b"',
      [
        ['<a>', false],
        ['<b>', false],
      ],
    ],
    [
      'one letter that does not go on',
      'C 5',
      [
        ['<c>', false],
        ['<5>', false],
      ],
    ],
    ['nothing', '"" *', []],
    ['each term once', 'a a "a"', [['<a>', false]]],
  ])('%s', (_, query, terms) => {
    expect(parseQuery(query).terms.map(({ folded, prefix }) => [folded, prefix])).toEqual(terms);
  });
});

test('names are compared folded, with what stands between their words', () => {
  expect(foldName('Johnson & ＪＯＨＮＳＯＮ（強生）')).toBe('johnson & johnson（强生）');
});

describe('matches are ranges of the text as it is', () => {
  test.each([
    ['元宇宙', '谈元宇宙，元宇。', ['元宇宙']],
    ['meta', 'Ｍｅｔａ and Metaverse, but beta', ['Ｍｅｔａ', 'Metaverse']],
    ['"meta"', 'Meta and Metaverse', ['Meta']],
    ['宇', '元宇宙', ['宇']],
    ['元宇 宇宙', '元宇宙', ['元宇宙']],
    ['"𠀀"', 'x𠀀y', ['𠀀']],
    ['"cloud computing"', 'cloud\ncomputing; cloud, computing', ['cloud\ncomputing']],
  ])('%s in %s', (query, text, expected) => {
    const ranges = matchRanges(text, parseQuery(query));
    expect(ranges.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });
});

const SNIPPETS = fc.array(
  fc.oneof(
    fc.constantFrom('元', '宇', '宙', '云', 'gpu', 'GP', 'meta', ' ', '，', '\n', '"', 'é', '𠀀', 'Ａ'),
    fc.string(),
  ),
  { maxLength: 12 },
);

test('whatever the text, ranges are sorted, disjoint and not empty, and every text finds itself', () => {
  fc.assert(
    fc.property(SNIPPETS, SNIPPETS, (textParts, queryParts) => {
      const [text, query] = [textParts.join(''), parseQuery(queryParts.join(''))];
      let end = -1;
      for (const range of matchRanges(text, query)) {
        expect(range.start).toBeGreaterThan(end);
        expect(range.end).toBeGreaterThan(range.start);
        end = range.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
  );
});

test('whatever the text, it holds every term that a query of the same text asks for', () => {
  const anything = fc.array(fc.oneof(SNIPPETS, fc.array(fc.string({ unit: 'binary' }))), { maxLength: 8 });
  fc.assert(
    fc.property(anything, (parts) => {
      // As reading leaves it.
      const text = parts.flat().join('').toWellFormed();
      const { tokens, characters, folded } = analyse(text);
      const padded = ` ${tokens} `;
      const missing = parseQuery(text).terms.filter((term) => {
        const indexed = term.character
          ? ` ${characters} `.includes(` ${term.tokens.join(' ')} `)
          : padded.includes(term.prefix ? ` ${term.tokens.join(' ')}` : ` ${term.tokens.join(' ')} `);
        return !indexed || !folded.includes(term.folded);
      });
      expect(missing).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
