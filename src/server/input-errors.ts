import {
  type ASTNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  isEnumType,
  Kind,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

const VALUES = new Set<string>([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

/**
 * Gives errors about a value that does not fit its argument (an unknown enum value, a string where a number is
 * meant) the code and the argument's name that resolvers give theirs: `BAD_USER_INPUT`. GraphQL itself only says
 * where in the document they are. A value that an enum lacks is told those that it has, where names may be told.
 */
export function inputErrors(suggestions: boolean): Plugin {
  const told = (error: GraphQLError, schema: GraphQLSchema, argument: string | null): void => {
    mark(error, argument, suggestions ? valuesOfEnum(error.message, schema) : null);
  };
  return {
    onValidate({ params }) {
      return ({ valid, result }) => {
        if (valid) return;
        for (const error of result as GraphQLError[]) {
          const node = error.nodes?.[0];
          if (node && VALUES.has(node.kind))
            told(error, params.schema, argumentAround(params.documentAST as DocumentNode, node));
        }
      };
    },
    onExecute({ args }) {
      return {
        onExecuteDone({ result }) {
          if (!('errors' in result)) return;
          for (const error of result.errors ?? []) {
            const node = error.nodes?.[0];
            if (node?.kind !== Kind.VARIABLE_DEFINITION || error.path) continue;
            told(error, args.schema, argumentOfVariable(args.document, node.variable.name.value));
          }
        },
      };
    },
  };
}

function mark(error: GraphQLError, argument: string | null, hint: string | null): void {
  Object.assign(
    error.extensions,
    { code: 'BAD_USER_INPUT' },
    argument === null ? {} : { argument },
    hint === null ? {} : { hint },
  );
}

/** The values of the enum that a message of GraphQL's speaks of. */
function valuesOfEnum(message: string, schema: GraphQLSchema): string | null {
  const [, name = ''] = /(?:in |Enum )"(\w+)"/.exec(message) ?? [];
  const type = schema.getType(name);
  if (!isEnumType(type)) return null;
  const values = type.getValues().map((value) => value.name);
  return `Must be ${values.length > 1 ? `one of ${values.join(', ')}` : values.join()}.`;
}

/** Name of the innermost argument whose value holds the node. */
function argumentAround(document: DocumentNode, node: ASTNode): string | null {
  const position = node.loc?.start ?? -1;
  let name: string | null = null;
  visit(document, {
    Argument(argument) {
      const { loc } = argument;
      if (loc && loc.start <= position && position < loc.end) name = argument.name.value;
    },
  });
  return name;
}

/** Name of the first argument that a variable is handed to. */
function argumentOfVariable(document: DocumentNode, variable: string): string | null {
  let name: string | null = null;
  visit(document, {
    Argument(argument) {
      visit(argument.value, {
        Variable(node) {
          if (node.name.value === variable) name ??= argument.name.value;
        },
      });
    },
  });
  return name;
}
