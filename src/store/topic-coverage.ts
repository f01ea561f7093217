import { sql } from 'kysely';
import type { Engine, Sql } from './engine.ts';
import { eitherWay, keptEntities, sentencesOn } from './overlaps.ts';
import { groupByPlace } from './page.ts';
import { ENTITY_CODE } from './schema.ts';
import type { EntityId, SentenceRow } from './store.ts';

interface StoredTopic {
  readonly place: number;
  readonly topic_id: number;
  readonly parent_id: number | null;
  readonly position: number;
  readonly key: string;
  readonly sentences: number;
}

/**
 * For each company every topic below `root` (every topic where null), in the order of the catalog, with the number
 * of sentences that name both; a sentence counts once for a topic, also where it names several below it.
 */
export async function coverageOf(
  engine: Engine,
  ids: readonly EntityId[],
  root: EntityId | null,
): Promise<{ topicId: EntityId; sentenceCount: number }[][]> {
  const below =
    root === null
      ? sql``
      : sql`AND e.id IN (SELECT r.topic_id FROM topic_ancestor r WHERE r.ancestor_id = ${root} AND r.depth > 0)`;
  return eitherWay(ids, await keptEntities(engine, ids), async (some, kept) => {
    const body = (company: Sql): Sql => sql`
      SELECT e.id AS topic_id, e.parent_id, e.position, e.key,
        ${kept ? sentencesOn(company, sql`e.id`) : countedSentences(company, sql`e.id`)} AS sentences
      FROM entity e WHERE e.type = ${sql.lit(ENTITY_CODE.Topic)} ${below}`;
    const table = engine.dialect.perParent(
      some.map((id) => [id]),
      ['topic_id', 'parent_id', 'position', 'key', 'sentences'],
      body,
    );
    const rows = await engine.aggregates().rows(sql<StoredTopic>`SELECT t.* FROM ${table}`);
    return groupByPlace(rows, some.length).map((topics) =>
      inTreeOrder(topics).map((topic) => ({ topicId: topic.topic_id, sentenceCount: topic.sentences })),
    );
  });
}

/** What `sentencesOn` is, counted sentence by sentence. */
function countedSentences(company: Sql, topic: Sql): Sql {
  return sql`(SELECT count(*) FROM (SELECT DISTINCT c.article_id, c.field, c.sentence_start
    FROM topic_ancestor ta JOIN coverage c ON c.topic_id = ta.topic_id AND c.company_id = ${company}
    WHERE ta.ancestor_id = ${topic}) s)`;
}

/** Parents before their children, siblings by position. */
function inTreeOrder(topics: readonly StoredTopic[]): StoredTopic[] {
  const known = new Set(topics.map((topic) => topic.topic_id));
  const sorted = topics.toSorted(
    (left, right) => left.position - right.position || (left.key < right.key ? -1 : 1),
  );
  const children = Map.groupBy(sorted, ({ parent_id }) =>
    parent_id !== null && known.has(parent_id) ? parent_id : null,
  );
  const ordered: StoredTopic[] = [];
  const pending = (children.get(null) ?? []).toReversed();
  for (let topic = pending.pop(); topic !== undefined; topic = pending.pop()) {
    ordered.push(topic);
    pending.push(...(children.get(topic.topic_id) ?? []).toReversed());
  }
  return ordered;
}

/** Sentences that name the company and the topic or one below it, of the newest articles first. */
export async function evidenceOf(
  engine: Engine,
  pairs: readonly (readonly [EntityId, EntityId])[],
  first: number,
): Promise<SentenceRow[][]> {
  const columns = ['article_id', 'field', 'sentence_start', 'sentence_end', 'sort_at'];
  const body = (company: Sql, topic: Sql): Sql => sql`
    SELECT DISTINCT c.article_id, c.field, c.sentence_start, c.sentence_end, c.sort_at
    FROM topic_ancestor ta JOIN coverage c ON c.topic_id = ta.topic_id AND c.company_id = ${company}
    WHERE ta.ancestor_id = ${topic}
    ORDER BY c.sort_at DESC, c.article_id DESC, c.field, c.sentence_start LIMIT ${sql.lit(first)}`;
  const table = engine.dialect.perParent(pairs, columns, body);
  const rows = await engine.rows(
    sql<{
      place: number;
      article_id: number;
      field: number;
      sentence_start: number;
      sentence_end: number;
    }>`SELECT t.* FROM ${table} ORDER BY t.place, t.sort_at DESC, t.article_id DESC, t.field, t.sentence_start`,
  );
  return groupByPlace(rows, pairs.length).map((sentences) =>
    sentences.map((sentence) => ({
      articleId: sentence.article_id,
      field: sentence.field === 0 ? 'TITLE' : 'BODY',
      start: sentence.sentence_start,
      end: sentence.sentence_end,
    })),
  );
}
