import { GraphQLError } from 'graphql';
import { Repeater } from 'graphql-yoga';
import type { ArticleFilter, ArticleRow, CorpusRow, RevisionChange } from '../store/store.ts';
import { builder } from './builder.ts';
import type { GraphContext } from './context.ts';
import { Corpus } from './corpus.ts';
import { ArticleFilterInput, articleFilter } from './filters.ts';
import { createLoaders } from './loaders.ts';
import { Article } from './refs.ts';

/**
 * How many revisions may wait for a client that does not read; each holds at most a thousand ids. A client that
 * falls further behind is told so and cut off, so that it cannot fill the memory.
 */
const MOST_WAITING = 1000;

builder.subscriptionType({
  description: 'What can be listened to. Events come from every ingest into the same store, by any process.',
});

/**
 * The events that `eventsOf` makes of each revision, one after the other. Stops listening to the store as soon as
 * the client goes, even while it waits.
 */
function fromRevisions<Event>(
  context: GraphContext,
  eventsOf: (change: RevisionChange) => Promise<Event[]>,
): AsyncIterable<Event> {
  return new Repeater<Event>(async (push, stop) => {
    let waiting = 0;
    let stopped = false;
    let delivered = Promise.resolve();
    const deliver = async (change: RevisionChange): Promise<void> => {
      for (const event of stopped ? [] : await eventsOf(change)) {
        if (stopped) return;
        // What an earlier event loaded may be of an older revision.
        context.loaders = createLoaders(context.store);
        await push(event);
      }
    };
    const stopListening = context.store.onRevision((change) => {
      if (stopped) return;
      if (waiting === MOST_WAITING) {
        stop(
          new GraphQLError(`The subscription ended: ${MOST_WAITING} revisions were waiting to be read.`, {
            extensions: {
              code: 'SUBSCRIBER_TOO_SLOW',
              hint: 'Subscribe again, and query for what was missed.',
            },
          }),
        );
        return;
      }
      waiting += 1;
      delivered = delivered
        .then(() => deliver(change))
        .then(
          () => {
            waiting -= 1;
          },
          (error: unknown) => stop(error),
        );
    });
    try {
      await stop;
    } finally {
      stopped = true;
      stopListening();
    }
  });
}

builder.subscriptionFields((t) => ({
  articleIngested: t.field({
    type: Article,
    description:
      'Each article that is new in the corpus, as soon as its ingest is committed. Of an ingest with more than a thousand new articles, only the first thousand come; listen to `corpusChanged` and query for the rest.',
    args: {
      filter: t.arg({
        type: ArticleFilterInput,
        description: 'Which articles to hear of. All if not given.',
      }),
    },
    subscribe: (_, args, context): AsyncIterable<ArticleRow> => {
      const filter: ArticleFilter = articleFilter('filter', args.filter);
      return fromRevisions(context, async ({ added }) =>
        added.length === 0 ? [] : context.store.articles.matching(added, filter),
      );
    },
    resolve: (article) => article,
  }),
  corpusChanged: t.field({
    type: Corpus,
    description: 'The corpus, each time that an ingest changed something.',
    subscribe: (_, __, context): AsyncIterable<CorpusRow> =>
      fromRevisions(context, async () => [await context.store.corpus.get()]),
    resolve: (corpus) => corpus,
  }),
}));
