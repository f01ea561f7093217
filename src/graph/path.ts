import type { ArticleFilter, PathEnd, PathRow } from '../store/store.ts';
import { ArticleConnection } from './articles.ts';
import { builder } from './builder.ts';
import { connection, pageRequest } from './connections.ts';
import type { GraphContext } from './context.ts';
import { badUserInput, Overtaken } from './errors.ts';
import { faceted } from './facets.ts';
import { ArticleFilterInput, articleFilter } from './filters.ts';
import { parseGlobalId } from './ids.ts';
import { sentence } from './mention.ts';
import { ArticleOrderInput, articleOrder } from './orders.ts';
import { Article } from './refs.ts';
import type { EntityRow, NodeRow } from './rows.ts';

type StepRow = PathRow['steps'][number];
const MOST_STEPS = 4;

const PathStep = builder.objectRef<StepRow>('PathStep').implement({
  description: 'One step of a path: two nodes that stand in the same articles.',
  fields: (t) => ({
    from: t.field({
      type: builder.nodeInterfaceRef(),
      description: 'Where the step begins.',
      resolve: ({ from }, _, context) => rowOf(from, context),
    }),
    to: t.field({
      type: builder.nodeInterfaceRef(),
      description: 'Where the step ends.',
      resolve: ({ to }, _, context) => rowOf(to, context),
    }),
    articles: t.connection(
      {
        type: Article,
        description:
          'The articles that name both. If the step begins or ends with an article, that article alone.',
        args: {
          filter: t.arg({
            type: ArticleFilterInput,
            description: 'Which of them to take. All if not given.',
          }),
          orderBy: t.arg({
            type: ArticleOrderInput,
            description: 'The order of the articles. Newest first if not given.',
          }),
        },
        resolve: async (step, args, context) => {
          const { store } = context;
          const order = articleOrder(args.orderBy);
          const page = pageRequest(args);
          const filter = await ofStep(step, articleFilter('filter', args.filter), context);
          const scope = { kind: 'corpus' } as const;
          const value = connection({
            page: () => store.articles.page(filter, order, page),
            count: async () => (await store.articles.counts([scope], filter)).at(0) ?? 0,
          });
          return faceted(value, { scope, filter, input: args.filter ?? {} });
        },
      },
      ArticleConnection,
    ),
    sentence: t.string({
      nullable: true,
      description:
        'The sentence of the newest of these articles that says best how the two hang together: one that names both, or something that one of them owns. Null if there is none.',
      resolve: (step, _, context) => (step.sentence === null ? null : sentence(step.sentence, context)),
    }),
  }),
});

const Path = builder.objectRef<PathRow>('Path').implement({
  description: 'How two nodes hang together, step by step.',
  fields: (t) => ({
    steps: t.field({
      type: [PathStep],
      description: 'The steps in their order, each beginning where the one before it ends.',
      resolve: ({ steps }) => [...steps],
    }),
  }),
});

async function rowOf({ type, id }: PathEnd, { loaders }: GraphContext): Promise<NodeRow> {
  const row = await {
    Article: loaders.article,
    Company: loaders.company,
    Product: loaders.product,
    Topic: loaders.topic,
    Ticker: loaders.ticker,
  }[type].load(id);
  if (row === null) throw new Overtaken(`A node of a path is missing: ${type} ${id}`);
  return row;
}

/** The filter, and that the articles are those of the step. */
async function ofStep(
  { from, to }: StepRow,
  filter: ArticleFilter,
  context: GraphContext,
): Promise<ArticleFilter> {
  const article = [from, to].find(({ type }) => type === 'Article');
  if (article !== undefined) return { ...filter, ids: [article.id] };
  const rows = await Promise.all([from, to].map((end) => rowOf(end, context)));
  const refs = rows.map((row) => refOf(row as EntityRow));
  return { ...filter, mentionsAll: [...(filter.mentionsAll ?? []), ...refs] };
}

function refOf(row: EntityRow) {
  return { type: row.type, key: row.type === 'Ticker' ? `${row.mic}:${row.symbol}` : row.slug };
}

builder.queryField('path', (t) =>
  t.field({
    type: Path,
    nullable: true,
    complexity: { field: 500, multiplier: 1 },
    description:
      'How two companies, products, topics, tickers or articles hang together: the fewest steps from one to the other, rare things before common ones. Null if there is no path, or one of the two no longer exists.',
    args: {
      from: t.arg.id({
        required: true,
        description: 'The global id of a company, product, topic, ticker or article.',
      }),
      to: t.arg.id({
        required: true,
        description: 'The global id of a company, product, topic, ticker or article.',
      }),
      maxSteps: t.arg.int({
        defaultValue: MOST_STEPS,
        description: `The most steps to take: from 1 to ${MOST_STEPS}.`,
      }),
    },
    resolve: async (_, args, { store, loaders }) => {
      const maxSteps = args.maxSteps ?? MOST_STEPS;
      if (maxSteps < 1 || maxSteps > MOST_STEPS) {
        throw badUserInput('maxSteps', `\`maxSteps\` must be from 1 to ${MOST_STEPS}, not ${maxSteps}.`);
      }
      const [from, to] = await Promise.all(
        (['from', 'to'] as const).map(async (argument): Promise<PathEnd | null> => {
          const key = parseGlobalId(argument, args[argument], ENDS);
          const row = await loaders.node(key);
          return row === null || !('id' in row) ? null : { type: key.type as PathEnd['type'], id: row.id };
        }),
      );
      return from == null || to == null ? null : store.articles.path(from, to, maxSteps);
    },
  }),
);

const ENDS = ['Article', 'Company', 'Product', 'Ticker', 'Topic'] as const;
