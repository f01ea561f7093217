import type { Plugin } from 'graphql-yoga';
import { refusalError } from '../refusal.ts';

/** Refuses a GET that brings the text of an operation; by its id, which caches can keep, it may be asked for. */
export function persistedGetOnly(): Plugin {
  return {
    onParams({ request, params }) {
      if (request.method !== 'GET' || params.query == null) return;
      throw refusalError({
        status: 403,
        code: 'GET_NOT_PERSISTED',
        message: 'This server answers a GET only for a persisted document.',
        hint: 'Send the document by POST, or its id as `documentId`.',
      });
    },
  };
}
