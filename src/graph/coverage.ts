import type { EntityId, SentenceRow } from '../store/store.ts';
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
          (pairs: readonly (typeof pair)[]) => store.companies.topicEvidence(pairs, first),
        );
      },
    }),
  }),
});

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
