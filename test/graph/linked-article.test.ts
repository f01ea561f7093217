import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Link } from '../../src/documents/document.ts';
import type { TestStore } from '../store/stores.ts';
import { dataOf } from './ask.ts';
import { ingest } from './corpus.ts';
import { onEachEngine } from './engines.ts';

const link = (url: string, path: string | null): Link => ({ url, path, text: url, range: null });

const LINKS = [
  link('b.txt', 'posts/b.txt'),
  link('/b/', 'b'),
  link('../2024/03/05/c.html', '2024/03/05/c.html'),
  link('d', 'notes/d'),
  link('gone.md', 'posts/gone.md'),
  link('https://example.com/b', null),
  link('https://news.example/2024/e', null),
  link('http://news.example/2024/e/#comments', null),
  link('https://news.example/2024/e?page=2', null),
];

onEachEngine((open) => {
  let opened: TestStore;
  beforeAll(async () => {
    opened = await open();
    const post = (slug: string, document = {}) => ({ slug, title: slug, body: 'Text.', document });
    await ingest(opened.store, [
      post('a', {
        publishedOn: '2024-03-05',
        media: [{ kind: 'EMBED', url: 'https://example.com/embed/1' }],
        links: LINKS,
        images: [
          { url: 'https://example.com/a.png', alt: null, width: null, height: null, credit: 'Jane Doe' },
          { url: 'https://example.com/b.png', alt: null, width: null, height: null },
        ],
      }),
      post('b'),
      post('2024-03-05-c'),
      post('d', { path: 'content/notes/d/index.md' }),
      post('e', { url: 'https://news.example/2024/e/' }),
    ]);
  });
  afterAll(() => opened.remove());

  test('a link leads to the article that stands at its place, or has its address', async () => {
    expect(
      await dataOf(
        opened.store,
        '{ article(slug: "a") { publishedOn media { kind url } links { url article { slug } } images { credit } } }',
      ),
    ).toEqual({
      article: {
        publishedOn: '2024-03-05',
        media: [{ kind: 'EMBED', url: 'https://example.com/embed/1' }],
        links: [
          { url: 'b.txt', article: { slug: 'b' } },
          { url: '/b/', article: { slug: 'b' } },
          { url: '../2024/03/05/c.html', article: { slug: '2024-03-05-c' } },
          { url: 'd', article: { slug: 'd' } },
          { url: 'gone.md', article: null },
          { url: 'https://example.com/b', article: null },
          { url: 'https://news.example/2024/e', article: { slug: 'e' } },
          { url: 'http://news.example/2024/e/#comments', article: { slug: 'e' } },
          { url: 'https://news.example/2024/e?page=2', article: null },
        ],
        images: [{ credit: 'Jane Doe' }, { credit: null }],
      },
    });
  });

  test('categories come as the post names them, one that is also above another included', async () => {
    await ingest(opened.store, [
      {
        slug: 'ordered',
        title: 'Ordered',
        body: 'Text.',
        categories: [['Zoology', 'Apes'], ['Botany'], ['Zoology']],
      },
    ]);
    const pages = await dataOf(
      opened.store,
      `{ article(slug: "ordered") {
        all: categories { totalCount nodes { path } }
        end: categories(last: 1) { nodes { path } pageInfo { hasPreviousPage startCursor } } } }`,
    );
    expect(pages).toEqual({
      article: {
        all: {
          totalCount: 3,
          nodes: [['Zoology', 'Apes'], ['Botany'], ['Zoology']].map((path) => ({ path })),
        },
        end: {
          nodes: [{ path: ['Zoology'] }],
          pageInfo: { hasPreviousPage: true, startCursor: expect.any(String) },
        },
      },
    });
  });
});
