import { isTag, isText } from 'domhandler';
import { blocksOfLinks, readBlocks } from './blocks.ts';
import type { Post } from './family.ts';
import { descendants, type HtmlTree } from './html-tree.ts';
import { isPage } from './page.ts';

/** Why a file that is HTML holds no post, as a sentence; null where it may hold one. */
export function whyNotAPost({ format, body, html, isHtmlFile }: Post): string | null {
  if (format !== null) {
    return isHtmlFile && MAY_BE_LAYOUT.test(body) && prints(html(), LAYOUT) ? TEMPLATE : null;
  }
  if (!body.trimStart().startsWith('<')) return isHtmlFile && GO_TEMPLATE.test(body) ? TEMPLATE : null;
  const isWhole = isPage(html());
  if (!isWhole && !isHtmlFile) return null;
  if (prints(html(), OUTPUT)) return TEMPLATE;
  if (!isWhole) return null;
  const { $ } = html();
  if ($('meta[http-equiv="refresh" i]').length > 0) return 'The page only leads to another one.';
  if ($('article, meta[property="article:published_time"], time').length > 0) return null;
  const { blocks } = readBlocks(html());
  const texts = blocks.filter(({ text }) => text !== '');
  const lists = blocksOfLinks(texts);
  return lists.length >= LISTED && lists.length > texts.length * 0.7
    ? 'The page only lists other pages.'
    : null;
}

const TEMPLATE = 'The file is the template of a page, not filled in.';

/** What a template prints or asks: `{{ .Title }}`, `{% block content %}`. */
const OUTPUT =
  /\{\{-?\s*[.$\w"'(][^{}\n]{0,200}\}\}|\{%-?\s*(?:block|extends|include|for|if)\b[^{}\n]{0,200}%\}/;
/** A template that starts without an element: `{{ define "main" }}`, `{{- partial "head" . -}}`. */
const GO_TEMPLATE = /^\s*\{\{-?\s*(?:\/\*|define|partial|template|block|range|with|if)\b/;
/** What only the layout of a site and its lists hold, behind front matter: the place of the post, all posts. */
const LAYOUT =
  /\{\{-?\s*content\b[^{}\n]{0,100}\}\}|\{%-?\s*for\s+\w+\s+in\s+(?:site|paginator|collections)\./;
const MAY_BE_LAYOUT = /\{\{-?\s*content\b|\{%-?\s*for\b/;

/** Elements that show code, or run it. */
const CODE = new Set(['pre', 'code', 'script', 'style', 'textarea']);

/** Whether a page has such tags of a template in its text or attributes, outside of code that talks about them. */
function prints({ root }: HtmlTree, tag: RegExp): boolean {
  for (const node of descendants(root, ({ name }) => !CODE.has(name))) {
    if (
      isText(node)
        ? tag.test(node.data)
        : isTag(node) && Object.values(node.attribs).some((value) => tag.test(value))
    )
      return true;
  }
  return false;
}

/** Lines that are links only, from which on a page is a list. */
const LISTED = 10;
