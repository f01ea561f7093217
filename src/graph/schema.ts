import './scalars.ts';
import './article.ts';
import './article-links.ts';
import './articles.ts';
import './company.ts';
import './product.ts';
import './topic.ts';
import './ticker.ts';
import './category.ts';
import './search.ts';
import './corpus.ts';
import './node.ts';
import './subscription.ts';
import { printSubgraphSchema as printSdl } from '@apollo/subgraph';
import { type GraphQLSchema, printSchema } from 'graphql';
import { builder } from './builder.ts';
import { type SubgraphOptions, subgraphSchema } from './federation.ts';

/** The schema to serve: everything clients can ask, and what makes it a Federation 2 subgraph. */
export function createSchema(options: SubgraphOptions = {}): GraphQLSchema {
  return subgraphSchema(options);
}

/** The schema for clients, without anything of federation. This is schema.graphql. */
export function printClientSchema(): string {
  return `${printSchema(builder.toSchema())}\n`;
}

/** The schema for composition into a supergraph, with the directives of federation. */
export function printSubgraphSchema(options: SubgraphOptions = {}): string {
  return printSdl(subgraphSchema(options));
}
