import { dateOfStem, dayWithin } from '../date-patterns.ts';
import type { Family } from '../family.ts';
import { firstText, flat, namesOf, textOf } from '../values.ts';

/** Keys that only Hugo reads. */
const KEYS = [
  'draft',
  'weight',
  'lastmod',
  'publishDate',
  'expiryDate',
  'isCJKLanguage',
  'aliases',
  'linkTitle',
  'cascade',
  'url',
];

/**
 * Hugo: front matter in YAML, TOML or JSON, flat categories, `content/` above the posts, pages as folders with an
 * `index.md`. The date may be in the name of the file or folder, or at the start of the title.
 */
export const hugo: Family = {
  name: 'hugo',

  recognise({ folders, frontMatter, body, format }) {
    if (format === 'TOML' || format === 'JSON')
      return `It is a post of Hugo, as its front matter is ${format}.`;
    if (folders.includes('content')) return 'It is a post of Hugo, as it stands below content.';
    if (/\{\{[<%]\s*\/?\s*\w/.test(body)) return 'It is a post of Hugo, as its body has shortcodes.';
    if (folders.includes('_posts')) return null;
    const keys = KEYS.filter((key) => key in frontMatter);
    const certain = keys.includes('lastmod') || keys.includes('isCJKLanguage') || keys.length > 1;
    return certain ? `It is a post of Hugo, as its front matter has ${keys.slice(0, 3).join(', ')}.` : null;
  },

  read({ body, frontMatter, stem, folders, isHtmlFile }) {
    const bundle = stem === 'index' || stem === '_index' ? (folders.at(-1) ?? stem) : stem;
    const title = textOf(frontMatter.title);
    return {
      body,
      markup: isHtmlFile ? 'HTML' : 'MARKDOWN',
      categories: flat(namesOf(frontMatter.categories ?? frontMatter.category)),
      title: title ?? firstText(frontMatter, ['linkTitle']),
      date: dateOfStem(bundle) ?? (title === null ? null : dayWithin(title)),
    };
  },
};
