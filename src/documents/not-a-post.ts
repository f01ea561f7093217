import { isText } from 'domhandler';
import { blocksOfLinks, readBlocks } from './blocks.ts';
import type { Post } from './family.ts';
import { descendants } from './html-tree.ts';
import { isPage } from './page.ts';

/** Why a file without front matter that is HTML holds no post, as a sentence; null where it may hold one. */
export function whyNotAPost({ format, body, html }: Post): string | null {
  if (format !== null || !body.trimStart().startsWith('<') || !isPage(html())) return null;
  const { $, root } = html();
  if ($('meta[http-equiv="refresh" i]').length > 0) return 'The page only leads to another one.';
  for (const node of descendants(root)) {
    if (isText(node) && OUTPUT.test(node.data)) return 'The page is a template, not filled in.';
  }
  if ($('article, meta[property="article:published_time"], time').length > 0) return null;
  const { blocks } = readBlocks(html());
  const texts = blocks.filter(({ text }) => text !== '');
  const lists = blocksOfLinks(texts);
  return lists.length >= LISTED && lists.length > texts.length * 0.7
    ? 'The page only lists other pages.'
    : null;
}

/** What a template prints, outside of code: `{{ .Title }}`, `{% block content %}`, `<%= title %>`. */
const OUTPUT =
  /\{\{-?\s*[.$\w][^{}\n]{0,200}\}\}|\{%-?\s*(?:block|extends|include|for|if)\b[^{}\n]{0,200}%\}/;
/** Lines that are links only, from which on a page is a list. */
const LISTED = 10;
