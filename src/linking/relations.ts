import type { Catalog, EntityRef } from '../catalog/catalog.ts';

const ids = new WeakMap<EntityRef, string>();

/** One string for an entity, to be used as a key. */
export function entityId(entity: EntityRef): string {
  let id = ids.get(entity);
  if (id === undefined) {
    id = `${entity.type}:${entity.key}`;
    ids.set(entity, id);
  }
  return id;
}

/**
 * Who speaks for whom. Companies and products of one family (the ancestor of all parents, with everything its
 * members make) are evidence for each other; a topic is evidence for its parent and its children.
 */
export class Relations {
  readonly #catalog: Catalog;
  readonly #families = new Map<string, string>();
  readonly #children = new Map<string, string[]>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    for (const { slug, parent } of catalog.topics.values()) {
      if (parent === null) continue;
      const siblings = this.#children.get(parent);
      if (siblings === undefined) this.#children.set(parent, [slug]);
      else siblings.push(slug);
    }
  }

  /** The group that an entity is evidence for. */
  groupOf(entity: EntityRef): string {
    if (entity.type === 'Topic') return entityId(entity);
    const id = entityId(entity);
    let family = this.#families.get(id);
    if (family === undefined) {
      family = this.#familyOf(entity);
      this.#families.set(id, family);
    }
    return family;
  }

  /** The groups that are evidence for an entity. */
  groupsFor(entity: EntityRef): readonly string[] {
    if (entity.type !== 'Topic') return [this.groupOf(entity)];
    const parent = this.#catalog.topics.get(entity.key)?.parent ?? null;
    const relatives = [...(this.#children.get(entity.key) ?? []), ...(parent === null ? [] : [parent])];
    return relatives.map((slug) => entityId({ type: 'Topic', key: slug }));
  }

  #familyOf({ type, key }: EntityRef): string {
    let slug: string | null = key;
    if (type === 'Product') slug = this.#catalog.products.get(key)?.maker ?? null;
    if (type === 'Ticker') slug = this.#catalog.tickers.get(key)?.company ?? null;
    if (slug === null) return entityId({ type, key });
    for (let company = this.#catalog.companies.get(slug); company?.parent; ) {
      slug = company.parent;
      company = this.#catalog.companies.get(slug);
    }
    return `Family:${slug}`;
  }
}
