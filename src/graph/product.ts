import { EntityArticleConnection } from './articles.ts';
import { builder } from './builder.ts';
import { connection, nestedConnection, pageRequest } from './connections.ts';
import { articleCountOf, articlesOf, mentionCountOf, timelineOfEntity } from './entity.ts';
import { checkedText } from './errors.ts';
import {
  ArticleFilterInput,
  EntityOrigin,
  ProductFilterInput,
  ProductKind,
  productFilter,
} from './filters.ts';
import { ArticleOrderInput, EntityOrderInput, entityOrder } from './orders.ts';
import { Article, Company, Entity, Product } from './refs.ts';
import { TimelineBucket, TimelineInterval } from './timeline.ts';

const MEMBERS = 'Whether what names a version or a part of it, down the whole family, counts as well.';

builder.node(Product, {
  interfaces: [Entity],
  description: 'Something that a company or a community makes: a service, a chip, a model, a game.',
  id: { resolve: ({ slug }) => slug },
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description: 'Its short, stable name in the catalog, for example `aws-iot-twinmaker`.',
    }),
    aliases: t.exposeStringList('aliases', {
      description: 'Further names under which texts know it, in all languages.',
    }),
    formerNames: t.exposeStringList('formerNames', {
      description: 'Names that it had before, in all languages.',
    }),
    origin: t.expose('origin', { type: EntityOrigin, description: 'How it came to be known.' }),
    kind: t.expose('kind', { type: ProductKind, description: 'What sort of thing it is.' }),
    maker: t.field({
      type: Company,
      nullable: true,
      description: 'The company that makes it. Null if it is the work of a community.',
      resolve: ({ makerId }, _, { loaders }) => (makerId === null ? null : loaders.company.load(makerId)),
    }),
    family: t.field({
      type: Product,
      nullable: true,
      description: 'The product that it is a version or a part of. Null if it stands alone.',
      resolve: ({ familyId }, _, { loaders }) => (familyId === null ? null : loaders.product.load(familyId)),
    }),
    members: t.connection(
      {
        type: Product,
        description: 'Its versions and parts, by name: the products whose `family` it is.',
        resolve: ({ id }, args, context) =>
          nestedConnection(context, id, {
            field: 'Product.members',
            page: pageRequest(args),
            pages: (ids, page) => context.store.products.members(ids, page),
            counts: (ids) => context.store.products.memberCounts(ids),
          }),
      },
      ProductConnection,
    ),
    articles: t.connection(
      {
        type: Article,
        description: 'The articles that name it or a member of its family, each with how often and where.',
        args: {
          includeMembers: t.arg.boolean({ defaultValue: true, description: MEMBERS }),
          filter: t.arg({
            type: ArticleFilterInput,
            description: 'Which of them to take. All if not given.',
          }),
          orderBy: t.arg({
            type: ArticleOrderInput,
            description: 'The order of the articles. Newest first if not given.',
          }),
        },
        resolve: (row, args, context) => articlesOf(row, args, args.includeMembers ?? true, context),
      },
      EntityArticleConnection,
    ),
    timeline: t.field({
      type: [TimelineBucket],
      description:
        'How much was written about it over time, oldest first, with zeros where nothing was. The error `TIMELINE_TOO_LONG` if it would have more than 5,000 buckets.',
      args: {
        includeMembers: t.arg.boolean({ defaultValue: true, description: MEMBERS }),
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
      resolve: (row, args, context) => timelineOfEntity(row, args, args.includeMembers ?? true, context),
    }),
    articleCount: t.int({
      description: 'How many articles of the corpus name it or a member of its family.',
      args: { includeMembers: t.arg.boolean({ defaultValue: true, description: MEMBERS }) },
      resolve: (row, { includeMembers }, context) => articleCountOf(row, includeMembers ?? true, context),
    }),
    mentionCount: t.int({
      description: 'How many times the texts of the corpus name it or a member of its family.',
      args: { includeMembers: t.arg.boolean({ defaultValue: true, description: MEMBERS }) },
      resolve: (row, { includeMembers }, context) => mentionCountOf(row, includeMembers ?? true, context),
    }),
  }),
});
export const ProductConnection = builder.connectionObject(
  { type: Product, name: 'ProductConnection', description: 'A page of products.' },
  { description: 'One product of a list.' },
);

builder.queryFields((t) => ({
  product: t.field({
    type: Product,
    nullable: true,
    description: 'The product with this slug. Null if there is none.',
    args: {
      slug: t.arg.string({ required: true, description: 'The slug of the catalog. Example: `pytorch`.' }),
    },
    resolve: (_, { slug }, { loaders }) => loaders.productBySlug(checkedText('slug', slug)),
  }),
  products: t.connection(
    {
      type: Product,
      description: 'The products that are known, whether or not an article names them.',
      args: {
        filter: t.arg({
          type: ProductFilterInput,
          description: 'Which products to take. All if not given.',
        }),
        orderBy: t.arg({
          type: EntityOrderInput,
          description: 'The order of the products. Most mentioned first if not given.',
        }),
      },
      resolve: (_, args, { store }) => {
        const filter = productFilter(args.filter);
        const order = entityOrder(args.orderBy);
        const page = pageRequest(args);
        return connection({
          page: () => store.products.page(filter, order, page),
          count: () => store.products.count(filter),
        });
      },
    },
    ProductConnection,
  ),
}));
