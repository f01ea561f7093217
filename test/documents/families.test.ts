import { describe, expect, it } from 'vitest';
import { documentOf, readPost } from './reading.ts';

function facts(content: string, path: string) {
  const { family, familyReason, title, publishedAt, publishedOffset, categories, tags, bodyText, url } =
    documentOf(content, path);
  return { family, familyReason, title, publishedAt, publishedOffset, categories, tags, bodyText, url };
}

const none = { publishedAt: null, publishedOffset: null, categories: [], tags: [], url: null };

describe('a feed of RSSHub mirrored into Hexo', () => {
  it('has one path of categories, and a body that is HTML whatever its blank lines', () => {
    const post =
      "\n---\ntitle: '\"Quoted\" title'\ncategories: \n - 新媒体\n - Example\n - — 资讯\nheadimg: ''\nauthor: Example\ncomments: false\ndate: Thu, 02 Dec 2021 13:48:00 GMT\nthumbnail: ''\n---\n\n<div>   \n<p>One.</p>\n\n        <p>Two.</p>\n</div>\n            ";
    expect(facts(post, 'a.txt')).toEqual({
      family: 'rsshub',
      familyReason:
        'It is a feed of RSSHub mirrored into Hexo, as it has headimg or thumbnail, and comments, and its body is one HTML element, and a blank line stands before its front matter.',
      title: '"Quoted" title',
      publishedAt: '2021-12-02T13:48:00Z',
      publishedOffset: '+00:00',
      categories: [['新媒体', 'Example', '— 资讯']],
      tags: [],
      bodyText: 'One.\nTwo.',
      url: null,
    });
  });
});

describe('news of eastmoney mirrored into Jekyll', () => {
  it('has one category, and its canonical URL and way back below the article', () => {
    const post =
      '---\nlayout: post\ntitle: "“Quoted” and "quoted""\ndate: 2021-12-08 15:31:35 +0800\ncategories: em news\ntags: 滚动 新闻\n---\n\n一段新闻。（示例日报）\n\n<http://finance.example.com/news/1,2.html>\n\n[返回新闻](//mirror.example.com/emnews/)｜[返回首页](//mirror.example.com/)\n';
    expect({ ...facts(post, 'old_post/2021-12-08-1.md'), source: documentOf(post).source }).toEqual({
      family: 'finews',
      familyReason:
        'It is news of eastmoney mirrored into Jekyll, as it ends with the address of the original and links back into the mirror.',
      title: '“Quoted” and "quoted"',
      publishedAt: '2021-12-08T07:31:35Z',
      publishedOffset: '+08:00',
      categories: [['em news']],
      tags: ['滚动 新闻'],
      bodyText: '一段新闻。（示例日报）',
      url: 'http://finance.example.com/news/1,2.html',
      source: { name: '示例日报', url: null, kind: 'CREDIT' },
    });
  });

  it('may lack title, date and address', () => {
    const post =
      '---\nlayout: post\ntitle: ""\ndate:  +0800\ncategories: emnews\ntags: x\n---\n> 第一句话。第二句。\n\n<>\n\n[返回新闻](//m.example.com/emnews/)｜[返回首页](//m.example.com/)\n';
    const { document, codes } = readPost(post, '_posts/-1.md');
    expect({
      title: document?.title,
      publishedAt: document?.publishedAt,
      url: document?.url,
      text: document?.bodyText,
      codes,
    }).toEqual({
      title: '第一句话。',
      publishedAt: null,
      url: null,
      text: '第一句话。第二句。',
      codes: ['TITLE_MISSING:3', 'DATE_MISSING:4'],
    });
  });
});

