import { describe, expect, it } from 'vitest';
import { documentOf } from './reading.ts';

function sourceOf(body: string, fields = '') {
  const { source, author, url, bodyText } = documentOf(
    `---\ntitle: x\n${fields}---\n<p>正文第一段。</p>${body}`,
  );
  return { source, author, url, bodyText };
}

const credit = (name: string, url: string | null = null) => ({ name, url, kind: 'CREDIT' });

describe('a byline', () => {
  it.each([
    ['文／王小明', '王小明'],
    ['記者王小明／台北報導', '王小明'],
    ['（记者 张三 李四）', '张三, 李四'],
    ['记者：张三', '张三'],
    ['By Jane Doe', 'Jane Doe'],
  ])('names the author and is no text: %s', (line, author) => {
    const document = documentOf(`---\ntitle: x\n---\n${line}\n\nFirst paragraph of text.\n\nMore.`);
    expect([document.author, document.bodyText]).toEqual([author, 'First paragraph of text.\nMore.']);
  });

  it.each([
    ['original_author: Jane Doe', 'Jane Doe'],
    ['作者: 王小明', '王小明'],
    ['author: A\noriginal_author: Jane Doe', 'A'],
  ])('may stand in the front matter: %s', (fields, author) => {
    expect(documentOf(`---\ntitle: x\n${fields}\n---\nText.`).author).toBe(author);
  });
});

describe('the source of a post', () => {
  it.each([
    ['<p class="em_media">（文章来源：示例日报）</p>', '示例日报'],
    ['<p>（文章来源：示例<span><a>日</a></span><span></span>报）</p>', '示例日报'],
    ['<p>(文章来源: Example Daily)</p>', 'Example Daily'],
    ['<p>来源：示例日报</p>', '示例日报'],
    ['<p>來源：示例日報</p>', '示例日報'],
    ['<p>稿源：示例网</p>', '示例网'],
    ['<p><strong>来源</strong>：示例网</p>', '示例网'],
    ['<p>【来源：示例网】</p>', '示例网'],
    ['<p>Source: Example Wire</p>', 'Example Wire'],
  ])('is credited in the text by %s, a line that is not text', (line, name) => {
    expect(sourceOf(line)).toEqual({
      source: credit(name),
      author: null,
      url: null,
      bodyText: '正文第一段。',
    });
  });

  it('is linked where the whole name is', () => {
    expect(sourceOf('<p>来源：<a href="//example.com/daily">示例日报</a></p>').source).toEqual(
      credit('示例日报', 'https://example.com/daily'),
    );
  });

  it('stands beside the author and the editor in one line', () => {
    expect(sourceOf('<p>来源：示例日报 作者：张三 责任编辑：李四</p>')).toEqual({
      source: credit('示例日报'),
      author: '张三',
      url: null,
      bodyText: '正文第一段。',
    });
  });

  it.each([
    '资料来源：示例证券研究所',
    '数据来源：示例终端',
    '他说消息的来源：没有人知道。',
    '来源：他说，这件事的来龙去脉没有人知道。',
  ])('is not a line about data or a sentence: %s', (line) => {
    expect(sourceOf(`<p>${line}</p>`)).toEqual({
      source: null,
      author: null,
      url: null,
      bodyText: `正文第一段。\n${line}`,
    });
  });

  it('is not the credit of a table in the middle of a text', () => {
    const paragraphs = '<p>一段话。</p>'.repeat(10);
    expect(sourceOf(`${paragraphs}<p>来源：示例终端</p>${paragraphs}`).source).toBeNull();
  });

  it('is the site of the original, which is the canonical URL', () => {
    const body =
      '<blockquote><p><strong>原文链接</strong>: <a href="https://www.example.com/post">A long title, with everything. Really?</a><br>作者: A. Writer<br>发布日期: 2024-09-05 23:34:44 UTC</p></blockquote>';
    expect(sourceOf(body)).toEqual({
      source: { name: 'example.com', url: 'https://www.example.com/post', kind: 'SITE' },
      author: 'A. Writer',
      url: 'https://www.example.com/post',
      bodyText: '正文第一段。',
    });
  });

  it('stands beside a date, which the post has where it gives no other', () => {
    const { publishedAt, bodyText } = documentOf(
      '---\ntitle: x\n---\n来源：示例日报 发布时间：2024-03-05 09:31\n\n正文。',
    );
    expect({ publishedAt, bodyText }).toEqual({ publishedAt: '2024-03-05T01:31:00Z', bodyText: '正文。' });
  });

  it('is the site of original_link in the front matter, too', () => {
    expect(sourceOf('', 'author: Digest\noriginal_link: https://example.com/a\n')).toEqual({
      source: { name: 'example.com', url: 'https://example.com/a', kind: 'SITE' },
      author: 'Digest',
      url: 'https://example.com/a',
      bodyText: '正文第一段。',
    });
  });

  it('is the author where nobody else is named', () => {
    expect(sourceOf('', 'author: 示例网\n').source).toEqual({ name: '示例网', url: null, kind: 'AUTHOR' });
  });

  it('is the site of the canonical URL where there is no author either', () => {
    expect(sourceOf('', 'canonical_url: https://news.example.com/a\n').source).toEqual({
      name: 'news.example.com',
      url: 'https://news.example.com/a',
      kind: 'SITE',
    });
  });
});
