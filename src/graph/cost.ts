/** What an operation may cost, estimated from its text alone, before anything of it runs. */
import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isLeafType,
  Kind,
} from 'graphql';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { GraphContext } from './context.ts';

/**
 * One is about one row that is read and written out. A hundred articles with six lists of twenty each cost about 13,000;
 * three lists of a hundred within one another would cost a million.
 */
export function mostCost({ maxCost = DEFAULT_LIMITS.maxCost }: Pick<GraphContext, 'maxCost'>): number {
  return maxCost;
}

/** A page where the client gives no size, and the largest that it may ask for. */
export const DEFAULT_PAGE = 20;
export const LARGEST_PAGE = 100;

/** Fields that cost more than a row, by the names under which types have them. */
const WEIGHTS: Readonly<Record<string, number>> = {
  bodyText: 50,
  bodyHtml: 50,
  excerpt: 50,
  highlights: 100,
  frontMatter: 20,
  images: 10,
  links: 10,
  stockCharts: 10,
  related: 50,
  facets: 10,
  coMentions: 20,
  timeline: 50,
  suggest: 5,
  refusals: 200,
  correctLink: 1000,
  search: 20,
};

interface Priced {
  readonly name: string;
  readonly type: GraphQLResolveInfo['returnType'];
  readonly args: readonly { readonly name: string }[];
}

/** What one field costs, and how often what is selected below it does. */
export function costOf(
  { first, last, ids }: Readonly<Record<string, unknown>>,
  field: Priced,
): { field: number; multiplier: number } {
  const weight = WEIGHTS[field.name];
  if (isLeafType(getNamedType(field.type))) return { field: weight ?? 0, multiplier: 1 };
  const paged = field.args.some(({ name }) => name === 'last');
  if (paged) return { field: weight ?? 1, multiplier: pageSize(first ?? last) };
  if (Array.isArray(ids)) return { field: 1, multiplier: Math.max(1, ids.length) };
  return { field: weight ?? 1, multiplier: 1 };
}

/** Zero still costs what a count or a facet does; what is out of range is refused where the field is resolved. */
function pageSize(size: unknown): number {
  const asked = typeof size === 'number' ? size : DEFAULT_PAGE;
  return Math.min(Math.max(asked, 1), LARGEST_PAGE);
}

export function tooCostly(cost: number, limit: number): GraphQLError {
  return new GraphQLError(`The operation costs ${cost}; at most ${limit} is allowed.`, {
    extensions: {
      code: 'QUERY_TOO_LARGE',
      cost,
      limit,
      hint: 'Take smaller pages (`first`) of the outer lists, or split the operation.',
    },
  });
}

/** What a validated operation costs; null where its values do not fit, which executing it says. */
export function costOfOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>>,
): number | null {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return null;
  const definitions = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  try {
    const asked: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...definitions] };
    return complexityFromQuery(asked, { schema, variables }).complexity;
  } catch {
    return null;
  }
}

/** The operation that is being executed, as a document. */
export function documentOf({ operation, fragments }: GraphQLResolveInfo): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(fragments)] };
}
