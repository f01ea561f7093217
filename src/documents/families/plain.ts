import { dateOfStem } from '../date-patterns.ts';
import type { Family } from '../family.ts';
import { isPage, readPage } from '../page.ts';
import { firstText, flat, namesOf } from '../values.ts';

/**
 * Whatever nothing else recognises: Markdown or text with or without front matter, and whole HTML pages, whose head
 * says what front matter would.
 */
export const plain: Family = {
  name: 'plain',

  recognise({ format, isHtmlFile, body, html }) {
    if (format !== null) return 'It has front matter, but no sign of the program that it was written for.';
    return isHtmlFile || (mayBePage(body) && isPage(html()))
      ? 'It is an HTML page without front matter.'
      : 'It is a text without front matter.';
  },

  read({ body, html, frontMatter, stem, isHtmlFile }) {
    const own = {
      categories: flat(namesOf(frontMatter.categories ?? frontMatter.category)),
      date: dateOfStem(stem),
    };
    const markup = isHtmlFile ? 'HTML' : 'MARKDOWN';
    if (!mayBePage(body) || !isPage(html())) return { ...own, body, markup };
    const page = readPage(html());
    return {
      body: page.article,
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

/** Whether a body starts with a tag; all others are no pages, and need not be parsed to see that. */
function mayBePage(body: string): boolean {
  return body.trimStart().startsWith('<');
}
