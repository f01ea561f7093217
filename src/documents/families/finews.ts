import type { Family } from '../family.ts';
import { flat, namesOf } from '../fields.ts';

/** The mirror's last lines: the address of the original, which may be empty, and links back into the site. */
const FOOTER =
  /\n[ \t]*<(https?:\/\/[^\s<>]*)?>[ \t]*\n\s*((?:\[[^\]\n]*\]\([^)\n]*\)[ \t]*[｜|]?[ \t]*)+)\s*$/;

/** Charts, names of securities and the credit of the source, as eastmoney marks them. */
const STOCK_MARKUP = '.EmImageRemark, .keytip, .em_media, [class*="em_stock_key"]';

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
    const footer = FOOTER.exec(body);
    const signs: string[] = [];
    if (footer !== null)
      signs.push('it ends with the address of the original and links back into the mirror');
    if (html().$(STOCK_MARKUP).length > 0) {
      signs.push('it has the stock markup of eastmoney');
    }
    return signs.length === 0
      ? null
      : `It is news of eastmoney mirrored into Jekyll, as ${signs.join(' and ')}.`;
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
