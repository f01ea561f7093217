import { isTag } from 'domhandler';
import type { Family } from '../family.ts';
import { descendants, type HtmlTree } from '../html-tree.ts';
import { flat, namesOf } from '../values.ts';

/** The mirror's last lines: the address of the original, which may be empty, and links back into the site. */
const FOOTER =
  /\n[ \t]*<(https?:\/\/[^\s<>]*)?>[ \t]*\n\s*((?:\[[^\]\n]*\]\([^)\n]*\)[ \t]*[｜|]?[ \t]*)+)\s*$/;

/** Classes of charts, names of securities and the credit of the source in eastmoney's markup. */
const STOCK_CLASSES = /^(?:EmImageRemark|keytip|em_media|em_stock_key\w*)$/;

function hasStockMarkup({ root }: HtmlTree): boolean {
  for (const node of descendants(root)) {
    if (isTag(node) && node.attribs.class?.split(/\s+/).some((name) => STOCK_CLASSES.test(name))) return true;
  }
  return false;
}

/** Short news names its publisher behind the last sentence of the first or last paragraph: `……。（Example Daily）`. */
const TRAILING_CREDIT = /[。！？”](?:（|\()([^（）()\s，。：:、]{2,15})(?:）|\))$/;

/**
 * News of eastmoney mirrored into Jekyll. `categories` is one category, whatever is in it, unlike Jekyll's own
 * reading of a string. Titles are written between quotation marks with nothing escaped, which the front matter
 * recovers. The canonical URL and the way back stand below the article as Markdown.
 */
export const finews: Family = {
  name: 'finews',

  recognise({ body, html, frontMatter }) {
    if (typeof frontMatter.categories !== 'string') return null;
    // Only a post without the footer has to be read as HTML, and only where it has classes at all.
    const sign = FOOTER.test(body)
      ? 'it ends with the address of the original and links back into the mirror'
      : body.includes('class=') && hasStockMarkup(html())
        ? 'it has the stock markup of eastmoney'
        : null;
    return sign === null ? null : `It is news of eastmoney mirrored into Jekyll, as ${sign}.`;
  },

  read({ body, frontMatter }) {
    const footer = FOOTER.exec(body);
    return {
      body: footer === null ? body : body.slice(0, footer.index),
      markup: 'MARKDOWN',
      categories: flat(namesOf(frontMatter.categories)),
      url: footer?.[1] ?? null,
      tags: namesOf(frontMatter.tags),
      credit: TRAILING_CREDIT,
    };
  },
};
