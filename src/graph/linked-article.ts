import type { Link } from '../documents/document.ts';
import type { ArticleRow } from '../store/store.ts';
import type { Loaders } from './loaders.ts';

const ENDING = /\.(?:md|markdown|mdown|mkd|x?html?|txt)$/i;

/** The article that a link leads to: by its address, or by the place within the folder that a relative link names. */
export async function linkedArticle(link: Link, loaders: Loaders): Promise<ArticleRow | null> {
  return (await articleAtAddress(link.url, loaders)) ?? (await articleAtPlace(link.path, loaders));
}

async function articleAtAddress(url: string, loaders: Loaders): Promise<ArticleRow | null> {
  const found = await Promise.all(spellingsOf(url).map((address) => loaders.articleByUrl.load(address)));
  return found.find((article) => article !== null) ?? null;
}

/** An address as written and as the same page is also written: either protocol, with and without the last slash. */
function spellingsOf(url: string): string[] {
  const [, rest] = /^https?:\/\/([^#]+)/i.exec(url) ?? [];
  if (rest === undefined) return [];
  const bare = rest.replace(/\/$/, '');
  return [`https://${bare}`, `https://${bare}/`, `http://${bare}`, `http://${bare}/`];
}

/**
 * Sites leave out the ending of a file and `index`, write the day as folders, and have other folders above their posts
 * than the addresses.
 */
async function articleAtPlace(path: string | null, loaders: Loaders): Promise<ArticleRow | null> {
  if (path === null) return null;
  const places = [placeOf(path), datedPlaceOf(path) ?? ''];
  for (const place of new Set(places.filter((written) => written !== ''))) {
    const slugs = slugsOf(place);
    const found = await Promise.all(slugs.map((slug) => loaders.articleBySlug.load(slug)));
    const article = found.find((row) => row !== null && isPlace(placeOf(row.path), place));
    if (article) return article;
  }
  return null;
}

/** A path without the ending of the file and without `index`. */
function placeOf(path: string): string {
  return path.replace(ENDING, '').replace(/(?:^|\/)_?index$/, '');
}

/** `2024/03/05/example` as Jekyll names the file: `2024-03-05-example`. */
function datedPlaceOf(path: string): string | null {
  const [, year, month, day, name] = /(?:^|\/)(\d{4})\/(\d\d)\/(\d\d)\/([^/]+)$/.exec(placeOf(path)) ?? [];
  return name === undefined ? null : `${year}-${month}-${day}-${name}`;
}

function isPlace(place: string, wanted: string): boolean {
  return place === wanted || place.endsWith(`/${wanted}`);
}

/** Most folders that a slug has in front of the name in order to be unique. */
const DEPTH = 4;

/** The slugs that an article at a place may have: its name, with as many folders in front as it takes. */
function slugsOf(place: string): string[] {
  const segments = place.split('/');
  const names = segments.map((_, index) => segments.slice(-index - 1).join('/')).slice(0, DEPTH);
  return names.flatMap((name) => [name, `${name}/index`]);
}