describe('a post of Jekyll', () => {
  it('has flat categories, split at spaces, and a date in its name', () => {
    expect(
      facts(
        '---\nlayout: post\ntitle: Example\ncategories: news tech\n---\nText.\n{: .note}',
        '_posts/2024-03-05-example.md',
      ),
    ).toEqual({
      ...none,
      family: 'jekyll',
      familyReason: 'It is a post of Jekyll, as it stands in _posts.',
      title: 'Example',
      publishedAt: '2024-03-04T16:00:00Z',
      categories: [['news'], ['tech']],
      bodyText: 'Text.',
    });
  });

  it('is recognised by its layout, too, and prefers the date that it writes', () => {
    expect(
      facts(
        '---\nlayout: post\ntitle: Example\ndate: 2024-03-06T09:00:00Z\ncategories: [a, b c]\ntags: [x, x, y]\n---\nText.',
        '2024-03-05-x.md',
      ),
    ).toEqual({
      ...none,
      family: 'jekyll',
      familyReason: 'It is a post of Jekyll, as its layout is “post”.',
      title: 'Example',
      publishedAt: '2024-03-06T09:00:00Z',
      publishedOffset: '+00:00',
      categories: [['a'], ['b c']],
      tags: ['x', 'y'],
      bodyText: 'Text.',
    });
  });

  it('has links without what Liquid would print before them, and keeps code about it', () => {
    const post =
      '---\nlayout: post\ntitle: Example\nauthor: [{ name: A }, B]\ntags: one two\n---\nSee [it]({{ site.baseurl }}/a).\n\n```\n{{ kept }}\n```';
    const { bodyText, author, tags } = documentOf(post, '_posts/2024-03-05-a.md');
    expect({ bodyText, author, tags }).toEqual({
      bodyText: 'See it.\n{{ kept }}',
      author: 'A, B',
      tags: ['one', 'two'],
    });
  });
});

describe('a post of Hexo', () => {
  it.each([
    ['[游戏, 新闻]', [['游戏', '新闻']]],
    ['[[游戏, 新闻], [科技], 杂谈]', [['游戏', '新闻'], ['科技'], ['杂谈']]],
    ['游戏', [['游戏']]],
    ['', []],
  ])('with the categories %s has the paths %j', (written, categories) => {
    expect(
      facts(`---\ntitle: Example\ncategories: ${written}\n---\nText.`, 'blog/source/_posts/a.md'),
    ).toEqual({
      ...none,
      family: 'hexo',
      familyReason: 'It is a post of Hexo, as it stands in source/_posts.',
      title: 'Example',
      categories,
      bodyText: 'Text.',
    });
  });

  it('is recognised by its tags, which are no text', () => {
    expect(facts('---\ntitle: Example\n---\n{% asset_img a.jpg %}\nText.', 'a.md')).toEqual({
      ...none,
      family: 'hexo',
      familyReason: 'It is a post of Hexo, as its body has tags that Hexo reads.',
      title: 'Example',
      bodyText: 'Text.',
    });
  });
});

describe('a post of Hugo', () => {
  it.each([
    ['TOML', '+++\ntitle = "Example"\ndate = 2024-03-05T09:31:00+08:00\ncategories = ["a", "b"]\n+++\nText.'],
    [
      'JSON',
      '{\n"title": "Example",\n"date": "2024-03-05T09:31:00+08:00",\n"categories": ["a", "b"]\n}\n\nText.',
    ],
  ])('may have front matter in %s', (format, post) => {
    expect(facts(post, 'a.md')).toEqual({
      ...none,
      family: 'hugo',
      familyReason: `It is a post of Hugo, as its front matter is ${format}.`,
      title: 'Example',
      publishedAt: '2024-03-05T01:31:00Z',
      publishedOffset: '+08:00',
      categories: [['a'], ['b']],
      bodyText: 'Text.',
    });
  });

  it('may have its date in the folder of the page, CRLF, and shortcodes', () => {
    expect(
      facts(
        '---\r\ntitle: Example\r\n---\r\nText {{< ref "b.md" >}} more.\r\n',
        'content/posts/2024-03-05-example/index.md',
      ),
    ).toEqual({
      ...none,
      family: 'hugo',
      familyReason: 'It is a post of Hugo, as it stands below content.',
      title: 'Example',
      publishedAt: '2024-03-04T16:00:00Z',
      bodyText: 'Text more.',
    });
  });

  it('may have its date in the title', () => {
    expect(facts('---\ntitle: 周报 2024-03-05\n---\nText.', 'content/a.md').publishedAt).toBe(
      '2024-03-04T16:00:00Z',
    );
  });

  it('may have no front matter at all', () => {
    expect(facts('# Heading\r\n\r\nText.\r\n', 'content/notes/a.md')).toEqual({
      ...none,
      family: 'hugo',
      familyReason: 'It is a post of Hugo, as it stands below content.',
      title: 'Heading',
      bodyText: 'Text.',
    });
  });
});

