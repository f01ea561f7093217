/** The catalog that articles were last linked with, as the store remembers it. */
import { sql } from 'kysely';
import type { Catalog, Company, Exchange, Framework, Product, Ticker, Topic } from '../../catalog/catalog.ts';
import { jsonOf } from '../articles/rows.ts';
import type { Session } from '../engine.ts';

interface StoredCatalog {
  readonly companies: readonly Company[];
  readonly products: readonly Product[];
  readonly topics: readonly Topic[];
  readonly frameworks: readonly Framework[];
  readonly exchanges: readonly Exchange[];
  readonly tickers: readonly Ticker[];
  readonly aliases: Catalog['aliases'];
}

/** Null before the first ingest. */
export async function readCatalog(session: Session): Promise<Catalog | null> {
  const [row] = await session.rows(
    sql<{ version: string; content: string }>`SELECT version, content FROM catalog`,
  );
  if (row === undefined) return null;
  const { companies, products, topics, frameworks, exchanges, tickers, aliases } = jsonOf<StoredCatalog>(
    row.content,
  );
  return {
    version: row.version,
    companies: new Map(companies.map((company) => [company.slug, company])),
    products: new Map(products.map((product) => [product.slug, product])),
    topics: new Map(topics.map((topic) => [topic.slug, topic])),
    frameworks: new Map(frameworks.map((framework) => [framework.slug, framework])),
    exchanges: new Map(exchanges.map((exchange) => [exchange.mic, exchange])),
    tickers: new Map(tickers.map((ticker) => [ticker.key, ticker])),
    aliases,
  };
}

/** The version of the catalog; null before the first ingest. */
export async function storedVersion(session: Session): Promise<string | null> {
  const [row] = await session.rows(sql<{ version: string }>`SELECT version FROM catalog`);
  return row?.version ?? null;
}

/** Whether the catalog of this version is the one that was written last. */
export async function isStored(session: Session, version: string): Promise<boolean> {
  return (await session.rows(sql`SELECT 1 FROM catalog WHERE version = ${version}`)).length > 0;
}

export async function writeCatalog(session: Session, catalog: Catalog): Promise<void> {
  const content: StoredCatalog = {
    companies: [...catalog.companies.values()],
    products: [...catalog.products.values()],
    topics: [...catalog.topics.values()],
    frameworks: [...catalog.frameworks.values()],
    exchanges: [...catalog.exchanges.values()],
    tickers: [...catalog.tickers.values()],
    aliases: catalog.aliases,
  };
  await session.rows(sql`INSERT INTO catalog (id, version, content)
    VALUES (1, ${catalog.version}, ${JSON.stringify(content)})
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, content = excluded.content`);
}
