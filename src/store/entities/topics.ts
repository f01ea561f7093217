import { sql } from 'kysely';
import { KIND } from '../database.ts';
import type { Engine } from '../engine.ts';
import { type ListOrder, mapPage, readPages } from '../pages/page.ts';
import type { ArticleScope, EntityId, TopicQueries, TopicRow } from '../store.ts';
import { COMPANY } from './companies.ts';
import {
  companiesBeside,
  companiesBesideCounts,
  countsOfParents,
  ENTITY,
  type EntityKind,
  entitiesOfArticles,
  entitiesOfParents,
  entityCount,
  entityPage,
  linkedQueries,
  madeOnce,
  mentionedExtra,
} from './entities.ts';
import { ENTITY_COLUMNS, type StoredEntity, topicOf } from './rows.ts';

export const TOPIC: EntityKind<TopicRow> = { code: KIND.Topic, rowOf: madeOnce(topicOf) };
const ROOTS: ListOrder = { name: 'roots', direction: 'ASC', shape: ['integer', 'text'] };
const TOPIC_BYTES = 500;
const scopeOf = (id: EntityId): ArticleScope => ({ kind: 'entity', type: 'Topic', id });

export function topicQueries(engine: Engine): TopicQueries {
  const tree = (): Promise<readonly TopicRow[]> =>
    engine.answers.one(
      engine,
      'topics',
      async (session) =>
        inTreeOrder(
          await session.rows(sql<StoredEntity>`SELECT ${ENTITY_COLUMNS} FROM entity e
            WHERE e.kind = ${sql.lit(TOPIC.code)}`),
        ).map(topicOf),
      (topics) => topics.length * TOPIC_BYTES,
    );

  return {
    ...linkedQueries(engine, TOPIC),
    tree,
    page: (filter, order, page) => entityPage(engine, TOPIC, filter, [], order, page),
    count: (filter) => entityCount(engine, TOPIC.code, filter, []),
    pagesOfArticles: (ids, page) => entitiesOfArticles(engine, TOPIC, ids, page, mentionedExtra),

    async roots(page) {
      const listing = {
        from: sql`entity e`,
        where: [sql`e.kind = ${sql.lit(TOPIC.code)}`, sql`e.parent_id IS NULL`],
        keys: [sql`e.position`, sql`e.key`],
        columns: { entity_id: sql`e.id` },
      };
      const [found] = await readPages<StoredEntity>(
        engine,
        ROOTS,
        null,
        ['entity_id'],
        () => listing,
        page,
        ENTITY,
      );
      if (found === undefined) throw new Error('A list without parents has one page.');
      return mapPage(found, topicOf, () => ({}));
    },

    rootCount: () => entityCount(engine, TOPIC.code, {}, [sql`e.parent_id IS NULL`]),
    children: (ids, page) => entitiesOfParents(engine, TOPIC, ids, page),
    childCounts: (ids) => countsOfParents(engine, TOPIC.code, ids),

    async ancestors(ids) {
      const topics = new Map((await tree()).map((topic) => [topic.id, topic]));
      return ids.map((id) => {
        const above: TopicRow[] = [];
        let at = topics.get(topics.get(id)?.parentId ?? 0);
        while (at !== undefined && !above.includes(at)) {
          above.unshift(at);
          at = topics.get(at.parentId ?? 0);
        }
        return above;
      });
    },

    companies: (ids, filter, page) => companiesBeside(engine, COMPANY, ids.map(scopeOf), filter, page),
    companyCounts: (ids, filter) => companiesBesideCounts(engine, ids.map(scopeOf), filter),
  };
}

/** Parents before their children, siblings by position. */
function inTreeOrder(topics: readonly StoredEntity[]): StoredEntity[] {
  const known = new Set(topics.map(({ id }) => id));
  const sorted = topics.toSorted(
    (left, right) => left.position - right.position || (left.key < right.key ? -1 : 1),
  );
  const children = Map.groupBy(sorted, ({ parent_id }) =>
    parent_id !== null && known.has(parent_id) ? parent_id : null,
  );
  const ordered: StoredEntity[] = [];
  const pending = (children.get(null) ?? []).toReversed();
  for (let topic = pending.pop(); topic !== undefined; topic = pending.pop()) {
    ordered.push(topic);
    pending.push(...(children.get(topic.id) ?? []).toReversed());
  }
  return ordered;
}
