import { dateOfStem } from '../date-patterns.ts';
import type { Family } from '../family.ts';
import { withoutOutputs } from '../shortcodes.ts';
import { flat, namesOf } from '../values.ts';

/** Tags by which Eleventy gathers pages; they say nothing of what the post is about. */
const COLLECTIONS = new Set(['post', 'posts', 'blog', 'page', 'pages', 'all', 'nav', 'featured']);

/**
 * Eleventy: recognised by a layout with the ending of a template, or by keys of its own. It knows no categories;
 * where a post has some they are flat.
 */
export const eleventy: Family = {
  name: 'eleventy',

  recognise({ frontMatter, format }) {
    if (format === null) return null;
    const key = [
      'eleventyExcludeFromCollections',
      'eleventyNavigation',
      'eleventyComputed',
      'templateEngineOverride',
    ].find((name) => name in frontMatter);
    if (key !== undefined) return `It is a post of Eleventy, as its front matter has ${key}.`;
    const layout = typeof frontMatter.layout === 'string' ? frontMatter.layout : '';
    if (/\.(?:njk|liquid|webc|11ty\.[cm]?js|hbs|ejs|html|vto)$/.test(layout)) {
      return `It is a post of Eleventy, as its layout is “${layout}”.`;
    }
    const tags = namesOf(frontMatter.tags);
    return tags.some((tag) => tag === 'post' || tag === 'posts') && 'layout' in frontMatter
      ? 'It is a post of Eleventy, as a tag puts it into a collection of posts.'
      : null;
  },

  read({ body, frontMatter, stem, isHtmlFile }) {
    return {
      body: withoutOutputs(body),
      markup: isHtmlFile ? 'HTML' : 'MARKDOWN',
      categories: flat(namesOf(frontMatter.categories ?? frontMatter.category)),
      tags: namesOf(frontMatter.tags).filter((tag) => !COLLECTIONS.has(tag.toLowerCase())),
      date: dateOfStem(stem),
    };
  },
};
