import { sql } from 'kysely';
import type { Catalog, EntityRef } from '../../catalog/catalog.ts';
import { columnsOf, KIND, type Row } from '../database.ts';
import type { Dialect, Writer } from '../engine.ts';
import { refOf } from '../entities/rows.ts';
import type { EntityId } from '../store.ts';
import {
  bareRow,
  catalogRows,
  entityNameRows,
  exchangeRows,
  type Taught,
  taughtRefs,
  taughtRows,
} from './catalog-rows.ts';
import type { TermName, Terms } from './terms.ts';

type EntityTable = Row<'entity'>;

/** Writes exchanges and entities with their names: only those that differ from what is there. */
export class EntityWriter {
  changed = false;
  /** Tickers whose company may be another than before. */
  readonly moved: EntityId[] = [];
  private readonly writer: Writer;
  private readonly dialect: Dialect;
  private readonly terms: Terms;

  constructor(writer: Writer, dialect: Dialect, terms: Terms) {
    this.writer = writer;
    this.dialect = dialect;
    this.terms = terms;
  }

  async putCatalog(catalog: Catalog): Promise<void> {
    const present = await this.stored(null);
    for (const row of present.values()) this.terms.know(termOf(refOf(row.kind, row.key)), row.id);
    const wanted = catalogRows(catalog, (ref) => this.idOf(ref));
    await this.replace(wanted, present);
    const declared = new Set(wanted.map((row) => row.id));
    const gone = [...present.values()].filter((row) => row.declared === 1 && !declared.has(row.id));
    if (gone.length > 0) {
      this.changed = true;
      const ids = this.dialect.anyId(gone.map(({ id }) => id));
      await this.writer.rows(sql`UPDATE entity SET declared = 0 WHERE id ${ids}`);
      // A ticker that nothing declares follows from no company any more.
      await this.writer.rows(sql`UPDATE entity SET parent_id = NULL
        WHERE id ${ids} AND kind = ${sql.lit(KIND.Ticker)}`);
      for (const { id, kind } of gone) if (kind === KIND.Ticker) this.moved.push(id);
    }
    await this.putExchanges(exchangeRows(catalog));
  }

  async putTaught(taught: Taught): Promise<void> {
    const refs = taughtRefs(taught);
    await this.terms.learn(refs.map(termOf));
    const wanted = taughtRows(taught, (ref) => this.idOf(ref));
    const present = await this.stored(wanted.map((row) => row.id));
    const best = new Map<EntityId, EntityTable>();
    for (const row of wanted) {
      const before = best.get(row.id) ?? present.get(row.id);
      if (before === undefined || isBetterTaught(row, before)) best.set(row.id, row);
    }
    await this.replace([...best.values()], present);
  }

  /** Gives rows to entities that articles name and the store does not have. */
  async putUndeclared(refs: readonly EntityRef[]): Promise<void> {
    await this.replace(
      refs.map((ref) => bareRow(this.idOf(ref), ref)),
      new Map(),
    );
  }

  async putQuoteUrls(urls: ReadonlyMap<string, string>): Promise<void> {
    const rows = await this.writer.rows(sql<{ id: number; key: string; quote_url: string | null }>`
      SELECT id, key, quote_url FROM entity WHERE kind = ${sql.lit(KIND.Ticker)}
      AND key ${this.dialect.anyText([...urls.keys()])}`);
    for (const { id, key, quote_url: before } of rows) {
      const url = urls.get(key);
      if (url === undefined || (before !== null && before <= url)) continue;
      await this.writer.rows(sql`UPDATE entity SET quote_url = ${url} WHERE id = ${id}`);
    }
  }

