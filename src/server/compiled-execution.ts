import {
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  Kind,
  OperationTypeNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import type { Plugin } from 'graphql-yoga';

/**
 * Runs queries that come again as code compiled for them. A document is compiled the second time it is run, so that a
 * client that never sends the same one twice costs no compilation; what was compiled goes with the parsed document,
 * of which the server keeps a bounded number. Mutations, subscriptions and answers in parts are executed as ever.
 */
export function compiledExecution(): Plugin {
  const documents = new WeakMap<DocumentNode, CompiledDocument>();
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn((executed: ExecutionArgs) => {
        const compiled = compiledFor(documents, executed);
        if (compiled === null) return executeFn(executed);
        const result = compiled.query(
          executed.rootValue,
          executed.contextValue,
          executed.variableValues ?? {},
        );
        // What went wrong is told by the executor, which words and places errors as the rest of the server expects; what
        // was loaded is there already.
        return result instanceof Promise
          ? result.then((answer) => (answer.errors === undefined ? answer : executeFn(executed)))
          : result.errors === undefined
            ? result
            : executeFn(executed);
      });
    },
  };
}

/** What became of a document: its queries by operation name, null for those that are not to be compiled. */
interface CompiledDocument {
  readonly operations: Map<string, CompiledQuery | null>;
}

function compiledFor(
  documents: WeakMap<DocumentNode, CompiledDocument>,
  { schema, document, operationName }: ExecutionArgs,
): CompiledQuery | null {
  const known = documents.get(document);
  if (known === undefined) {
    documents.set(document, { operations: new Map() });
    return null;
  }
  const name = operationName ?? '';
  const compiled = known.operations.get(name);
  if (compiled !== undefined) return compiled;
  const query = isPlainQuery(document, operationName)
    ? compileQuery(schema, document, operationName ?? undefined)
    : null;
  const usable = query !== null && isCompiledQuery(query) ? query : null;
  known.operations.set(name, usable);
  return usable;
}

const INCREMENTAL = new Set(['defer', 'stream']);

function isPlainQuery(document: DocumentNode, operationName: string | null | undefined): boolean {
  if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.QUERY) return false;
  let plain = true;
  visit(document, {
    [Kind.DIRECTIVE](directive) {
      if (INCREMENTAL.has(directive.name.value)) plain = false;
    },
  });
  return plain;
}
