import { sql } from 'kysely';
import { coverageOf, evidenceOf } from '../articles/coverage.ts';
import { KIND } from '../database.ts';
import type { Engine, Sql } from '../engine.ts';
import type { ArticleScope, CompanyFilter, CompanyQueries, CompanyRow, EntityId } from '../store.ts';
import {
  companiesBeside,
  companiesBesideCounts,
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
import { companyOf } from './rows.ts';

export const COMPANY: EntityKind<CompanyRow> = { code: KIND.Company, rowOf: madeOnce(companyOf) };
const scopeOf = (id: EntityId): ArticleScope => ({ kind: 'entity', type: 'Company', id });

export function companyQueries(engine: Engine): CompanyQueries {
  return {
    ...linkedQueries(engine, COMPANY),
    page: (filter, order, page) => entityPage(engine, COMPANY, filter, conditionsOf(filter), order, page),
    count: (filter) => entityCount(engine, COMPANY.code, filter, conditionsOf(filter)),
    pagesOfArticles: (ids, page) => entitiesOfArticles(engine, COMPANY, ids, page, mentionedExtra),
    subsidiaries: (ids, page) => entitiesOfParents(engine, COMPANY, ids, page),
    subsidiaryCounts: (ids) => countsOfParents(engine, COMPANY.code, ids),
    coMentions: (ids, filter, page) => companiesBeside(engine, COMPANY, ids.map(scopeOf), filter, page),
    coMentionCounts: (ids, filter) => companiesBesideCounts(engine, ids.map(scopeOf), filter),
    coverage: (ids, groups, filter) => coverageOf(engine, ids, groups, filter),
    coverageEvidence: (requests, filter, page) => evidenceOf(engine, requests, filter, page),
  };
}

function conditionsOf(filter: CompanyFilter): Sql[] {
  return [
    ...(filter.country === undefined ? [] : [sql`e.country = ${filter.country}`]),
    ...(filter.origin === undefined ? [] : [sql`e.origin = ${filter.origin}`]),
  ];
}
