import type { Catalog, EntityRef } from '../catalog/catalog.ts';
import { entityId } from './relations.ts';
import { squeeze } from './view.ts';

/** Companies and products that have one name (Figma): who says the one by it says the other. */
export class Namesakes {
  readonly #others = new Map<string, EntityRef>();

  constructor(catalog: Catalog) {
    for (const { slug, name, namesake } of catalog.products.values()) {
      if (namesake === undefined) continue;
      const product = { type: 'Product', key: slug } as const;
      const company = { type: 'Company', key: namesake } as const;
      for (const text of Object.values(name)) {
        this.#others.set(formOf(product, text), company);
        this.#others.set(formOf(company, text), product);
      }
    }
  }

  /** The other entity that is named where an entity is named by one of its forms. */
  of(entity: EntityRef, alias: string): EntityRef | undefined {
    return this.#others.size === 0 ? undefined : this.#others.get(formOf(entity, alias));
  }
}

function formOf(entity: EntityRef, text: string): string {
  return `${entityId(entity)} ${squeeze(text)}`;
}
