import type { PRODUCT_KINDS } from '../catalog/catalog.ts';
import type {
  ArticleFilter,
  CompanyFilter,
  EntityFilter,
  MentionFilter,
  NamedRef,
  ProductFilter,
  TickerFilter,
} from '../store/store.ts';
import { builder } from './builder.ts';
import { badUserInput, checkedList, checkedText } from './errors.ts';
import { isTickerKey, parseEntityId } from './ids.ts';

// ---------------------------------------------------------------- enums

export const ProductKind = builder.enumType('ProductKind', {
  description: 'What sort of thing a product is.',
  values: {
    SERVICE: { description: 'A service that is used over a network, such as a cloud service or a website.' },
    MODEL: { description: 'A machine learning model.' },
    CHIP: { description: 'A processor or another chip.' },
    PHONE: { description: 'A phone.' },
    DEVICE: { description: 'A device other than a phone: a headset, a watch, a console.' },
    CAR: { description: 'A car.' },
    GAME: { description: 'A game.' },
    APP: { description: 'An application for people.' },
    FRAMEWORK: { description: 'A library, language or tool that software is built with.' },
    OPERATING_SYSTEM: { description: 'An operating system.' },
    OTHER: { description: 'Anything else.' },
  } satisfies Record<(typeof PRODUCT_KINDS)[number], { description: string }>,
});

export const EntityOrigin = builder.enumType('EntityOrigin', {
  description: 'How a company, product or ticker came to be known.',
  values: {
    CATALOG: { description: 'It is written in a catalog file.' },
    CORPUS: { description: 'The markup of a post named it, in a stock chart or a link around a name.' },
    DISCOVERED: {
      description:
        'A product that a post itself proves, by a link to its repository or by launching it. Facets leave it out.',
    },
  },
});

export const MentionField = builder.enumType('MentionField', {
  description: 'Which text of an article a mention stands in.',
  values: {
    TITLE: { description: 'The title: ranges point into `Article.title`.' },
    BODY: { description: 'The body: ranges point into `Article.bodyText`.' },
  },
});

export const MentionStatus = builder.enumType('MentionStatus', {
  description: 'Whether it is known what a mention means.',
  values: {
    RESOLVED: { description: 'It means one company, product, ticker or topic.' },
    AMBIGUOUS: { description: 'It can mean several, and the text does not decide; see `candidates`.' },
    UNCERTAIN: {
      description: 'It may mean one, without enough evidence in the text; see `candidates`.',
    },
  },
});

const MentionedType = builder.enumType('MentionedType', {
  description: 'The types that a text can name.',
  values: {
    COMPANY: { value: 'Company', description: 'Companies.' },
    PRODUCT: { value: 'Product', description: 'Products.' },
    TICKER: { value: 'Ticker', description: 'Tickers.' },
    TOPIC: { value: 'Topic', description: 'Topics.' },
  } as const,
});

// ---------------------------------------------------------------- inputs

const EntitySetFilter = builder.inputType('EntitySetFilter', {
  description:
    'Which companies, products, tickers and topics an article must and must not name, by their global ids. All parts must hold. A topic stands for the topics below it as well, a product for the members of its family.',
  fields: (t) => ({
    all: t.idList({ description: 'The article names every one of these.' }),
    any: t.idList({ description: 'The article names at least one of these.' }),
    none: t.idList({ description: 'The article names none of these.' }),
    includeOwned: t.boolean({
      description:
        'Whether each company stands for what it owns as well: subsidiaries and products, down the whole tree.',
    }),
  }),
});

const DateTimeRange = builder.inputType('DateTimeRange', {
  description: 'A range of time, open on the side whose end is not given.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'The first moment in the range.' }),
    to: t.field({ type: 'DateTime', description: 'The first moment after the range.' }),
  }),
});

