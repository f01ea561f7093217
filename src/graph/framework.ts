import type { Framework as CatalogFramework } from '../catalog/catalog.ts';
import { builder } from './builder.ts';
import { connection, pageRequest } from './connections.ts';
import type { GraphContext } from './context.ts';
import { badUserInput, checkedText } from './errors.ts';
import { pageOfList } from './list-page.ts';
import { localizedName } from './names.ts';
import { Framework, FrameworkComponent, type PlacedComponent, Topic } from './refs.ts';
import { TopicConnection } from './topic.ts';

const nameArguments = builder.args((t) => ({
  language: t.string({
    description:
      'A BCP 47 tag, for example `zh` or `zh-Hant`. English if not given, or if there is no name in it.',
  }),
}));

export function placedComponents({ components }: CatalogFramework): PlacedComponent[] {
  return components.map((component, index) => ({ ...component, position: index + 1 }));
}

FrameworkComponent.implement({
  description: 'One part of a research framework.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'Its place in the framework, from 1.' }),
    name: t.string({
      description: 'The name in one language.',
      args: nameArguments,
      resolve: ({ name }, { language }) => localizedName(name, language),
    }),
    topics: t.connection(
      {
        type: Topic,
        description:
          'The topics that it is made of, in the order of the catalog. Each stands for its own kinds too.',
        resolve: ({ topics }, args, { loaders }) => {
          const request = pageRequest(args);
          return connection({
            page: async () => {
              const rows = await loaders.entities(topics.map((key) => ({ type: 'Topic', key }) as const));
              return pageOfList(
                'component',
                rows.filter((row) => row.type === 'Topic'),
                request,
              );
            },
            count: async () => topics.length,
          });
        },
      },
      TopicConnection,
    ),
  }),
});

builder.node(Framework, {
  description: 'A research framework: ordered components that are made of topics. It is not a taxonomy.',
  id: { resolve: ({ slug }) => slug },
  fields: (t) => ({
    slug: t.exposeString('slug', {
      description: 'Its short, stable name in the catalog. Example: `metaverse`.',
    }),
    name: t.string({
      description: 'The name in one language.',
      args: nameArguments,
      resolve: ({ name }, { language }) => localizedName(name, language),
    }),
    components: t.field({
      type: [FrameworkComponent],
      description: 'The components, in the order of the framework.',
      resolve: (framework) => placedComponents(framework),
    }),
  }),
});

const FrameworkConnection = builder.connectionObject(
  { type: Framework, name: 'FrameworkConnection', description: 'A page of research frameworks.' },
  { description: 'One research framework of a list.' },
);

/** The framework that an argument names; one that does not exist is the client's error. */
export async function knownFramework(
  argument: string,
  slug: string,
  { loaders }: GraphContext,
): Promise<CatalogFramework> {
  const known = await loaders.frameworks();
  const framework = known.get(checkedText(argument, slug));
  if (framework !== undefined) return framework;
  throw badUserInput(
    argument,
    `There is no framework with the slug ${JSON.stringify(slug.slice(0, 60))}.`,
    `The frameworks are ${[...known.keys()].join(', ') || 'none'}.`,
  );
}

builder.queryFields((t) => ({
  framework: t.field({
    type: Framework,
    nullable: true,
    description: 'The research framework with this slug. Null if there is none.',
    args: {
      slug: t.arg.string({ required: true, description: 'The slug of the catalog. Example: `metaverse`.' }),
    },
    resolve: async (_, { slug }, { loaders }) =>
      (await loaders.frameworks()).get(checkedText('slug', slug)) ?? null,
  }),
  frameworks: t.connection(
    {
      type: Framework,
      description: 'The research frameworks of the catalog, in its order.',
      resolve: (_, args, { loaders }) => {
        const request = pageRequest(args);
        return connection({
          page: async () => pageOfList('frameworks', [...(await loaders.frameworks()).values()], request),
          count: async () => (await loaders.frameworks()).size,
        });
      },
    },
    FrameworkConnection,
  ),
}));
