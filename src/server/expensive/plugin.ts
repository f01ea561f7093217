import { type DocumentNode, Kind, OperationTypeNode, print } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { costOfOperation } from '../../graph/cost.ts';
import type { Metered } from '../limits/metered-schema.ts';
import { refusalError } from '../refusal.ts';
import type { ExpensiveLane } from './lane.ts';
import { writtenResult } from './written.ts';

/** Sends queries that cost more than `most` to a process of their own. */
export function expensiveOperations(lane: ExpensiveLane, most: number): Plugin<Metered> {
  const queries = new WeakMap<DocumentNode, boolean>();
  /** Of documents without variables, which cost the same each time. */
  const costs = new WeakMap<DocumentNode, number | null>();
  const isQuery = (document: DocumentNode) => {
    const known = queries.get(document);
    if (known !== undefined) return known;
    const only = document.definitions.every(
      (definition) =>
        definition.kind !== Kind.OPERATION_DEFINITION || definition.operation === OperationTypeNode.QUERY,
    );
    queries.set(document, only);
    return only;
  };
  return {
    onExecute({ args, setExecuteFn }) {
      const { schema, document, operationName = null, variableValues = {} } = args;
      const context: Metered = args.contextValue;
      if (context.budget !== undefined || !isQuery(document)) return;
      let cost = costs.get(document);
      if (cost === undefined) {
        cost = costOfOperation(schema, document, operationName, variableValues ?? {});
        if (Object.keys(variableValues ?? {}).length === 0) costs.set(document, cost);
      }
      context.cost = cost;
      if (cost === null || cost <= most) return;
      setExecuteFn(async () => {
        const run = lane.run({
          document: document.loc?.source.body ?? print(document),
          operationName,
          variables: variableValues ?? {},
          mayCorrect: context.mayCorrect ?? false,
        });
        // The budget is given after this plugin has looked, as its time begins with the execution.
        const { budget } = context;
        void budget?.answer.then(run.cancel);
        const outcome = await run.outcome;
        if ('status' in outcome) return { errors: [refusalError(outcome)] };
        context.statementsElsewhere = outcome.statements;
        budget?.spend(outcome.body.length);
        return writtenResult(outcome);
      });
    },
  };
}
