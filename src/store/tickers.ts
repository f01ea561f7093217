import { sql } from 'kysely';
import type { Engine, Sql } from './engine.ts';
import {
  type EntityKind,
  entitiesOfArticles,
  entityCount,
  entityPage,
  linkedQueries,
  tickerExtra,
} from './entities.ts';
import { ENTITY_COLUMNS, jsonOf, type StoredEntity, tickerOf } from './rows.ts';
import { ENTITY_CODE } from './schema.ts';
import type { TickerFilter, TickerQueries, TickerRow } from './store.ts';

export const TICKER: EntityKind<TickerRow> = { code: ENTITY_CODE.Ticker, rowOf: tickerOf };

interface StoredExchange {
  readonly mic: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly eastmoney_market: number | null;
}

export function tickerQueries(engine: Engine, timeZone: string): TickerQueries {
  return {
    ...linkedQueries(engine, TICKER, timeZone),
    page: (filter, order, page) =>
      entityPage(engine, TICKER, mentioned(filter), conditionsOf(filter), order, page),
    count: (filter) => entityCount(engine, TICKER.code, mentioned(filter), conditionsOf(filter)),
    pagesOfArticles: (ids, page) => entitiesOfArticles(engine, TICKER, ids, page, tickerExtra),

    async ofCompanies(ids) {
      const rows = await engine.rows(sql<StoredEntity>`SELECT ${ENTITY_COLUMNS} FROM entity e
        WHERE e.parent_id ${engine.dialect.anyId(ids)} AND e.type = ${sql.lit(TICKER.code)}
        ORDER BY e.parent_id, e.position, e.key`);
      const byCompany = Map.groupBy(rows, (row) => row.parent_id);
      return ids.map((id) => (byCompany.get(id) ?? []).map(tickerOf));
    },

    async exchanges(mics) {
      const rows = await engine.rows(sql<StoredExchange>`
        SELECT mic, name, country, currency, eastmoney_market FROM exchange
        WHERE mic ${engine.dialect.anyText(mics)}`);
      const byMic = new Map(
        rows.map((row) => [
          row.mic,
          {
            mic: row.mic,
            name: jsonOf<Record<string, string>>(row.name),
            country: row.country,
            currency: row.currency,
            eastmoneyMarket: row.eastmoney_market,
          },
        ]),
      );
      return mics.map((mic) => byMic.get(mic) ?? null);
    },
  };
}

function mentioned(filter: TickerFilter): { mentioned?: boolean } {
  return filter.mentioned === undefined ? {} : { mentioned: filter.mentioned };
}

function conditionsOf(filter: TickerFilter): Sql[] {
  return [
    ...(filter.exchange === undefined ? [] : [sql`e.mic = ${filter.exchange}`]),
    ...(filter.symbol === undefined ? [] : [sql`e.symbol = ${filter.symbol}`]),
  ];
}
