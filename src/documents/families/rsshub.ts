import type { Family } from '../family.ts';
import { onlyElement } from '../html-tree.ts';
import { namesOf } from '../values.ts';

/**
 * Feeds of RSSHub mirrored into Hexo. The body is the feed's own HTML in one `<div>`, blank lines and indents
 * included, so that reading it as Markdown would make code of it. The list of categories is one path, from the field
 * through the site to its column.
 */
export const rsshub: Family = {
  name: 'rsshub',

  recognise(post) {
    const { frontMatter } = post;
    const pictured = 'headimg' in frontMatter || 'thumbnail' in frontMatter;
    if (!pictured || !('comments' in frontMatter) || onlyElement(post.html())?.name !== 'div') return null;
    const signs = ['it has headimg or thumbnail, and comments', 'its body is one HTML element'];
    if (post.afterBlankLine) signs.push('a blank line stands before its front matter');
    return `It is a feed of RSSHub mirrored into Hexo, as ${signs.join(', and ')}.`;
  },

  read(post) {
    const path = namesOf(post.frontMatter.categories);
    return { body: post.html(), markup: 'HTML', categories: path.length === 0 ? [] : [path] };
  },
};
