import { sql } from 'kysely';
import { jsonOf } from '../articles/rows.ts';
import { KIND, TICKER_ORIGINS } from '../database.ts';
import type { Engine, Sql } from '../engine.ts';
import type { TickerFilter, TickerQueries, TickerRow } from '../store.ts';
import {
  countsOfArticles,
  type EntityKind,
  entitiesOfArticles,
  entityCount,
  entityPage,
  linkedQueries,
  namedLinks,
} from './entities.ts';
import { ENTITY_COLUMNS, type StoredEntity, tickerOf } from './rows.ts';

export const TICKER: EntityKind<TickerRow> = { code: KIND.Ticker, rowOf: tickerOf };

/** The tickers that the article itself has, and those that follow from a company that it names. */
function tickerLinks(engine: Engine, kind: number, article: Sql): Sql {
  return sql`${namedLinks(engine, kind, article)}
    UNION ALL
    SELECT f.id AS term_id, f.key, 0 AS count, 0 AS in_title, NULL AS first_ordinal,
      ${sql.lit(TICKER_ORIGINS.indexOf('COMPANY'))} AS origin
    FROM article a ${engine.dialect.termsOfArticle}
    JOIN entity f ON f.parent_id = l.value AND +f.kind = ${sql.lit(kind)}
    WHERE a.id = ${article} AND NOT EXISTS
      (SELECT 1 FROM posting o WHERE o.term_id = f.id AND o.article_id = a.id)`;
}

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
      const rows = await engine.rows(sql<StoredEntity>`SELECT ${ENTITY_COLUMNS} FROM entity e
        WHERE e.parent_id ${engine.dialect.anyId(ids)} AND e.kind = ${sql.lit(TICKER.code)}
        ORDER BY e.parent_id, e.position, e.key`);
      const byCompany = Map.groupBy(rows, (row) => row.parent_id);
      return ids.map((id) => (byCompany.get(id) ?? []).map(tickerOf));
    },

    async exchanges(mics) {
      const rows = await engine.rows(
        engine.db
          .selectFrom('exchange')
          .selectAll()
          .where(sql<boolean>`mic ${engine.dialect.anyText(mics)}`),
      );
      const byMic = new Map(
        rows.map(({ name, eastmoney_market: eastmoneyMarket, ...row }) => [
          row.mic,
          { ...row, name: jsonOf<Record<string, string>>(name), eastmoneyMarket },
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
