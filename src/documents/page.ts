import { Parser } from 'htmlparser2';

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
  /** The article or main part as HTML, or the whole page where none is marked. */
  readonly body: string;
}

/** Reads a whole page: Open Graph, the names of `meta` that news sites use, and the element that is the article. */
export function readPage(html: string): Page {
  const meta = new Map<string, string>();
  const tags: string[] = [];
  let title = '';
  let language: string | null = null;
  let canonical: string | null = null;
  let inTitle = false;
  let heading = '';
  let data = '';
  let inData = false;
  let inHeading = false;
  const regions: { readonly name: string; readonly start: number; end: number }[] = [];
  const open: number[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'title') inTitle = title === '';
      if (name === 'script') inData = attributes.type === 'application/ld+json';
      if (name === 'h1') inHeading = heading === '';
      if (name === 'html') language = attributes.lang ?? null;
      if (name === 'link' && attributes.rel?.toLowerCase() === 'canonical')
        canonical ??= attributes.href ?? null;
      if (name === 'time' && attributes.datetime !== undefined) remember(meta, 'time', attributes.datetime);
      if (name === 'meta') {
        const key = (attributes.property ?? attributes.name ?? attributes.itemprop)?.toLowerCase();
        if (key === 'article:tag' && attributes.content !== undefined) tags.push(attributes.content);
        else if (key !== undefined) remember(meta, key, attributes.content ?? '');
      }
      if (name === 'article' || name === 'main' || name === 'body') {
        open.push(regions.length);
        regions.push({ name, start: parser.endIndex + 1, end: html.length });
      }
    },
    ontext: (text) => {
      if (inTitle) title += text;
      if (inHeading) heading += text;
      if (inData) data += text;
    },
    onclosetag: (name) => {
      if (name === 'title') inTitle = false;
      if (name === 'h1') inHeading = false;
      if (name === 'script') inData = false;
      if (name !== 'article' && name !== 'main' && name !== 'body') return;
      const region = regions[open.pop() ?? -1];
      if (region !== undefined) region.end = parser.startIndex;
    },
  });
  parser.end(html);
  const first = (...keys: readonly string[]): string | null => {
    for (const key of keys) {
      const value = meta.get(key)?.trim();
      if (value !== undefined && value !== '') return value;
    }
    return null;
  };
  const region = ['article', 'main', 'body'].flatMap(
    (name) => regions.find((other) => other.name === name) ?? [],
  )[0];
  return {
    title: withoutSite(first('og:title', 'twitter:title') ?? title, heading, first('og:site_name')),
    url: canonical ?? first('og:url'),
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
      linkedData(data, /"datePublished"\s*:\s*"([^"]{4,60})"/) ??
      first('time'),
    author:
      first('author', 'article:author', 'dc.creator', 'byl') ??
      linkedData(
        data,
        /"author"\s*:\s*[[{\s]*(?:"@type"\s*:\s*"Person"\s*,\s*)?"name"\s*:\s*"([^"\\]{1,100})"/,
      ),
    site: first('og:site_name', 'application-name'),
    section: first('article:section'),
    tags: tags.length > 0 ? tags : (first('news_keywords', 'keywords')?.split(/[,，;；、]\s*/) ?? []),
    language,
    image: first('og:image', 'twitter:image'),
    body: region === undefined ? html : html.slice(region.start, region.end),
  };
}

/** A field of the page's JSON-LD, which is often cut off or joined from several blocks, so that no parser takes it. */
function linkedData(data: string, field: RegExp): string | null {
  return field.exec(data)?.[1] ?? null;
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

function remember(meta: Map<string, string>, key: string, value: string): void {
  if (!meta.has(key)) meta.set(key, value);
}
