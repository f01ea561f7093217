import type { Command } from 'commander';
import { printClientSchema, printSubgraphSchema } from '../graph/schema.ts';
import { configOf } from './settings.ts';

export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description(
      'Print the GraphQL schema: for client code generation, or for composition into a supergraph.',
    )
    .option('--subgraph', 'the SDL of the Federation 2 subgraph')
    .option(
      '--federation-node <way>',
      'what a supergraph sees of node and nodes: keep, hide or omit (default: keep)',
    )
    .option(
      '--type-prefix <prefix>',
      'what stands before the names of types, for a supergraph that has them too',
    )
    .addHelpText(
      'after',
      '\nExample:\n  newsgraph schema > schema.graphql\n  newsgraph schema --subgraph > newsgraph.subgraph.graphql',
    )
    .action((flags: { subgraph?: true }, command: Command) => {
      const config = configOf(command);
      process.stdout.write(flags.subgraph ? printSubgraphSchema(config) : printClientSchema(config));
    });
}
