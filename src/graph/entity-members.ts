import type { Catalog, EntityType } from '../catalog/catalog.ts';
import type { EntityId, TopicRow } from '../store/store.ts';
import type { GraphContext } from './context.ts';

/**
 * For each entity itself, and with `wide` what belongs to it: to a topic the topics below it, to a company what it
 * owns, subsidiaries and products, down the whole tree.
 */
export async function membersOf(
  type: EntityType,
  ids: readonly EntityId[],
  wide: boolean,
  { loaders }: GraphContext,
): Promise<EntityId[][]> {
  if (!wide) return ids.map((id) => [id]);
  if (type === 'Topic') {
    const topics = await loaders.topicTree();
    return ids.map((id) => withThoseBelow(topics, id));
  }
  const catalog = await loaders.catalog();
  if (type !== 'Company' || catalog === null) return ids.map((id) => [id]);
  const rows = await loaders.company.loadMany([...ids]);
  return Promise.all(
    rows.map(async (row, index) => {
      const self = ids[index] ?? 0;
      if (row === null || row instanceof Error) return [self];
      const owned = await loaders.entities(ownedBy(row.slug, catalog));
      return [self, ...owned.map(({ id }) => id)];
    }),
  );
}

/** Parents stand before their children. */
export function withThoseBelow(topics: readonly TopicRow[], topic: EntityId): EntityId[] {
  const below = new Set([topic]);
  for (const { id, parentId } of topics) if (parentId !== null && below.has(parentId)) below.add(id);
  return [...below];
}

interface Owned {
  readonly companies: ReadonlyMap<string | null, readonly string[]>;
  readonly products: ReadonlyMap<string | null, readonly string[]>;
}

const known = new WeakMap<Catalog, Owned>();

function ownedIn(catalog: Catalog): Owned {
  let owned = known.get(catalog);
  if (owned === undefined) {
    const slugs = (entries: readonly { readonly slug: string }[]) => entries.map(({ slug }) => slug);
    const byParent = Map.groupBy(catalog.companies.values(), ({ parent }) => parent);
    const byMaker = Map.groupBy(catalog.products.values(), ({ maker }) => maker);
    owned = {
      companies: new Map([...byParent].map(([parent, companies]) => [parent, slugs(companies)])),
      products: new Map([...byMaker].map(([maker, products]) => [maker, slugs(products)])),
    };
    known.set(catalog, owned);
  }
  return owned;
}

/** Subsidiaries of a company with theirs, and the products of all of them. */
function ownedBy(slug: string, catalog: Catalog): { type: EntityType; key: string }[] {
  const { companies, products } = ownedIn(catalog);
  const group = new Set([slug]);
  for (const company of group) for (const subsidiary of companies.get(company) ?? []) group.add(subsidiary);
  const owners = [...group];
  return [
    ...owners.slice(1).map((key) => ({ type: 'Company' as const, key })),
    ...owners.flatMap((owner) => products.get(owner) ?? []).map((key) => ({ type: 'Product' as const, key })),
  ];
}
