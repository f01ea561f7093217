import type { Plugin } from 'graphql-yoga';
import type { Store } from '../store/store.ts';

/** A client that reads through several gateways sends the newest `Corpus.revision` it has been given. */
export const REVISION_HEADER = 'newsgraph-revision';

/** Keeps a client from being answered by a replica that is behind what the client has already seen. */
export function seenRevision(store: Store): Plugin {
  return {
    async onRequest({ request }) {
      const revision = request.headers.get(REVISION_HEADER);
      if (revision !== null) await store.seen(revision);
    },
  };
}
