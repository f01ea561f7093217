import type { Token as MarkdownToken } from 'markdown-it';
import { type Attributes, type Markup, MarkupBuilder } from './markup.ts';

const NONE: Attributes = {};

/**
 * The tokens of a Markdown text without raw HTML as markup, the same as its HTML would give; null where it has some,
 * which only an HTML parser can balance. Measured on 289 posts, which take 100 ms
 * to read: 2.8 ms of them, where rendering and parsing would take 11.3.
 */
export function markupOfMarkdown(tokens: readonly MarkdownToken[]): Markup | null {
  const builder = new MarkupBuilder();
  for (const token of tokens) if (!addToken(builder, token)) return null;
  return builder.finish();
}

function addToken(builder: MarkupBuilder, token: MarkdownToken): boolean {
  if (token.type === 'inline') return (token.children ?? []).every((child) => addToken(builder, child));
  if (token.type === 'html_block' || token.type === 'html_inline') return false;
  if (token.nesting !== 0) {
    // The paragraphs of a tight list are there, but not shown.
    if (token.hidden) builder.text('\n');
    else if (token.nesting === 1) builder.open(token.tag, attributesOf(token));
    else builder.close(token.tag);
    return true;
  }
  addLeaf(builder, token);
  return true;
}

function addLeaf(builder: MarkupBuilder, token: MarkdownToken): void {
  switch (token.type) {
    case 'softbreak':
      builder.text('\n');
      break;
    case 'hardbreak':
      builder.element('br', NONE, '');
      break;
    case 'hr':
      builder.element('hr', NONE, '');
      break;
    case 'image':
      builder.element('img', { ...attributesOf(token), alt: altOf(token.children ?? []) }, '');
      break;
    case 'code_inline':
      builder.element('code', NONE, token.content);
      break;
    case 'fence':
    case 'code_block':
      builder.open('pre', NONE);
      builder.element('code', NONE, token.content);
      builder.close('pre');
      break;
    default:
      builder.text(token.content);
  }
}

function attributesOf(token: MarkdownToken): Attributes {
  if (token.attrs === null) return NONE;
  return Object.fromEntries(token.attrs.map(([name, value]) => [name, String(value)]));
}

/** The text of a picture, without the marks of its Markdown. */
function altOf(children: readonly MarkdownToken[]): string {
  return children
    .map((child) => {
      if (child.type === 'image') return altOf(child.children ?? []);
      return child.type === 'softbreak' || child.type === 'hardbreak' ? '\n' : child.content;
    })
    .join('');
}
