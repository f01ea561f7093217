import type { EntityType } from '../catalog/catalog.ts';
import type { EntityId } from '../store/store.ts';
import type { GraphContext } from './context.ts';

/**
 * For each entity itself, and with `wide` what belongs to it, down the whole tree: to a topic the topics below it, to
 * a product the members of its family, to a company what it owns, subsidiaries and products.
 */
export function membersOf(
  type: EntityType,
  ids: readonly EntityId[],
  wide: boolean,
  { loaders }: GraphContext,
): Promise<EntityId[][]> {
  if (!wide || type === 'Ticker') return Promise.resolve(ids.map((id) => [id]));
  return Promise.all(ids.map((id) => loaders.tree[type].load(id)));
}
