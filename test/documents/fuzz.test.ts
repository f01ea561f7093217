import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextRange } from '../../src/documents/document.ts';
import { DEFAULT_LIMITS, readDocument } from '../../src/documents/read.ts';

/** Small posts of every family, from which the broken ones are made. */
const SAMPLES = [
  '\n---\ntitle: \'A "quoted" title\'\ncategories: \n - 新媒体\n - Example\nheadimg: \'\'\nauthor: Example\ncomments: false\ndate: Thu, 02 Dec 2021 13:48:00 GMT\nthumbnail: \'\'\n---\n\n<div>   \n<p>由Example \nSuite组成。</p><p align="center"><img src="https://example.com/a.png" alt="x"></p>\n</div>\n   ',
  '---\nlayout: post\ntitle: "示例 "新闻""\ndate: 2021-12-20 09:31:14 +0800\ncategories: news\ntags: x\n---\n<p style="display:none;"><br /></p><!-- EM_StockImg_Start --><p><a href="http://quote.eastmoney.com/unify/r/116.00700" data-code="00700|116|5" class="EmImageRemark"><img src="https://webquoteklinepic.eastmoney.com/GetPic.aspx?nid=116.00700" /></a></p><!-- EM_StockImg_End --><p>首先<span id="stock_106.ABC"><a class="keytip" data-code="106,ABC" href="http://quote.eastmoney.com/unify/r/106.ABC">甲公司</a></span>、<span class="em_stock_key_common" data-code="1,600999">乙</span>。</p><p class="em_media">（文章来源：示例<span><a>日</a></span>报）</p>\n\n<http://example.com/a>\n\n[返回新闻](//m.example.com/x)｜[返回首页](//m.example.com/)\n',
  '---\ntitle: Example\ndate: 2024-03-05\ncategories: [a, b]\ntags: [Best Practices, Intermediate (200)]\n---\n# Example\n\n> **原文链接**: [A title](https://example.com/a)\n> **作者**: A. Writer\n\nSome `code` and a link to [it](/b "t"), me@example.com.\n\n```js\nlet x = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | |\n\n## 延伸阅读\n\n- [One](https://example.com/1)\n\n*版权归原作者所有。*',
  '+++\ntitle = "Example"\ndate = 2024-03-05T09:31:00+08:00\ntags = ["a"]\n[params]\nx = 1\n+++\r\nText {{< figure src="a.png" >}} more[^1].\r\n\r\n[^1]: Note\r\n',
  '{\n"title": "Example",\n"date": "2024-03-05",\n"nested": {"a": [1, 2, null]}\n}\n\n* a\n  * b\n    1. c\n\n1. d\n',
  '<!DOCTYPE html><html lang="zh-CN"><head><title>标题</title><meta property="og:image" content="//example.com/a.png"><link rel="canonical" href="https://example.com/a"></head><body><article><h1>标题</h1><table><tr><td>a<td>b</table><ul class="related-posts"><li>x</ul><p>正文<br>第二行 <ruby>漢<rt>かん</rt></ruby></p></article></body></html>',
  '---\na: &a [x, x]\nb: [*a, *a]\nc: |\n  text\n\n  more\nd: >-\n  folded\ntitle: a: b\n---\n{% highlight ruby %}\nputs 1\n{% endhighlight %}\n{% raw %}x{% endraw %}\n',
  'No front matter, a 😀 smile, “quotes”——and\n中文\n换行。\n\n---\n\n分享到：微信\n',
];

