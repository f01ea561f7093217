/** What belongs to an entity: topics below a topic, members of a product's family, what a company owns. */
import { sql } from 'kysely';
import type { EntityType } from '../../catalog/catalog.ts';
import { KIND } from '../database.ts';
import type { Engine, Sql } from '../engine.ts';
import type { EntityId } from '../store.ts';

/** The condition that `c` is right below `b`, for the types that form trees. What no catalog declares is nobody's. */
const BELOW: Readonly<Record<Exclude<EntityType, 'Ticker'>, Sql>> = {
  Topic: sql`c.parent_id = b.id AND c.kind = ${sql.lit(KIND.Topic)}`,
  Product: sql`c.family_id = b.id AND c.kind = ${sql.lit(KIND.Product)}`,
  Company: sql`c.parent_id = b.id AND c.kind IN (${sql.lit(KIND.Company)}, ${sql.lit(KIND.Product)}) AND c.declared = 1`,
};
export type TreeType = keyof typeof BELOW;

/** Rows of `(key, id)`: each entity with such a key, and whatever is below it, under that key. */
export function treesByKey(
  { dialect }: Pick<Engine, 'dialect'>,
  type: TreeType,
  keys: readonly string[],
): Sql {
  return sql`WITH RECURSIVE below (key, id) AS (
      SELECT e.key, e.id FROM entity e WHERE e.kind = ${sql.lit(KIND[type])} AND e.key ${dialect.anyText(keys)}
      UNION SELECT b.key, c.id FROM below b JOIN entity c ON ${BELOW[type]})
    SELECT key, id FROM below`;
}

/** Each entity itself, and whatever is below it. */
export async function treesOf(
  engine: Engine,
  type: TreeType,
  ids: readonly EntityId[],
): Promise<EntityId[][]> {
  const rows = await engine.rows(sql<{ top: EntityId; id: EntityId }>`
    WITH RECURSIVE below (top, id) AS (
      SELECT e.id, e.id FROM entity e WHERE e.id ${engine.dialect.anyId(ids)}
      UNION SELECT b.top, c.id FROM below b JOIN entity c ON ${BELOW[type]})
    SELECT top, id FROM below ORDER BY top, id`);
  const members = Map.groupBy(rows, ({ top }) => top);
  return ids.map((top) => [top, ...(members.get(top) ?? []).flatMap(({ id }) => (id === top ? [] : [id]))]);
}
