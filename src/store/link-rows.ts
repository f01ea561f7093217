/** What is stored of the links of an article. */
import { hash } from 'node:crypto';
import type { EntityRef } from '../catalog/catalog.ts';
import type { LinkedDocument, Mention, TickerOrigin } from '../linking/mention.ts';
import {
  type CoverageTable,
  ENTITY_CODE,
  type EntityArticleTable,
  type MentionTable,
  type Row,
} from './schema.ts';
import type { ArticleId, EntityId } from './store.ts';

type LinkTableName = 'entity_article' | 'mention' | 'coverage' | 'taught';
type LinkTables = { readonly [Table in LinkTableName]: readonly Row<Table>[] };
export const LINK_TABLES: readonly LinkTableName[] = ['entity_article', 'mention', 'coverage', 'taught'];

/** How links refer to what is outside them. */
export interface LinkIds {
  readonly article: ArticleId;
  entity(ref: EntityRef): EntityId;
}

/** Of everything that is stored of an article; `documentHash` covers all but its links. */
export function contentHash(documentHash: string, linked: LinkedDocument): string {
  const { mentions, tickers, taughtCompanies, taughtTickers } = linked;
  const taught = [taughtCompanies.map(({ slug }) => slug), taughtTickers.map(({ key }) => key)];
  const text = JSON.stringify([documentHash, mentions, tickers, taught]);
  return hash('sha256', text, 'base64url');
}

/** Every entity that the rows refer to. */
export function refsOf(linked: LinkedDocument): EntityRef[] {
  return [
    ...linked.mentions.flatMap((mention) => (mention.status === 'RESOLVED' ? [mention.entity] : [])),
    ...linked.tickers.map((link): EntityRef => ({ type: 'Ticker', key: link.ticker })),
    ...taughtRefsOf(linked),
  ];
}

export function resolvedCount({ mentions }: LinkedDocument): number {
  return mentions.filter(({ status }) => status === 'RESOLVED').length;
}

export function linkRowsOf(linked: LinkedDocument, ids: LinkIds, sortAt: number): LinkTables {
  return {
    entity_article: postingsOf(linked, ids, sortAt),
    mention: linked.mentions.map((mention, ordinal) => mentionRow(mention, ordinal, ids)),
    coverage: coverageRows(linked.mentions, ids, sortAt),
    taught: taughtRefsOf(linked).map((ref) => ({ entity_id: ids.entity(ref), article_id: ids.article })),
  };
}

function taughtRefsOf({ taughtCompanies, taughtTickers }: LinkedDocument): EntityRef[] {
  return [
    ...taughtCompanies.map(({ slug }): EntityRef => ({ type: 'Company', key: slug })),
    ...taughtTickers.map(({ key }): EntityRef => ({ type: 'Ticker', key })),
  ];
}

function postingsOf(linked: LinkedDocument, ids: LinkIds, sortAt: number): EntityArticleTable[] {
  const links = new Map<EntityId, EntityArticleTable>();
  const add = (ref: EntityRef, origin: TickerOrigin | null): EntityArticleTable => {
    const id = ids.entity(ref);
    const link = links.get(id) ?? {
      entity_id: id,
      sort_at: sortAt,
      article_id: ids.article,
      entity_type: ENTITY_CODE[ref.type],
      mention_count: 0,
      in_title: 0,
      first_ordinal: null,
      origin,
    };
    links.set(id, link);
    return link;
  };
  for (const { ticker, origin } of linked.tickers) add({ type: 'Ticker', key: ticker }, origin);
  for (const [ordinal, mention] of linked.mentions.entries()) {
    if (mention.status !== 'RESOLVED') continue;
    const link = add(mention.entity, mention.entity.type === 'Ticker' ? 'TEXT' : null);
    link.mention_count += 1;
    link.first_ordinal ??= ordinal;
    if (mention.field === 'TITLE') link.in_title = 1;
  }
  return [...links.values()];
}

function mentionRow(mention: Mention, ordinal: number, ids: LinkIds): MentionTable {
  const resolved = mention.status === 'RESOLVED';
  return {
    article_id: ids.article,
    ordinal,
    field: mention.field === 'TITLE' ? 0 : 1,
    span_start: mention.start,
    span_end: mention.end,
    sentence_start: mention.sentenceStart,
    sentence_end: mention.sentenceEnd,
    surface: mention.surface,
    alias: mention.alias === mention.surface ? null : mention.alias,
    rule: mention.rule,
    entity_id: resolved ? ids.entity(mention.entity) : null,
    candidates: resolved ? null : JSON.stringify(mention.candidates),
  };
}

function coverageRows(mentions: readonly Mention[], ids: LinkIds, sortAt: number): CoverageTable[] {
  const rows = new Map<string, CoverageTable>();
  const bySentence = Map.groupBy(
    mentions.filter((mention) => mention.status === 'RESOLVED'),
    (mention) => `${mention.field} ${mention.sentenceStart}`,
  );
  for (const named of bySentence.values()) {
    const topics = named.filter(({ entity }) => entity.type === 'Topic');
    for (const company of named.filter(({ entity }) => entity.type === 'Company')) {
      for (const topic of topics) {
        const row: CoverageTable = {
          company_id: ids.entity(company.entity),
          topic_id: ids.entity(topic.entity),
          sort_at: sortAt,
          article_id: ids.article,
          field: company.field === 'TITLE' ? 0 : 1,
          sentence_start: company.sentenceStart,
          sentence_end: company.sentenceEnd,
        };
        rows.set(`${row.company_id} ${row.topic_id} ${row.field} ${row.sentence_start}`, row);
      }
    }
  }
  return [...rows.values()];
}
