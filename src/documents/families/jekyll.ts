import { dateOfStem } from '../date-patterns.ts';
import type { Json } from '../document.ts';
import type { Family } from '../family.ts';
import { withoutOutputs } from '../shortcodes.ts';
import { flat, namesOf, tagsOf } from '../values.ts';

/**
 * Jekyll: categories are flat, each on its own; a string is split at its spaces, as Jekyll does, and so is one of
 * tags. (In Jekyll's addresses they follow each other like folders, but its pages list each by itself.) The date may
 * be in the file name, `YYYY-MM-DD-slug`.
 */
export const jekyll: Family = {
  name: 'jekyll',

  recognise({ folders, stem, frontMatter, body, format }) {
    const folder = folders.find((name) => name === '_posts' || name === '_drafts' || name === 'old_post');
    if (folder !== undefined) return `It is a post of Jekyll, as it stands in ${folder}.`;
    if (format === null) return null;
    if (frontMatter.layout === 'post' || frontMatter.layout === 'default') {
      return `It is a post of Jekyll, as its layout is “${frontMatter.layout}”.`;
    }
    if (dateOfStem(stem) !== null && /\{%-?\s*\w|\{:\s*[.#]/.test(body)) {
      return 'It is a post of Jekyll, as its name starts with a date and its body has tags of Liquid.';
    }
    return null;
  },

  read({ body, frontMatter, stem, isHtmlFile }) {
    const tags = frontMatter.tags ?? frontMatter.tag;
    const categories = [...words(frontMatter.categories), ...namesOf(frontMatter.category)];
    return {
      body: withoutOutputs(body.includes('{:') ? withoutAttributes(body) : body),
      markup: isHtmlFile ? 'HTML' : 'MARKDOWN',
      categories: flat([...new Set(categories)]),
      tags: typeof tags === 'string' && /[,，、]/.test(tags) ? tagsOf(tags) : words(tags),
      date: dateOfStem(stem),
    };
  },
};

/** Attribute lists of kramdown, `{: .class #id}`, and the list that `{:toc}` replaces by a table of contents. */
function withoutAttributes(body: string): string {
  return body
    .replace(/^[*+-][ \t]+[^\n]{0,60}\n\{:[ \t]*toc\b[^}\n]{0,100}\}/gim, '')
    .replace(/\{:[^}\n]{0,300}\}/g, '');
}

function words(value: Json | undefined): string[] {
  return typeof value === 'string' ? namesOf(value.split(/\s+/)) : namesOf(value);
}
