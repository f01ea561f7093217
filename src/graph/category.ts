import { ArticleConnection } from './articles.ts';
import { builder } from './builder.ts';
import { connection, nestedConnection, pageRequest } from './connections.ts';
import { badUserInput, checkedList, checkedText } from './errors.ts';
import { faceted } from './facets.ts';
import { categoryKey } from './ids.ts';
import { ArticleOrderInput, articleOrder } from './orders.ts';
import { Article, Category } from './refs.ts';

builder.node(Category, {
  description:
    'A category that posts put themselves into. Categories form trees, and are known by their paths.',
  id: { resolve: ({ path }) => categoryKey(path) },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its own name: the last part of its path.' }),
    path: t.exposeStringList('path', {
      description: 'The names from the root to this category. Example: `["科技", "芯片", "快讯"]`.',
    }),
    parent: t.field({
      type: Category,
      nullable: true,
      description: 'The category that it is part of. Null if it is a root.',
      resolve: ({ parentId }, _, { loaders }) => (parentId === null ? null : loaders.category.load(parentId)),
    }),
    ancestors: t.field({
      type: [Category],
      description: 'The way down to it: the root first, its parent last. Empty if it is a root.',
      resolve: ({ id }, _, { loaders }) => loaders.categoryAncestors.load(id),
    }),
    children: t.connection(
      {
        type: Category,
        description: 'The categories that it is divided into, by name.',
        resolve: ({ id }, args, context) =>
          nestedConnection(context, id, {
            field: 'Category.children',
            page: pageRequest(args),
            pages: (ids, page) => context.store.categories.children(ids, page),
            counts: (ids) => context.store.categories.childCounts(ids),
          }),
      },
      CategoryConnection,
    ),
    articles: t.connection(
      {
        type: Article,
        description: 'The articles in this category.',
        args: {
          includeDescendants: t.arg.boolean({
            defaultValue: true,
            description: 'Whether articles in categories below it are taken as well.',
          }),
          orderBy: t.arg({
            type: ArticleOrderInput,
            description: 'The order of the articles. Newest first if not given.',
          }),
        },
        resolve: ({ id, path }, args, context) => {
          const { articles } = context.store;
          const includeDescendants = args.includeDescendants ?? true;
          const order = articleOrder(args.orderBy);
          const value = nestedConnection(context, id, {
            field: 'Category.articles',
            args: { includeDescendants, order },
            page: pageRequest(args),
            pages: (ids, page) =>
              articles.pages(
                ids.map((category) => ({ kind: 'category', id: category, includeDescendants })),
                {},
                order,
                page,
              ),
            counts: (ids) =>
              articles.counts(
                ids.map((category) => ({ kind: 'category', id: category, includeDescendants })),
                {},
              ),
          });
          const scope = { kind: 'category', id, includeDescendants } as const;
          return faceted(value, { scope, filter: {}, input: { category: [...path] } });
        },
      },
      ArticleConnection,
    ),
    articleCount: t.exposeInt('articleCount', { description: 'How many articles are in it or below it.' }),
  }),
});

export const CategoryConnection = builder.connectionObject(
  { type: Category, name: 'CategoryConnection', description: 'A page of categories.' },
  { description: 'One category of a list.' },
);

builder.queryFields((t) => ({
  category: t.field({
    type: Category,
    nullable: true,
    description: 'The category with this path. Null if there is none.',
    args: {
      path: t.arg.stringList({
        required: true,
        description: 'The names from the root to the category. Example: `["科技", "芯片"]`.',
      }),
    },
    resolve: (_, { path }, { loaders }) => {
      if (path.length === 0) throw badUserInput('path', '`path` must have at least one part.');
      const parts = checkedList('path', path).map((part) => checkedText('path', part));
      return loaders.categoryByPath(parts);
    },
  }),
  categories: t.connection(
    {
      type: Category,
      description: 'The categories of the corpus, by path.',
      args: {
        rootsOnly: t.arg.boolean({
          description: 'True: only the categories that have no parent. Follow `children` from there.',
        }),
      },
      resolve: (_, args, { store }) => {
        const rootsOnly = args.rootsOnly ?? false;
        const page = pageRequest(args);
        return connection({
          page: () => store.categories.page(rootsOnly, page),
          count: () => store.categories.count(rootsOnly),
        });
      },
    },
    CategoryConnection,
  ),
}));
