import type { Command } from 'commander';
import { printClientSchema } from '../graph/schema.ts';

export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description('Print the GraphQL schema, for client code generation.')
    .addHelpText('after', '\nExample:\n  newsgraph schema > schema.graphql')
    .action(() => {
      process.stdout.write(printClientSchema());
    });
}
