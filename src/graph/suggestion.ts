import type { EntityType } from '../catalog/catalog.ts';
import type { KnownName, SearchType as SearchTypeName } from '../store/store.ts';
import { builder } from './builder.ts';
import { checkedSize } from './connections.ts';
import { checkedText, Overtaken } from './errors.ts';
import { Entity } from './refs.ts';
import { SearchType } from './search.ts';

const ENTITY_TYPES: Readonly<Record<SearchTypeName, EntityType | null>> = {
  COMPANY: 'Company',
  PRODUCT: 'Product',
  TICKER: 'Ticker',
  TOPIC: 'Topic',
  ARTICLE: null,
  CATEGORY: null,
};

const Suggestion = builder.objectRef<KnownName>('Suggestion').implement({
  description: 'A name that begins with what was typed, and what bears it.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'The name that fits, as it is written.' }),
    articleCount: t.exposeInt('articleCount', { description: 'How many articles name what bears it.' }),
    node: t.field({
      type: Entity,
      description: 'What bears the name.',
      resolve: async ({ type, id, text }, _, { loaders }) => {
        const rows = {
          Company: loaders.company,
          Product: loaders.product,
          Topic: loaders.topic,
          Ticker: loaders.ticker,
        };
        const row = await rows[type].load(id);
        if (row === null) throw new Overtaken(`What bears a suggested name is missing: ${text}`);
        return row;
      },
    }),
  }),
});

builder.queryField('suggest', (t) =>
  t.field({
    type: [Suggestion],
    description:
      'Names that begin with what was typed into a search box, in any language, those that most articles name first. Only what the corpus names is suggested, once each.',
    args: {
      prefix: t.arg.string({ required: true, description: 'What was typed. Example: `亚马` or `ama`.' }),
      types: t.arg({
        type: [SearchType],
        description:
          'The types to suggest. Companies, products, tickers and topics if not given. There are no suggestions of articles and categories.',
      }),
      first: t.arg.int({ defaultValue: 10, description: 'How many names to take, from 0 to 100.' }),
    },
    resolve: (_, { prefix, types, first }, { store }) => {
      const wanted = (types ?? (['COMPANY', 'PRODUCT', 'TICKER', 'TOPIC'] as const)).map(
        (type) => ENTITY_TYPES[type],
      );
      return store.suggest({
        prefix: checkedText('prefix', prefix, 200),
        types: wanted.filter((type) => type !== null),
        first: checkedSize('first', first ?? 10),
      });
    },
  }),
);
