import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ClientError, GraphQLClient, type Variables } from 'graphql-request';

/**
 * Sends the id of the document, which is all that a server of trusted documents takes; one that was not given the
 * file of documents says that it does not know the id, and is sent the text.
 */
export async function request<Result, Input extends Variables>(
  url: string,
  document: TypedDocumentNode<Result, Input>,
  variables: Input,
): Promise<Result> {
  const { hash } = (document as { __meta__?: { hash?: string } }).__meta__ ?? {};
  const byId = new GraphQLClient(url, {
    requestMiddleware: (sent) => ({ ...sent, body: JSON.stringify({ documentId: hash, variables }) }),
  });
  try {
    return await byId.request<Result>(document, variables);
  } catch (error) {
    if (!isUnknown(error)) throw error;
    return new GraphQLClient(url).request<Result>(document, variables);
  }
}

function isUnknown(error: unknown): boolean {
  const errors = error instanceof ClientError ? error.response.errors : undefined;
  return errors?.some(({ extensions }) => extensions?.code === 'PERSISTED_QUERY_NOT_FOUND') ?? false;
}
