import { describe, expect, it } from 'vitest';
import { readPost } from './reading.ts';

const FIELDS = '---\ntitle: Example\ndate: 2024-03-05 09:31:00 +0800\n---\n';

/** What is left of a post that tries to exhaust the reader. */
function left(content: string | Uint8Array, path?: string) {
  const { document, codes } = readPost(content, path);
  return document === null ? { codes } : { title: document.title, text: document.bodyText, codes };
}

describe('a post that is too much', () => {
  it('with 100,000 nested elements keeps its text', () => {
    const body = `${'<div>'.repeat(100_000)}deep${'</div>'.repeat(100_000)}\n\n<p>After.</p>`;
    expect(left(FIELDS + body)).toEqual({
      title: 'Example',
      text: 'deep\nAfter.',
      codes: ['MARKUP_TOO_DEEP:5'],
    });
  });

  it('with 300,000 elements that are never closed keeps its text', { timeout: 120_000 }, () => {
    expect(left(`${FIELDS}<div>\n${'<b><span class="a">x'.repeat(150_000)}`, 'a.html')).toEqual({
      title: 'Example',
      // The limit ends the outermost element, and so the line.
      text: `${'x'.repeat(255)}\n${'x'.repeat(149_745)}`,
      codes: ['MARKUP_TOO_DEEP:5'],
    });
  });

  it('with 100,000 levels of quotes or lists keeps its text', () => {
    const kept = { title: 'Example', text: 'deep', codes: ['MARKUP_TOO_DEEP:5'] };
    expect(left(`${FIELDS}${'> '.repeat(100_000)}deep`)).toEqual(kept);
    expect(left(`${FIELDS}${'- '.repeat(100_000)}deep`)).toEqual(kept);
  });

  it('with a list of 300 levels, one below the other, keeps its text', () => {
    const items = Array.from({ length: 300 }, (_, level) => `level ${level}`);
    const list = items.map((item, level) => `${'  '.repeat(level)}- ${item}`).join('\n');
    expect(left(FIELDS + list)).toEqual({
      title: 'Example',
      text: items.join('\n'),
      codes: ['MARKUP_TOO_DEEP:5'],
    });
  });

  it('of 64 MB is refused', () => {
    const bytes = new Uint8Array(64 * 1024 * 1024).fill(0x61);
    expect(left(bytes)).toEqual({ codes: ['FILE_TOO_LARGE'] });
  });

  it('is refused at the limit that is configured', () => {
    expect([readPost('12345678901', 'a.md', { fileBytes: 10 }), readPost(' \n', 'a.md')]).toEqual([
      { document: null, codes: ['FILE_TOO_LARGE'] },
      { document: null, codes: ['FILE_EMPTY'] },
    ]);
  });

  it('with 100,000 keys in its front matter keeps its text', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `key${index}: value`).join('\n');
    expect(left(`---\ntitle: Example\ndate: 2024-03-05\n${keys}\n---\nText.`)).toEqual({
      title: 'Example',
      text: 'Text.',
      codes: ['FRONT_MATTER_TOO_LARGE:2'],
    });
  });

  // Each of these takes quadratic time or worse in some pattern or parser that one might write.
  it.each([
    ['comments', '<!--', 'x '],
    ['declarations', '<![CDATA[', 'x '],
    ['brackets', '[', ''],
    ['links', '[a](b "', ''],
    ['emphasis', '*a _b ', ''],
    ['templates', '{% comment %}', ''],
    ['tags', '{% ', ''],
    ['shortcodes', '{{< ', ''],
    ['attributes', '<a b="', ''],
    ['a long word', 'a', ''],
    ['dots', 'a.', ''],
    ['slashes', 'a/', ''],
    ['at signs', 'a@', ''],
    ['hyphens', 'a-', ''],
    ['credits', '来源：', ''],
    ['labels', '来源：a ', ''],
    ['dashes', '\n---\n', ''],
    ['empty cells', '<td>', '<table>'],
    ['spaces', ' ', 'x'],
    ['spaces in code', ' ', '<pre>x'],
    ['blank lines', '\n', 'x'],
    ['blank lines of HTML', '\n \n', '<p>x</p>'],
    ['links back', '\n<>\n[a](b)', ''],
    ['links', '<a href="http://quote.eastmoney.com/unify/r/1.600999">', '<p>'],
    ['raised numbers', '<sup>', '<p>'],
    ['footnotes', '[^1]', ''],
    ['definitions', '[^1]:\n', ''],
    ['list items', '<li>', '<ul>'],
    ['line breaks', '<br>', 'x'],
    ['quotation marks', '"', ''],
    ['ampersands', '&', ''],
  ])('of %s without end is read in linear time', (_, part, before) => {
    const body = before + part.repeat(Math.ceil(300_000 / part.length));
    const { document } = readPost(`${FIELDS}${body}`);
    expect(document?.title).toBe('Example');
  });
});
