import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { readBlocks } from '../../src/documents/blocks.ts';
import { assemble } from '../../src/documents/body-text.ts';
import { writeHtml } from '../../src/documents/html.ts';
import { DEFAULT_LIMITS } from '../../src/documents/limits.ts';
import { markupOfMarkdown } from '../../src/documents/markdown-markup.ts';
import { type Markup, parseMarkup } from '../../src/documents/markup.ts';

const markdown = new MarkdownIt('default');

/** What is read from markup: text with everything that stands in it, and HTML. */
function outcome(markup: Markup) {
  const { blocks } = readBlocks(markup);
  const kept = new Uint8Array(markup.length);
  for (const block of blocks) for (const leaf of block.leaves) kept[leaf] = 1;
  return { body: assemble(blocks, null), html: writeHtml(markup, kept, null) };
}

const piece = fc.constantFrom(
  'word',
  ' ',
  '\n',
  '\n\n',
  '*',
  '**',
  '`',
  '~~',
  '[',
  '](https://example.com/a "t")',
  '![',
  '# ',
  '## ',
  '- ',
  '  - ',
  '1. ',
  '> ',
  '```\n',
  '    ',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  '---\n',
  '  \n',
  '\\',
  '&amp;',
  '&lt;',
  '<',
  '中文',
  '，',
  '====\n',
);

describe('Markdown without raw HTML', () => {
  it('gives the same text and HTML as by way of an HTML parser', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join('');
        const direct = markupOfMarkdown(markdown.parse(text, {}));
        expect(direct).not.toBeNull();
        const parsed = parseMarkup(markdown.render(text), DEFAULT_LIMITS).markup;
        expect(outcome(direct ?? [])).toEqual(outcome(parsed));
      }),
      { numRuns: 5_000 },
    );
  });
});
