/** What a supergraph sees: the entities with their keys, `_entities` and `_service`. */

import { printSubgraphSchema } from '@apollo/subgraph';
import { complexityFromQuery } from '@pothos/plugin-complexity';
import { GraphQLError, type GraphQLObjectType, type GraphQLSchema, isUnionType, Kind } from 'graphql';
import { type Catalog, tickerKey } from '../catalog/catalog.ts';
import { builder } from './builder.ts';
import type { GraphContext } from './context.ts';
import { documentOf, mostCost, tooCostly } from './cost.ts';
import { badUserInput } from './errors.ts';
import { isTickerKey, NODE_TYPES, type NodeKey, type NodeType, parseGlobalId } from './ids.ts';
import type { Loaders } from './loaders.ts';
import { Article, Category, Company, Framework, Product, Ticker, Topic } from './refs.ts';
import type { NodeRow } from './rows.ts';
import { withTypePrefix } from './type-prefix.ts';

/**
 * What becomes of `Query.node` and `Query.nodes` in a supergraph, where only one subgraph can own them. `keep`: this
 * one does. `hide`: they are shared and inaccessible, which composes with others that do the same. `omit`: this
 * one has none.
 */
export type FederationNode = 'keep' | 'hide' | 'omit';

export interface SubgraphOptions {
  /** `keep` where not given. */
  readonly federationNode?: FederationNode;
  /** What stands before the names of types, such as `News` for `NewsImage`; nothing where not given. */
  readonly typePrefix?: string;
  /** The most representations that one `_entities` may have; 1,000 where not given. */
  readonly maxRepresentations?: number;
}

type Representation = Readonly<Record<string, unknown>>;

const ARGUMENT = 'representations';

/** The key of a representation: by its global id where that is given, else by its natural key. Null if nothing has it. */
async function nodeKey(
  type: NodeType,
  representation: Representation,
  loaders: Loaders,
): Promise<NodeKey | null> {
  const { id, slug, mic, symbol, figi } = representation;
  if (typeof id === 'string') return parseGlobalId(ARGUMENT, id, [type]);
  if (type === 'Ticker' && typeof mic === 'string' && typeof symbol === 'string') {
    const key = tickerKey(mic, symbol);
    if (isTickerKey(key)) return { type, key };
  } else if (type === 'Ticker' && typeof figi === 'string') {
    const key = tickersByFigi(await loaders.catalog()).get(figi);
    return key === undefined ? null : { type, key };
  } else if (type !== 'Ticker' && type !== 'Category' && typeof slug === 'string' && slug !== '') {
    return { type, key: slug };
  }
  throw badUserInput(
    ARGUMENT,
    `A representation of ${type} has no usable key.`,
    'Give the fields of one of its keys: `id`, `slug`, `mic` and `symbol`, or `figi`.',
  );
}

const byFigi = new WeakMap<Catalog, ReadonlyMap<string, string>>();

/** Keys of tickers. A composite FIGI that several tickers of a country have is the key of none. */
function tickersByFigi(catalog: Catalog | null): ReadonlyMap<string, string> {
  if (catalog === null) return new Map();
  let keys = byFigi.get(catalog);
  if (keys === undefined) {
    const groups = Map.groupBy(catalog.tickers.values(), ({ figi }) => figi);
    const unique = [...groups].flatMap(([figi, [ticker, ...others]]): [string, string][] =>
      figi === undefined || ticker === undefined || others.length > 0 ? [] : [[figi, ticker.key]],
    );
    keys = new Map(unique);
    byFigi.set(catalog, keys);
  }
  return keys;
}

/**
 * Resolves a representation, to null where there is no such node. It never rejects: the Error is its value, because
 * a rejection beside a representation of an unknown type would have nobody to catch it and end the process.
 */
