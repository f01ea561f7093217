import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { TrustedDocuments } from './trusted-documents.ts';

/** The name of a document's id beside `query`, in a POST body and in the URL of a GET. */
export const DOCUMENT_ID = 'documentId';

/** What automatic persisted queries may keep, in UTF-16 code units: of one document, and of all together. */
const LONGEST_KEPT = 100_000;
const MOST_KEPT = 16_000_000;

/**
 * Takes the id of a document in place of its text: as `documentId`, or as `extensions.persistedQuery.sha256Hash`.
 * Ids are those of the trusted documents and, unless only those may run, of documents that clients registered
 * by sending hash and text together (automatic persisted queries).
 */
export function persistedDocuments(trusted: TrustedDocuments, trustedOnly: boolean): Plugin {
  const texts = new Set(trusted.values());
  const registered = new LRUCache<string, string>({
    maxSize: MOST_KEPT,
    maxEntrySize: LONGEST_KEPT,
    sizeCalculation: ({ length }) => length,
  });
  const register = async (hash: string, text: string, crypto: Crypto): Promise<void> => {
    if (hash !== (await sha256(text, crypto))) throw mismatch();
    registered.set(hash, text);
  };
  return {
    onParams({ params, request, setParams, fetchAPI }) {
      const { query } = params;
      const id = documentId(params, request);
      const text = id === null ? undefined : trusted.get(id);
      if (text !== undefined) return setParams({ ...params, query: text });
      if (trustedOnly) {
        if (query !== undefined && texts.has(query)) return;
        throw untrusted();
      }
      if (id === null) return;
      if (query == null) {
        const known = registered.get(id);
        if (known === undefined) throw notFound();
        return setParams({ ...params, query: known });
      }
      if (typeof query === 'string' && id === persistedQueryHash(params)) {
        return register(id, query, fetchAPI.crypto);
      }
    },
  };
}

function documentId(params: GraphQLParams, { method, url }: Request): string | null {
  const id =
    method === 'GET'
      ? new URL(url).searchParams.get(DOCUMENT_ID)
      : (params as { [DOCUMENT_ID]?: unknown })[DOCUMENT_ID];
  return typeof id === 'string' && id !== '' ? id : persistedQueryHash(params);
}

function persistedQueryHash({ extensions }: GraphQLParams): string | null {
  const persistedQuery: unknown = extensions?.persistedQuery;
  if (typeof persistedQuery !== 'object' || persistedQuery === null) return null;
  const hash = 'sha256Hash' in persistedQuery ? persistedQuery.sha256Hash : null;
  return typeof hash === 'string' ? hash : null;
}

async function sha256(text: string, { subtle }: Crypto): Promise<string> {
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Buffer.from(digest).toString('hex');
}

/** The message is the protocol: on reading it, clients send the text. */
function notFound(): GraphQLError {
  return refusal(
    404,
    'PERSISTED_QUERY_NOT_FOUND',
    'PersistedQueryNotFound',
    'Send the text of the document; with its SHA-256 beside it, it is kept.',
  );
}

function mismatch(): GraphQLError {
  return refusal(
    400,
    'PERSISTED_QUERY_MISMATCH',
    'The hash is not that of the document that came with it.',
    'Send the SHA-256 of exactly this text, in lower-case hexadecimal.',
  );
}

function untrusted(): GraphQLError {
  return refusal(
    403,
    'DOCUMENT_NOT_TRUSTED',
    'This server runs trusted documents only, by their ids, and this is none of them.',
    'Send the id from the persisted documents of your client as `documentId` or as `extensions.persistedQuery.sha256Hash`; where it is new, restart the server with the new file.',
  );
}

/**
 * The status is for `application/graphql-response+json`; as `application/json` errors of this kind are a 200. A cache
 * must not keep what becomes wrong as soon as a client registers its document.
 */
function refusal(status: number, code: string, message: string, hint: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code, hint, http: { status, spec: true, headers: { 'cache-control': 'no-store' } } },
  });
}
