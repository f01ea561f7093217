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
  namedTogether,
  namedTogetherCounts,
} from './entities.ts';
import { type Listing, type ListOrder, mapPage, readPages } from './page.ts';
import { ARTICLE_COLUMNS, articleOf, companyOf, type StoredArticle } from './rows.ts';
import { ENTITY_CODE } from './schema.ts';
import type { CompanyFilter, CompanyQueries, CompanyRow } from './store.ts';
import { coverageOf, evidenceOf } from './topic-coverage.ts';

export const COMPANY: EntityKind<CompanyRow> = { code: ENTITY_CODE.Company, rowOf: companyOf };
const SHARED: ListOrder = { name: 'shared articles', direction: 'DESC', shape: ['integer', 'integer'] };

export function companyQueries(engine: Engine, timeZone: string): CompanyQueries {
  return {
    ...linkedQueries(engine, COMPANY, timeZone),
    page: (filter, order, page) => entityPage(engine, COMPANY, filter, conditionsOf(filter), order, page),
    count: (filter) => entityCount(engine, COMPANY.code, filter, conditionsOf(filter)),
    pagesOfArticles: (ids, page) => entitiesOfArticles(engine, COMPANY, ids, page, mentionedExtra),
    subsidiaries: (ids, page) => entitiesOfParents(engine, COMPANY, ids, page),
    subsidiaryCounts: (ids) => countsOfParents(engine, COMPANY.code, ids),
    coMentions: (ids, page) => namedTogether(engine, COMPANY, ids, page),
    coMentionCounts: (ids) => namedTogetherCounts(engine, ids),

    async sharedArticles(pairs, page) {
      // The rarer of the two is read, and the other one looked up.
      const list = (left: Sql, right: Sql): Listing => ({
        from: sql`entity_article d`,
        where: [
          sql`d.entity_id = (SELECT e.id FROM entity e WHERE e.id IN (${left}, ${right})
            ORDER BY e.article_count, e.id LIMIT 1)`,
          sql`EXISTS (SELECT 1 FROM entity_article m
            WHERE m.article_id = d.article_id AND m.sort_at = d.sort_at AND m.entity_id = ${left} ${engine.dialect.eachRow})`,
          sql`EXISTS (SELECT 1 FROM entity_article m
            WHERE m.article_id = d.article_id AND m.sort_at = d.sort_at AND m.entity_id = ${right} ${engine.dialect.eachRow})`,
        ],
        keys: [sql`d.sort_at`, sql`d.article_id`],
        columns: { article_id: sql`d.article_id` },
      });
      const selection = { columns: ARTICLE_COLUMNS, joins: sql`JOIN article a ON a.id = t.article_id` };
      const pages = await readPages<StoredArticle>(
        engine,
        SHARED,
        pairs,
        ['article_id'],
        list,
        page,
        selection,
      );
      return pages.map((one) => mapPage(one, articleOf, () => ({})));
    },

    topicCoverage: (ids, root) => coverageOf(engine, ids, root),
    topicEvidence: (pairs, first) => evidenceOf(engine, pairs, first),
  };
}

function conditionsOf(filter: CompanyFilter): Sql[] {
  return [
    ...(filter.country === undefined ? [] : [sql`e.country = ${filter.country}`]),
    ...(filter.origin === undefined ? [] : [sql`e.origin = ${filter.origin}`]),
  ];
}
