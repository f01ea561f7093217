import { describe, expect, it } from 'vitest';
import { bodyOf } from './reading.ts';

const article = '<p>The first paragraph says what happened.</p><p>The second one says why.</p>';
const text = 'The first paragraph says what happened.\nThe second one says why.';

describe('a line that a publisher puts around every article', () => {
  it.each([
    'Image: Example Media',
    'Image Credits: Jane Doe / Example',
    'Photo by Jane Doe on Example',
    '（首圖來源：<a href="https://example.com">範例</a>）',
    '圖片來源／範例公司',
    '图源：示例图库',
    'If you buy something from one of our links, we may earn a commission.',
    'By submitting your email, you agree to our <a href="/t">Terms</a>.',
    'We use cookies to make this site better. <a href="/c">Settings</a>',
    'Sign up for Daily Example to get our stories sent to your inbox.',
    'Reporting by Jane Doe in London; Editing by John Roe',
    '这是来自示例官方博客的最新资讯摘要。点击上方原文链接查看完整内容。',
    '本文来自微信公众号“示例”（ID：example），作者：张三，示例网经授权发布。',
    '广告声明：文内的链接用于传递更多信息。',
    '示例社声明：内容仅供参考，不构成投资建议。',
    '加入範例日報LINE好友',
  ])('is no text: %s', (line) => {
    expect(bodyOf(`<p>${line}</p>${article}`)).toBe(text);
    expect(bodyOf(`${article}<p>${line}</p>`)).toBe(text);
  });

  it.each([
    '感谢网友小明的投递。示例公司今天发布了新手机，售价四千元，下周开售。',
    'The image: a factory at night, full of robots.',
    'Photo by photo, the company rebuilt its archive. It took years.',
    'Topics of the meeting were prices and wages.',
  ])('is not a sentence that starts like one: %s', (line) => {
    expect(bodyOf(`${article}<p>${line}</p>`)).toBe(`${text}\n${line}`);
  });

  it('is a list of nothing but links behind the last sentence, and a heading with nothing left below it', () => {
    expect(
      bodyOf(
        `${article}<ul><li><a href="/1">Another story</a></li><li><a href="/2">One more story</a></li></ul>`,
      ),
    ).toBe(text);
    expect(bodyOf(`${article}<h3>Newsletter</h3><p>Sign up for our newsletter</p>`)).toBe(text);
  });

  it('is not a list of links that a line announces', () => {
    expect(
      bodyOf(
        `${article}<p>The sources are:</p><ul><li><a href="/1">The first report</a></li><li><a href="/2">The second report</a></li></ul>`,
      ),
    ).toBe(`${text}\nThe sources are:\nThe first report\nThe second report`);
  });

  it('is a bar of links to other sites that share it', () => {
    const bar = ['Link', 'Facebook', 'Threads', 'Bluesky', 'X']
      .map((name) => `<a href="https://example.com">${name}</a>`)
      .join(' ');
    expect(bodyOf(`<p>${bar}</p>${article}`)).toBe(text);
  });
});
