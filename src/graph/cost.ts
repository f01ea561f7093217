/** What an operation may cost, estimated from its text alone, before anything of it runs. */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLResolveInfo,
  getNamedType,
  isLeafType,
  Kind,
} from 'graphql';

/**
 * One is about one row that is read and written out. A hundred articles with six lists of twenty each cost about 13,000;
 * three lists of a hundred within one another would cost a million.
 */
export const MOST_COST = 400_000;

/** A page where the client gives no size, and the largest that it may ask for. */
export const DEFAULT_PAGE = 20;
export const LARGEST_PAGE = 100;

/** Fields that cost more than a row, by the names under which types have them. */
const WEIGHTS: Readonly<Record<string, number>> = {
  bodyText: 50,
  bodyHtml: 50,
  excerpt: 50,
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

export function tooCostly(cost: number): GraphQLError {
  return new GraphQLError(`The operation costs ${cost}; at most ${MOST_COST} is allowed.`, {
    extensions: {
      code: 'QUERY_TOO_LARGE',
      cost,
      limit: MOST_COST,
      hint: 'Take smaller pages (`first`) of the outer lists, or split the operation.',
    },
  });
}

/** The operation that is being executed, as a document. */
export function documentOf({ operation, fragments }: GraphQLResolveInfo): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(fragments)] };
}
