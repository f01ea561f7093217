import type { Element } from 'domhandler';
import type { Block } from './blocks.ts';
import type { Image, Json, JsonObject } from './document.ts';
import { isJsonObject } from './json.ts';
import { resolveHttpUrl } from './urls.ts';

type Attributes = Readonly<Record<string, string>>;

/** Keys in which themes keep a post's picture. */
const HERO_KEYS = [
  'headimg',
  'thumbnail',
  'cover',
  'image',
  'featured_image',
  'featuredImage',
  'featuredimage',
  'hero',
  'heroImage',
  'hero_image',
  'banner',
  'banner_img',
  'header_image',
  'og_image',
  'top_img',
  'index_img',
  'img',
  'images',
];

/** Hosts that give any picture for any address, and names of pictures that stand for none. */
const PLACEHOLDER =
  /^https?:\/\/(?:[\w-]+\.)*(?:picsum\.photos|placehold\.(?:it|co)|placeholder\.com|placekitten\.com|dummyimage\.com|loremflickr\.com|unsplash\.it|source\.unsplash\.com)(?:[/:?]|$)|\/(?:blank|spacer|pixel|1x1|transparent|loading|lazyload|grey)\.(?:gif|png|svg)(?:\?|$)/i;

/** The picture that the post names as its own, and never a placeholder; null where it names none. */
export function heroImage(frontMatter: JsonObject, named: string | null, base: string | null): Image | null {
  for (const value of [...HERO_KEYS.map((key) => frontMatter[key]), named ?? undefined]) {
    if (value === undefined || value === null || value === '') continue;
    const image = imageOf(value, base);
    if (image !== null) return image;
  }
  return null;
}

/** As an address, or as a mapping of address and text, or the first of a list. */
function imageOf(value: Json | undefined, base: string | null): Image | null {
  const first: Json | undefined = Array.isArray(value) ? value[0] : value;
  const fields = isJsonObject(first) ? first : { url: first ?? null };
  const written = [fields.url, fields.src, fields.path, fields.image].find(
    (field) => typeof field === 'string',
  );
  const url = resolveHttpUrl(typeof written === 'string' ? written : undefined, base);
  if (url === null || PLACEHOLDER.test(url)) return null;
  const alt = typeof fields.alt === 'string' && fields.alt !== '' ? fields.alt : null;
  return { url, alt, width: null, height: null };
}

/** Whose each picture is, by the nearest line below it that says so; above the first one, by a line before it. */
export function pictureCredits(
  blocks: readonly Block[],
  creditOf: (block: Block) => string | null,
): ReadonlyMap<Element, string> {
  const credits = new Map<Element, string>();
  let last: Element | null = null;
  let waiting: string | null = null;
  for (const block of blocks) {
    const [first] = block.images;
    if (first !== undefined && waiting !== null) credits.set(first, waiting);
    if (first !== undefined) waiting = null;
    last = block.images.at(-1) ?? last;
    const credit = creditOf(block);
    if (credit === null || credit === '') continue;
    if (last === null) waiting = credit;
    else credits.set(last, credit);
  }
  return credits;
}

/** The pictures of an article in its order, each once; neither placeholders nor the pixels that count readers. */
export function imagesOf(
  blocks: readonly Block[],
  credits: ReadonlyMap<Element, string>,
  base: string | null,
): Image[] {
  const images = new Map<string, Image>();
  for (const { images: found } of blocks) {
    for (const element of found) {
      const attributes = element.attribs;
      const credit = credits.get(element);
      const url = resolveHttpUrl(imageAddress(attributes), base);
      if (url === null || images.has(url) || PLACEHOLDER.test(url)) continue;
      const width = pixels(attributes, 'width');
      const height = pixels(attributes, 'height');
      if ((width ?? 2) <= 1 || (height ?? 2) <= 1) continue;
      images.set(url, {
        url,
        alt: attributes.alt?.trim() || null,
        width,
        height,
        ...(credit === undefined ? {} : { credit }),
      });
    }
  }
  return [...images.values()];
}

function pixels(attributes: Attributes, name: string): number | null {
  const match = /^\s*(\d{1,5})(?:px)?\s*$/.exec(attributes[name] ?? '');
  return match === null ? null : Number(match[1]);
}

/** Where a picture really is: pages that load pictures late put it beside a placeholder. */
export function imageAddress(attributes: Attributes): string | undefined {
  const late = attributes['data-src'] ?? attributes['data-original'] ?? attributes['data-lazy-src'];
  return late === undefined || late === '' ? (attributes.src ?? attributes._src) : late;
}
