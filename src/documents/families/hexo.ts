import type { Json } from '../document.ts';
import type { Family } from '../family.ts';
import { namesOf } from '../values.ts';

/** Tags of Hexo and its themes in a body. */
const TAGS =
  /\{%\s*(?:asset_(?:img|link|path)|post_(?:link|path)|codeblock|blockquote|pullquote|note|cq|youtube|include_code)\b/;
/** Keys that Hexo and its themes read. */
const KEYS = [
  'comments',
  'headimg',
  'thumbnail',
  'top_img',
  'abbrlink',
  'updated',
  'keywords',
  'disableNunjucks',
];

/** Hexo: a list of categories is one path, each deeper than the one before; a list of lists is several paths. */
export const hexo: Family = {
  name: 'hexo',

  recognise({ folders, frontMatter, body, format }) {
    if (format === null) return null;
    const parent = folders.at(-2);
    if (folders.includes('_posts') && (parent === 'source' || folders.includes('source'))) {
      return 'It is a post of Hexo, as it stands in source/_posts.';
    }
    if (TAGS.test(body)) return 'It is a post of Hexo, as its body has tags that Hexo reads.';
    if (folders.includes('_posts')) return null;
    const keys = KEYS.filter((key) => key in frontMatter);
    return keys.length < 2 || 'layout' in frontMatter
      ? null
      : `It is a post of Hexo, as its front matter has ${keys.slice(0, 3).join(', ')}.`;
  },

  read({ body, frontMatter }) {
    return {
      body,
      markup: 'MARKDOWN',
      categories: hexoCategories(frontMatter.categories ?? frontMatter.category),
    };
  },
};

function hexoCategories(value: Json | undefined): string[][] {
  const lists = Array.isArray(value) ? value.filter(Array.isArray) : [];
  if (!Array.isArray(value) || lists.length === 0) {
    const path = namesOf(value);
    return path.length === 0 ? [] : [path];
  }
  // Beside lists, a single name is a path of its own.
  return value.map((item: Json) => namesOf(item)).filter((path) => path.length > 0);
}
