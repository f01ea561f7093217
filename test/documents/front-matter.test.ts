import fc from 'fast-check';
import matter from 'gray-matter';
import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../src/documents/front-matter.ts';
import { DEFAULT_LIMITS } from '../../src/documents/limits.ts';

function split(text: string) {
  const codes: string[] = [];
  const { data, body, bodyLine, format } = readFrontMatter(text, DEFAULT_LIMITS, (code, line) =>
    codes.push(`${code}:${line}`),
  );
  return { format, data, body, bodyLine, codes };
}

describe('front matter', () => {
  it('is split from the body, with the line on which the body starts', () => {
    expect(split('---\ntitle: Example\ntags: [a, b]\n---\nBody\n')).toEqual({
      format: 'YAML',
      data: { title: 'Example', tags: ['a', 'b'] },
      body: 'Body\n',
      bodyLine: 5,
      codes: [],
    });
  });

  it('may stand behind blank lines', () => {
    expect(split('\n\n---\ntitle: Example\n---\nBody')).toEqual({
      format: 'YAML',
      data: { title: 'Example' },
      body: 'Body',
      bodyLine: 6,
      codes: [],
    });
  });

  it('may have a comment behind its marker', () => {
    expect(split('--- # written by hand\ntitle: Example\n---\nBody')).toEqual({
      format: 'YAML',
      data: { title: 'Example' },
      body: 'Body',
      bodyLine: 4,
      codes: [],
    });
  });

  it('is read as nearly every post has it', () => {
    const text =
      "---\nlayout: post\ntitle: 'It''s [1]'\ndate: 2021-12-20 09:31:14 +0800\ncategories:\n - 新闻\n - x\nauthor: \"A: B\"\ntags: [Best Practices, Intermediate (200)]\nempty:\n---\n";
    expect(split(text).data).toEqual({
      layout: 'post',
      title: "It's [1]",
      date: '2021-12-20 09:31:14 +0800',
      categories: ['新闻', 'x'],
      author: 'A: B',
      tags: ['Best Practices', 'Intermediate (200)'],
      empty: null,
    });
  });

  it('is refused where a thousand blank characters follow each other, and its fields are kept', () => {
    const { data, codes } = split(`---\ntitle: Example\n${'\n'.repeat(20_000)}layout: post\n---\nBody`);
    expect({ data, codes }).toEqual({
      data: { title: 'Example' },
      codes: ['FRONT_MATTER_TOO_LARGE:2'],
    });
  });

  it('may stand behind the note of a program, or between longer rules', () => {
    expect(split('<!-- written by a program -->\n---\ntitle: Example\n---\nBody').data).toEqual({
      title: 'Example',
    });
    expect(split('----\ntitle: Example\n----\nBody').data).toEqual({ title: 'Example' });
  });

  it('has what a writer did escape, and lists that are not closed, where it is no YAML', () => {
    expect(
      split(`---\ntitle: 'It''s Example's'\ntags: [a, "b, c"\ndate:\t2024-03-05\n\tlayout:\tpost\n---\n`)
        .data,
    ).toEqual({ title: "It's Example's", tags: ['a', 'b, c'], date: '2024-03-05', layout: 'post' });
  });

  it('keeps codes, dates and versions as they are written', () => {
    const text =
      '---\ncode: 000651\ndate: 2021-12-20 09:31:14 +0800\nday: 2021-12-20\nversion: 1.10\nhex: 0x1F\nbig: 1e3\nyear: 2021\nprice: 1.5\ndraft: false\nnone:\n---\n';
    expect(split(text).data).toEqual({
      code: '000651',
      date: '2021-12-20 09:31:14 +0800',
      day: '2021-12-20',
      version: '1.10',
      hex: '0x1F',
      big: '1e3',
      year: 2021,
      price: 1.5,
      draft: false,
      none: null,
    });
  });

  it('keeps them in mappings that only a YAML parser can read, too', () => {
    const text =
      '---\nstock: { code: 000651, since: 1996-11-18 }\ntext: |\n  first\n\n  second\nok: yes\n---\nBody';
    expect(split(text)).toEqual({
      format: 'YAML',
      data: { stock: { code: '000651', since: '1996-11-18' }, text: 'first\n\nsecond\n', ok: 'yes' },
      body: 'Body',
      bodyLine: 9,
      codes: [],
    });
  });

  it('is read as TOML between plus signs, with its dates as text', () => {
    expect(
      split(
        '+++\ntitle = "Example"\ndate = 2024-03-05T09:31:00+08:00\nday = 2024-03-05\ntags = ["a"]\n[params]\nmath = true\n+++\nBody',
      ),
    ).toEqual({
      format: 'TOML',
      data: {
        title: 'Example',
        date: '2024-03-05T09:31:00.000+08:00',
        day: '2024-03-05',
        tags: ['a'],
        params: { math: true },
      },
      body: 'Body',
      bodyLine: 9,
      codes: [],
    });
  });

  it('is read as JSON, up to the matching brace', () => {
    expect(split('{\n  "title": "a } brace",\n  "nested": { "n": 1 }\n}\n\nBody')).toEqual({
      format: 'JSON',
      data: { title: 'a } brace', nested: { n: 1 } },
      body: '\nBody',
      bodyLine: 5,
      codes: [],
    });
  });

  it.each(['js', 'javascript', 'coffee', 'ruby'])('is refused as %s code, which is never run', (language) => {
    expect(split(`---${language}\nmodule.exports = process.exit(1)\n---\nBody`)).toEqual({
      format: 'YAML',
      data: {},
      body: 'Body',
      bodyLine: 4,
      codes: ['FRONT_MATTER_CODE_REFUSED:2'],
    });
  });

  it.each([
    ['title: """""""""\'Tea 1.13.3 is released\'"""""""""', 'Tea 1.13.3 is released'],
    ['title: a: b', 'a: b'],
    ['title: "the "best" tea"', 'the "best" tea'],
    ['title: ""Best" tea of the year"', '"Best" tea of the year'],
    ['title: [Tea] and more', '[Tea] and more'],
    ['title: @home', '@home'],
    ['title: `code` first', '`code` first'],
    ['title: %percent', '%percent'],
    ["title: it's 'quoted", "it's 'quoted"],
    ['\ttitle: x\ntitle: tabbed', 'tabbed'],
  ])('that is no YAML is read field by field: %s', (line, title) => {
    const { data, body, codes } = split(`---\n${line}\ntags:\n  - a\n  - b\nbroken: "x" y\n---\nBody`);
    expect({
      title: data.title,
      tags: data.tags,
      body,
      codes: codes.map((code) => code.split(':')[0]),
    }).toEqual({
      title,
      tags: ['a', 'b'],
      body: 'Body',
      codes: ['FRONT_MATTER_RECOVERED'],
    });
  });

  it('names the line at which it stops being YAML', () => {
    expect(split('---\ntitle: Example\nnote: a: b\n---\nBody').codes).toEqual(['FRONT_MATTER_RECOVERED:3']);
  });

  it('without an end marker ends where its fields end', () => {
    expect(split('---\ntitle: Example\ntags:\n  - a\n\nFirst paragraph.\n\nSecond.')).toEqual({
      format: 'YAML',
      data: { title: 'Example', tags: ['a'] },
      body: '\nFirst paragraph.\n\nSecond.',
      bodyLine: 5,
      codes: ['FRONT_MATTER_UNCLOSED:2'],
    });
  });

  it('without an end marker does not take a rule further down for it', () => {
    expect(split('---\ntitle: Example\n\nFirst paragraph.\n\n---\n\nSecond.')).toEqual({
      format: 'YAML',
      data: { title: 'Example' },
      body: '\nFirst paragraph.\n\n---\n\nSecond.',
      bodyLine: 3,
      codes: ['FRONT_MATTER_UNCLOSED:2'],
    });
  });

  it('is not what stands between two rules of a text', () => {
    const text = '---\n\nA text without front matter.\n\n---\n\nMore.';
    expect(split(text)).toEqual({ format: null, data: {}, body: text, bodyLine: 1, codes: [] });
  });

  it('says which key stands twice, and keeps the last', () => {
    expect(split('---\ntitle: one\ntitle: two\n---\n')).toEqual({
      format: 'YAML',
      data: { title: 'two' },
      body: '',
      bodyLine: 5,
      codes: ['FRONT_MATTER_DUPLICATE_KEY:3'],
    });
  });

  it('cannot reach the prototype of anything', () => {
    const { data } = split('---\n__proto__: { polluted: true }\nconstructor: x\ntitle: Example\n---\n');
    expect({ data, polluted: Reflect.get({}, 'polluted') }).toEqual({
      data: { constructor: 'x', title: 'Example' },
      polluted: undefined,
    });
  });

  it('is refused where its aliases multiply, and its plain fields are kept', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`,
    );
    const { data, codes } = split(`---\ntitle: Example\nl0: &l0 [x, x, x]\n${levels.join('\n')}\n---\nBody`);
    expect({ title: data.title, codes }).toEqual({
      title: 'Example',
      codes: ['FRONT_MATTER_ALIASES_REFUSED:2'],
    });
  });

  it('of ten megabytes is refused, and its first fields are kept', () => {
    const { data, body, codes } = split(`---\ntitle: Example\ntext: ${'x'.repeat(10_000_000)}\n---\nBody`);
    expect({ title: data.title, body, codes }).toEqual({
      title: 'Example',
      body: 'Body',
      codes: ['FRONT_MATTER_TOO_LARGE:2'],
    });
  });

  it.each([
    ['keys', Array.from({ length: 100_000 }, (_, index) => `k${index}: v`).join('\n')],
    ['keys in braces', `many: {${Array.from({ length: 20_000 }, (_, index) => `k${index}: v`).join(', ')}}`],
    ['brackets', `deep: ${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['dashes', `deep:\n  ${'- '.repeat(50_000)}x`],
    ['JSON brackets', `deep: ${'{"a":'.repeat(30_000)}`],
  ])('of too many %s is refused in bounded time', (_, fields) => {
    const { data, body, codes } = split(`---\ntitle: Example\n${fields}\n---\nBody`);
    expect({ title: data.title, body, codes }).toEqual({
      title: 'Example',
      body: 'Body',
      codes: ['FRONT_MATTER_TOO_LARGE:2'],
    });
  });
});

describe('splitting', () => {
  it('agrees with gray-matter wherever that is right', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.string({ unit: fc.constantFrom('a', ' ', '\n', '-', '#', '中'), maxLength: 60 }),
        (title, body) => {
          const text = `---\ntitle: t${title}\n---\n${body}`;
          const expected = matter(text, {});
          const { data, body: rest } = split(text);
          expect({ data, body: rest }).toEqual({ data: expected.data, body: expected.content });
        },
      ),
      { numRuns: 500 },
    );
  });
});
