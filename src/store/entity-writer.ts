import { sql } from 'kysely';
import type { Catalog, Company, EntityRef, Ticker } from '../catalog/catalog.ts';
import {
  catalogRefs,
  catalogRows,
  entityNameRows,
  exchangeRows,
  taughtRefs,
  taughtRows,
  topicAncestorRows,
} from './catalog-rows.ts';
import type { Dialect, Writer } from './engine.ts';
import type { Identities } from './identities.ts';
import {
  COLUMNS,
  ENTITY_CODE,
  type EntityTable,
  type ExchangeTable,
  type TopicAncestorTable,
} from './schema.ts';
import type { EntityId } from './store.ts';
import type { Summaries } from './summaries.ts';

/** Writes exchanges and entities with their names: only those that differ from what is there. */
export class EntityWriter {
  changed = false;
  private readonly writer: Writer;
  private readonly dialect: Dialect;
  private readonly identities: Identities;
  private readonly summaries: Summaries;
  private readonly inserted = new Set<EntityId>();

  constructor(writer: Writer, dialect: Dialect, identities: Identities, summaries: Summaries) {
    this.writer = writer;
    this.dialect = dialect;
    this.identities = identities;
    this.summaries = summaries;
  }

  /** Entities that had no row before this ingest. */
  fresh(): EntityId[] {
    return [...this.inserted];
  }

  async putCatalog(catalog: Catalog): Promise<void> {
    await this.identities.learn(catalogRefs(catalog));
    const wanted = catalogRows(catalog, (ref) => this.identities.entity(ref));
    const present = await this.stored(null);
    await this.replace(wanted, present);
    const kept = new Set(wanted.map((row) => row.id));
    const gone = [...present.values()].filter((row) => row.declared === 1 && !kept.has(row.id));
    if (gone.length > 0) {
      this.changed = true;
      const ids = this.dialect.anyId(gone.map(({ id }) => id));
      await this.writer.rows(sql`UPDATE entity SET declared = 0 WHERE id ${ids}`);
    }
    await this.putExchanges(exchangeRows(catalog));
  }

  async putTaught(companies: readonly Company[], tickers: readonly Ticker[]): Promise<void> {
    await this.identities.learn(taughtRefs(companies, tickers));
    const wanted = taughtRows(companies, tickers, (ref) => this.identities.entity(ref));
    const present = await this.stored(wanted.map((row) => row.id));
    const best = new Map<EntityId, EntityTable>();
    for (const row of wanted) {
      const before = best.get(row.id) ?? present.get(row.id);
      if (before === undefined || isBetterTaught(row, before)) best.set(row.id, row);
    }
    await this.replace([...best.values()], present);
  }

  async putQuoteUrls(urls: ReadonlyMap<string, string>): Promise<void> {
    const refs = [...urls.keys()].map((key): EntityRef => ({ type: 'Ticker', key }));
    const rows = await this.writer.rows(sql<{ id: number; key: string; quote_url: string | null }>`
      SELECT id, key, quote_url FROM entity WHERE type = ${sql.lit(ENTITY_CODE.Ticker)}
      AND key ${this.dialect.anyText(refs.map((ref) => ref.key))}`);
    for (const { id, key, quote_url: before } of rows) {
      const url = urls.get(key);
      if (url === undefined || (before !== null && before <= url)) continue;
      await this.writer.rows(sql`UPDATE entity SET quote_url = ${url} WHERE id = ${id}`);
    }
  }

