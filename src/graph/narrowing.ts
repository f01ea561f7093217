import { DateTime } from 'luxon';
import type { Json } from '../documents/document.ts';
import type { TopicRow } from '../store/store.ts';
import type { ArticleFilterArgument } from './filters.ts';
import { globalId } from './ids.ts';
import type { Loaders } from './loaders.ts';
import { formatInstant } from './scalars.ts';

/** A filter as a client sends it, with one part added or replaced. */
export function narrowed(input: ArticleFilterArgument, part: ArticleFilterArgument): Json {
  const { publishedAt, ...rest } = { ...input, ...part };
  const range = publishedAt && {
    ...(publishedAt.from == null ? {} : { from: formatInstant(publishedAt.from) }),
    ...(publishedAt.to == null ? {} : { to: formatInstant(publishedAt.to) }),
  };
  const merged = range == null ? rest : { ...rest, publishedAt: range };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value != null)) as Json;
}

/** By its slug where the filter names no other; else by its id, which must then hold as well. */
export function narrowedToEntity(
  input: ArticleFilterArgument,
  part: 'companies' | 'products',
  type: 'Company' | 'Product',
  slug: string,
): Json {
  const named = input[part];
  if (named == null || (named.length === 1 && named[0] === slug)) return narrowed(input, { [part]: [slug] });
  const id = globalId(type, slug);
  const all = (input.mentions?.all ?? []).filter((other) => other !== id);
  return narrowed(input, { mentions: { ...input.mentions, all: [...all, id] } });
}

/** Replaces the topics where this one is below them, keeps them where they all are below it; else null. */
export async function narrowedToTopic(
  input: ArticleFilterArgument,
  topic: TopicRow,
  loaders: Loaders,
): Promise<Json> {
  const named = input.topics;
  if (named == null) return narrowed(input, { topics: [topic.slug] });
  const above = await loaders.topicAncestors.load(topic.id);
  if ([topic, ...above].some(({ slug }) => named.includes(slug)))
    return narrowed(input, { topics: [topic.slug] });
  const refs = named.map((key) => ({ type: 'Topic', key }) as const);
  const rows = await loaders.entities(refs);
  const lineages = await Promise.all(rows.map(({ id }) => loaders.topicAncestors.load(id)));
  return lineages.every((lineage) => lineage.some(({ id }) => id === topic.id)) ? narrowed(input, {}) : null;
}

/** Takes the deeper of the two paths where one leads through the other; else null. */
export function narrowedToCategory(input: ArticleFilterArgument, path: readonly string[]): Json {
  const named = input.category ?? [];
  const [deeper, shallower] = named.length > path.length ? [named, path] : [path, named];
  return shallower.every((part, index) => part === deeper[index])
    ? narrowed(input, { category: [...deeper] })
    : null;
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
