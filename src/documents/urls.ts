/** An address of a host by name that needs no look at its parts; they are nearly all of them. */
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
