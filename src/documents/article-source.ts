import type { Block } from './blocks.ts';
import type { Credits } from './credits.ts';
import type { ArticleSource, JsonObject } from './document.ts';
import type { Post, Reading } from './family.ts';
import { resolveHttpUrl, siteName } from './urls.ts';
import { firstText } from './values.ts';

/** Where the post was first published, as an absolute address. */
export function canonicalUrl(frontMatter: JsonObject, reading: Reading, credits: Credits): string | null {
  const keys = [
    'canonical_url',
    'canonicalUrl',
    'canonical',
    'original_link',
    'original_url',
    'originalUrl',
    'originalLink',
    'original',
    '原文链接',
    '原文連結',
    'source_url',
  ];
  const written =
    reading.url ?? firstText(frontMatter, [...keys, 'link', 'url', 'permalink']) ?? credits.originalHref;
  return resolveHttpUrl(written ?? undefined, null);
}

/** Credits with the publisher that a family knows to stand at the end of the first or last paragraph. */
export function withTrailingCredit(credits: Credits, article: readonly Block[], reading: Reading): Credits {
  if (credits.credit !== null || reading.credit === undefined) return credits;
  for (const block of [article[0], article.at(-1)]) {
    const name = reading.credit.exec(block?.text ?? '')?.[1];
    if (name !== undefined) return { ...credits, credit: { name, href: null } };
  }
  return credits;
}

/** Who the text credits, else the site of its original, else its author, else the site that published it. */
export function sourceOf(
  credits: Credits,
  author: string | null,
  { frontMatter }: Post,
  reading: Reading,
  url: string | null,
): ArticleSource | null {
  if (credits.credit !== null) {
    const { name, href } = credits.credit;
    return { name, url: resolveHttpUrl(href ?? undefined, url), kind: 'CREDIT' };
  }
  const named = firstText(frontMatter, ['source', 'publisher', 'media']);
  if (named !== null && !/^https?:/.test(named)) return { name: named, url: null, kind: 'CREDIT' };
  const original = resolveHttpUrl(
    credits.originalHref ??
      firstText(frontMatter, ['original_link', 'original_url', 'source_url', 'source']) ??
      undefined,
    url,
  );
  const site = original === null ? null : siteName(original);
  if (site !== null) return { name: site, url: original, kind: 'SITE' };
  if (author !== null) return { name: author, url: null, kind: 'AUTHOR' };
  const publisher = reading.site ?? (url === null ? null : siteName(url));
  return publisher === null ? null : { name: publisher, url, kind: 'SITE' };
}
