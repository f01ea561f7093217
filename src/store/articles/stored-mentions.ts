/** The mentions of an article as one JSON value, in text order. */
import type { EntityRef, EntityType } from '../../catalog/catalog.ts';
import type { JsonObject } from '../../documents/document.ts';
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
  status?: MentionStatus | 0,
  details?: JsonObject,
];

export function encodeMentions(mentions: readonly Mention[]): string {
  return JSON.stringify(mentions.map(encode));
}

function encode(mention: Mention): StoredMention {
  const { field, start, end, sentenceStart, sentenceEnd, surface, alias, rule, status, ...rest } = mention;
  const { entity, candidates, ...details } = rest as typeof rest & {
    readonly entity?: EntityRef;
    readonly candidates?: readonly EntityRef[];
  };
  // Most have neither.
  const isPlain = status === 'RESOLVED' && Object.keys(details).length === 0;
  const stored: StoredMention = [
    field === 'TITLE' ? 0 : 1,
    start,
    end - start,
    sentenceStart,
    sentenceEnd - sentenceStart,
    surface,
    alias === surface ? 0 : alias,
    rule,
    entity === undefined ? (candidates ?? []).map(nameOf) : nameOf(entity),
  ];
  return isPlain ? stored : ([...stored.slice(0, 9), status, details] as unknown as StoredMention);
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
      status: stored[9] || 'RESOLVED',
      entity: single ? refOfName(entities) : null,
      candidates: single ? [] : entities.map(refOfName),
      alias: alias === 0 ? surface : alias,
      rule,
      details: stored[10] ?? {},
    };
  });
}

/** As linking made it. */
export function mentionOf(row: MentionRow): Mention {
  const { articleId: _, ordinal: __, status, entity, candidates, details, ...span } = row;
  const found = status === 'RESOLVED' ? { ...span, status, entity } : { ...span, status, candidates };
  return { ...found, ...details } as Mention;
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
