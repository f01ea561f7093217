/** What articles name, by the terms that they list and the postings of those. */
import { sql } from 'kysely';
import { termsOf } from '../articles/rows.ts';
import { KIND, TICKER_ORIGINS } from '../database.ts';
import type { Engine } from '../engine.ts';
import type { ArticleId, EntityId } from '../store.ts';
import { entitiesOf } from './known-entities.ts';
import type { StoredEntity } from './rows.ts';

/** An entity that an article names, or has by another that it names. */
export interface ArticleLink {
  readonly entity: StoredEntity;
  readonly count: number;
  readonly inTitle: boolean;
  readonly firstOrdinal: number | null;
  /** Of a ticker: place in `TICKER_ORIGINS`. */
  readonly origin: number | null;
}

/** The entities of one kind that each article names. */
export async function namedLinks(
  engine: Engine,
  kind: number,
  ids: readonly ArticleId[],
): Promise<ArticleLink[][]> {
  return linksOf(engine, kind, ids, await entitiesNamed(engine, ids));
}

/** The tickers that each article itself has, and those that follow from a company that it names. */
export async function tickerLinks(
  engine: Engine,
  kind: number,
  ids: readonly ArticleId[],
): Promise<ArticleLink[][]> {
  const named = await entitiesNamed(engine, ids);
  const own = await linksOf(engine, kind, ids, named);
  const companies = named.map((entities) => entities.filter((entity) => entity.kind === KIND.Company));
  const tickers = await entitiesOf(engine).tickersOf(
    engine,
    companies.flat().map(({ id }) => id),
  );
  return own.map((links, index) => {
    const has = new Set(links.map(({ entity }) => entity.id));
    const followed = (companies[index] ?? []).flatMap(({ id }) => tickers.get(id) ?? []);
    return [...links, ...followed.filter(({ id }) => !has.has(id)).map(ofCompany)];
  });
}

function ofCompany(entity: StoredEntity): ArticleLink {
  const origin = TICKER_ORIGINS.indexOf('COMPANY');
  return { entity, count: 0, inTitle: false, firstOrdinal: null, origin };
}

async function entitiesNamed(engine: Engine, ids: readonly ArticleId[]): Promise<StoredEntity[][]> {
  const rows = await engine.rows(
    engine.db
      .selectFrom('article')
      .select(['id', 'terms'])
      .where(sql<boolean>`id ${engine.dialect.anyId(ids)}`),
  );
  const terms = new Map(rows.map((row) => [row.id, termsOf(row.terms)]));
  const entities = await entitiesOf(engine).byIds(engine, [...terms.values()].flat());
  return ids.map((id) => (terms.get(id) ?? []).flatMap((term) => entities.get(term) ?? []));
}

interface StoredLink {
  readonly term_id: EntityId;
  readonly article_id: ArticleId;
  readonly count: number;
  readonly in_title: number;
  readonly first_ordinal: number | null;
  readonly origin: number | null;
}

async function linksOf(
  engine: Engine,
  kind: number,
  ids: readonly ArticleId[],
  named: readonly (readonly StoredEntity[])[],
): Promise<ArticleLink[][]> {
  const ofKind = named.map((entities) => entities.filter((entity) => entity.kind === kind));
  const lists = new Map(ids.map((article, index) => [article, (ofKind[index] ?? []).map(({ id }) => id)]));
  if (ofKind.every(({ length }) => length === 0)) return ids.map(() => []);
  const rows = await engine.rows(sql<StoredLink>`
    SELECT d.term_id, d.article_id, d.count, d.in_title, d.first_ordinal, d.origin
    FROM ${engine.dialect.owned(lists)} JOIN posting d ON d.term_id = v.member AND d.article_id = v.owner`);
  const byArticle = Map.groupBy(rows, (row) => row.article_id);
  return ids.map((id, index) => {
    const postings = new Map((byArticle.get(id) ?? []).map((row) => [row.term_id, row]));
    return (ofKind[index] ?? []).flatMap((entity): ArticleLink[] => {
      const row = postings.get(entity.id);
      if (row === undefined) return [];
      const { count, origin, first_ordinal: firstOrdinal } = row;
      return [{ entity, count, inTitle: row.in_title === 1, firstOrdinal, origin }];
    });
  });
}
