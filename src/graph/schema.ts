import './scalars.ts';
import './article.ts';
import './article-links.ts';
import './articles.ts';
import './entity.ts';
import './company.ts';
import './product.ts';
import './topic.ts';
import './ticker.ts';
import './category.ts';
import './framework.ts';
import './search.ts';
import './suggestion.ts';
import './path.ts';
import './corpus.ts';
import './node.ts';
import './refusal.ts';
import './correction.ts';
import './subscription.ts';
import './changes.ts';
import { printSubgraphSchema as printSdl } from '@apollo/subgraph';
import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
  printSchema,
} from 'graphql';
import { builder } from './builder.ts';
import { type SubgraphOptions, subgraphSchema } from './federation.ts';
import { withTypePrefix } from './type-prefix.ts';

/** The schema to serve: everything clients can ask, and what makes it a Federation 2 subgraph. */
export function createSchema(options: SubgraphOptions = {}): GraphQLSchema {
  return subgraphSchema(options);
}

type ClientOptions = Pick<SubgraphOptions, 'typePrefix'>;

/** By the prefix of their types. */
const forClients = new Map<string, GraphQLSchema>();

/** The schema as clients see it: without anything of federation, with the directives that a server understands. */
export function clientSchema({ typePrefix = '' }: ClientOptions = {}): GraphQLSchema {
  let schema = forClients.get(typePrefix);
  if (schema === undefined) {
    const { directives, ...config } = builder.toSchema().toConfig();
    schema = new GraphQLSchema({ ...config, directives: [...directives, DEFER] });
    if (typePrefix !== '') schema = withTypePrefix(schema, typePrefix);
    forClients.set(typePrefix, schema);
  }
  return schema;
}

const DEFER = new GraphQLDirective({
  name: 'defer',
  description:
    'Lets the server send this fragment after the rest, to a client whose `Accept` header names a format for that.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: {
      type: new GraphQLNonNull(GraphQLBoolean),
      defaultValue: true,
      description: 'Whether the fragment may be sent later.',
    },
    label: { type: GraphQLString, description: 'A name by which the client knows the part again.' },
  },
});

/** This is schema.graphql. */
export function printClientSchema(options: ClientOptions = {}): string {
  return `${printSchema(clientSchema(options))}\n`;
}

/** The schema for composition into a supergraph, with the directives of federation. */
export function printSubgraphSchema(options: SubgraphOptions = {}): string {
  return printSdl(subgraphSchema(options));
}
