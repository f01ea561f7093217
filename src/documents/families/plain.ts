import type { Family } from '../family.ts';
import { dateOfStem, firstText, flat, hasHtmlEnding, namesOf } from '../fields.ts';
import { readPage } from '../page.ts';

/**
 * Whatever nothing else recognises: Markdown or text with or without front matter, and whole HTML pages, whose head
 * says what front matter would.
 */
export const plain: Family = {
  name: 'plain',

  recognise({ format, extension, body }) {
    if (format !== null) return 'It has front matter, but no sign of the program that it was written for.';
    return hasHtmlEnding(extension) || isPage(body)
      ? 'It is an HTML page without front matter.'
      : 'It is a text without front matter.';
  },

  read({ body, frontMatter, stem, extension }) {
    const own = {
      categories: flat(namesOf(frontMatter.categories ?? frontMatter.category)),
      date: dateOfStem(stem),
    };
    if (!isPage(body)) return { ...own, body, markup: hasHtmlEnding(extension) ? 'HTML' : 'MARKDOWN' };
    const page = readPage(body);
    return {
      body: page.body,
      markup: 'HTML',
      categories:
        own.categories.length > 0 ? own.categories : flat(page.section === null ? [] : [page.section]),
      tags: page.tags,
      title: firstText(frontMatter, ['title']) ?? page.title,
      date: page.date ?? own.date,
      url: page.url,
      author: page.author,
      site: page.site,
      language: page.language,
      heroImage: page.image,
    };
  },
};

function isPage(body: string): boolean {
  return /^\s*(?:<!--[\s\S]{0,2000}?-->\s*)?(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html|head)\b/i.test(
    body,
  );
}