export const ArticleFilterInput = builder.inputType('ArticleFilter', {
  description:
    'Which articles to take. All parts that are given must hold; an empty filter takes every article. Names that do not exist match nothing, and so does an empty list of alternatives.',
  fields: (t) => ({
    mentions: t.field({
      type: EntitySetFilter,
      description: 'What the article must and must not name, by global ids.',
    }),
    companies: t.stringList({
      description:
        'Slugs of companies; the article names at least one of them. Example: `["amazon", "aws"]`.',
    }),
    includeOwned: t.boolean({
      description:
        'Whether each of `companies` stands for what it owns as well: subsidiaries and products, down the whole tree.',
    }),
    products: t.stringList({
      description:
        'Slugs of products; the article names at least one of them, or a member of the family of one.',
    }),
    tickers: t.stringList({
      description:
        'Tickers as market code and symbol; the article has at least one of them. Example: `["XNAS:AMZN"]`.',
    }),
    topics: t.stringList({
      description: 'Slugs of topics; the article names at least one of them, or a topic below one of them.',
    }),
    category: t.stringList({
      description:
        'The path of a category from its root; the article is in it or below it. Example: `["科技", "芯片"]`.',
    }),
    tags: t.stringList({ description: 'Tags; the article has at least one of them.' }),
    source: t.string({ description: 'The name of the source, exactly as `Article.source.name` gives it.' }),
    language: t.string({
      description:
        'A BCP 47 language tag, as `Article.language` gives it. `zh` also takes `zh-Hans` and `zh-Hant`.',
    }),
    author: t.string({ description: 'The author, exactly as `Article.author` gives it.' }),
    changedSince: t.string({
      description: 'A revision of the corpus: only articles that were added or changed after it.',
    }),
    publishedAt: t.field({
      type: DateTimeRange,
      description: 'When the article was published. Articles without a date are left out.',
    }),
    text: t.string({ description: 'Words that the title or text must contain, as in `search`.' }),
  }),
});

const NAME =
  'Part of a name or alias in any language; upper and lower case make no difference. Example: `英伟达` or `nvidia`.';
const MENTIONED = 'True: only those that at least one article names. False: only those that none names.';

export const CompanyFilterInput = builder.inputType('CompanyFilter', {
  description: 'Which companies to take. All parts that are given must hold.',
  fields: (t) => ({
    name: t.string({ description: NAME }),
    mentioned: t.boolean({ description: MENTIONED }),
    country: t.string({
      description: 'Country of the headquarters, ISO 3166-1 alpha-2, for example `US` or `CN`.',
    }),
    origin: t.field({ type: EntityOrigin, description: 'How the company came to be known.' }),
  }),
});

export const ProductFilterInput = builder.inputType('ProductFilter', {
  description: 'Which products to take. All parts that are given must hold.',
  fields: (t) => ({
    name: t.string({ description: NAME }),
    mentioned: t.boolean({ description: MENTIONED }),
    maker: t.string({ description: 'The slug of the company that makes it.' }),
    kind: t.field({ type: ProductKind, description: 'What sort of thing it is.' }),
    origin: t.field({ type: EntityOrigin, description: 'How the product came to be known.' }),
  }),
});

export const TickerFilterInput = builder.inputType('TickerFilter', {
  description: 'Which tickers to take. All parts that are given must hold.',
  fields: (t) => ({
    exchange: t.string({ description: 'ISO 10383 code of the market, for example `XNAS`.' }),
    symbol: t.string({
      description: "The symbol in the exchange's own form, for example `AMZN` or `09988`.",
    }),
    mentioned: t.boolean({ description: MENTIONED }),
  }),
});

export const TopicFilterInput = builder.inputType('TopicFilter', {
  description: 'Which topics to take. All parts that are given must hold.',
  fields: (t) => ({
    name: t.string({ description: NAME }),
    mentioned: t.boolean({ description: MENTIONED }),
  }),
});

export const MentionFilterInput = builder.inputType('MentionFilter', {
  description: 'Which mentions to take. All parts that are given must hold.',
  fields: (t) => ({
    field: t.field({
      type: MentionField,
      description: 'Only those in the title, or only those in the body.',
    }),
    status: t.field({ type: MentionStatus, description: 'Only mentions of this status.' }),
    entities: t.idList({ description: 'Global ids: only mentions of one of these.' }),
    types: t.field({
      type: [MentionedType],
      description: 'Only mentions of these types. Mentions that are not resolved are left out.',
    }),
  }),
});

// ---------------------------------------------------------------- translation to the store

type Shape<Input extends { $inferInput: unknown }> = Input['$inferInput'];
export type ArticleFilterArgument = Shape<typeof ArticleFilterInput>;

/** Leaves out the parts that are null or undefined, which mean the same to a client: not given. */
function given<Parts extends object>(
  parts: Parts,
): {
  [Name in keyof Parts]?: NonNullable<Parts[Name]>;
} {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value != null)) as never;
}

function texts(
  argument: string,
  values: readonly string[] | null | undefined,
): readonly string[] | undefined {
  return values == null
    ? undefined
    : checkedList(argument, values).map((value) => checkedText(argument, value));
}

/** A revision as `Corpus.revision` gives it. */
export function revision(argument: string, value: string | null | undefined): string | undefined {
  if (value == null || /^\d{1,15}$/.test(value)) return value ?? undefined;
  throw badUserInput(
    argument,
    `\`${argument}\` must be a revision, not ${JSON.stringify(value.slice(0, 60))}.`,
    'Take the value of `Corpus.revision` or `Article.revision`.',
  );
}

