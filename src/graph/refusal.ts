import type { Refusal as RefusalData } from '../linking/mention.ts';
import { builder } from './builder.ts';
import { badUserInput } from './errors.ts';
import { MentionField } from './filters.ts';
import { MentionedEntity } from './mention.ts';
import { Article } from './refs.ts';

const MOST_REFUSALS = 500;

export const Refusal = builder.objectRef<RefusalData>('Refusal').implement({
  description: 'A place in an article that reads like a name and was not linked, with the reason.',
  fields: (t) => ({
    surface: t.exposeString('surface', { description: 'What is written, exactly as in the text.' }),
    field: t.expose('field', {
      type: MentionField,
      description: 'Whether it stands in the title or in the body.',
    }),
    start: t.exposeInt('start', {
      description: 'Where it starts in `title` or `bodyText`, in UTF-16 code units from 0.',
    }),
    end: t.exposeInt('end', { description: 'Where it ends, exclusive, in UTF-16 code units.' }),
    entity: t.field({
      type: MentionedEntity,
      nullable: true,
      description: 'What it could have named. Null if no article names that.',
      resolve: ({ entity }, _, { loaders }) => loaders.entity(entity),
    }),
    alias: t.exposeString('alias', { description: 'The form of the catalog that matched.' }),
    rule: t.exposeString('rule', { description: 'The rule that refused it, for example `unless`.' }),
    reason: t.exposeString('reason', { description: 'Why it was refused, in one sentence.' }),
  }),
});

builder.objectField(Article, 'refusals', (t) =>
  t.field({
    type: [Refusal],
    description:
      'The names that the article seems to hold and that were not linked, title first, in the order of the text. They are found by linking it once more. Empty if the server does not know the catalog.',
    args: {
      first: t.arg.int({
        defaultValue: 100,
        description: `How many to take from the front, from 0 to ${MOST_REFUSALS}.`,
      }),
    },
    resolve: async ({ id }, { first }, { corrections }) => {
      const limit = first ?? 100;
      if (limit < 0 || limit > MOST_REFUSALS) {
        throw badUserInput('first', `\`first\` is ${limit}, but must be from 0 to ${MOST_REFUSALS}.`);
      }
      return (await corrections?.refusals(id))?.slice(0, limit) ?? [];
    },
  }),
);
