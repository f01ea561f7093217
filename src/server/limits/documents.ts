import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import {
  type DocumentNode,
  GraphQLError,
  Kind,
  Lexer,
  type SelectionNode,
  Source,
  TokenKind,
  type ValidationRule,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Limits } from '../../limits.ts';

/** Plugins that refuse a document over the limits with `QUERY_TOO_LARGE`, before it costs anything. */
export function documentLimits(limits: Limits): Plugin[] {
  const armor = { propagateOnRejection: true, exposeLimits: true, onReject: [tooLarge] };
  const { maxDepth, maxAliases, maxDirectives } = limits;
  return [
    lexicalLimits(limits),
    repeatLimit(limits),
    maxDepthPlugin({ ...armor, n: maxDepth, ignoreIntrospection: true }) as Plugin,
    maxAliasesPlugin({ ...armor, n: maxAliases, allowList: [] }) as Plugin,
    maxDirectivesPlugin({ ...armor, n: maxDirectives }) as Plugin,
  ];
}

/** Counts tokens and nesting with the lexer alone, which does not recurse, whatever it is given. */
function lexicalLimits({ maxTokens, maxNesting }: Limits): Plugin {
  return {
    onParse({ params }) {
      const { source } = params;
      let count = 0;
      let depth = 0;
      for (const kind of tokenKinds(typeof source === 'string' ? new Source(source) : source)) {
        if (++count > maxTokens) throw queryTooLarge(`more than ${maxTokens} tokens`);
        if (OPENING.has(kind) && ++depth > maxNesting) {
          throw queryTooLarge(`brackets nested more than ${maxNesting} deep`);
        }
        if (CLOSING.has(kind)) depth--;
      }
    },
  };
}

/** Ends at the first character that is no GraphQL: the parser then says what is wrong with it. */
function* tokenKinds(source: Source): Generator<TokenKind> {
  const lexer = new Lexer(source);
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) yield token.kind;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
}

const OPENING = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Whether two fields of one name agree is asked for each pair of them, so repeating a field costs its square. Looks
 * when the rules enter the document, before any of them reads a selection.
 */
function repeatLimit({ maxRepeats }: Limits): Plugin {
  const rule: ValidationRule = () => ({
    Document(document) {
      const name = repeatedMoreThan(maxRepeats, document);
      if (name !== null) throw queryTooLarge(`${name} more than ${maxRepeats} times side by side`);
    },
  });
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(rule);
    },
  };
}

function repeatedMoreThan(limit: number, document: DocumentNode): string | null {
  let repeated: string | null = null;
  visit(document, {
    SelectionSet({ selections }) {
      if (selections.length <= limit || repeated !== null) return;
      const counts = new Map<string, number>();
      for (const selection of selections) {
        const name = shownName(selection);
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        if (count > limit) repeated = name;
      }
    },
  });
  return repeated;
}

function shownName(selection: SelectionNode): string {
  switch (selection.kind) {
    case Kind.FIELD:
      return (selection.alias ?? selection.name).value;
    case Kind.FRAGMENT_SPREAD:
      return `...${selection.name.value}`;
    case Kind.INLINE_FRAGMENT:
      return `... on ${selection.typeCondition?.name.value ?? ''}`;
  }
}

function queryTooLarge(what: string): GraphQLError {
  return new GraphQLError(`The document has ${what}. Split it into several requests.`, {
    extensions: { code: 'QUERY_TOO_LARGE', http: { status: 400, spec: true } },
  });
}

function tooLarge(_context: unknown, error: GraphQLError): never {
  const message = error.message.replace(/^Syntax Error: /, '');
  throw new GraphQLError(message, {
    extensions: { code: 'QUERY_TOO_LARGE', http: { status: 400, spec: true } },
  });
}
