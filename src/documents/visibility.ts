import { type Element, isTag } from 'domhandler';

/** Elements whose content is no text of the article: programs, controls, embedded pages, the frame of a page. */
const NO_CONTENT = new Set(
  (
    'script style noscript template iframe frame frameset object embed applet svg math canvas audio video map head ' +
    'title meta link input button select textarea option datalist nav menu dialog rt rp'
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
export function isHidden({ name, attribs }: Element): boolean {
  if (NO_CONTENT.has(name) || attribs.hidden !== undefined) return true;
  return attribs.style !== undefined && HIDING_STYLE.test(attribs.style);
}

/**
 * Tells the furniture of a page by class, id or role: sharing, navigation, comments, advertising, forms. An element
 * that holds most of the post is its wrapper, whatever it is called.
 */
export class Furniture {
  readonly #root: Element;
  /** Tags and texts below each element, counted when they are first asked for. */
  #sizes: Map<Element, number> | null = null;

  constructor(root: Element) {
    this.#root = root;
  }

  has(element: Element): boolean {
    const { name, attribs } = element;
    const isNamed =
      name === 'form' ||
      attribs.role === 'navigation' ||
      namesFurniture(attribs.class) ||
      namesFurniture(attribs.id);
    if (!isNamed || isHeadingWithClass(element)) return false;
    this.#sizes ??= sizesBelow(this.#root);
    return (this.#sizes.get(element) ?? 0) < (this.#sizes.get(this.#root) ?? 0) / 2;
  }
}

function sizesBelow(root: Element): Map<Element, number> {
  const sizes = new Map<Element, number>();
  const measure = (element: Element): number => {
    let size = 2;
    for (const child of element.children) size += isTag(child) ? measure(child) : 1;
    sizes.set(element, size);
    return size;
  };
  measure(root);
  return sizes;
}

/** Themes give the class `anchor` to headings as well as to the sign beside them. */
function isHeadingWithClass({ name, attribs }: Element): boolean {
  return /^h[1-6]$/.test(name) && attribs.class !== undefined;
}

function namesFurniture(names: string | undefined): boolean {
  if (names === undefined || names === '') return false;
  return names.includes(' ')
    ? names.split(/\s+/).some((name) => FURNITURE.test(name))
    : FURNITURE.test(names);
}
