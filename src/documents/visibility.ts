import type { Attributes, Markup, OpenTag } from './markup.ts';

/** Elements whose content is no text of the article: programs, controls, embedded pages, the frame of a page. */
const NO_CONTENT = new Set(
  (
    'script style noscript template iframe frame frameset object embed applet svg math canvas audio video map head ' +
    'title meta link form input button select textarea option datalist nav menu dialog rt rp'
  ).split(' '),
);

/** Class names and ids of a page's furniture, as blog themes and content systems write them. */
const FURNITURE = new RegExp(
  `^(?:${[
    'sr-only|visually-hidden|screen-reader-text|hidden|hide|d-none|no-?print',
    '(?:social|share|sharing|addtoany|addthis|bdshare|bshare|sharedaddy|jiathis)(?:[-_]?(?:share|sharing|bar|box|buttons?|buttonbox|icons?|links?|list|media|tools?|this|this_toolbox|_share_container))*',
    '(?:a2a_kit|sharethis|weibo-share|wechat-share|qrcode|reward|donate|tip-jar)(?:[-_].*)?',
    'bread-?crumbs?|pagination|pager|page-?nav|post-?nav(?:igation)?|nav-?links|prev-?next|article-?nav|site-?nav|navbar|skip-link',
    '(?:related|recommend(?:ed)?|similar|read-?more|more-?from|also-like|hot)[-_]?(?:posts?|articles?|news|reading|links?|list|stories|content)?',
    'comments?(?:-?(?:list|area|form|box))?|disqus_thread|gitalk(?:-container)?|valine|utterances',
    'sidebar|side-bar|widget-area|table-of-contents|toc|toc-?container|markdown-toc',
    'copyright|post-?copyright|license-?box|disclaimer',
    'advert(?:isement|ising)?|ads?|ad-(?:box|slot|container|wrapper)|adsbygoogle|sponsor(?:ed)?|promo|newsletter(?:-.*)?|subscribe(?:-.*)?',
    'anchor|header-?link|heading-anchor|footnote-back(?:ref|link)|reversefootnote|footnote-ref',
    '(?:cookie|gdpr|consent|jp-relatedposts|inline-cta|author-(?:bio|box|card|info))(?:[-_].*)?|top-?bar|site-(?:header|footer)',
    '(?:post-|article-|entry-|news-)?(?:tags?|keywords?)(?:[-_](?:list|links|cloud|box|wrap))?|cat-links',
    'copy-?button|copy-?btn|line-numbers-rows|gutter|lineno',
  ].join('|')})$`,
  'i',
);

const HIDING_STYLE =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$))/i;

/** Whether nobody reads what the element holds, by its name or by being hidden outright. */
export function isHidden(tag: OpenTag): boolean {
  if (NO_CONTENT.has(tag.name)) return true;
  const { attributes } = tag;
  if (attributes.hidden !== undefined) return true;
  return attributes.style !== undefined && HIDING_STYLE.test(attributes.style);
}

/**
 * Whether the element is a page's furniture by its class, id or role: sharing, navigation, comments, advertising.
 * An element that holds most of the post is its wrapper, whatever it is called.
 */
export function isFurniture(markup: Markup, index: number, tag: OpenTag): boolean {
  const { attributes } = tag;
  const named =
    attributes.role === 'navigation' || namesFurniture(attributes.class) || namesFurniture(attributes.id);
  return named && tag.close - index < markup.length / 2 && !isWholeHeading(attributes, tag);
}

/** Themes put `anchor` on headings themselves as well as on the sign beside them. */
function isWholeHeading(attributes: Attributes, tag: OpenTag): boolean {
  return /^h[1-6]$/.test(tag.name) && attributes.class !== undefined;
}

function namesFurniture(names: string | undefined): boolean {
  if (names === undefined || names === '') return false;
  return names.includes(' ')
    ? names.split(/\s+/).some((name) => FURNITURE.test(name))
    : FURNITURE.test(names);
}
