import type { Framework } from '../catalog/catalog.ts';
import type { ArticleFilter, CoverageCount, EntityId, SentenceRow } from '../store/store.ts';
import { builder } from './builder.ts';
import { nestedConnection, pageRequest } from './connections.ts';
import type { GraphContext } from './context.ts';
import { membersOf } from './entity-members.ts';
import { Overtaken } from './errors.ts';
import { MentionField } from './filters.ts';
import { placedComponents } from './framework.ts';
import { sentence } from './mention.ts';
import { Article, FrameworkComponent, type PlacedComponent, Topic } from './refs.ts';

/** A component, and the sentences that name the company and a topic of the component. */
interface CoverageData extends CoverageCount {
  readonly companyId: EntityId;
  readonly component: PlacedComponent;
  readonly topics: readonly EntityId[];
  readonly filter: ArticleFilter;
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
    topic: t.field({
      type: Topic,
      description: 'The topic of the component that it names. The first of them if it names several.',
      resolve: async ({ topicIds }, _, { loaders }) => {
        const topic = await loaders.topic.load(topicIds[0] ?? 0);
        if (topic === null) throw new Overtaken(`The topic of a sentence is missing: ${topicIds[0]}`);
        return topic;
      },
    }),
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

export const ComponentCoverage = builder.objectRef<CoverageData>('ComponentCoverage').implement({
  description: 'How much the corpus says about a company and a component of a research framework.',
  fields: (t) => ({
    component: t.expose('component', { type: FrameworkComponent, description: 'The component.' }),
    sentenceCount: t.exposeInt('sentences', {
      description: 'How many sentences name both the company and a topic of the component.',
    }),
    articleCount: t.exposeInt('articles', { description: 'How many articles have such a sentence.' }),
    evidence: t.connection(
      {
        type: EvidenceSentence,
        description: 'The sentences, those of the newest articles first.',
        resolve: ({ companyId, component, topics, filter, sentences }, args, context) =>
          nestedConnection(context, companyId, {
            field: 'ComponentCoverage.evidence',
            args: { position: component.position, topics, filter },
            page: pageRequest(args),
            pages: (companies, page) =>
              context.store.companies.coverageEvidence(
                companies.map((company) => ({ company, topics })),
                filter,
                page,
              ),
            counts: async (companies) => companies.map(() => sentences),
          }),
      },
      {
        name: 'CoverageEvidenceConnection',
        description:
          'Sentences that name a company and a topic of a component, those of the newest articles first.',
      },
      { name: 'CoverageEvidenceEdge', description: 'One sentence, as evidence.' },
    ),
  }),
});

/** The coverage of each component, together with that of other companies that ask for the same. */
export function componentCoverage(
  companyId: EntityId,
  framework: Framework,
  filter: ArticleFilter,
  context: GraphContext,
): Promise<CoverageData[]> {
  const components = placedComponents(framework);
  return context.loaders.together(
    'Company.frameworkCoverage',
    { framework: framework.slug, filter },
    companyId,
    async (companies: readonly EntityId[]) => {
      const groups = await Promise.all(components.map((component) => topicsOf(component, context)));
      const counts = await context.store.companies.coverage(companies, groups, filter);
      return companies.map((company, place) =>
        components.map((component, index) => ({
          companyId: company,
          component,
          topics: groups[index] ?? [],
          filter,
          ...(counts[place]?.[index] ?? { sentences: 0, articles: 0 }),
        })),
      );
    },
  );
}

/** The topics of a component, each with those below it. */
async function topicsOf({ topics }: PlacedComponent, context: GraphContext): Promise<EntityId[]> {
  const rows = await context.loaders.entities(topics.map((key) => ({ type: 'Topic', key }) as const));
  const members = await membersOf(
    'Topic',
    rows.map(({ id }) => id),
    true,
    context,
  );
  return [...new Set(members.flat())];
}
