import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import { type DocumentNode, type ExecutionResult, GraphQLError, Kind, visit } from 'graphql';
import { isAsyncIterable, maskError, type Plugin, processRegularResult, type YogaLogger } from 'graphql-yoga';

const DIRECTIVES = new Set(['defer', 'stream']);
const MEDIA_TYPES = new Set(['multipart/mixed', 'text/event-stream']);
const JSON_TYPES = ['application/graphql-response+json', 'application/json'];

/**
 * Whether the client reads the parts of an answer as they are written here, which is the format of the proposal of
 * August 2022. Who asks for a later one by its name (`incrementalSpec=v0.2`) would drop the parts in silence.
 */
function takesIncrements(accept: string): boolean {
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return MEDIA_TYPES.has(type) && !parameters.some((parameter) => parameter.startsWith('incrementalspec='));
  });
}

/**
 * `@defer` and `@stream`, for clients whose `accept` names a format that an answer can come in piece by piece.
 * Every other client gets the same answer whole: GraphQL leaves it to the server whether to defer.
 */
export function incrementalDelivery(): Plugin[] {
  return [useDeferStream(), wholeWhereNotAccepted(), maskedIncrements()];
}

/** What the executor yields: the first part of the answer, and then what was deferred. */
interface Part extends ExecutionResult {
  readonly incremental?: readonly { readonly errors?: readonly GraphQLError[] }[];
}

/** Left alone, such a request is executed, and then refused with 406 and no body. */
function wholeWhereNotAccepted(): Plugin {
  const whole = new WeakMap<DocumentNode, DocumentNode>();
  return {
    onExecute({ args, context }) {
      // Without HTTP there is no request.
      const { request } = context as { readonly request?: Request };
      const accept = request?.headers.get('accept') ?? '';
      if (takesIncrements(accept)) return;
      let document = whole.get(args.document);
      if (document === undefined) {
        document = withoutIncrements(args.document);
        whole.set(args.document, document);
      }
      args.document = document;
    },
    onResultProcess({ request, result, setResultProcessor }) {
      const accept = request.headers.get('accept') ?? '';
      if (!accept.includes('incrementalSpec=') || takesIncrements(accept)) return;
      if (Array.isArray(result) || isAsyncIterable(result)) return;
      const type = JSON_TYPES.find((candidate) => accept.includes(candidate)) ?? 'application/json';
      setResultProcessor(processRegularResult, type);
    },
  };
}

function withoutIncrements(document: DocumentNode): DocumentNode {
  return visit(document, {
    [Kind.DIRECTIVE]: (directive) => (DIRECTIVES.has(directive.name.value) ? null : undefined),
  });
}

/** Unexpected errors are masked in what comes later too; Yoga masks those of a whole answer only. */
function maskedIncrements(): Plugin {
  let logger: YogaLogger | undefined;
  const masked = (error: GraphQLError): GraphQLError => {
    const shown = maskError(error, 'Unexpected error.') as GraphQLError;
    if (shown === error) return error;
    logger?.error(error);
    const { message, extensions } = shown;
    return new GraphQLError(message, {
      nodes: error.nodes ?? null,
      path: error.path ?? null,
      extensions: { code: extensions.code },
    });
  };
  return {
    onYogaInit({ yoga }) {
      logger = yoga.logger;
    },
    onExecute() {
      return {
        onExecuteDone({ result }) {
          if (!isAsyncIterable(result)) return undefined;
          return {
            onNext({ result: part, setResult }) {
              const { incremental } = part as Part;
              if (!incremental?.some(({ errors }) => errors)) return;
              const shown = incremental.map((increment) =>
                increment.errors ? { ...increment, errors: increment.errors.map(masked) } : increment,
              );
              setResult({ ...part, incremental: shown } as Part);
            },
          };
        },
      };
    },
  };
}
