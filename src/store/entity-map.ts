import type { EntityRef, EntityType } from '../catalog/catalog.ts';

/** Values by entity: by type, then by key, as to join both into one string takes longer than to look it up. */
export class EntityMap<Value> {
  size = 0;
  private readonly types = new Map<EntityType, Map<string, Value>>();

  get({ type, key }: EntityRef): Value | undefined {
    return this.types.get(type)?.get(key);
  }

  has({ type, key }: EntityRef): boolean {
    return this.types.get(type)?.has(key) === true;
  }

  set({ type, key }: EntityRef, value: Value): void {
    let keys = this.types.get(type);
    if (keys === undefined) {
      keys = new Map();
      this.types.set(type, keys);
    }
    if (!keys.has(key)) this.size++;
    keys.set(key, value);
  }
}
