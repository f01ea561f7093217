import type { Json, JsonObject } from './document.ts';
import type { Reading } from './family.ts';
import { isJsonObject } from './json.ts';
import { namesOf } from './values.ts';

const AUTHOR_KEYS = ['author', 'authors', 'original_author', 'originalAuthor', '作者', 'byline', 'writer'];

/** Who wrote the post, by its front matter or page. */
export function authorOf(frontMatter: JsonObject, reading: Reading): string | null {
  if (reading.author) return reading.author;
  for (const key of AUTHOR_KEYS) {
    const people = peopleOf(frontMatter[key]);
    if (people !== null) return people;
  }
  return null;
}

/** Names of people, who may be written as a name, a list, or mappings with a name. */
function peopleOf(value: Json | undefined): string | null {
  const items: readonly Json[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const written = namesOf(items.map((item) => (isJsonObject(item) ? (item.name ?? null) : item)));
  // Clippers of notebooks write people as links between notes: [[Jane Doe]].
  const names = written.map((name) => name.replace(/^\[\[(?:[^\]|]*\|)?([^\]]+)\]\]$/, '$1'));
  return names.length === 0 ? null : names.join(', ');
}
