import type { Company, Ticker } from '../catalog/catalog.ts';
import type { LinkedDocument } from '../linking/mention.ts';
import type { IngestTransaction } from '../store/store.ts';

/** Hands the store every company, ticker and product that these posts teach; it chooses between what they teach differently. */
export async function putTaught(
  transaction: IngestTransaction,
  posts: readonly Pick<LinkedDocument, 'taughtCompanies' | 'taughtTickers' | 'taughtProducts'>[],
): Promise<void> {
  const companies: Company[] = posts.flatMap(({ taughtCompanies }) => taughtCompanies);
  const tickers: Ticker[] = posts.flatMap(({ taughtTickers }) => taughtTickers);
  const products = posts.flatMap(({ taughtProducts }) => taughtProducts);
  await transaction.putTaught(companies, tickers, products);
}
