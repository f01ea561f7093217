import type { Family } from '../family.ts';
import { dateOfStem, firstText, flat, hasHtmlEnding, namesOf, textOf } from '../fields.ts';

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

  read({ body, frontMatter, stem, folders, extension }) {
    const bundle = stem === 'index' || stem === '_index' ? (folders.at(-1) ?? stem) : stem;
    const title = textOf(frontMatter.title);
    return {
      body,
      markup: hasHtmlEnding(extension) ? 'HTML' : 'MARKDOWN',
      categories: flat(namesOf(frontMatter.categories ?? frontMatter.category)),
      title: title ?? firstText(frontMatter, ['linkTitle']),
      date: dateOfStem(bundle) ?? dateOfTitleAnywhere(title),
    };
  },
};

function dateOfTitleAnywhere(title: string | null): string | null {
  return (
    /(?:^|\D)(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)(?!\d)/.exec(title ?? '')?.[1] ?? null
  );
}