  /** Removes entities that neither the catalog nor an article stands for, nor another entity belongs to. */
  async removeUnused(): Promise<void> {
    for (;;) {
      const removed = await this.writer.rows(sql<{ id: number }>`DELETE FROM entity
        WHERE declared = 0 AND (article_count = 0 OR (kind = ${sql.lit(KIND.Ticker)}
            AND NOT EXISTS (SELECT 1 FROM posting d WHERE d.term_id = entity.id)))
          AND NOT EXISTS (SELECT 1 FROM entity c WHERE c.parent_id = entity.id) RETURNING id`);
      if (removed.length === 0) return;
      this.changed = true;
      this.terms.forget();
      await this.deleteNames(removed.map(({ id }) => id));
    }
  }

  async deleteNames(ids: readonly EntityId[]): Promise<void> {
    const any = this.dialect.anyId(ids);
    await this.writer.rows(sql`DELETE FROM name WHERE term_id ${any}`);
    await this.writer.rows(sql`DELETE FROM name_token WHERE term_id ${any}`);
  }

  private idOf(ref: EntityRef): EntityId {
    const name = termOf(ref);
    return this.terms.has(name) ? this.terms.idOf(name) : this.terms.add(name);
  }

  private async stored(ids: readonly EntityId[] | null): Promise<Map<EntityId, EntityTable>> {
    const columns = sql.join(columnsOf('entity').map(([name]) => sql.ref(name)));
    const where = ids === null ? sql`` : sql`WHERE id ${this.dialect.anyId(ids)}`;
    const rows = await this.writer.rows(sql<EntityTable>`SELECT ${columns} FROM entity ${where}`);
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async replace(
    wanted: readonly EntityTable[],
    present: ReadonlyMap<EntityId, EntityTable>,
  ): Promise<void> {
    const byId = new Map(wanted.map((row) => [row.id, row]));
    const rows = [...byId.values()].flatMap((row) => {
      const before = present.get(row.id);
      if (before === undefined) return [row];
      const { mention_count, article_count, quote_url } = before;
      const next = { ...row, mention_count, article_count, quote_url };
      return sameRow(before, next) ? [] : [next];
    });
    if (rows.length === 0) return;
    this.changed = true;
    for (const { id, kind } of rows) if (kind === KIND.Ticker) this.moved.push(id);
    const replaced = rows.map(({ id }) => id).filter((id) => present.has(id));
    if (replaced.length > 0) {
      await this.writer.rows(sql`DELETE FROM entity WHERE id ${this.dialect.anyId(replaced)}`);
      await this.deleteNames(replaced);
    }
    const names = rows.map(entityNameRows);
    await this.writer.insert('entity', rows);
    await this.writer.insert(
      'name',
      names.map(({ name }) => name),
    );
    await this.writer.insert(
      'name_token',
      names.flatMap(({ tokens }) => tokens),
    );
  }

  private async putExchanges(wanted: readonly Row<'exchange'>[]): Promise<void> {
    const present = await this.writer.rows(sql<Row<'exchange'>>`
      SELECT mic, name, country, currency FROM exchange ORDER BY mic`);
    const sorted = wanted.toSorted((left, right) => (left.mic < right.mic ? -1 : 1));
    if (JSON.stringify(present) === JSON.stringify(sorted)) return;
    this.changed = true;
    await this.writer.rows(sql`DELETE FROM exchange`);
    await this.writer.insert('exchange', sorted);
  }
}

export function termOf({ type, key }: EntityRef): TermName {
  return [type, key];
}

/**
 * What the catalog declares is the catalog's. Of what two posts teach differently, the one that says whose ticker it
 * is and then the smaller name stays, so that it does not matter which of them is read first.
 */
function isBetterTaught(row: EntityTable, before: EntityTable): boolean {
  if (before.declared === 1) return false;
  if (before.origin === 'CATALOG') return true;
  const owned = Number(row.parent_id !== null) - Number(before.parent_id !== null);
  return owned > 0 || (owned === 0 && row.name < before.name);
}

function sameRow(left: EntityTable, right: EntityTable): boolean {
  const values = new Map<string, unknown>(Object.entries(right));
  return Object.entries(left).every(([column, value]) => values.get(column) === value);
}
