import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { AnswerCache } from '../answer-cache.ts';
import { KIND } from '../database.ts';
import type { Engine } from '../engine.ts';
import type { EntityId } from '../store.ts';
import { ENTITY_COLUMNS, type StoredEntity } from './rows.ts';

/** Entities, and companies with their tickers, that are kept; one takes about a kilobyte. */
const MOST_KEPT = 20_000;

/** Of one revision. Null where the store has no such entity. */
interface Generation {
  readonly revision: number;
  readonly byId: LRUCache<EntityId, { readonly entity: StoredEntity | null }>;
  readonly byKey: LRUCache<string, { readonly entity: StoredEntity | null }>;
  readonly tickers: LRUCache<EntityId, readonly StoredEntity[]>;
}

const stores = new WeakMap<AnswerCache, KnownEntities>();

/** Those of the store that the engine reads, over all of its sessions: they go with its answers. */
export function entitiesOf({ answers }: Engine): KnownEntities {
  let entities = stores.get(answers);
  if (entities === undefined) {
    entities = new KnownEntities();
    stores.set(answers, entities);
  }
  return entities;
}

function generationOf(revision: number): Generation {
  const max = MOST_KEPT;
  return {
    revision,
    byId: new LRUCache({ max }),
    byKey: new LRUCache({ max }),
    tickers: new LRUCache({ max }),
  };
}

/**
 * Entities of the present revision, each read once: a page of articles names the same few hundred again and again. One
 * answer of an older revision, as a replica may give, is not kept.
 */
class KnownEntities {
  private generation = generationOf(0);

  async byIds(engine: Engine, ids: readonly EntityId[]): Promise<ReadonlyMap<EntityId, StoredEntity>> {
    const { byId, byKey } = await this.now(engine);
    return known(byId, ids, async (missing) => {
      const rows = await engine.rows(
        sql<StoredEntity>`SELECT ${ENTITY_COLUMNS} FROM entity e WHERE e.id ${engine.dialect.anyId(missing)}`,
      );
      for (const entity of rows) byKey.set(keyOf(entity.kind, entity.key), { entity });
      return rows.map((row) => [row.id, row]);
    });
  }

  async byKeys(
    engine: Engine,
    kind: number,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, StoredEntity>> {
    const { byId, byKey } = await this.now(engine);
    const found = await known(
      byKey,
      keys.map((key) => keyOf(kind, key)),
      async (missing) => {
        const wanted = missing.map((name) => name.slice(name.indexOf(' ') + 1));
        const rows = await engine.rows(sql<StoredEntity>`SELECT ${ENTITY_COLUMNS} FROM entity e
          WHERE e.kind = ${sql.lit(kind)} AND e.key ${engine.dialect.anyText(wanted)}`);
        for (const entity of rows) byId.set(entity.id, { entity });
        return rows.map((row) => [keyOf(kind, row.key), row]);
      },
    );
    return new Map([...found.values()].map((entity) => [entity.key, entity]));
  }

  /** The listings of companies, the primary one first. */
  async tickersOf(
    engine: Engine,
    companies: readonly EntityId[],
  ): Promise<ReadonlyMap<EntityId, readonly StoredEntity[]>> {
    const { tickers } = await this.now(engine);
    const found = new Map<EntityId, readonly StoredEntity[]>();
    const missing: EntityId[] = [];
    for (const id of new Set(companies)) {
      const listed = tickers.get(id);
      if (listed === undefined) missing.push(id);
      else found.set(id, listed);
    }
    if (missing.length === 0) return found;
    const rows = await engine.rows(sql<StoredEntity>`SELECT ${ENTITY_COLUMNS} FROM entity e
      WHERE e.parent_id ${engine.dialect.anyId(missing)} AND e.kind = ${sql.lit(KIND.Ticker)}
      ORDER BY e.parent_id, e.position, e.key`);
    const byCompany = Map.groupBy(rows, (row) => row.parent_id);
    for (const id of missing) {
      const listed = byCompany.get(id) ?? [];
      found.set(id, listed);
      tickers.set(id, listed);
    }
    return found;
  }

  private async now(engine: Engine): Promise<Generation> {
    const revision = await engine.revision();
    if (revision > this.generation.revision) this.generation = generationOf(revision);
    return revision === this.generation.revision ? this.generation : generationOf(revision);
  }
}

function keyOf(kind: number, key: string): string {
  return `${kind} ${key}`;
}

/** What is kept under these names, and what `read` finds of the rest, which is kept from now on. */
async function known<Name extends string | number>(
  kept: LRUCache<Name, { readonly entity: StoredEntity | null }>,
  names: readonly Name[],
  read: (missing: readonly Name[]) => Promise<(readonly [Name, StoredEntity])[]>,
): Promise<Map<Name, StoredEntity>> {
  const found = new Map<Name, StoredEntity>();
  const missing: Name[] = [];
  for (const name of new Set(names)) {
    const value = kept.get(name);
    if (value === undefined) missing.push(name);
    else if (value.entity !== null) found.set(name, value.entity);
  }
  if (missing.length === 0) return found;
  for (const [name, entity] of await read(missing)) found.set(name, entity);
  for (const name of missing) kept.set(name, { entity: found.get(name) ?? null });
  return found;
}