function text(argument: string, value: string | null | undefined): string | undefined {
  return value == null ? undefined : checkedText(argument, value);
}

function entities(argument: string, ids: readonly string[] | null | undefined) {
  return ids == null ? undefined : checkedList(argument, ids).map((id) => parseEntityId(argument, id));
}

/** Topics and products stand for what is below them, companies for what they own if that is asked for. */
function named(
  argument: string,
  ids: readonly string[] | null | undefined,
  includeOwned: boolean | null | undefined,
): readonly NamedRef[] | undefined {
  return entities(argument, ids)?.map((ref) => ({
    ...ref,
    tree: ref.type === 'Company' ? includeOwned === true : true,
  }));
}

/** The market and symbol of `XNAS:AMZN`, with the market in upper case. */
export function checkedMic(argument: string, mic: string): string {
  const code = mic.toUpperCase();
  if (!/^[A-Z0-9]{4}$/.test(code)) {
    throw badUserInput(
      argument,
      `\`${argument}\` must be an ISO 10383 market code, not ${JSON.stringify(mic.slice(0, 60))}.`,
      'Give the four characters of ISO 10383: XNAS for Nasdaq, XNYS for New York, XHKG for Hong Kong.',
    );
  }
  return code;
}

export function articleFilter(
  argument: string,
  input: ArticleFilterArgument | null | undefined,
): ArticleFilter {
  if (input == null) return {};
  const { mentions, publishedAt } = input;
  const { from, to } = publishedAt ?? {};
  if (from != null && to != null && from > to) {
    throw badUserInput(
      `${argument}.publishedAt`,
      `In \`${argument}.publishedAt\`, \`from\` must not be later than \`to\`.`,
      '`from` is the first moment in the range, `to` the first moment after it.',
    );
  }
  for (const ticker of input.tickers ?? []) {
    if (isTickerKey(ticker)) continue;
    throw badUserInput(
      `${argument}.tickers`,
      `\`${argument}.tickers\` must hold market codes with symbols, not ${JSON.stringify(ticker.slice(0, 60))}.`,
      'Write market code and symbol with a colon between them, for example XNAS:AMZN.',
    );
  }
  if (input.category?.length === 0) {
    throw badUserInput(`${argument}.category`, `\`${argument}.category\` must have at least one part.`);
  }
  return given({
    mentionsAll: named(`${argument}.mentions.all`, mentions?.all, mentions?.includeOwned),
    mentionsAny: named(`${argument}.mentions.any`, mentions?.any, mentions?.includeOwned),
    mentionsNone: named(`${argument}.mentions.none`, mentions?.none, mentions?.includeOwned),
    companies: texts(`${argument}.companies`, input.companies),
    includeOwned: input.includeOwned === true ? true : undefined,
    products: texts(`${argument}.products`, input.products),
    tickers: texts(`${argument}.tickers`, input.tickers),
    topics: texts(`${argument}.topics`, input.topics),
    category: texts(`${argument}.category`, input.category),
    tags: texts(`${argument}.tags`, input.tags),
    source: text(`${argument}.source`, input.source),
    language: text(`${argument}.language`, input.language),
    author: text(`${argument}.author`, input.author),
    changedSince: revision(`${argument}.changedSince`, input.changedSince),
    publishedFrom: from,
    publishedTo: to,
    text: text(`${argument}.text`, input.text),
  });
}

export function companyFilter(input: Shape<typeof CompanyFilterInput> | null | undefined): CompanyFilter {
  return given({
    name: text('filter.name', input?.name),
    mentioned: input?.mentioned,
    country: text('filter.country', input?.country)?.toUpperCase(),
    origin: input?.origin,
  });
}

export function productFilter(input: Shape<typeof ProductFilterInput> | null | undefined): ProductFilter {
  return given({
    name: text('filter.name', input?.name),
    mentioned: input?.mentioned,
    maker: text('filter.maker', input?.maker),
    kind: input?.kind,
    origin: input?.origin,
  });
}

export function topicFilter(input: Shape<typeof TopicFilterInput> | null | undefined): EntityFilter {
  return given({ name: text('filter.name', input?.name), mentioned: input?.mentioned });
}

export function tickerFilter(input: Shape<typeof TickerFilterInput> | null | undefined): TickerFilter {
  return given({
    exchange: input?.exchange == null ? undefined : checkedMic('filter.exchange', input.exchange),
    symbol: text('filter.symbol', input?.symbol),
    mentioned: input?.mentioned,
  });
}

export function mentionFilter(input: Shape<typeof MentionFilterInput> | null | undefined): MentionFilter {
  return given({
    field: input?.field,
    status: input?.status,
    entities: entities('filter.entities', input?.entities),
    types: input?.types ?? undefined,
  });
}
