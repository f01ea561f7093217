import { sql } from 'kysely';
import { jsonOf } from '../articles/rows.ts';
import { KIND, TICKER_ORIGINS } from '../database.ts';
import type { Engine, Sql } from '../engine.ts';
import type { TickerFilter, TickerQueries, TickerRow } from '../store.ts';
import { tickerLinks } from './article-links.ts';
import {
  countsOfArticles,
  type EntityKind,
  entitiesOfArticles,
  entityCount,
  entityPage,
  linkedQueries,
  madeOnce,
} from './entities.ts';
import { entitiesOf } from './known-entities.ts';
import { tickerOf } from './rows.ts';

export const TICKER: EntityKind<TickerRow> = { code: KIND.Ticker, rowOf: madeOnce(tickerOf) };

export function tickerQueries(engine: Engine): TickerQueries {
  return {
    ...linkedQueries(engine, TICKER),
    page: (filter, order, page) =>
      entityPage(engine, TICKER, mentioned(filter), conditionsOf(filter), order, page),
    count: (filter) => entityCount(engine, TICKER.code, mentioned(filter), conditionsOf(filter)),
    countsOfArticles: (ids) => countsOfArticles(engine, TICKER.code, ids, tickerLinks),
    pagesOfArticles: (ids, page) =>
      entitiesOfArticles(
        engine,
        TICKER,
        ids,
        page,
        (extra, origin) => ({ ...extra, origin: TICKER_ORIGINS[origin ?? 2] ?? 'TEXT' }),
        tickerLinks,
      ),

    async ofCompanies(ids) {
      const byCompany = await entitiesOf(engine).tickersOf(engine, ids);
      return ids.map((id) => (byCompany.get(id) ?? []).map(TICKER.rowOf));
    },

    async exchanges(mics) {
      const rows = await engine.rows(
        engine.db
          .selectFrom('exchange')
          .selectAll()
          .where(sql<boolean>`mic ${engine.dialect.anyText(mics)}`),
      );
      const byMic = new Map(
        rows.map(({ name, ...row }) => [row.mic, { ...row, name: jsonOf<Record<string, string>>(name) }]),
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
