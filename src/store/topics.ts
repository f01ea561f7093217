import { sql } from 'kysely';
import { COMPANY } from './companies.ts';
import type { Engine } from './engine.ts';
import {
  countsOfParents,
  ENTITY,
  type EntityKind,
  entitiesOfArticles,
  entitiesOfParents,
  entityCount,
  entityPage,
  linkedQueries,
  mentionedExtra,
  namedTogether,
  namedTogetherCounts,
} from './entities.ts';
import { type ListOrder, mapPage, readPages } from './page.ts';
import { ENTITY_COLUMNS, type StoredEntity, topicOf } from './rows.ts';
import { ENTITY_CODE } from './schema.ts';
import type { TopicQueries, TopicRow } from './store.ts';

export const TOPIC: EntityKind<TopicRow> = { code: ENTITY_CODE.Topic, rowOf: topicOf };
const ROOTS: ListOrder = { name: 'roots', direction: 'ASC', shape: ['integer', 'text'] };

export function topicQueries(engine: Engine, timeZone: string): TopicQueries {
  return {
    ...linkedQueries(engine, TOPIC, timeZone),
    page: (filter, order, page) => entityPage(engine, TOPIC, filter, [], order, page),
    count: (filter) => entityCount(engine, TOPIC.code, filter, []),
    pagesOfArticles: (ids, page) => entitiesOfArticles(engine, TOPIC, ids, page, mentionedExtra),

    async roots(page) {
      const listing = {
        from: sql`entity e`,
        where: [sql`e.type = ${sql.lit(TOPIC.code)}`, sql`e.parent_id IS NULL`],
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
      const rows = await engine.rows(sql<StoredEntity & { below: number }>`
        SELECT ta.topic_id AS below, ${ENTITY_COLUMNS} FROM topic_ancestor ta JOIN entity e ON e.id = ta.ancestor_id
        WHERE ta.topic_id ${engine.dialect.anyId(ids)} AND ta.depth > 0 ORDER BY ta.topic_id, ta.depth DESC`);
      const ancestors = Map.groupBy(rows, (row) => row.below);
      return ids.map((id) => (ancestors.get(id) ?? []).map(topicOf));
    },

    companies: (ids, page) => namedTogether(engine, COMPANY, ids, page),
    companyCounts: (ids) => namedTogetherCounts(engine, ids),
  };
}
