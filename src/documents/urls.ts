/** An address of a host by name, as most are; it can be taken as it is, without being parsed. */
const PLAIN =
  /^https?:\/\/(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,63}(?::\d{1,4})?(?:[/?#][^\s<>"\\^`{|}\u0080-\uffff]*)?$/i;

/**
 * An absolute http(s) or mailto URL, resolved against `base` where it is relative; null for everything else:
 * `javascript:`, `data:`, fragments, and relative links of a post that does not say where it was published.
 */
export function resolveUrl(written: string | undefined, base: string | null): string | null {
  const text = written?.trim() ?? '';
  if (text === '' || text.startsWith('#')) return null;
  const absolute = text.startsWith('//') ? `https:${text}` : text;
  if (PLAIN.test(absolute)) return absolute;
  const url = URL.parse(absolute, base ?? undefined);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:' && url.protocol !== 'mailto:'))
    return null;
  // What stands there already in full is kept as written, so that it compares with other spellings of the same post.
  return /^https?:\/\/[^\s<>"\\^`{|}\u0080-\uffff]+$/.test(absolute) ? absolute : url.href;
}

/** The same, but only what a browser can fetch. */
export function resolveHttpUrl(written: string | undefined, base: string | null): string | null {
  const url = resolveUrl(written, base);
  return url?.startsWith('mailto:') ? null : url;
}

/** The host without `www.`, by which people know a site. */
export function siteName(url: string): string | null {
  return URL.parse(url)?.hostname.replace(/^www\./, '') || null;
}

/** Where a link leads: its address, and of a relative one the place within the folder of posts. Null for fragments, scripts and data. */
export function linkTarget(
  written: string,
  base: string | null,
  postPath: string,
): { readonly url: string; readonly path: string | null } | null {
  const text = written.trim();
  const isRelative =
    text !== '' && !/^(?:[a-z][a-z0-9+.-]*:|\/\/|#|\?)/i.test(text) && !/[\s<>"{}]/.test(text);
  const url = resolveUrl(text, base) ?? (isRelative ? text : null);
  return url === null ? null : { url, path: isRelative ? placeOf(text, postPath) : null };
}

/** The path that a relative link names from the folder of the post; null where it leads out of the folder. */
function placeOf(link: string, postPath: string): string | null {
  const root = 'file:///';
  const target = URL.parse(link, root + postPath.split('/').map(encodeURIComponent).join('/'));
  if (target === null || target.href.length > 2_000) return null;
  try {
    return decodeURIComponent(target.pathname).replace(/^\/+|\/+$/g, '') || null;
  } catch {
    return null;
  }
}
