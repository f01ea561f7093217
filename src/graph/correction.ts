import { GraphQLError } from 'graphql';
import type { EntityRef, EntityType } from '../catalog/catalog.ts';
import { UserError } from '../diagnostic.ts';
import {
  type Corrected,
  type Correction,
  type LinkChange as LinkChangeData,
  notEditable,
} from '../linking/correction.ts';
import { builder } from './builder.ts';
import { badUserInput, checkedText, Overtaken } from './errors.ts';
import { MentionField, MentionStatus } from './filters.ts';
import { parseGlobalId } from './ids.ts';
import { Article } from './refs.ts';

const LinkChangeKind = builder.enumType('LinkChangeKind', {
  description: 'Whether a link comes or goes.',
  values: {
    GAINED: { description: 'It is there after the correction and not before.' },
    LOST: { description: 'It is there before the correction and not after.' },
  } as const,
});

const LinkChange = builder.objectRef<LinkChangeData>('LinkChange').implement({
  description: 'A link that an article gains or loses by a correction.',
  fields: (t) => ({
    kind: t.expose('kind', { type: LinkChangeKind, description: 'Whether it comes or goes.' }),
    surface: t.exposeString('surface', { description: 'What is written, exactly as in the text.' }),
    field: t.expose('field', {
      type: MentionField,
      description: 'Whether it stands in the title or in the body.',
    }),
    start: t.exposeInt('start', {
      description: 'Where it starts in `title` or `bodyText`, in UTF-16 code units from 0.',
    }),
    end: t.exposeInt('end', { description: 'Where it ends, exclusive, in UTF-16 code units.' }),
    status: t.expose('status', {
      type: MentionStatus,
      description: 'Whether one meaning is known, or several are possible.',
    }),
    names: t.exposeStringList('names', {
      description:
        'The English names of what it links to; of a link that is not resolved, of what it may mean.',
    }),
    sentence: t.exposeString('sentence', { description: 'The sentence that it stands in.' }),
  }),
});

const ArticleLinkChanges = builder.objectRef<Corrected['changes'][number]>('ArticleLinkChanges').implement({
  description: 'What a correction changes in one article.',
  fields: (t) => ({
    article: t.field({
      type: Article,
      description: 'The article.',
      resolve: async ({ slug }, _, { loaders }) => {
        const article = await loaders.articleBySlug.load(slug);
        if (article === null) throw new Overtaken(`An article that changes is missing: ${slug}`);
        return article;
      },
    }),
    links: t.field({
      type: [LinkChange],
      description: 'The links that come and go, in the order of the text.',
      resolve: ({ links }) => [...links],
    }),
  }),
});

const LinkCorrection = builder.objectRef<Corrected>('LinkCorrection').implement({
  description: 'What a correction changes, in the catalog and in the articles.',
  fields: (t) => ({
    file: t.exposeString('file', { description: 'The catalog file that it is written to.' }),
    diff: t.exposeString('diff', { description: 'What is added to that file, as a unified diff.' }),
    articleCount: t.int({ description: 'How many articles change.', resolve: ({ articles }) => articles }),
    gained: t.exposeInt('gained', { description: 'How many links come.' }),
    lost: t.exposeInt('lost', { description: 'How many links go.' }),
    changes: t.field({
      type: [ArticleLinkChanges],
      description: 'The articles that change, at most 500 of them.',
      resolve: ({ changes }) => [...changes],
    }),
    revision: t.exposeString('revision', {
      description:
        'The revision of the corpus: with `dryRun` the present one, otherwise the one with the correction.',
    }),
  }),
});

const MissingNameType = builder.enumType('MissingNameType', {
  description: 'What kind of thing a missing name is of.',
  values: {
    COMPANY: { description: 'A company.', value: 'Company' },
    PRODUCT: { description: 'A product.', value: 'Product' },
    TOPIC: { description: 'A topic.', value: 'Topic' },
  } as const,
});

const MissingNameInput = builder.inputType('MissingNameInput', {
  description: 'Something that the catalog lacks.',
  fields: (t) => ({
    type: t.field({ type: MissingNameType, required: true, description: 'What kind of thing it is.' }),
    name: t.string({ required: true, description: 'Its name, in English where it has one.' }),
  }),
});

const LinkCorrectionInput = builder.inputType('LinkCorrectionInput', {
  description:
    'What a name in a text is not, and what it is. At least one of `not`, `is` and `missing` is needed.',
  fields: (t) => ({
    words: t.string({
      required: true,
      description:
        'The words of the text, as they stand there. With `not` alone, words that hold the form and more refuse it only where they stand.',
    }),
    not: t.id({ description: 'The company, product or topic that they do not name.' }),
    form: t.string({ description: 'With `not`, the form that matched: `alias` of the mention.' }),
    is: t.id({ description: 'The company, product or topic that they name.' }),
    missing: t.field({ type: MissingNameInput, description: 'What they name, if the catalog lacks it.' }),
  }),
});

builder.mutationType({
  description: 'What can be changed. Only servers that were started with `--edit` take it.',
});

builder.mutationField('correctLink', (t) =>
  t.field({
    type: LinkCorrection,
    description:
      'Corrects what a name links to, by a rule or an entry in a catalog file. The error `NOT_EDITABLE` if the server or the key does not allow it.',
    args: {
      input: t.arg({
        type: LinkCorrectionInput,
        required: true,
        description: 'What is wrong, and what is right.',
      }),
      dryRun: t.arg.boolean({
        required: true,
        defaultValue: true,
        description: 'Whether to tell what would change, and to change nothing.',
      }),
    },
    resolve: async (_, { input, dryRun }, { corrections, mayCorrect }) => {
      const correction = correctionOf(input);
      try {
        if (corrections === null || !mayCorrect) throw notEditable();
        return await corrections.correct(correction, !dryRun);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const { code, message, hint } = error;
        throw new GraphQLError(message, { extensions: { code, hint } });
      }
    },
  }),
);

function correctionOf({ words, not, form, is, missing }: typeof LinkCorrectionInput.$inferInput): Correction {
  const text = checkedText('input.words', words).trim();
  if (text === '') throw badUserInput('input.words', '`input.words` is empty.');
  if (not != null && !form) {
    throw badUserInput('input.form', '`input.form` is missing: `input.not` needs the form that matched.');
  }
  return {
    words: text,
    ...(not != null && form
      ? { not: { entity: entityOf('input.not', not), form: checkedText('input.form', form) } }
      : {}),
    ...(is == null ? {} : { is: entityOf('input.is', is) }),
    ...(missing == null
      ? {}
      : { missing: { type: missing.type, name: checkedText('input.missing.name', missing.name, 200) } }),
  };
}

function entityOf(argument: string, id: string): EntityRef {
  const { type, key } = parseGlobalId(argument, id, ['Company', 'Product', 'Topic']);
  return { type: type as EntityType, key };
}