describe('a post of Eleventy', () => {
  it('is recognised by its layout, and its collections are no tags', () => {
    expect(
      facts(
        '---\ntitle: Example\nlayout: post.njk\ndate: 2024-03-05\ntags:\n  - posts\n  - news\n---\nText.',
        'src/a.md',
      ),
    ).toEqual({
      ...none,
      family: 'eleventy',
      familyReason: 'It is a post of Eleventy, as its layout is “post.njk”.',
      title: 'Example',
      publishedAt: '2024-03-04T16:00:00Z',
      tags: ['news'],
      bodyText: 'Text.',
    });
  });
});

describe('any other text', () => {
  it('is read with front matter of no known program', () => {
    expect(
      facts(
        '---\ntitle: Example\ndate: 2024-03-05 09:31\ncategory: 新闻\ntags: a\nlink: https://example.com/a\n---\nText.',
        'a.md',
      ),
    ).toEqual({
      family: 'plain',
      familyReason: 'It has front matter, but no sign of the program that it was written for.',
      title: 'Example',
      publishedAt: '2024-03-05T01:31:00Z',
      publishedOffset: null,
      categories: [['新闻']],
      tags: ['a'],
      bodyText: 'Text.',
      url: 'https://example.com/a',
    });
  });

  it.each([
    ['# Heading with *stars*\n\nText.', 'Heading with stars', 'Text.'],
    ['First sentence of it. Second.', 'First sentence of it.', 'First sentence of it. Second.'],
    ['第一句！第二句。', '第一句！', '第一句！第二句。'],
    ['![](a.png)', '2024-notes', ''],
  ])('without front matter has a title all the same: %s', (post, title, bodyText) => {
    expect(facts(post, 'notes/2024-notes.md')).toEqual({
      ...none,
      family: 'plain',
      familyReason: 'It is a text without front matter.',
      title,
      bodyText,
    });
  });

  it('clipped from a page loses the page, and has the date that stands under its heading', () => {
    const clipping =
      '# An example of news\n\n[Skip to content](#main)\n\n[Home](/) > [Business](/business)\n\nMarch 5, 2024\n\nShare\n\nThe company said so.\n\nAdvertisement\n\nIt said more.\n\n## More from Example\n\n- [One](https://example.com/1)\n\nCopyright © 2024 Example\n';
    expect(facts(clipping, 'clippings/a.md')).toEqual({
      ...none,
      family: 'plain',
      familyReason: 'It is a text without front matter.',
      title: 'An example of news',
      publishedAt: '2024-03-04T16:00:00Z',
      bodyText: 'The company said so.\nIt said more.',
    });
  });

  it('has its title in its first line, and a byline in the lines below it', () => {
    expect(
      facts(
        '\r\n範例公司擴大產能\r\n2024年3月5日 18:05\r\n作者｜王小明\r\n\r\n範例公司宣布，產能將在明年倍增。\r\n',
        'clippings/a.md',
      ),
    ).toEqual({
      ...none,
      family: 'plain',
      familyReason: 'It is a text without front matter.',
      title: '範例公司擴大產能',
      publishedAt: '2024-03-05T10:05:00Z',
      bodyText: '範例公司宣布，產能將在明年倍增。',
    });
  });

  it('has its date in the name of its file, or in its title', () => {
    const dateOf = (text: string, path: string) => facts(text, path).publishedAt;
    const text = '# News of the day\n\nThe company said so.\n';
    expect({
      digits: dateOf(text, 'posts/20240305.md'),
      behind: dateOf(text, 'posts/daily-2024_03_05.md'),
      chinese: dateOf(text, 'posts/日报2024年3月5日.md'),
      title: dateOf('# News of the day (2024-03-05)\n\nThe company said so.\n', 'posts/a.md'),
      number: dateOf(text, 'posts/120240305991.md'),
    }).toEqual({
      digits: '2024-03-04T16:00:00Z',
      behind: '2024-03-04T16:00:00Z',
      chinese: '2024-03-04T16:00:00Z',
      title: '2024-03-04T16:00:00Z',
      number: null,
    });
  });

  it('may have a header of its own that no marker makes front matter', () => {
    expect(
      facts('Title: An example\nAuthor: Jane Doe\nDate: 2024-03-05 09:31:00\n\nText.\n', 'a.txt'),
    ).toEqual({
      ...none,
      family: 'plain',
      familyReason: 'It is a text without front matter.',
      title: 'An example',
      publishedAt: '2024-03-05T01:31:00Z',
      bodyText: 'Text.',
    });
  });

  it('is signed in a line of its own', () => {
    const { author, publishedAt, bodyText } = documentOf(
      '# An example\n\nBy Jane Doe and John van Roe\n\nMarch 5, 2024 9:31 AM EST\n\nBy Friday the price had doubled.\n',
      'a.md',
    );
    expect({ author, publishedAt, bodyText }).toEqual({
      author: 'Jane Doe and John van Roe',
      publishedAt: '2024-03-05T14:31:00Z',
      bodyText: 'By Friday the price had doubled.',
    });
  });

  it('is a page whose linked data say when and by whom, or a clipping of a notebook', () => {
    const page = documentOf(
      '<html><head><title>範例公司｜財經｜範例社</title><script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-05T09:31:00+08:00","author":{"@type":"Person","name":"王小明"}}</script></head><body><h1>範例公司</h1><p>內文。</p></body></html>',
      'a.html',
    );
    const clipping = documentOf(
      '---\ntitle: x\nauthor:\n  - "[[Jane Doe]]"\npublished: 2024-03-05\n---\nText.',
      'a.md',
    );
    expect(
      [page, clipping].map(({ title, author, publishedAt, bodyText }) => [
        title,
        author,
        publishedAt,
        bodyText,
      ]),
    ).toEqual([
      ['範例公司', '王小明', '2024-03-05T01:31:00Z', '內文。'],
      ['x', 'Jane Doe', '2024-03-04T16:00:00Z', 'Text.'],
    ]);
  });

  it('is a page whose title has the name of the site behind it', () => {
    const { title, bodyText } = documentOf(
      '<html><head><title>An example | Some Site - News</title></head><body><h1>An example</h1><p>Text.</p></body></html>',
      'a.html',
    );
    expect({ title, bodyText }).toEqual({ title: 'An example', bodyText: 'Text.' });
  });

  it('is a page whose linked data name the author in any order, within a graph, and break lines', () => {
    const { author, publishedAt, title } = documentOf(
      `<html><head><title>It&rsquo;s caf&eacute;</title><script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"datePublished":"2024-03-05T09:31:00+08:00","headline":"a
b","author":[{"@type":"Person","url":"https://example.com/jane","name":"Jane Doe"},{"name":"John Roe"}]}]}</script></head><body><p>Text.</p></body></html>`,
      'a.html',
    );
    expect({ author, publishedAt, title }).toEqual({
      author: 'Jane Doe, John Roe',
      publishedAt: '2024-03-05T01:31:00Z',
      title: 'It’s café',
    });
  });

  it('is a whole HTML page, whose head says what front matter would', () => {
    const page = `<!DOCTYPE html>
<html lang="en"><head><title>Example - Site</title>
<meta property="og:title" content="Example"><meta property="og:site_name" content="Example Site">
<meta property="article:published_time" content="2024-03-05T09:31:00+08:00"><meta name="author" content="A. Writer">
<meta property="article:section" content="News"><meta property="article:tag" content="a"><meta property="article:tag" content="b">
<meta property="og:image" content="https://example.com/a.png"><link rel="canonical" href="https://example.com/a">
<style>.x{}</style></head>
<body><nav><a href="/">Home</a></nav><article><h1>Example</h1><p>Text of <a href="/b">it</a>.</p></article><footer>© Site</footer></body></html>`;
    const { bodyHtml, frontMatter, language, wordCount, readingMinutes, ...rest } = documentOf(
      page,
      'a.html',
    );
    expect({ ...rest, bodyHtml, frontMatter, language }).toEqual({
      path: 'a.html',
      family: 'plain',
      familyReason: 'It is an HTML page without front matter.',
      title: 'Example',
      url: 'https://example.com/a',
      publishedAt: '2024-03-05T01:31:00Z',
      publishedOn: '2024-03-05',
      publishedOffset: '+08:00',
      author: 'A. Writer',
      source: { name: 'A. Writer', url: null, kind: 'AUTHOR' },
      bodyText: 'Text of it.',
      unlinked: [],
      emphasis: [],
      media: [],
      heroImage: { url: 'https://example.com/a.png', alt: null, width: null, height: null },
      images: [],
      links: [{ url: 'https://example.com/b', path: 'b', text: 'it', range: { start: 8, end: 10 } }],
      stockReferences: [],
      tags: ['a', 'b'],
      categories: [['News']],
      bodyHtml: '<p>Text of <a href="https://example.com/b" rel="noopener noreferrer nofollow">it</a>.</p>',
      frontMatter: {},
      language: 'en',
    });
  });
});

