import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

const known = new WeakMap<FieldNode, ReadonlySet<string>>();

/**
 * Whether a field of this name is selected anywhere below the one that is being resolved, so that what it takes can be
 * read at once. Where a directive leaves it out after all, something is read for nothing.
 */
export function selectsBelow({ fieldNodes, fragments }: GraphQLResolveInfo, name: string): boolean {
  return fieldNodes.some((node) => {
    let names = known.get(node);
    if (names === undefined) {
      const found = new Set<string>();
      collectNames(node.selectionSet, fragments, found, new Set());
      names = found;
      known.set(node, names);
    }
    return names.has(name);
  });
}

function collectNames(
  selectionSet: SelectionSetNode | undefined,
  fragments: GraphQLResolveInfo['fragments'],
  names: Set<string>,
  visited: Set<string>,
): void {
  for (const selection of selectionSet?.selections ?? []) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const { value } = selection.name;
      if (visited.has(value)) continue;
      visited.add(value);
      collectNames(fragments[value]?.selectionSet, fragments, names, visited);
    } else {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      collectNames(selection.selectionSet, fragments, names, visited);
    }
  }
}
