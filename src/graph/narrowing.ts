/** A filter as a client sends it, narrowed to one value of a facet. */
import { DateTime } from 'luxon';
import type { Json } from '../documents/document.ts';
import type { ArticleFilterArgument } from './filters.ts';
import { globalId, type NodeType } from './ids.ts';
import { formatInstant } from './scalars.ts';

/** The filter, with one part added or replaced. */
export function narrowed(input: ArticleFilterArgument, part: ArticleFilterArgument): Json {
  const { publishedAt, ...rest } = { ...input, ...part };
  const range = publishedAt && {
    ...(publishedAt.from == null ? {} : { from: formatInstant(publishedAt.from) }),
    ...(publishedAt.to == null ? {} : { to: formatInstant(publishedAt.to) }),
  };
  const merged = range == null ? rest : { ...rest, publishedAt: range };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value != null)) as Json;
}

type EntityPart = 'companies' | 'products' | 'topics' | 'tickers';
const TYPES: Readonly<Record<EntityPart, NodeType>> = {
  companies: 'Company',
  products: 'Product',
  topics: 'Topic',
  tickers: 'Ticker',
};

/** By its key where the filter names no other or this one among others; else by its id, which must hold as well. */
export function narrowedToEntity(input: ArticleFilterArgument, part: EntityPart, key: string): Json {
  const named = input[part];
  const alone =
    named == null || (named.includes(key) && !(part === 'companies' && input.includeOwned === true));
  if (alone)
    return narrowed(input, { [part]: [key], ...(part === 'companies' ? { includeOwned: null } : {}) });
  const id = globalId(TYPES[part], key);
  const all = (input.mentions?.all ?? []).filter((other) => other !== id);
  return narrowed(input, { mentions: { ...input.mentions, all: [...all, id] } });
}

/** The deeper of the two paths, where one leads through the other. */
export function narrowedToCategory(input: ArticleFilterArgument, path: readonly string[]): Json {
  const named = input.category ?? [];
  return narrowed(input, { category: [...(named.length > path.length ? named : path)] });
}

/** The part of the filter's range that lies in the month (`YYYY-MM` in the time zone). */
export function narrowedToMonth(input: ArticleFilterArgument, month: string, timeZone: string): Json {
  const start = DateTime.fromISO(month, { zone: timeZone });
  const { from, to } = input.publishedAt ?? {};
  return narrowed(input, {
    publishedAt: {
      from: Math.max(start.toMillis(), from ?? -Infinity),
      to: Math.min(start.plus({ months: 1 }).toMillis(), to ?? Infinity),
    },
  });
}

export type Offered = ((value: string) => boolean) | null;

/** Which values a facet of companies offers: one filter cannot say for two companies that they count differently. */
export function offeredCompanies(input: ArticleFilterArgument): Offered {
  const { companies, includeOwned, mentions } = input;
  if (mentions?.includeOwned !== true || companies == null) return null;
  return (slug) => includeOwned !== true && companies.includes(slug);
}

/** A filter takes articles of any of several tags, and cannot ask for two. */
export function offeredTags({ tags }: ArticleFilterArgument): Offered {
  return tags == null ? null : (tag) => tags.includes(tag);
}

/** A filter has one path, so that one of the two must lead through the other. */
export function offeredCategories({ category }: ArticleFilterArgument): Offered {
  if (category == null) return null;
  return (key) => {
    const path = JSON.parse(key) as string[];
    const [deeper, shallower] = category.length > path.length ? [category, path] : [path, category];
    return shallower.every((part, index) => part === deeper[index]);
  };
}
