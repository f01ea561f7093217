import { describe, expect, it } from 'vitest';
import { documentOf } from './reading.ts';

describe('the credit of a picture', () => {
  it('is kept with the picture above it, or with the first one below', () => {
    const { images, bodyText } = documentOf(
      '---\ntitle: x\n---\n图源：甲社\n\n![](https://example.com/a.png)\n\nText.\n\n![](https://example.com/b.png)\n\nPhoto: Beth Writer\n\nMore.',
    );
    expect({ images, bodyText }).toEqual({
      images: [
        { url: 'https://example.com/a.png', alt: null, width: null, height: null, credit: '甲社' },
        { url: 'https://example.com/b.png', alt: null, width: null, height: null, credit: 'Beth Writer' },
      ],
      bodyText: 'Text.\nMore.',
    });
  });
});

describe('the picture of a post', () => {
  it.each([
    ['headimg: https://example.com/a.png', 'https://example.com/a.png'],
    ['headimg: //example.com/a.png', 'https://example.com/a.png'],
    ['headimg: ""\nthumbnail: https://example.com/b.png', 'https://example.com/b.png'],
    ['cover: {image: https://example.com/c.png}', 'https://example.com/c.png'],
    ['images: [https://example.com/d.png, https://example.com/e.png]', 'https://example.com/d.png'],
    ['headimg: https://picsum.photos/400/300?random=1', undefined],
    ['headimg: https://via.placeholder.com/150', undefined],
    ['image: /assets/a.png', undefined],
    ['image: /assets/a.png\nurl: https://example.com/post', 'https://example.com/assets/a.png'],
    ['image: 3', undefined],
  ])('with %s is %s', (fields, url) => {
    expect(documentOf(`---\ntitle: x\n${fields}\n---\nText.`).heroImage?.url).toBe(url);
  });
});

describe('the pictures of an article', () => {
  it('are each there once, with their size, and without those that count readers', () => {
    expect(
      documentOf(
        '---\ntitle: x\n---\n<p><img src="https://example.com/a.png" alt="A" width="10" height="20px"><img src="https://example.com/a.png"><img src="https://example.com/count.gif" width="1" height="1"><img src="https://picsum.photos/9"></p>\n\n![B](https://example.com/b.png)',
      ).images,
    ).toEqual([
      { url: 'https://example.com/a.png', alt: 'A', width: 10, height: 20 },
      { url: 'https://example.com/b.png', alt: 'B', width: null, height: null },
    ]);
  });
});
