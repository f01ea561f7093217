import type { EntityId, SentenceRow, Store, TopicRow } from '../store/store.ts';
import { builder } from './builder.ts';
import { checkedSize } from './connections.ts';
import { Overtaken } from './errors.ts';
import { MentionField } from './filters.ts';
import type { Loaders } from './loaders.ts';
import { sentence } from './mention.ts';
import { Article, Topic } from './refs.ts';

interface CoverageData {
  readonly companyId: EntityId;
  readonly topicId: EntityId;
  readonly sentenceCount: number;
}

const EvidenceSentence = builder.objectRef<SentenceRow>('EvidenceSentence').implement({
  description: 'A sentence of an article, as evidence.',
  fields: (t) => ({
    sentence: t.string({
      description: 'The sentence.',
      resolve: (place, _, context) => sentence(place, context),
    }),
    field: t.expose('field', {
      type: MentionField,
      description: 'Whether it stands in the title or in the body.',
    }),
    start: t.exposeInt('start', {
      description: 'Where it starts in `title` or `bodyText`, in UTF-16 code units from 0.',
    }),
    end: t.exposeInt('end', { description: 'Where it ends, exclusive, in UTF-16 code units.' }),
    article: t.field({
      type: Article,
      description: 'The article that it stands in.',
      resolve: async ({ articleId }, _, { loaders }) => {
        const article = await loaders.article.load(articleId);
        if (article === null) throw new Overtaken(`The article of a sentence is missing: ${articleId}`);
        return article;
      },
    }),
  }),
});

export const TopicCoverage = builder.objectRef<CoverageData>('TopicCoverage').implement({
  description: 'How much the corpus says about a company and a topic together.',
  fields: (t) => ({
    topic: t.field({
      type: Topic,
      description: 'The topic.',
      resolve: async ({ topicId }, _, { loaders }) => {
        const topic = await loaders.topic.load(topicId);
        if (topic === null) throw new Overtaken(`The topic of a coverage is missing: ${topicId}`);
        return topic;
      },
    }),
    sentenceCount: t.exposeInt('sentenceCount', {
      description: 'How many sentences name both the company and the topic, or a topic below it.',
    }),
    evidence: t.field({
      type: [EvidenceSentence],
      description: 'The sentences themselves, those of the newest articles first.',
      args: {
        first: t.arg.int({
          defaultValue: 10,
          description: 'How many sentences to take: from 0 to 100.',
        }),
      },
      resolve: ({ companyId, topicId }, args, { store, loaders }) => {
        const first = checkedSize('first', args.first ?? 10);
        const pair = [companyId, topicId] as const;
        return loaders.together(
          'TopicCoverage.evidence',
          { first },
          pair,
          async (pairs: readonly (typeof pair)[]) => {
            const topics = await store.topics.tree();
            const requests = pairs.map(([company, topic]) => ({
              company,
              topics: withThoseBelow(topics, topic),
            }));
            const pages = await store.companies.coverageEvidence(requests, {}, { first });
            return pages.map(({ edges }) => edges.map(({ node }) => node));
          },
        );
      },
    }),
  }),
});

/** For each company the topics below `root`, all if it is null, each counted with those below it. */
export async function topicCoverage(
  store: Store,
  companies: readonly EntityId[],
  root: EntityId | null,
): Promise<{ readonly topicId: EntityId; readonly sentenceCount: number }[][]> {
  const topics = await store.topics.tree();
  const below = root === null ? null : withThoseBelow(topics, root);
  const wanted = topics.filter(({ id }) => below === null || (id !== root && below.includes(id)));
  const groups = wanted.map(({ id }) => withThoseBelow(topics, id));
  const counts = await store.companies.coverage(companies, groups, {});
  return counts.map((groupCounts) =>
    wanted.map(({ id }, index) => ({ topicId: id, sentenceCount: groupCounts[index]?.sentences ?? 0 })),
  );
}

/** Parents stand before their children. */
function withThoseBelow(topics: readonly TopicRow[], topic: EntityId): EntityId[] {
  const below = new Set([topic]);
  for (const { id, parentId } of topics) if (parentId !== null && below.has(parentId)) below.add(id);
  return [...below];
}

/** The topics that are at most `depth` levels below `root`; where that is null, a topic without a parent is at 1. */
export async function withinDepth<Covered extends { readonly topicId: EntityId }>(
  all: readonly Covered[],
  root: EntityId | null,
  depth: number,
  { topic: topics }: Loaders,
): Promise<Covered[]> {
  const rows = await Promise.all(all.map(({ topicId }) => topics.load(topicId)));
  const parents = new Map(all.map(({ topicId }, index) => [topicId, rows[index]?.parentId ?? null]));
  return all.filter(({ topicId }) => {
    let level = 1;
    for (let above = parents.get(topicId) ?? null; above !== null && above !== root; level += 1) {
      above = parents.get(above) ?? null;
    }
    return level <= depth;
  });
}
