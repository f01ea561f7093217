import { sql } from 'kysely';
import type { Engine } from '../engine.ts';
import type { CoveredSentence } from '../ingest/prepared.ts';
import { groupByPlace, type ListOrder, pageOfSorted } from '../pages/page.ts';
import type {
  ArticleFilter,
  ArticleScope,
  CoverageCount,
  EntityId,
  Page,
  PageRequest,
  SentenceRow,
} from '../store.ts';
import { answersOf } from './counts.ts';
import { resolveFilter } from './filter.ts';
import { articlesOf, termsOfScopes } from './scopes.ts';
import { decodeCoverage } from './stored-coverage.ts';
import { fieldOf } from './stored-mentions.ts';

const SENTENCE_BYTES = 100;
const NEWEST: ListOrder = {
  name: 'evidence',
  direction: 'ASC',
  shape: ['integer', 'integer', 'integer', 'integer'],
};

/** For each company and each group of topics, what names both. */
export async function coverageOf(
  engine: Engine,
  companies: readonly EntityId[],
  groups: readonly (readonly EntityId[])[],
  filter: ArticleFilter,
): Promise<CoverageCount[][]> {
  const groupsOfTopic = new Map<EntityId, number[]>();
  for (const [group, topics] of groups.entries())
    for (const topic of topics) groupsOfTopic.set(topic, [...(groupsOfTopic.get(topic) ?? []), group]);
  const all = await sentencesOf(engine, companies, filter);
  return all.map((sentences) => {
    const counts = groups.map(() => ({ sentences: 0, articles: 0, last: Number.NaN }));
    for (const { articleId, topicIds } of sentences) {
      for (const group of new Set(topicIds.flatMap((topic) => groupsOfTopic.get(topic) ?? []))) {
        const count = counts[group];
        if (count === undefined) continue;
        count.sentences += 1;
        // The sentences of an article follow one another.
        if (count.last !== articleId) count.articles += 1;
        count.last = articleId;
      }
    }
    return counts.map(({ sentences: named, articles }) => ({ sentences: named, articles }));
  });
}

/** The sentences that name the company and a topic of the group, of the newest articles first. */
export async function evidenceOf(
  engine: Engine,
  requests: readonly { readonly company: EntityId; readonly topics: readonly EntityId[] }[],
  filter: ArticleFilter,
  page: PageRequest,
): Promise<Page<SentenceRow>[]> {
  const companies = [...new Set(requests.map(({ company }) => company))];
  const all = await sentencesOf(engine, companies, filter);
  const byCompany = new Map(companies.map((company, index) => [company, all[index] ?? []]));
  return requests.map(({ company, topics }) => {
    const wanted = new Set(topics);
    const found = (byCompany.get(company) ?? []).flatMap((sentence): SentenceRow[] => {
      const topicIds = sentence.topicIds.filter((topic) => wanted.has(topic));
      return topicIds.length === 0 ? [] : [{ ...sentence, topicIds }];
    });
    return pageOfSorted(
      NEWEST,
      found,
      ({ articleId, field, start, end }) => [-articleId, field === 'TITLE' ? 0 : 1, start, end],
      page,
    );
  });
}

/** Every sentence that names the company and any topic, of the newest articles first. */
function sentencesOf(
  engine: Engine,
  companies: readonly EntityId[],
  filter: ArticleFilter,
): Promise<SentenceRow[][]> {
  const scopes = companies.map((id): ArticleScope => ({ kind: 'entity', type: 'Company', id }));
  return answersOf(
    engine,
    'coverage',
    scopes,
    filter,
    (session, missing) => findSentences(session, missing, filter),
    (sentences) => sentences.length * SENTENCE_BYTES,
  );
}

async function findSentences(
  engine: Engine,
  scopes: readonly ArticleScope[],
  filter: ArticleFilter,
): Promise<SentenceRow[][]> {
  const resolved = await resolveFilter(engine, filter);
  if (resolved.nothing) return scopes.map(() => []);
  const { reading, parents } = await termsOfScopes(engine, scopes);
  const reader = engine.aggregates();
  const table = reader.dialect.perParent(
    parents,
    ['id', 'coverage'],
    (parent) => sql`SELECT m.id, b.coverage FROM (${articlesOf(engine, reading, parent, resolved)}) m
      JOIN article_body b ON b.article_id = m.id WHERE b.coverage IS NOT NULL`,
  );
  const rows = await reader.rows(sql<{ place: number; id: number; coverage: string }>`
    SELECT t.place, t.id, t.coverage FROM ${table} ORDER BY t.place, t.id DESC`);
  return groupByPlace(rows, scopes.length).map((found, place) => {
    const company = parents[place]?.[0] ?? 0;
    return found.flatMap(({ id, coverage }) =>
      decodeCoverage(coverage)
        .filter(([, , , companies]) => companies.includes(company))
        .sort(inText)
        .map(([field, start, end, , topicIds]) => ({
          articleId: id,
          field: fieldOf(field),
          start,
          end,
          topicIds,
        })),
    );
  });
}

function inText(left: CoveredSentence, right: CoveredSentence): number {
  return left[0] - right[0] || left[1] - right[1];
}
