import { describe, expect, it } from 'vitest';
import { bodyOf, documentOf, readPost } from './reading.ts';

describe('the text of a body', () => {
  it('joins hard-wrapped lines with a space, and without one between CJK characters', () => {
    expect(bodyOf('<div>\n<p>\n由Example \nSuite与新一代 \nIT标准组成，\n一行\n接一行。\n</p>\n</div>')).toBe(
      '由Example Suite与新一代 IT标准组成，一行接一行。',
    );
  });

  it('joins lines around quotation marks and dashes that Chinese shares with other scripts', () => {
    expect(bodyOf('他说\n“好”\n——然后走了')).toBe('他说“好”——然后走了');
  });

  it('puts every block on a line of its own', () => {
    expect(
      bodyOf(
        '# Heading\n\nOne.\n\n- a\n- b\n  1. c\n\n> quoted\n\n<h2>Two</h2><div>three<p>four</p>five</div>',
      ),
    ).toBe('Heading\nOne.\na\nb\nc\nquoted\nTwo\nthree\nfour\nfive');
  });

  it('ends a line at br', () => {
    expect(bodyOf('<p>one<br>two<br/><br>three</p>')).toBe('one\ntwo\nthree');
  });

  it('collapses white space, and drops what nobody sees', () => {
    expect(bodyOf('<p>\u3000\u3000首\u200b行&nbsp;&nbsp;缩进 \t a\u00adb </p>')).toBe('首行 缩进 ab');
  });

  it('keeps the lines of code, and no empty ones', () => {
    expect(
      documentOf('---\ntitle: x\n---\nUse `a  b`:\n\n```js\nlet x;\n\n  x = 1;\n```\nEnd.'),
    ).toMatchObject({
      bodyText: 'Use a b:\nlet x;\n  x = 1;\nEnd.',
      unlinked: [
        { start: 4, end: 7 },
        { start: 9, end: 24 },
      ],
    });
  });

  it('puts the cells of a row on one line', () => {
    expect(bodyOf('| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |   |\n')).toBe('a\tb\n1\t2\n3');
  });

  it('has neither hidden elements, nor comments, nor programs, nor what a page puts around an article', () => {
    const hidden = [
      '<p style="display:none;height:1px">hidden</p>',
      '<p style="color:red; visibility : hidden">hidden</p>',
      '<p hidden>hidden</p>',
      '<!-- comment -->',
      '<script>alert("<p>x</p>")</script>',
      '<style>.a{color:red}</style>',
      '<noscript>x</noscript>',
      '<template><p>x</p></template>',
      '<iframe src="https://example.com">x</iframe>',
      '<form><input value="x"><button>Send</button></form>',
      '<nav><a href="/">Home</a></nav>',
      '<div class="social-share"><a href="#">Weibo</a></div>',
      '<div class="bdsharebuttonbox">分享</div>',
      '<div id="comments">First!</div>',
      '<ul class="pagination"><li>1</li></ul>',
      '<ul class="related-posts"><li><a href="/a">A</a></li></ul>',
      '<div role="navigation">up</div>',
    ];
    expect(bodyOf(`<p>First.</p>${hidden.join('')}<p>Last.</p><p>More.</p>${'<p>a</p>'.repeat(50)}`)).toBe(
      ['First.', 'Last.', 'More.', ...Array(50).fill('a')].join('\n'),
    );
  });

  it('stays where a wrapper around all of it is called like furniture', () => {
    expect(bodyOf('<div class="share related"><p>One.</p><p>Two.</p></div>')).toBe('One.\nTwo.');
  });

  it('is read from HTML within Markdown and Markdown beside HTML', () => {
    expect(bodyOf('Some *text* with <b>tags</b>.\n\n<div>\n\n**bold**\n\n</div>\n\n<p>raw *stars*</p>')).toBe(
      'Some text with tags.\nbold\nraw *stars*',
    );
  });

  it('is not made code by indents of a body that is HTML throughout', () => {
    expect(
      bodyOf('<div class="content">\n\n        <p><span>Indented</span></p>\n\n    <p>More</p>\n</div>'),
    ).toBe('Indented\nMore');
  });

  it('knows its links by their range, around blocks and pictures too, and what is in bold type', () => {
    const { bodyText, links, emphasis } = documentOf(
      '---\ntitle: x\nurl: https://example.org/\n---\n<a href="/two"><h3>Two</h3><p>blocks</p></a><p><b>Bold</b> and <a href="/one">one</a><br></p><a href="/pic"><img src="a.png"></a><a href="/br">end<br></a>',
    );
    expect({ bodyText, links, bold: emphasis.map(({ start, end }) => bodyText.slice(start, end)) }).toEqual({
      bodyText: 'Two\nblocks\nBold and one\nend',
      links: [
        { url: 'https://example.org/two', path: 'two', text: 'Two\nblocks', range: { start: 0, end: 10 } },
        { url: 'https://example.org/one', path: 'one', text: 'one', range: { start: 20, end: 23 } },
        { url: 'https://example.org/pic', path: 'pic', text: '', range: null },
        { url: 'https://example.org/br', path: 'br', text: 'end', range: { start: 24, end: 27 } },
      ],
      bold: ['Bold'],
    });
  });

  it('keeps relative links as they are written, with their place in the folder', () => {
    const { links } = documentOf(
      '---\ntitle: x\n---\nSee [a](../2023/a%20b.md#top), [b](/posts/b/), [c](c.html?d) and [no](#here), [nor](javascript:x).',
      'posts/2024/example.md',
    );
    expect(links.map(({ url, path }) => [url, path])).toEqual([
      ['../2023/a%20b.md#top', 'posts/2023/a b.md'],
      ['/posts/b/', 'posts/b'],
      ['c.html?d', 'posts/2024/c.html'],
    ]);
  });

  it('knows the videos, recordings and embedded pages of a post', () => {
    const { media } = documentOf(
      '---\ntitle: x\n---\n<p>Text.</p><video><source src="https://example.com/a.mp4"></video><audio src="/b.mp3"></audio><iframe src="https://example.com/embed/c"></iframe><iframe></iframe>\n\n{{< youtube abc-123 >}}\n\n{% bilibili BV1x %}',
    );
    expect(media).toEqual([
      { kind: 'VIDEO', url: 'https://example.com/a.mp4' },
      { kind: 'AUDIO', url: '/b.mp3' },
      { kind: 'EMBED', url: 'https://example.com/embed/c' },
      { kind: 'EMBED', url: 'https://www.youtube.com/embed/abc-123' },
      { kind: 'EMBED', url: 'https://player.bilibili.com/player.html?bvid=BV1x' },
    ]);
  });

  it('goes on as text behind a fence of code that has no end, with a diagnostic', () => {
    const open = readPost(
      '---\ntitle: x\ndate: 2024-03-05\n---\nBefore.\n\n```js\nlet x;\n\nAll the **rest**.',
    );
    expect([open.document?.bodyText, open.codes]).toEqual([
      'Before.\nlet x;\nAll the rest.',
      ['CODE_FENCE_UNCLOSED:7'],
    ]);
  });

  it('is read where a form is wrapped around all of it', () => {
    expect(bodyOf('<form><input value="x"><p>One.</p><p>Two.</p></form>')).toBe('One.\nTwo.');
  });

  it('has notes that nothing refers to, and notes of several paragraphs', () => {
    expect(bodyOf('A claim[^1][^lost].\n\n[^1]: One.\n\n    Two.\n\n[^2]: Alone.')).toBe(
      'A claim.\nOne.\nTwo.\nAlone.',
    );
  });

  it('has bold type beside Chinese without asterisks', () => {
    expect(bodyOf('占比**79.4%**的市场，**“引号”**之后')).toBe('占比79.4%的市场，“引号”之后');
  });

  it('has footnotes as lines, and no marks of them within words', () => {
    expect(bodyOf('A claim[^1] and another[^b].\n\n[^1]: The *source*\n  goes on.\n[^b]: Another.')).toBe(
      'A claim and another.\nThe source goes on.\nAnother.',
    );
  });

  it('has what stands in the notes of other programs, and not their marks', () => {
    expect(
      bodyOf(
        '[TOC]\n\n<!-- mode: plain -->**Bold** start.\n\n[caption id="a" width="600"]<img src="a.png" />A caption[/caption]\n\n:::tip\nA tip.\n:::\n\n```\n:::kept\n```\n',
      ),
    ).toBe('Bold start.\nA caption\nA tip.\n:::kept');
  });

  it('has what stands between the tags of templates, and not the tags', () => {
    const text =
      '{% raw %}One{% endraw %} {{< figure src="a.png" >}}two {{% notice tip %}}three{{% /notice %}}\n\n{% comment %}no{% endcomment %}\n\n{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\n```\n{% kept %}\n```\n{% asset_img a.jpg %}';
    expect(bodyOf(text)).toBe('One two three\nputs 1\n{% kept %}');
  });

  it('decodes entities once, and keeps text that looks like a tag', () => {
    expect(bodyOf('<p>《&lt;Protocol&gt;》 &amp;amp; a &#123;b&#125; &nbsp;c</p>')).toBe(
      '《<Protocol>》 &amp; a {b} c',
    );
  });

  it('survives tags that are not closed, closed twice, or crossed', () => {
    expect(
      bodyOf('<p>one<b>two<i>three</b>four</i></p></p></div><ul><li>a<li>b</ul><table><tr><td>c<td>d'),
    ).toBe('onetwothreefour\na\nb\nc\td');
  });

  it('never links addresses, e-mail, hosts and file names, but the names of products', () => {
    const { bodyText, unlinked } = documentOf(
      '---\ntitle: x\n---\nSee https://example.com/a?b=c，mail me@example.com, www.example.com or example.com.cn, not Example.com or Trip.com; run ./scripts/build.sh and main.storyboard with Node.js and ASP.NET.',
    );
    expect(unlinked.map(({ start, end }) => bodyText.slice(start, end))).toEqual([
      'https://example.com/a?b=c',
      'me@example.com',
      'www.example.com',
      'example.com.cn',
      './scripts/build.sh',
      'main.storyboard',
    ]);
  });

  it('that is empty is a diagnostic, and the post is kept', () => {
    const { document, codes } = readPost('---\ntitle: Only a title\ndate: 2024-03-05\n---\n<div>\n\n</div>');
    expect({ title: document?.title, text: document?.bodyText, html: document?.bodyHtml, codes }).toEqual({
      title: 'Only a title',
      text: '',
      html: '',
      codes: ['BODY_EMPTY:5'],
    });
  });

  it('counts CJK characters and words, and the minutes they take', () => {
    const { wordCount, readingMinutes } = documentOf(
      `---\ntitle: x\n---\n${'阅读'.repeat(300)} and 12 more-or-less naïve words, it’s 3.5`,
    );
    expect({ wordCount, readingMinutes }).toEqual({ wordCount: 607, readingMinutes: 2 });
  });
});