  /** Removes entities that neither the catalog nor a post stands for any more. */
  async finish(): Promise<void> {
    const unnamed = await this.writer.rows(sql<{ id: number; type: number }>`
      SELECT id, type FROM entity WHERE declared = 0 AND article_count = 0`);
    const taught = await this.writer.rows(sql<{ id: number }>`SELECT DISTINCT entity_id AS id FROM taught
      WHERE entity_id ${this.dialect.anyId(unnamed.map(({ id }) => id))}`);
    const kept = new Set(taught.map(({ id }) => id));
    const removed = unnamed.filter(({ id }) => !kept.has(id));
    if (removed.length === 0) return;
    this.changed = true;
    const ids = removed.map(({ id }) => id);
    await this.writer.rows(sql`DELETE FROM entity WHERE id ${this.dialect.anyId(ids)}`);
    await this.deleteNames(ids);
    if (removed.some(({ type }) => type === ENTITY_CODE.Topic)) await this.rebuildTopics();
  }

  private async stored(ids: readonly EntityId[] | null): Promise<Map<EntityId, EntityTable>> {
    const columns = sql.join(Object.keys(COLUMNS.entity).map((column) => sql.ref(column)));
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
      const { mention_count, article_count, tree_count, quote_url } = before;
      const next = { ...row, mention_count, article_count, tree_count, quote_url };
      return sameRow(before, next) ? [] : [next];
    });
    if (rows.length === 0) return;
    this.changed = true;
    for (const { id } of rows) if (!present.has(id)) this.inserted.add(id);
    const replaced = rows.map(({ id }) => id).filter((id) => present.has(id));
    if (replaced.length > 0) {
      await this.writer.rows(sql`DELETE FROM entity WHERE id ${this.dialect.anyId(replaced)}`);
      await this.deleteNames(replaced);
    }
    const names = rows.map(entityNameRows);
    const staged = await this.writer.stage({
      entity: rows,
      name: names.map(({ name }) => name),
      name_token: names.flatMap(({ tokens }) => tokens),
    });
    await this.writer.insert(staged, 'entity', null);
    await this.writer.insert(staged, 'name', null);
    await this.writer.insert(staged, 'name_token', null);
    if (rows.some(({ type }) => type === ENTITY_CODE.Topic)) await this.rebuildTopics();
  }

  private async deleteNames(ids: readonly EntityId[]): Promise<void> {
    await this.writer.rows(sql`DELETE FROM name WHERE node_id ${this.dialect.anyId(ids)}`);
    await this.writer.rows(sql`DELETE FROM name_token WHERE node_id ${this.dialect.anyId(ids)}`);
  }

  private async rebuildTopics(): Promise<void> {
    const topics = [...(await this.stored(null)).values()].filter(({ type }) => type === ENTITY_CODE.Topic);
    const wanted = topicAncestorRows(topics);
    const present = await this.writer.rows(sql<TopicAncestorTable>`
      SELECT ancestor_id, topic_id, depth FROM topic_ancestor`);
    const before = new Set(present.map(nameOfAncestor));
    if (present.length === wanted.length && wanted.every((row) => before.has(nameOfAncestor(row)))) return;
    await this.summaries.moveTrees();
    await this.writer.rows(sql`DELETE FROM topic_ancestor`);
    const staged = await this.writer.stage({ topic_ancestor: wanted });
    await this.writer.insert(staged, 'topic_ancestor', null);
  }

  private async putExchanges(wanted: readonly ExchangeTable[]): Promise<void> {
    const present = await this.writer.rows(sql<ExchangeTable>`
      SELECT mic, name, country, currency, eastmoney_market FROM exchange ORDER BY mic`);
    const sorted = wanted.toSorted((left, right) => (left.mic < right.mic ? -1 : 1));
    if (JSON.stringify(present) === JSON.stringify(sorted)) return;
    this.changed = true;
    await this.writer.rows(sql`DELETE FROM exchange`);
    const staged = await this.writer.stage({ exchange: sorted });
    await this.writer.insert(staged, 'exchange', null);
  }
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

function nameOfAncestor(row: TopicAncestorTable): string {
  return `${row.ancestor_id} ${row.topic_id} ${row.depth}`;
}

function sameRow(left: EntityTable, right: EntityTable): boolean {
  const values = new Map<string, unknown>(Object.entries(right));
  return Object.entries(left).every(([column, value]) => values.get(column) === value);
}
