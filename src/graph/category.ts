import type { CategoryRow } from '../store/store.ts';
import { ArticleConnection, type FacetedConnection } from './articles.ts';
import { builder } from './builder.ts';
import { connection, connectionTypes, nestedConnection, pageArguments, pageRequest } from './connections.ts';
import { badUserInput, checkedList, checkedText } from './errors.ts';
import { categoryKey } from './ids.ts';
import { ArticleOrderInput, articleOrder } from './orders.ts';
import { Category } from './refs.ts';

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
      description: 'The category that it is part of; null for a root.',
      resolve: ({ parentId }, _, { loaders }) => (parentId === null ? null : loaders.category.load(parentId)),
    }),
    ancestors: t.field({
      type: [Category],
      description: 'The way down to it: the root first, its parent last; empty for a root.',
      resolve: ({ id }, _, { loaders }) => loaders.categoryAncestors.load(id),
    }),
    children: t.field({
      type: CategoryConnection.connection,
      description: 'The categories that it is divided into, by name.',
      args: pageArguments,
      resolve: ({ id }, args, context, info) =>
        nestedConnection(info, context, id, {
          page: pageRequest(args),
          pages: (ids, page) => context.store.categories.children(ids, page),
          counts: (ids) => context.store.categories.childCounts(ids),
        }),
    }),
    articles: t.field({
      type: ArticleConnection.connection,
      description: 'The articles in this category.',
      args: {
        includeDescendants: t.arg.boolean({
          defaultValue: true,
          description: 'Whether articles in categories below it are taken as well.',
        }),
        orderBy: t.arg({
          type: ArticleOrderInput,
          description: 'In which order they come; newest first where not given.',
        }),
        ...pageArguments,
      },
      resolve: async ({ id, path }, args, context, info): Promise<FacetedConnection> => {
        const { articles } = context.store;
        const includeDescendants = args.includeDescendants ?? true;
        const order = articleOrder(args.orderBy);
        const value = await nestedConnection(info, context, id, {
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
        return { ...value, facets: { scope, filter: {}, input: { category: [...path] } } };
      },
    }),
    articleCount: t.exposeInt('articleCount', { description: 'How many articles are in it or below it.' }),
  }),
});

export const CategoryConnection = connectionTypes<CategoryRow>(Category, {
  name: 'Category',
  description: 'A page of categories.',
  edge: 'One category of a list.',
});

builder.queryFields((t) => ({
  category: t.field({
    type: Category,
    nullable: true,
    description: 'The category with this path; null where there is none.',
    args: {
      path: t.arg.stringList({
        required: true,
        description: 'The names from the root to the category. Example: `["科技", "芯片"]`.',
      }),
    },
    resolve: (_, { path }, { loaders }) => {
      if (path.length === 0) throw badUserInput('path', '`path` is empty, but a path has at least one part.');
      const parts = checkedList('path', path).map((part) => checkedText('path', part));
      return loaders.categoryByPath(parts);
    },
  }),
  categories: t.field({
    type: CategoryConnection.connection,
    description: 'The categories of the corpus, by path.',
    args: {
      rootsOnly: t.arg.boolean({
        description: 'True: only the categories that have no parent. Follow `children` from there.',
      }),
      ...pageArguments,
    },
    resolve: (_, args, { store }, info) => {
      const rootsOnly = args.rootsOnly ?? false;
      const page = pageRequest(args);
      return connection(info, {
        page: () => store.categories.page(rootsOnly, page),
        count: () => store.categories.count(rootsOnly),
      });
    },
  }),
}));
