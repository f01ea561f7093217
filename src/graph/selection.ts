import {
  type FragmentSpreadNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  type InlineFragmentNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Whether the operation selects one of these fields directly under the field that is being resolved. */
export function selects(info: GraphQLResolveInfo, names: readonly string[]): boolean {
  return info.fieldNodes.some(({ selectionSet }) => within(selectionSet, info, names));
}

function within(
  selectionSet: SelectionSetNode | undefined,
  info: GraphQLResolveInfo,
  names: readonly string[],
): boolean {
  return (selectionSet?.selections ?? [])
    .filter((selection) => isIncluded(selection, info))
    .some((selection) =>
      selection.kind === Kind.FIELD
        ? names.includes(selection.name.value)
        : within(fragment(selection, info), info, names),
    );
}

function fragment(
  selection: FragmentSpreadNode | InlineFragmentNode,
  { fragments }: GraphQLResolveInfo,
): SelectionSetNode | undefined {
  return selection.kind === Kind.INLINE_FRAGMENT
    ? selection.selectionSet
    : fragments[selection.name.value]?.selectionSet;
}

function isIncluded(selection: SelectionNode, { variableValues }: GraphQLResolveInfo): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.if !== false
  );
}