describe('a page that is no post', () => {
  const page = (head: string, body: string): string =>
    `<!DOCTYPE html><html><head><title>Example</title>${head}</head><body>${body}</body></html>`;

  it.each([
    ['a redirect', page('<meta http-equiv="Refresh" content="0; url=/a/">', '<p>Go on.</p>')],
    ['a template', page('', '<main><h1>{{ .Title }}</h1>{{ .Content }}</main>')],
    [
      'a list of pages',
      page('', `<h1>All</h1><ul>${'<li><a href="/a">One of many titles</a></li>'.repeat(12)}</ul>`),
    ],
    ['a layout of Jekyll', '---\nlayout: default\n---\n<main>{{ content }}</main>'],
    [
      'a page of Jekyll that lists posts',
      '---\nlayout: home\n---\n<ul>{% for post in site.posts %}<li>{{ post.title }}</li>{% endfor %}</ul>',
    ],
    ['a layout of Hugo', '{{ define "main" }}\n<article>{{ .Content }}</article>\n{{ end }}'],
    ['a part of a theme', `<link rel="stylesheet" href='{{ "css/main.css" | relURL }}'>`],
  ])('is refused as %s', (_, content) => {
    expect(readPost(content, 'a.html')).toEqual({ document: null, codes: ['NOT_A_POST'] });
  });

  it('is not one that shows the code of templates', () => {
    const body = '<p>Write <code>{{ .Title }}</code>, or:</p><pre>{% for post in site.posts %}</pre>';
    expect(readPost(page('', body), 'a.html').document?.bodyText).toBe(
      'Write {{ .Title }}, or:\n{% for post in site.posts %}',
    );
  });

  it('is not one whose article has a list of sources', () => {
    const body = `<article><p>Write it.</p><ul>${'<li><a href="/a">A source</a></li>'.repeat(12)}</ul></article>`;
    expect(readPost(page('', body), 'a.html').document?.title).toBe('Example');
  });
});
