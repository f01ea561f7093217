import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { clientSchema } from '../graph/schema.ts';

/**
 * Answers introspection from the schema of clients, which lacks what only gateways use. Code generators would
 * otherwise meet `_Any` and `_entities`.
 */
export function clientIntrospection(typePrefix: string): Plugin {
  return {
    onExecute({ args }) {
      if (onlyIntrospects(args.document, args.operationName)) args.schema = clientSchema({ typePrefix });
    },
  };
}

const INTROSPECTION = new Set(['__schema', '__type']);

function onlyIntrospects(document: DocumentNode, name: string | null | undefined): boolean {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION && (name == null || definition.name?.value === name),
  );
  return (
    operation?.selectionSet.selections.every(
      (selection) => selection.kind === Kind.FIELD && INTROSPECTION.has(selection.name.value),
    ) ?? false
  );
}
