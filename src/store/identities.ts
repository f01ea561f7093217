import { sql } from 'kysely';
import type { EntityRef } from '../catalog/catalog.ts';
import type { Dialect, Session } from './engine.ts';
import { EntityMap } from './entity-map.ts';
import { type IdentityHash, SALTS, saltedId } from './identity.ts';
import { refOf } from './rows.ts';
import type { ArticleId, EntityId } from './store.ts';

const nameOf = (ref: EntityRef) => `${ref.type}:${ref.key}`;

/** The ids of one ingest: those that its keys have in the store, or will have. A taken id is never given twice. */
export class Identities {
  private readonly session: Session;
  private readonly dialect: Dialect;
  private readonly hash: IdentityHash;
  private readonly entities = new EntityMap<EntityId>();
  private readonly owners = new Map<EntityId, string>();

  constructor(session: Session, dialect: Dialect, hash: IdentityHash) {
    this.session = session;
    this.dialect = dialect;
    this.hash = hash;
  }

  /** Makes sure that `entity` knows these; one statement for those that are new. */
  async learn(refs: readonly EntityRef[]): Promise<void> {
    const unknown = new Map(refs.filter((ref) => !this.entities.has(ref)).map((ref) => [nameOf(ref), ref]));
    if (unknown.size === 0) return;
    if (this.entities.size === 0 && !(await this.hasEntities())) return this.giveIds(unknown);
    const candidates = new Map([...unknown].map(([name, ref]) => [name, this.candidates(ref.type, ref.key)]));
    const rows = await this.session.rows(sql<{ id: number; type: number; key: string }>`
      SELECT id, type, key FROM entity WHERE id ${this.dialect.anyId([...candidates.values()].flat())}`);
    for (const row of rows) {
      const ref = refOf(row.type, row.key);
      this.owners.set(row.id, nameOf(ref));
      if (unknown.has(nameOf(ref))) this.entities.set(ref, row.id);
    }
    this.giveIds(new Map([...unknown].filter(([, ref]) => !this.entities.has(ref))));
  }

  private async hasEntities(): Promise<boolean> {
    return (await this.session.rows(sql`SELECT 1 FROM entity LIMIT 1`)).length > 0;
  }

  /** To each of these the first of its candidates that is free; hashing the others is left out. */
  private giveIds(unknown: ReadonlyMap<string, EntityRef>): void {
    for (const [name, ref] of unknown) {
      let id: number | undefined;
      for (const salt of SALTS) {
        id = saltedId(this.hash, ref.type, ref.key, salt);
        if (!this.owners.has(id)) break;
        id = undefined;
      }
      if (id === undefined) throw new Error(`Every id of ${name} is taken.`);
      this.owners.set(id, name);
      this.entities.set(ref, id);
    }
  }

  entity(ref: EntityRef): EntityId {
    const id = this.entities.get(ref);
    if (id === undefined) throw new Error(`The id of ${nameOf(ref)} was not looked up.`);
    return id;
  }

  /** The ids of articles by slug, those that they have or those that they get. */
  async articles(slugs: readonly string[]): Promise<Map<string, ArticleId>> {
    const candidates = new Map(slugs.map((slug) => [slug, this.candidates('Article', slug)]));
    const rows = await this.session.rows(sql<{ id: number; slug: string }>`
      SELECT id, slug FROM article WHERE id ${this.dialect.anyId([...candidates.values()].flat())}`);
    const owners = new Map(rows.map((row) => [row.id, row.slug]));
    const ids = new Map(rows.filter((row) => candidates.has(row.slug)).map((row) => [row.slug, row.id]));
    for (const [slug, choices] of candidates) {
      if (ids.has(slug)) continue;
      const id = free(choices, slug, owners);
      owners.set(id, slug);
      ids.set(slug, id);
    }
    return ids;
  }

  private candidates(type: EntityRef['type'] | 'Article', key: string): number[] {
    return SALTS.map((salt) => saltedId(this.hash, type, key, salt));
  }
}

function free(candidates: readonly number[], name: string, owners: ReadonlyMap<number, string>): number {
  const id = candidates.find((candidate) => !owners.has(candidate));
  if (id === undefined) throw new Error(`Every id of ${name} is taken.`);
  return id;
}
