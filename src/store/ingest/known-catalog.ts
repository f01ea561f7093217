import type { Catalog } from '../../catalog/catalog.ts';

/** The catalog of the store, read again only when another version was stored. */
export class KnownCatalog {
  #catalog: Catalog | null = null;

  async current(
    version: () => Promise<string | null>,
    read: () => Promise<Catalog | null>,
  ): Promise<Catalog | null> {
    const stored = await version();
    if (stored === null) return null;
    if (this.#catalog?.version !== stored) this.#catalog = await read();
    return this.#catalog;
  }
}
