import { sql } from 'kysely';
import type { Engine, Sql } from './engine.ts';
import {
  countsOfParents,
  type EntityKind,
  entitiesOfArticles,
  entitiesOfParents,
  entityCount,
  entityPage,
  linkedQueries,
  mentionedExtra,
} from './entities.ts';
import { productOf } from './rows.ts';
import { ENTITY_CODE } from './schema.ts';
import type { ProductFilter, ProductQueries, ProductRow } from './store.ts';

export const PRODUCT: EntityKind<ProductRow> = { code: ENTITY_CODE.Product, rowOf: productOf };

export function productQueries(engine: Engine, timeZone: string): ProductQueries {
  return {
    ...linkedQueries(engine, PRODUCT, timeZone),
    page: (filter, order, page) => entityPage(engine, PRODUCT, filter, conditionsOf(filter), order, page),
    count: (filter) => entityCount(engine, PRODUCT.code, filter, conditionsOf(filter)),
    pagesOfArticles: (ids, page) => entitiesOfArticles(engine, PRODUCT, ids, page, mentionedExtra),
    ofMakers: (ids, page) => entitiesOfParents(engine, PRODUCT, ids, page),
    countsOfMakers: (ids) => countsOfParents(engine, PRODUCT.code, ids),
  };
}

function conditionsOf(filter: ProductFilter): Sql[] {
  const { maker, kind } = filter;
  const company = sql.lit(ENTITY_CODE.Company);
  return [
    ...(maker === undefined
      ? []
      : [sql`e.parent_id = (SELECT p.id FROM entity p WHERE p.type = ${company} AND p.key = ${maker})`]),
    ...(kind === undefined ? [] : [sql`e.kind = ${kind}`]),
  ];
}
