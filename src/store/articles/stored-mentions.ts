/** The mentions of an article as one JSON value, in text order. */
import type { EntityRef, EntityType } from '../../catalog/catalog.ts';
import type { Mention, MentionField } from '../../linking/mention.ts';
import type { ArticleId, MentionRow, MentionStatus } from '../store.ts';
import { jsonOf } from './rows.ts';

/** 0 for the title, 1 for the body; an alias of 0 is the surface; entities are `Type:key`. */
type StoredMention = readonly [
  field: 0 | 1,
  start: number,
  length: number,
  sentenceStart: number,
  sentenceLength: number,
  surface: string,
  alias: string | 0,
  rule: string,
  entities: string | readonly string[],
  status?: MentionStatus,
  namesake?: string,
];

export function encodeMentions(mentions: readonly Mention[]): string {
  return JSON.stringify(mentions.map(encode));
}

function encode(mention: Mention): StoredMention {
  const { field, start, end, sentenceStart, sentenceEnd, surface, alias, rule, status } = mention;
  const place = [
    field === 'TITLE' ? 0 : 1,
    start,
    end - start,
    sentenceStart,
    sentenceEnd - sentenceStart,
    surface,
    alias === surface ? 0 : alias,
    rule,
  ] as const;
  if (status !== 'RESOLVED') return [...place, mention.candidates.map(nameOf), status];
  const { entity, namesake } = mention;
  return namesake === undefined
    ? [...place, nameOf(entity)]
    : [...place, nameOf(entity), status, nameOf(namesake)];
}

export function decodeMentions(articleId: ArticleId, text: string): MentionRow[] {
  return jsonOf<StoredMention[]>(text).map((stored, ordinal): MentionRow => {
    const [field, start, length, sentenceStart, sentenceLength, surface, alias, rule, entities] = stored;
    const single = typeof entities === 'string';
    return {
      articleId,
      ordinal,
      surface,
      field: field === 0 ? 'TITLE' : 'BODY',
      start,
      end: start + length,
      sentenceStart,
      sentenceEnd: sentenceStart + sentenceLength,
      status: stored[9] ?? 'RESOLVED',
      entity: single ? refOfName(entities) : null,
      candidates: single ? [] : entities.map(refOfName),
      alias: alias === 0 ? surface : alias,
      rule,
      namesake: stored[10] === undefined ? null : refOfName(stored[10]),
    };
  });
}

/** As linking made it. */
export function mentionOf(row: MentionRow): Mention {
  const { articleId: _, ordinal: __, status, entity, namesake, candidates, ...span } = row;
  if (status !== 'RESOLVED' || entity === null)
    return { ...span, status: status === 'RESOLVED' ? 'UNCERTAIN' : status, candidates };
  return namesake === null ? { ...span, status, entity } : { ...span, status, entity, namesake };
}

export function nameOf({ type, key }: EntityRef): string {
  return `${type}:${key}`;
}

function refOfName(name: string): EntityRef {
  const colon = name.indexOf(':');
  return { type: name.slice(0, colon) as EntityType, key: name.slice(colon + 1) };
}

export function fieldOf(code: number): MentionField {
  return code === 0 ? 'TITLE' : 'BODY';
}
