import type { EntityType } from '../catalog/catalog.ts';
import type {
  ArticleOrder,
  ArticleScope,
  EntityId,
  TimelineBucket as TimelineBucketData,
  TimelineRequest,
} from '../store/store.ts';
import { EntityArticleConnection, type EntityArticleExtra, type FacetedConnection } from './articles.ts';
import { nestedConnection, type PageArguments, pageRequest } from './connections.ts';
import type { GraphContext } from './context.ts';
import { membersOf } from './entity-members.ts';
import { Overtaken } from './errors.ts';
import { faceted } from './facets.ts';
import { type ArticleFilterArgument, ArticleFilterInput, articleFilter } from './filters.ts';
import { localizedName } from './names.ts';
import { ArticleOrderInput, articleOrder } from './orders.ts';
import { Article, Entity } from './refs.ts';
import type { EntityRow } from './rows.ts';
import { TimelineBucket, TimelineInterval, timelineOf, timelineRequest } from './timeline.ts';

Entity.implement({
  description: 'What a text can name: a company, a product, a ticker or a topic.',
  resolveType: (row) => row.type,
  fields: (t) => ({
    id: t.id({
      description: 'The global id of this node. Give it to `node(id:)`.',
      resolve: (row) => {
        throw new Overtaken(`Every type that is an entity has an id of its own: ${row.type}`);
      },
    }),
    name: t.string({
      description: 'The name in one language. For a ticker the name of its company, or its symbol.',
      args: {
        language: t.arg.string({
          description:
            'A BCP 47 tag, for example `zh` or `zh-Hant`. English if not given, or if there is no name in it.',
        }),
      },
      resolve: async (row, { language }, { loaders }) => {
        if (row.type !== 'Ticker') return localizedName(row.name, language);
        const company = row.companyId === null ? null : await loaders.company.load(row.companyId);
        return company === null ? row.symbol : localizedName(company.name, language);
      },
    }),
    articleCount: t.exposeInt('articleCount', { description: 'How many articles of the corpus name it.' }),
    mentionCount: t.exposeInt('mentionCount', {
      description: 'How many times the texts of the corpus name it.',
    }),
    articles: t.connection(
      {
        type: Article,
        description: 'The articles that name it, each with how often and where.',
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
        resolve: (row, args, context) => articlesOf(row, args, false, context),
      },
      EntityArticleConnection,
    ),
    timeline: t.field({
      type: [TimelineBucket],
      description:
        'How much was written about it over time, oldest first, with zeros where nothing was. The error `TIMELINE_TOO_LONG` if it would have more than 5,000 buckets.',
      args: {
        interval: t.arg({
          type: TimelineInterval,
          required: true,
          description: 'The length of each bucket.',
        }),
        from: t.arg({
          type: 'Date',
          description: 'The first day. That of the first article that names it if not given.',
        }),
        to: t.arg({
          type: 'Date',
          description: 'The last day. That of the last article that names it if not given.',
        }),
        filter: t.arg({
          type: ArticleFilterInput,
          description: 'Which articles to count. All if not given.',
        }),
      },
      resolve: (row, args, context) => timelineOfEntity(row, args, false, context),
    }),
  }),
});

interface ArticleArguments extends PageArguments {
  readonly filter?: ArticleFilterArgument | null | undefined;
  readonly orderBy?: ArticleOrder | null | undefined;
}

/** The articles that name an entity, or with `wide` it or what belongs to it; see `membersOf`. */
export function articlesOf(
  row: EntityRow,
  args: ArticleArguments,
  wide: boolean,
  context: GraphContext,
): FacetedConnection<EntityArticleExtra> {
  const { articles } = context.store;
  const filter = articleFilter('filter', args.filter);
  const order = articleOrder(args.orderBy);
  const { type } = row;
  const value = nestedConnection(context, row.id, {
    field: `${type}.articles`,
    args: { filter, order, wide },
    page: pageRequest(args),
    pages: async (ids, request) => {
      const members = await membersOf(type, ids, wide, context);
      const pages = await articles.pages(scopesOf(type, members, wide), filter, order, request);
      return pages.map((page, index) => ({
        ...page,
        edges: page.edges.map((edge) => ({ ...edge, entityIds: members[index] ?? [] })),
      }));
    },
    counts: async (ids) =>
      articles.counts(scopesOf(type, await membersOf(type, ids, wide, context), wide), filter),
  });
  const facets = async () => {
    const members = await membersOf(type, [row.id], wide, context);
    return scopesOf(type, members, wide).map((scope) => ({ scope, filter, input: args.filter ?? {} }));
  };
  return faceted(value, facets);
}

/** How many articles name an entity, or with `wide` it or what belongs to it. */
export async function articleCountOf(row: EntityRow, wide: boolean, context: GraphContext): Promise<number> {
  const { type } = row;
  const [members = []] = await membersOf(type, [row.id], wide, context);
  if (members.length === 1) return row.articleCount;
  return context.loaders.together(`${type}.articleCount`, {}, row.id, async (ids: readonly EntityId[]) =>
    context.store.articles.counts(scopesOf(type, await membersOf(type, ids, wide, context), wide), {}),
  );
}

/** How many times the texts name an entity, or with `wide` it or what belongs to it. */
export async function mentionCountOf(row: EntityRow, wide: boolean, context: GraphContext): Promise<number> {
  const { type } = row;
  const [members = []] = await membersOf(type, [row.id], wide, context);
  if (members.length === 1 || type === 'Ticker') return row.mentionCount;
  const { company, product, topic } = context.loaders;
  const loader = { Company: company, Product: product, Topic: topic }[type];
  const rows = await Promise.all(members.map((id) => loader.load(id)));
  return rows.reduce((sum, member) => sum + (member?.mentionCount ?? 0), 0);
}

interface TimelineOfEntity {
  readonly interval: TimelineRequest['interval'];
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  readonly filter?: ArticleFilterArgument | null | undefined;
}

export function timelineOfEntity(
  row: EntityRow,
  args: TimelineOfEntity,
  wide: boolean,
  context: GraphContext,
): Promise<TimelineBucketData[]> {
  const { type } = row;
  const filter = articleFilter('filter', args.filter);
  return timelineOf(
    `${type}.timeline ${JSON.stringify({ filter, wide })}`,
    row.id,
    timelineRequest(args),
    context.loaders,
    async (ids, request) =>
      context.store.articles.timelines(
        scopesOf(type, await membersOf(type, ids, wide, context), wide),
        filter,
        request,
      ),
  );
}

function scopesOf(
  type: EntityType,
  members: readonly (readonly EntityId[])[],
  wide: boolean,
): ArticleScope[] {
  return members.map((ids) => (wide ? { kind: 'any', ids } : { kind: 'entity', type, id: ids[0] ?? 0 }));
}
