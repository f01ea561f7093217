/** What stored articles belong to: the entities that they name, their labels, the sentences that they are evidence for. */
import { sql } from 'kysely';
import type { Dialect, Session } from './engine.ts';

export interface Membership {
  /** The article. */
  readonly id: number;
  readonly entities: readonly { readonly id: number; readonly type: number; readonly mentions: number }[];
  readonly labels: readonly { readonly id: number; readonly kind: number }[];
  /** For each sentence that names companies and topics, every pair of them. */
  readonly sentences: readonly (readonly CoveredPair[])[];
}

interface CoveredPair {
  readonly company: number;
  readonly topic: number;
}

/** One of each article, in no particular order. */
export async function membershipsOf(
  session: Session,
  dialect: Dialect,
  ids: readonly number[],
): Promise<Membership[]> {
  const list = dialect.anyId(ids);
  const links = await session.rows(sql<{ article: number; id: number; type: number; mentions: number }>`
    SELECT article_id AS article, entity_id AS id, entity_type AS type, mention_count AS mentions
    FROM entity_article WHERE article_id ${list}`);
  const labels = await session.rows(sql<{ article: number; id: number; kind: number }>`
    SELECT article_id AS article, label_id AS id, kind FROM label_article WHERE article_id ${list}`);
  const covered = await session.rows(sql<CoveredPair & { article: number; field: number; start: number }>`
    SELECT article_id AS article, company_id AS company, topic_id AS topic, field, sentence_start AS start
    FROM coverage WHERE article_id ${list}`);
  const linksOf = Map.groupBy(links, ({ article }) => article);
  const labelsOf = Map.groupBy(labels, ({ article }) => article);
  const coveredOf = Map.groupBy(covered, ({ article }) => article);
  return ids.map((id) => ({
    id,
    entities: linksOf.get(id) ?? [],
    labels: labelsOf.get(id) ?? [],
    sentences: [...Map.groupBy(coveredOf.get(id) ?? [], ({ field, start }) => start * 2 + field).values()],
  }));
}
