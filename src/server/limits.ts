import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** What one request may ask; ordinary nested queries of generated clients stay far below. */
export interface RequestLimits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Lexical tokens of a document. */
  readonly tokens: number;
  /** Brackets of any kind inside one another, before the document is parsed: a parser recurses. */
  readonly nesting: number;
  /** Fields inside one another, fragments followed. */
  readonly depth: number;
  readonly aliases: number;
}

export const DEFAULT_REQUEST_LIMITS: RequestLimits = {
  bodyBytes: 1_000_000,
  tokens: 4_000,
  nesting: 100,
  depth: 20,
  aliases: 100,
};

/** Plugins that refuse a document over the limits with `QUERY_TOO_LARGE`, before it costs anything. */
export function limitPlugins(limits: RequestLimits): Plugin[] {
  const armor = { propagateOnRejection: true, exposeLimits: true };
  return [
    lexicalLimits(limits),
    maxDepthPlugin({ ...armor, n: limits.depth, ignoreIntrospection: true, onReject: [tooLarge] }) as Plugin,
    maxAliasesPlugin({ ...armor, n: limits.aliases, allowList: [], onReject: [tooLarge] }) as Plugin,
  ];
}

/** Counts tokens and nesting with the lexer alone, which does not recurse, whatever it is given. */
function lexicalLimits({ tokens, nesting }: RequestLimits): Plugin {
  return {
    onParse({ params }) {
      const { source } = params;
      let count = 0;
      let depth = 0;
      for (const kind of tokenKinds(typeof source === 'string' ? new Source(source) : source)) {
        if (++count > tokens) throw queryTooLarge(`more than ${tokens} tokens`);
        if (OPENING.has(kind) && ++depth > nesting) {
          throw queryTooLarge(`brackets nested more than ${nesting} deep`);
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

function queryTooLarge(what: string): GraphQLError {
  return new GraphQLError(`The document has ${what}. Split it into several requests.`, {
    extensions: { code: 'QUERY_TOO_LARGE', http: { status: 400, spec: true } },
  });
}

function tooLarge(_context: unknown, error: GraphQLError): never {
  throw new GraphQLError(error.message, { extensions: { code: 'QUERY_TOO_LARGE' } });
}
