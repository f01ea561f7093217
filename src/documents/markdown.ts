import MarkdownIt from 'markdown-it';
import { withoutShortcodes } from './shortcodes.ts';

const markdown = new MarkdownIt('default', { html: true, linkify: false, typographer: false });
// Every scheme passes here and is looked at where links are resolved; refusing one would leave its Markdown in the text.
markdown.validateLink = () => true;

/** Markdown as HTML: CommonMark with GFM tables and strikethrough, raw HTML, footnotes; templates' tags taken out. */
export function renderMarkdown(text: string): string {
  return markdown.render(withoutShortcodes(text));
}
