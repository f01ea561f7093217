import { builder } from './builder.ts';
import { checkedList } from './errors.ts';
import { parseGlobalId } from './ids.ts';

builder.queryType({
  description: 'Everything that can be asked of the corpus. Start with `corpus`, `articles` or `search`.',
});

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'The node with this global id. Null if it was removed.',
    args: {
      id: t.arg.id({ required: true, description: 'A global id, as any field `id` gives it.' }),
    },
    resolve: (_, { id }, { loaders }) => loaders.node(parseGlobalId('id', id)),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description:
      'The nodes with these global ids, in the same order. Null in place of a node that was removed.',
    args: {
      ids: t.arg.idList({
        required: true,
        description: 'At most 100 global ids, as any field `id` gives them.',
      }),
    },
    resolve: (_, { ids }, { loaders }) =>
      checkedList('ids', ids)
        .map((id) => parseGlobalId('ids', id))
        .map((key) => loaders.node(key)),
  }),
}));
