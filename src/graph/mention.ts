import type { MentionRow } from '../store/store.ts';
import { builder } from './builder.ts';
import type { GraphContext } from './context.ts';
import { Overtaken } from './errors.ts';
import { MentionField, MentionStatus } from './filters.ts';
import { Article, Company, Mention, Product, Ticker, Topic } from './refs.ts';
import type { EntityRow } from './rows.ts';

export const MentionedEntity = builder.unionType('MentionedEntity', {
  description: 'What a text can name: a company, a product, a ticker or a topic.',
  types: [Company, Product, Ticker, Topic],
  resolveType: (row: EntityRow) => row.type,
});

/** The text of the article that a mention or sentence stands in. */
export async function sentence(
  place: {
    readonly articleId: number;
    readonly field: MentionRow['field'];
    readonly start: number;
    readonly end: number;
  },
  { loaders }: GraphContext,
): Promise<string> {
  const text =
    place.field === 'TITLE'
      ? (await loaders.article.load(place.articleId))?.title
      : (await loaders.body.load(place.articleId))?.bodyText;
  return text?.slice(place.start, place.end).trim() ?? '';
}

Mention.implement({
  description:
    'A place in an article where a company, product, ticker or topic is named, with the evidence: what is written there and which rule read it so.',
  fields: (t) => ({
    id: t.id({
      description:
        'Tells this mention from all others, for the caches of clients. It changes with the mentions of the article.',
      resolve: async ({ articleId, ordinal }, _, { loaders }) => {
        const slug = (await loaders.article.load(articleId))?.slug ?? '';
        return Buffer.from(`Mention:${ordinal}:${slug}`, 'utf8').toString('base64url');
      },
    }),
    surface: t.exposeString('surface', {
      description: 'What is written, exactly as in the text: the text from `start` to `end`.',
    }),
    field: t.expose('field', {
      type: MentionField,
      description: 'Whether it stands in the title or in the body.',
    }),
    start: t.exposeInt('start', {
      description: 'Where it starts in `title` or `bodyText`, in UTF-16 code units from 0.',
    }),
    end: t.exposeInt('end', { description: 'Where it ends, exclusive, in UTF-16 code units.' }),
    sentence: t.string({
      description: 'The sentence that it stands in.',
      resolve: (row, _, context) => {
        if (row.sentence !== undefined) return row.sentence;
        const { articleId, field, sentenceStart: start, sentenceEnd: end } = row;
        return sentence({ articleId, field, start, end }, context);
      },
    }),
    status: t.expose('status', {
      type: MentionStatus,
      description: 'Whether one meaning is known, or several are possible.',
    }),
    entity: t.field({
      type: MentionedEntity,
      nullable: true,
      description: 'What is named. Null if the mention is not resolved.',
      resolve: ({ entity }, _, { loaders }) => (entity === null ? null : loaders.entity(entity)),
    }),
    namesake: t.field({
      type: MentionedEntity,
      nullable: true,
      description:
        'The company or product that has the same name as `entity` and is named as well, as Figma the company and Figma the app. Null if there is none.',
      resolve: ({ namesake }, _, { loaders }) => (namesake === null ? null : loaders.entity(namesake)),
    }),
    candidates: t.field({
      type: [MentionedEntity],
      description:
        'What a mention that is not resolved can mean, most likely first. Empty if it is resolved.',
      resolve: ({ candidates }, _, { loaders }) => loaders.entities(candidates),
    }),
    alias: t.exposeString('alias', { description: 'The form of the catalog that matched, or the ticker.' }),
    rule: t.exposeString('rule', {
      description: 'The rule that decided, for example `alias` or `stock-link`; for finding out why.',
    }),
    article: t.field({
      type: Article,
      description: 'The article that the mention stands in.',
      resolve: async ({ articleId }, _, { loaders }) => {
        const article = await loaders.article.load(articleId);
        if (article === null) throw new Overtaken(`The article of a mention is missing: ${articleId}`);
        return article;
      },
    }),
  }),
});

export const MentionConnection = builder.connectionObject(
  {
    type: Mention,
    name: 'MentionConnection',
    description: 'Mentions in the order of the text, title first.',
  },
  { description: 'One mention among those of an article.' },
);
