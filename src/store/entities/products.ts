import { sql } from 'kysely';
import { KIND } from '../database.ts';
import type { Engine, Sql } from '../engine.ts';
import type { ProductFilter, ProductQueries, ProductRow } from '../store.ts';
import {
  countsOfParents,
  type EntityKind,
  entitiesOfArticles,
  entitiesOfParents,
  entityCount,
  entityPage,
  linkedQueries,
  madeOnce,
  mentionedExtra,
} from './entities.ts';
import { productOf } from './rows.ts';

export const PRODUCT: EntityKind<ProductRow> = { code: KIND.Product, rowOf: madeOnce(productOf) };

export function productQueries(engine: Engine): ProductQueries {
  return {
    ...linkedQueries(engine, PRODUCT),
    page: (filter, order, page) => entityPage(engine, PRODUCT, filter, conditionsOf(filter), order, page),
    count: (filter) => entityCount(engine, PRODUCT.code, filter, conditionsOf(filter)),
    pagesOfArticles: (ids, page) => entitiesOfArticles(engine, PRODUCT, ids, page, mentionedExtra),
    ofMakers: (ids, page) => entitiesOfParents(engine, PRODUCT, ids, page),
    countsOfMakers: (ids) => countsOfParents(engine, PRODUCT.code, ids),
    members: (ids, page) => entitiesOfParents(engine, PRODUCT, ids, page, 'family_id'),
    memberCounts: (ids) => countsOfParents(engine, PRODUCT.code, ids, 'family_id'),
  };
}

function conditionsOf({ maker, kind, origin }: ProductFilter): Sql[] {
  const company = sql.lit(KIND.Company);
  return [
    ...(maker === undefined
      ? []
      : [sql`e.parent_id = (SELECT p.id FROM entity p WHERE p.kind = ${company} AND p.key = ${maker})`]),
    ...(kind === undefined ? [] : [sql`e.product_kind = ${kind}`]),
    ...(origin === undefined ? [] : [sql`e.origin = ${origin}`]),
  ];
}