const piece = fc.oneof(
  fc.constantFrom(
    '---',
    '\n---\n',
    '+++\n',
    '\0',
    '\ud83d',
    '<',
    '>',
    '"',
    "'",
    '`',
    '```\n',
    '[',
    '](',
    '&#x',
    '&amp;',
    '<!--',
    '-->',
    '<p',
    '</p>',
    '<div>',
    '</div>',
    '<a href="',
    '<script>',
    '<td>',
    '<pre>',
    '{{<',
    '%}',
    ': ',
    '- ',
    '\t',
    '\r\n',
    '\n\n',
    '　',
    '\u200b',
    '来源：',
    '2024年',
    '|',
    '*',
    '&a ',
    '*a',
    '!!js/function ',
    '<![CDATA[',
    '<svg>',
    '</svg>',
    '<textarea>',
  ),
  fc.string({ maxLength: 5 }),
);
const sample = fc.constantFrom(...SAMPLES);
const cut = fc.double({ min: 0, max: 1, noNaN: true });

/** A post with pieces put in, stretches taken out, or the end of another one behind its start. */
const broken = fc
  .tuple(sample, sample, fc.array(fc.tuple(cut, cut, piece), { maxLength: 4 }), cut, cut)
  .map(([first, second, edits, end, start]) => {
    let text =
      edits.length % 2 === 0
        ? first
        : first.slice(0, end * first.length) + second.slice(start * second.length);
    for (const [at, length, inserted] of edits) {
      const from = Math.floor(at * text.length);
      text = text.slice(0, from) + inserted + text.slice(from + Math.floor(length * length * length * 60));
    }
    return text;
  });

/** The same as bytes, in an encoding and with bytes changed. */
const bytes = fc
  .tuple(broken, fc.array(fc.tuple(cut, fc.nat(255)), { maxLength: 3 }), fc.nat(9))
  .map(([text, changes, encoding]) => {
    const result = encoding === 0 ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text);
    if (encoding < 4) for (const [at, value] of changes) result[Math.floor(at * (result.length - 1))] = value;
    return new Uint8Array(result);
  });

const OPTIONS = { timeZone: 'Asia/Shanghai', limits: DEFAULT_LIMITS };

function isWithin({ start, end }: TextRange, text: string): boolean {
  return start >= 0 && start < end && end <= text.length;
}

/** What is wrong with the result of reading; empty where nothing is. */
function faults(input: Uint8Array): string[] {
  const { document, diagnostics } = readDocument({ path: 'a/b.md', bytes: input }, OPTIONS);
  const found: string[] = [];
  if (document === null) return diagnostics.length > 0 ? [] : ['refused without a reason'];
  const { bodyText, bodyHtml, unlinked, stockReferences, title, publishedAt } = document;
  if (!unlinked.every((range) => isWithin(range, bodyText))) found.push('a range beyond the text');
  if (unlinked.some(({ start }, index) => index > 0 && start <= (unlinked[index - 1]?.end ?? 0)))
    found.push('ranges that touch');
  for (const { range } of stockReferences) {
    if (
      range !== null &&
      (!isWithin(range, bodyText) || bodyText.slice(range.start, range.end).trim() === '')
    )
      found.push('a stock link without text');
  }
  if (
    /\n\n|^\s|\s$/.test(bodyText) &&
    !/`|pre|highlight|\t| {4}/.test(Buffer.from(input).toString().replaceAll('\0', ''))
  )
    found.push('white space around blocks');
  if (title.trim() === '') found.push('no title');
  if (![title, bodyText, bodyHtml].every((text) => text.isWellFormed())) found.push('half a surrogate pair');
  if (
    /<script|display:none|<!--|\son\w+=|javascript:/i.test(
      bodyHtml.replace(/>[^<]*</g, '><').replace(/^[^<]*|[^>]*$/g, ''),
    )
  )
    found.push('HTML that is not safe');
  if (publishedAt !== null && Number.isNaN(Date.parse(publishedAt))) found.push('no date');
  return found;
}

describe('any file', () => {
  it('is a document or refused with a reason, and every range is one of its text', {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(bytes, (input) => {
        expect(faults(input)).toEqual([]);
      }),
      { numRuns: 20_000 },
    );
  });

  it('is read the same way every time, and can be sent between threads', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        const first = readDocument({ path: 'a.md', bytes: input }, OPTIONS);
        expect(structuredClone(readDocument({ path: 'a.md', bytes: input }, OPTIONS))).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });
});
