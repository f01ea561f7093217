/** Tags of Liquid and Nunjucks, and shortcodes of Hugo. */
const TAG = /\{%-?[\s\S]{0,1000}?-?%\}|\{\{[<%][\s\S]{0,1000}?[%>]\}\}/g;

/** A tag with an end tag, and what becomes of what stands between them. */
interface Pair {
  readonly open: RegExp;
  readonly close: RegExp;
  readonly replace: (inner: string) => string;
}

const fenced = (inner: string): string => `\n\`\`\`\n${inner.replace(/^\n/, '').trimEnd()}\n\`\`\`\n`;

const PAIRS: readonly Pair[] = [
  {
    open: /\{%-?\s*(?:comment|javascript|style|schema)\b[^%]{0,200}%\}/g,
    close: /\{%-?\s*end(?:comment|javascript|style|schema)\s*-?%\}/g,
    replace: () => '',
  },
  {
    open: /\{%-?\s*(?:highlight|codeblock)\b[^%]{0,400}%\}/g,
    close: /\{%-?\s*end(?:highlight|codeblock)\s*-?%\}/g,
    replace: fenced,
  },
  {
    open: /\{\{[<%]\s*highlight\b[^}]{0,400}[%>]\}\}/g,
    close: /\{\{[<%]\s*\/\s*highlight\s*[%>]\}\}/g,
    replace: fenced,
  },
];

/**
 * Takes the tags of Liquid, Nunjucks, Hexo and Hugo out of a Markdown text and leaves what stands between them; code
 * between them becomes a fenced block. Fenced code that talks about such tags is left alone.
 */
export function withoutShortcodes(text: string): string {
  const hasMarks = text.includes(':::') || text.includes('-->') || SQUARE_SIGN.test(text);
  const hasTags = text.includes('{%') || text.includes('{{');
  if (!hasTags && !hasMarks) return text;
  return outsideFences(text, (part) => {
    const untagged = hasTags ? PAIRS.reduce(replacePairs, withPlayers(part)).replace(TAG, '') : part;
    return hasMarks ? untagged.replace(SQUARE, '').replace(CONTAINER, '').replace(NOTE, '$1\n\n') : untagged;
  });
}

/** A table of contents to be put in, and the shortcodes of WordPress that are known to hold no text of their own. */
const SQUARE =
  /^[ \t]*(?:\[\[?(?:_?toc_?)\]?\]|\{:?toc\}|\$\{toc\})[ \t]*$|\[\/?(?:caption|gallery|embed|audio|video|playlist|vc_\w+|et_pb_\w+|fusion_\w+)(?:\s[^\]\n]{0,500})?\]/gim;
/** The fences of VuePress, Docusaurus and pandoc around a note: `:::tip`, `:::`. */
const CONTAINER = /^ {0,3}:{3,}[ \t]*\{?\.?[\w-]{0,30}\}?[ \t]*$/gm;
/** A comment with text after it in the same line: Markdown would take the whole line for HTML. */
const NOTE = /^( {0,3}<!--(?:(?!-->)[^\n]){0,500}-->)[ \t]*(?=\S)/gm;
const SQUARE_SIGN =
  /[[{](?:[_[]{0,2}toc|:toc|caption|gallery|embed|audio|video|playlist|vc_|et_pb_|fusion_)/i;

/** Shortcodes that embed a video, as the address of the page that they embed. */
const PLAYERS: Readonly<Record<string, string>> = {
  youtube: 'https://www.youtube.com/embed/',
  vimeo: 'https://player.vimeo.com/video/',
  bilibili: 'https://player.bilibili.com/player.html?bvid=',
};
const PLAYER =
  /(?:\{\{[<%]|\{%)\s*(youtube|vimeo|bilibili)\s+(?:id=)?["']?([\w-]{1,40})["']?[^{}\n]{0,100}?(?:[>%]\}\}|%\})/gi;

function withPlayers(text: string): string {
  return text.replace(PLAYER, (_, name: string, id: string) => {
    const address = PLAYERS[name.toLowerCase()] ?? '';
    return `\n\n<iframe src="${address}${id}"></iframe>\n\n`;
  });
}

/** Opening and closing tags are searched in turn: one expression for both would take quadratic time without end tags. */
function replacePairs(text: string, { open, close, replace }: Pair): string {
  let result = '';
  let from = 0;
  for (;;) {
    open.lastIndex = from;
    const opening = open.exec(text);
    if (opening === null) return result + text.slice(from);
    const inner = opening.index + opening[0].length;
    close.lastIndex = inner;
    const closing = close.exec(text);
    if (closing === null) return result + text.slice(from);
    result += text.slice(from, opening.index) + replace(text.slice(inner, closing.index));
    from = closing.index + closing[0].length;
  }
}

/** What `{{ … }}` prints is not known here; most often it is the address of the site before a path. */
export function withoutOutputs(text: string): string {
  return text.includes('{{')
    ? outsideFences(text, (part) => part.replace(/\{\{-?[^{}\n]{0,200}\}\}/g, ''))
    : text;
}

/**
 * Ends a fence that has no end at the first blank line below it, since all the rest of the post would be code.
 * `line` is the zero-based line of the fence, null where every fence is closed.
 */
export function withFencesClosed(text: string): { readonly text: string; readonly line: number | null } {
  if (!text.includes('```') && !text.includes('~~~')) return { text, line: null };
  const lines = text.split('\n');
  let fence: { readonly marker: string; readonly line: number } | null = null;
  for (const [index, line] of lines.entries()) {
    const [, marker, rest] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (marker === undefined || rest === undefined) continue;
    if (fence === null) {
      if (!(marker.startsWith('`') && rest.includes('`'))) fence = { marker, line: index };
    } else if (marker.startsWith(fence.marker) && rest.trim() === '') fence = null;
  }
  if (fence === null) return { text, line: null };
  const { marker, line } = fence;
  const blank = lines.findIndex((written, index) => index > line + 1 && written.trim() === '');
  if (blank === -1) return { text, line };
  lines.splice(blank, 0, marker);
  return { text: lines.join('\n'), line };
}

/** Applies a change to everything but fenced code. */
function outsideFences(text: string, change: (part: string) => string): string {
  const result: string[] = [];
  let part: string[] = [];
  let fence: string | null = null;
  for (const line of text.split('\n')) {
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