describe('the furniture of a page', () => {
  const article = 'The first paragraph says something.\n\nThe second goes on.\n\n';
  const text = 'The first paragraph says something.\nThe second goes on.';

  it.each([
    '[返回新闻](//example.com/news)｜[返回首页](//example.com/)',
    '[« Previous post](/a) | [Next post »](/b)',
    '[上一篇：旧闻](/a) [下一篇：新闻](/b)',
    '## 延伸阅读\n\n- [一](https://example.com/1)\n- [二](https://example.com/2)',
    '**Related posts:**\n\n* [One](https://example.com/1) (2024-03-05)\n* [Two](https://example.com/2)',
    '<p>相关阅读</p><a href="https://example.com/1"><h4>一</h4><p>摘要</p></a><a href="https://example.com/2"><p>二</p></a>',
    '相关阅读：\n\n[一](https://example.com/1)\n\n[二](https://example.com/2)',
    '分享到：微信 微博',
    'Share this post',
    '[Facebook](https://example.com/f) [Twitter](https://example.com/t)',
    '*本文版权归原作者所有，未经授权不得转载。*',
    '© 2024 Example Media. All rights reserved.',
    'The post A first appeared on Example.',
    '*Next post: how to go on*',
  ])('at the end is no text: %s', (end) => {
    expect(bodyOf(article + end)).toBe(text);
  });

  it('is not every list of links, nor every line about rights', () => {
    expect(
      bodyOf(
        '公司的版权归集团所有，这是新闻。\n\n## 参考\n\n- [一](https://example.com/1)\n\n正文。\n\n更多的话。\n\n再说一句。\n\n又一句。\n\n再一句。\n\n最后一句。',
      ),
    ).toBe(
      '公司的版权归集团所有，这是新闻。\n参考\n一\n正文。\n更多的话。\n再说一句。\n又一句。\n再一句。\n最后一句。',
    );
  });

  it('is not the name of a company that is no link', () => {
    expect(bodyOf('The companies are:\n\n- Facebook\n- Twitter\n- 微信')).toBe(
      'The companies are:\nFacebook\nTwitter\n微信',
    );
  });

  it('is the head of the page: its date, its categories and the title, whatever their order', () => {
    const post = (body: string): string =>
      documentOf(`---\ntitle: An example of news\ncategories: [政治]\ntags: [Alpha, Beta]\n---\n${body}`)
        .bodyText;
    expect(post('Sep 24 2021 · 2 min read\n\n政治\n\n# An example of news\n\nText.\n\nMore.')).toBe(
      'Text.\nMore.',
    );
    expect(post('Text about Alpha.\n\nMore.\n\n#Alpha #Beta\n\n政治')).toBe('Text about Alpha.\nMore.');
    expect(post('## Alpha\n\nText.\n\n## Beta\n\nMore.')).toBe('Alpha\nText.\nBeta\nMore.');
  });

  it('is a first heading that says the title again, whatever signs are around it', () => {
    expect(
      documentOf('---\ntitle: "[News] A title, said twice"\n---\n# 🤖 A title, said twice\n\nText.').bodyText,
    ).toBe('Text.');
  });
});
