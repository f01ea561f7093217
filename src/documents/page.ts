import { type Element, isTag } from 'domhandler';
import type { Json } from './document.ts';
import { HtmlTree, textWithin } from './html-tree.ts';
import { isJsonObject } from './json.ts';

/** What the head of an HTML page says, and its article. */
export interface Page {
  readonly title: string | null;
  readonly url: string | null;
  readonly date: string | null;
  readonly author: string | null;
  readonly site: string | null;
  readonly section: string | null;
  readonly tags: readonly string[];
  readonly language: string | null;
  readonly image: string | null;
  /** The article or main part, or the whole page where none is marked. */
  readonly article: HtmlTree;
}

/** Whether a body is a whole HTML page: it starts with a doctype, or has an `html` or `head` at its top. */
export function isPage({ root }: HtmlTree): boolean {
  return root.children.some(
    (child) =>
      (child.type === 'directive' && /^!doctype\s+html/i.test(child.data)) ||
      (isTag(child) && (child.name === 'html' || child.name === 'head')),
  );
}

/** Reads a whole page: Open Graph, the names of `meta` that news sites use, and the element that is the article. */
export function readPage(tree: HtmlTree): Page {
  const { $ } = tree;
  const meta = metaOf(tree);
  const first = (...keys: readonly string[]): string | null => {
    for (const key of keys) {
      const value = meta.get(key)?.trim();
      if (value !== undefined && value !== '') return value;
    }
    return null;
  };
  const linkedData = $('script[type="application/ld+json"]').toArray().flatMap(linkedDataOf);
  const site = first('og:site_name', 'application-name');
  const written = first('og:title', 'twitter:title') ?? textOf($('title').toArray()[0]);
  const tags = $('meta[property="article:tag"]')
    .toArray()
    .map(({ attribs }) => attribs.content ?? '');
  // The tree has a body of its own around the page.
  const [article] = [...$('article').slice(0, 1), ...$('main').slice(0, 1), ...$('body body').slice(0, 1)];
  return {
    title: withoutSite(written, textOf($('h1').toArray()[0]), first('og:site_name')),
    url: $('link[rel="canonical" i]').attr('href') ?? first('og:url'),
    date:
      first(
        'article:published_time',
        'datepublished',
        'pubdate',
        'publishdate',
        'date',
        'dc.date',
        'dc.date.issued',
      ) ??
      firstOf(linkedData, ({ datePublished }) => nameOf(datePublished)) ??
      $('time[datetime]').attr('datetime') ??
      null,
    author:
      first('author', 'article:author', 'dc.creator', 'byl') ??
      firstOf(linkedData, ({ author }) => nameOf(author)),
    site,
    section: first('article:section'),
    tags: tags.length > 0 ? tags : (first('news_keywords', 'keywords')?.split(/[,，;；、]\s*/) ?? []),
    language: $('html').attr('lang') ?? null,
    image: first('og:image', 'twitter:image'),
    article: article === undefined ? tree : new HtmlTree(article, tree.isTooDeep),
  };
}

/** The first content of each name, in lower case. */
function metaOf({ $ }: HtmlTree): Map<string, string> {
  const meta = new Map<string, string>();
  for (const { attribs } of $('meta').toArray()) {
    const key = (attribs.property ?? attribs.name ?? attribs.itemprop)?.toLowerCase();
    if (key !== undefined && !meta.has(key)) meta.set(key, attribs.content ?? '');
  }
  return meta;
}

function textOf(element: Element | undefined): string {
  return element === undefined ? '' : textWithin(element);
}

/** The objects of a JSON-LD block, those of its graph included; none where it is no JSON. */
function linkedDataOf(script: Element): Record<string, Json>[] {
  try {
    // Pages break lines within strings, which JSON does not allow.
    const data = JSON.parse(textWithin(script).replace(/\p{Cc}+/gu, ' ')) as Json;
    const found: Record<string, Json>[] = [];
    for (const item of Array.isArray(data) ? data : [data]) {
      if (!isJsonObject(item)) continue;
      found.push(item);
      const graph = item['@graph'];
      if (Array.isArray(graph)) found.push(...graph.filter(isJsonObject));
    }
    return found;
  } catch {
    return [];
  }
}

function firstOf(
  objects: readonly Record<string, Json>[],
  read: (object: Record<string, Json>) => string | null,
): string | null {
  for (const object of objects) {
    const value = read(object);
    if (value !== null) return value;
  }
  return null;
}

/** A text, the name of an object, or those of a list. */
function nameOf(value: Json | undefined): string | null {
  if (Array.isArray(value))
    return (
      value
        .map(nameOf)
        .filter((name) => name !== null)
        .join(', ') || null
    );
  const name = isJsonObject(value) ? value.name : value;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : null;
}

/** Pages write the site behind the title, `Example | Site - Section`; the heading and the site's name show where. */
function withoutSite(written: string, heading: string, site: string | null): string | null {
  const title = written.replace(/\s+/g, ' ').trim();
  const shown = heading.replace(/\s+/g, ' ').trim();
  for (const end of [shown.length, site === null ? 0 : title.lastIndexOf(site)]) {
    const start = title.slice(0, end).replace(/[\s|｜\-–—_·:»]+$/, '');
    const isCut = end === shown.length ? title.startsWith(shown) : title.endsWith(site ?? '');
    if (start !== '' && isCut && /^\s*[|｜\-–—_·»]/.test(title.slice(start.length))) return start;
  }
  return title === '' ? null : title;
}
