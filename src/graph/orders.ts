import type { ArticleOrder, EntityOrder } from '../store/store.ts';
import { builder } from './builder.ts';

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which way an order runs.',
  values: {
    ASC: { description: 'Smallest, earliest or first in the alphabet comes first.' },
    DESC: { description: 'Largest, latest or last in the alphabet comes first.' },
  },
});

const ArticleOrderField = builder.enumType('ArticleOrderField', {
  description:
    'What articles can be ordered by. Ties are broken by an inner key, so that pages never overlap.',
  values: {
    PUBLISHED_AT: { description: 'When the article was published. Articles without a date come last.' },
    MENTION_COUNT: {
      description:
        'How many mentions the article has: those of the company, product, topic or ticker under which the articles are listed, and all of them elsewhere.',
    },
    TITLE: { description: 'The title, character by character.' },
  },
});

const EntityOrderField = builder.enumType('EntityOrderField', {
  description: 'What companies, products and topics can be ordered by. Ties are broken by an inner key.',
  values: {
    NAME: { description: 'The English name, character by character.' },
    MENTION_COUNT: {
      description: 'How many times the texts of the corpus name it, not what is below it.',
    },
    ARTICLE_COUNT: { description: 'How many articles name it, not what is below it.' },
  },
});

export const ArticleOrderInput = builder.inputType('ArticleOrder', {
  description: 'The order of articles.',
  fields: (t) => ({
    field: t.field({ type: ArticleOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Which way the order runs.' }),
  }),
});

export const EntityOrderInput = builder.inputType('EntityOrder', {
  description: 'The order of companies, products or topics.',
  fields: (t) => ({
    field: t.field({ type: EntityOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Which way the order runs.' }),
  }),
});

const TickerOrderField = builder.enumType('TickerOrderField', {
  description: 'What tickers can be ordered by. Ties are broken by an inner key.',
  values: {
    SYMBOL: { value: 'NAME', description: 'The symbol, character by character.' },
    MENTION_COUNT: { value: 'MENTION_COUNT', description: 'How many times the texts of the corpus name it.' },
    ARTICLE_COUNT: { value: 'ARTICLE_COUNT', description: 'How many articles name it.' },
  } as const,
});

export const TickerOrderInput = builder.inputType('TickerOrder', {
  description: 'The order of tickers.',
  fields: (t) => ({
    field: t.field({ type: TickerOrderField, required: true, description: 'What to order by.' }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Which way the order runs.' }),
  }),
});

const BY_NAME: EntityOrder = { field: 'NAME', direction: 'ASC' };
const NEWEST_FIRST: ArticleOrder = { field: 'PUBLISHED_AT', direction: 'DESC' };
const MOST_MENTIONED_FIRST: EntityOrder = { field: 'MENTION_COUNT', direction: 'DESC' };

export function articleOrder(input: ArticleOrder | null | undefined): ArticleOrder {
  return input ?? NEWEST_FIRST;
}

export function entityOrder(input: EntityOrder | null | undefined): EntityOrder {
  return input ?? MOST_MENTIONED_FIRST;
}

export function tickerOrder(input: EntityOrder | null | undefined): EntityOrder {
  return input ?? BY_NAME;
}

export function topicOrder(input: EntityOrder | null | undefined): EntityOrder {
  return input ?? BY_NAME;
}
