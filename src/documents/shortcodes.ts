/** Tags of templates whose text is part of the article, whatever the tag does with it. */
const TAG = /\{%-?[\s\S]{0,2000}?-?%\}|\{\{[<%][\s\S]{0,2000}?[%>]\}\}/g;
const RAW_BLOCK = /\{%-?\s*(comment|javascript|style|schema)\b[^%]{0,200}%\}[\s\S]*?\{%-?\s*end\1\s*-?%\}/g;
const HIGHLIGHT =
  /\{%-?\s*(?:highlight|codeblock)\b[^%]{0,400}%\}\n?([\s\S]*?)\{%-?\s*end(?:highlight|codeblock)\s*-?%\}|\{\{[<%]\s*highlight\b[^}]{0,400}[%>]\}\}\n?([\s\S]*?)\{\{[<%]\s*\/\s*highlight\s*[%>]\}\}/g;

/**
 * Takes the tags of Liquid, Nunjucks, Hexo and Hugo out of a Markdown text and leaves what stands between them; code
 * between them becomes a fenced block. Code that talks about such tags is left alone.
 */
export function withoutShortcodes(text: string): string {
  if (!text.includes('{%') && !text.includes('{{')) return text;
  return outsideFences(text, (part) =>
    part
      .replace(RAW_BLOCK, '')
      .replace(
        HIGHLIGHT,
        (_, liquid: string | undefined, hugo: string | undefined) =>
          `\n\`\`\`\n${(liquid ?? hugo ?? '').trimEnd()}\n\`\`\`\n`,
      )
      .replace(TAG, ''),
  );
}

/** Applies a change to everything but fenced code. */
function outsideFences(text: string, change: (part: string) => string): string {
  const lines = text.split('\n');
  const result: string[] = [];
  let part: string[] = [];
  let fence: string | null = null;
  for (const line of lines) {
    const marker: string | undefined = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === null && marker !== undefined) {
      if (part.length > 0) result.push(change(part.join('\n')));
      part = [];
      fence = marker;
      result.push(line);
    } else if (fence !== null) {
      result.push(line);
      if (marker?.startsWith(fence) && line.trim() === marker) fence = null;
    } else part.push(line);
  }
  if (part.length > 0) result.push(change(part.join('\n')));
  return result.join('\n');
}