async function entity(
  type: NodeType,
  representation: Representation,
  { loaders }: GraphContext,
): Promise<NodeRow | Error | null> {
  try {
    const key = await nodeKey(type, representation, loaders);
    return key === null ? null : await loaders.node(key);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function entityOfAnyType(
  representation: unknown,
  typePrefix: string,
  context: GraphContext,
): Promise<NodeRow | Error | null> {
  const fields: Representation =
    typeof representation === 'object' && representation !== null ? { ...representation } : {};
  const type = NODE_TYPES.find((candidate) => `${typePrefix}${candidate}` === fields.__typename);
  if (type === undefined) {
    return badUserInput(
      ARGUMENT,
      `A representation has the type ${JSON.stringify(fields.__typename ?? null)}, which is no entity of this graph.`,
      `The entities are ${NODE_TYPES.map((name) => `${typePrefix}${name}`).join(', ')}.`,
    );
  }
  return entity(type, fields, context);
}

const ID = builder.selection<{ id: string }>('id');
const SLUG = builder.selection<{ slug: string }>('slug');
const FIGI = builder.selection<{ figi: string | null }>('figi');
const MIC_SYMBOL = builder.selection<{ mic: string; symbol: string }>('mic symbol');

/** `resolveReference` as the plugin's own `_entities` would call it; an Error is a value that it passes on. */
function reference(type: NodeType) {
  return (representation: object, context: GraphContext): never =>
    entity(type, { ...representation }, context) as never;
}

builder.asEntity(Article, { key: [SLUG, ID], resolveReference: reference('Article') });
builder.asEntity(Company, { key: [SLUG, ID], resolveReference: reference('Company') });
builder.asEntity(Product, { key: [SLUG, ID], resolveReference: reference('Product') });
builder.asEntity(Topic, { key: [SLUG, ID], resolveReference: reference('Topic') });
builder.asEntity(Framework, { key: [SLUG, ID], resolveReference: reference('Framework') });
builder.asEntity(Ticker, { key: [MIC_SYMBOL, FIGI, ID], resolveReference: reference('Ticker') });
builder.asEntity(Category, { key: ID, resolveReference: reference('Category') });

/** The client schema with `_entities` and `_service`: a Federation 2 subgraph. */
export function subgraphSchema(options: SubgraphOptions = {}): GraphQLSchema {
  const { federationNode = 'keep', maxRepresentations = 1000, typePrefix = '' } = options;
  const schema = builder.toSubGraphSchema({
    linkUrl: 'https://specs.apollo.dev/federation/v2.6',
    federationDirectives: ['@key', '@shareable', ...(federationNode === 'hide' ? ['@inaccessible'] : [])],
  });
  const query = schema.getQueryType();
  const { _entities: entities, _service: service } = query?.getFields() ?? {};
  const union = schema.getType('_Entity');
  if (!query || !entities || !service || !isUnionType(union)) {
    throw new Error('The federation plugin did not define what it should');
  }

  if (federationNode !== 'keep') withdraw(query, ['node', 'nodes'], federationNode);
  entities.description = 'The entities that a gateway refers to, in its order; for gateways only.';
  service.description = 'The schema of this graph as a subgraph; for gateways only.';
  const [representations] = entities.args;
  if (representations) {
    representations.description = 'What a gateway knows of each: `__typename` with the fields of a key.';
  }
  describe(schema, '_Any', 'A representation of an entity, as the federation specification has it.');
  describe(schema, '_Service', 'What a gateway may ask about this subgraph.');
  union.description = 'Anything that other subgraphs can refer to by its key.';
  union.resolveType = (row: NodeRow) => row.type;
  entities.extensions = {
    complexity: ({ representations }: { representations: readonly unknown[] }) => ({
      field: 1,
      multiplier: representations.length,
    }),
  };
  entities.resolve = (
    _,
    { representations }: { representations: readonly unknown[] },
    context: GraphContext,
    info,
  ) => {
    if (representations.length > maxRepresentations) {
      throw badUserInput(
        ARGUMENT,
        `\`${ARGUMENT}\` has ${representations.length} entries; at most ${maxRepresentations} are allowed.`,
      );
    }
    const { complexity } = complexityFromQuery(documentOf(info), {
      schema: info.schema,
      variables: info.variableValues,
    });
    const most = mostCost(context);
    if (complexity > most) throw tooCostly(complexity, most);
    return representations.map((representation) => entityOfAnyType(representation, typePrefix, context));
  };
  let sdl: string | undefined;
  service.resolve = (_, __, { introspection }: GraphContext, info) => {
    if (!introspection) {
      throw new GraphQLError('The schema cannot be read from here: introspection is switched off.', {
        extensions: { code: 'INTROSPECTION_DISABLED' },
      });
    }
    sdl ??= printSubgraphSchema(info.schema);
    return { sdl };
  };
  return typePrefix === '' ? schema : withTypePrefix(schema, typePrefix);
}

function describe(schema: GraphQLSchema, name: string, description: string): void {
  const type = schema.getType(name);
  if (type) type.description = description;
}

/**
 * Takes fields away from a type, or marks them as the supergraph's inner matter. The type is the caller's own copy.
 * SDL is printed from the syntax tree that Pothos attaches to the type, so that is changed as well.
 */
function withdraw(type: GraphQLObjectType, names: readonly string[], how: 'hide' | 'omit'): void {
  const directives = ['inaccessible', 'shareable'].map(
    (name) => ({ kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: name } }) as const,
  );
  if (how === 'omit') for (const name of names) delete type.getFields()[name];
  if (!type.astNode) throw new Error(`${type.name} has no syntax tree`);
  type.astNode = {
    ...type.astNode,
    fields: (type.astNode.fields ?? []).flatMap((field) => {
      if (!names.includes(field.name.value)) return field;
      return how === 'omit' ? [] : { ...field, directives };
    }),
  };
}
