import {
  type ASTNode,
  type GraphQLNamedType,
  GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  isScalarType,
  Kind,
  visit,
} from 'graphql';

/** Types that mean the same in every subgraph of a supergraph, or that federation itself names. */
const COMMON: ReadonlySet<string> = new Set([
  'Query',
  'Subscription',
  'Node',
  'PageInfo',
  '_Entity',
  '_Service',
]);

function isPrefixed(type: GraphQLNamedType): boolean {
  return !COMMON.has(type.name) && !isScalarType(type) && !isIntrospectionType(type);
}

/**
 * The schema with a prefix before the names of its types, for a supergraph that has an `Image` or a `Product` of its
 * own. Scalars and what all subgraphs share keep their names. The types of the schema given are changed themselves.
 */
export function withTypePrefix(schema: GraphQLSchema, prefix: string): GraphQLSchema {
  const types = Object.values(schema.getTypeMap());
  const names = new Set(types.filter(isPrefixed).map(({ name }) => name));
  const renamed = (name: string): string => (names.has(name) ? `${prefix}${name}` : name);
  for (const type of types) {
    type.astNode &&= withNames(type.astNode, renamed);
    type.name = renamed(type.name);
    if (!isAbstractType(type)) continue;
    const { resolveType } = type;
    if (!resolveType) throw new Error(`${type.name} does not tell the types of its members`);
    type.resolveType = async (...args) => renamed((await resolveType(...args)) ?? '');
  }
  return new GraphQLSchema(schema.toConfig());
}

function withNames<Node extends ASTNode>(node: Node, renamed: (name: string) => string): Node {
  const rename = <Named extends { readonly name: { readonly kind: Kind.NAME; readonly value: string } }>(
    named: Named,
  ): Named => ({ ...named, name: { ...named.name, value: renamed(named.name.value) } });
  return visit(node, {
    [Kind.NAMED_TYPE]: rename,
    [Kind.OBJECT_TYPE_DEFINITION]: rename,
    [Kind.INTERFACE_TYPE_DEFINITION]: rename,
    [Kind.UNION_TYPE_DEFINITION]: rename,
    [Kind.ENUM_TYPE_DEFINITION]: rename,
    [Kind.INPUT_OBJECT_TYPE_DEFINITION]: rename,
  });
}
