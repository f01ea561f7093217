import { Repeater } from 'graphql-yoga';
import type { ArticleChange, ArticleRow, Store } from '../store/store.ts';
import { builder } from './builder.ts';
import type { GraphContext } from './context.ts';
import { badUserInput } from './errors.ts';
import { revision } from './filters.ts';
import { globalId } from './ids.ts';
import { createLoaders } from './loaders.ts';
import { Article } from './refs.ts';

/** Changes of one event. */
const CHANGES_EACH = 100;

interface ChangeEvent {
  /** Everything up to it was told. */
  readonly revision: string;
  readonly changes: readonly ArticleChange[];
}

const CorpusChange = builder.objectRef<ChangeEvent>('CorpusChange').implement({
  description:
    'What became of the articles after a revision: at most a hundred changes, removals first, then those of earlier revisions. An article may come again in a later event, as it then is.',
  fields: (t) => ({
    revision: t.exposeString('revision', {
      description: 'Up to where the changes were told. Give it to `since` to go on from here after a break.',
    }),
    added: t.field({
      type: [Article],
      description: 'The articles that are new since then.',
      complexity: { field: 1, multiplier: CHANGES_EACH },
      resolve: ({ changes }) => articlesOf(changes, 'ADDED'),
    }),
    updated: t.field({
      type: [Article],
      description: 'The articles that were there and are different now.',
      complexity: { field: 1, multiplier: CHANGES_EACH },
      resolve: ({ changes }) => articlesOf(changes, 'UPDATED'),
    }),
    removed: t.idList({
      description: 'The global ids of the articles that are no longer there.',
      resolve: ({ changes }) =>
        changes.filter(({ kind }) => kind === 'REMOVED').map(({ slug }) => globalId('Article', slug)),
    }),
  }),
});

function articlesOf(changes: readonly ArticleChange[], wanted: ArticleChange['kind']): ArticleRow[] {
  return changes.flatMap(({ kind, article }) => (kind === wanted && article !== null ? [article] : []));
}

/** All changes after a revision, as they are while they are read. */
async function* changesAfter(current: Store, since: string): AsyncGenerator<ChangeEvent> {
  const store = current.session();
  // Everything up to here is told at the end, whatever is committed meanwhile.
  const { revision: newest } = await store.corpus.get();
  let told = since;
  let after: string | undefined;
  for (;;) {
    const page = await store.corpus.changes(since, {
      first: CHANGES_EACH,
      ...(after === undefined ? {} : { after }),
    });
    const changes = page.edges.map(({ node }) => node);
    const last = changes.at(-1);
    if (last === undefined) return;
    // The removals come first, then the others by revision; the rest of the last revision is still to come.
    const earlier = changes.findLast(
      (change) => change.kind !== 'REMOVED' && change.revision !== last.revision,
    );
    if (!page.hasNextPage) told = newest;
    else if (earlier !== undefined && Number(earlier.revision) <= Number(newest)) told = earlier.revision;
    yield { revision: told, changes };
    if (!page.hasNextPage) return;
    after = page.edges.at(-1)?.cursor;
  }
}

/**
 * What changed since a revision, and from then on whatever changes. A revision only says that there is something to
 * read, so that however far behind a client is, nothing waits for it in memory.
 */
function changesSince(context: GraphContext, since: string): AsyncIterable<ChangeEvent> {
  return new Repeater<ChangeEvent>(async (push, stop) => {
    const { store } = context;
    let told = since;
    let stopped = false;
    let news = true;
    let wake = () => {};
    const stopListening = store.onRevision(() => {
      news = true;
      wake();
    }, since);
    stop.then(() => {
      stopped = true;
      wake();
    });
    try {
      while (!stopped) {
        if (!news) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        news = false;
        for await (const event of changesAfter(store, told)) {
          if (stopped) return;
          // What an earlier event loaded may be of an older revision.
          context.loaders = createLoaders(store);
          await push(event);
          told = event.revision;
        }
      }
    } finally {
      stopListening();
    }
  });
}

async function sinceOf(argument: string | null | undefined, { store }: GraphContext): Promise<string> {
  const given = revision('since', argument);
  if (given !== undefined) await store.seen(given);
  const { revision: current } = await store.corpus.get();
  if (given !== undefined && Number(given) > Number(current)) {
    throw badUserInput(
      'since',
      `\`since\` is revision ${given}, but the corpus is at revision ${current}.`,
      'The store was made anew: forget what you have, and start with `since: "0"`.',
    );
  }
  return given ?? current;
}

builder.subscriptionField('changes', (t) =>
  t.field({
    type: CorpusChange,
    description:
      'What is added, updated and removed: first everything since a revision, for a client that was away, then every change as soon as it is committed. However far behind a client is, it gets all of it.',
    args: {
      since: t.arg.string({
        description:
          'A revision as `CorpusChange.revision` or `Corpus.revision` gave it, or `"0"` for everything. Only what is new if not given.',
      }),
    },
    subscribe: async (_, { since }, context) => changesSince(context, await sinceOf(since, context)),
    resolve: (event) => event,
  }),
);
