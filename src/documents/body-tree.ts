import type { Report } from './codes.ts';
import { withHeadApart } from './credits.ts';
import type { Post, Reading } from './family.ts';
import { type HtmlTree, isHtmlThroughout, parseHtml } from './html-tree.ts';
import { renderMarkdown } from './markdown.ts';

/** The body as a tree: HTML as it stands, Markdown by way of the HTML that it gives. What is wrong with it is reported. */
export function bodyTree(reading: Reading, post: Post, maxDepth: number, report: Report): HtmlTree {
  const { body } = reading;
  const html = typeof body === 'string' ? rawHtmlOf(body, reading.markup, post, maxDepth) : body;
  const tree = html ?? markdownTree(String(body), post, maxDepth, report);
  if (tree.isTooDeep) {
    report('MARKUP_TOO_DEEP', post.bodyLine, 'The elements of the body are nested too deep.');
  }
  return tree;
}

/** Null for a text that has to be read as Markdown. */
function rawHtmlOf(body: string, markup: Reading['markup'], post: Post, maxDepth: number): HtmlTree | null {
  const text = body.trim();
  if (markup !== 'HTML' && !(text.startsWith('<') && text.endsWith('>'))) return null;
  // A family may have looked at the body as HTML before.
  const tree = body === post.body ? post.html() : parseHtml(body, maxDepth);
  return markup === 'HTML' || isHtmlThroughout(tree) ? tree : null;
}

function markdownTree(body: string, post: Post, maxDepth: number, report: Report): HtmlTree {
  const { html, isFlattened, openFence } = renderMarkdown(post.format === null ? withHeadApart(body) : body);
  if (openFence !== null) {
    report('CODE_FENCE_UNCLOSED', post.bodyLine + openFence, 'The fence of code has no end.');
  }
  return parseHtml(html, maxDepth, isFlattened);
}
