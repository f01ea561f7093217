import { builder } from './builder.ts';
import { connection, pageRequest } from './connections.ts';
import { checkedText } from './errors.ts';
import { EntityOrigin, ProductFilterInput, ProductKind, productFilter } from './filters.ts';
import { EntityOrderInput, entityOrder } from './orders.ts';
import { Company, Entity, Product } from './refs.ts';

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
      description: 'The company that makes it; null for the work of a community.',
      resolve: ({ makerId }, _, { loaders }) => (makerId === null ? null : loaders.company.load(makerId)),
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
    description: 'The product with this slug; null where there is none.',
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
          description: 'Which products to take; all where not given.',
        }),
        orderBy: t.arg({
          type: EntityOrderInput,
          description: 'In which order they come; most mentioned first where not given.',
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
