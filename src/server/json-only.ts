import type { Plugin } from 'graphql-yoga';

/**
 * Refuses every POST whose body is not JSON with 415. Forms and plain text are what a page on another site can
 * send without asking first, so refusing them closes that door.
 */
export function jsonOnly(endpoint: string): Plugin {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'POST' || url.pathname !== endpoint) return;
      const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
      if (type === 'application/json') return;
      const message = `Send the query as JSON (content-type: application/json), not as ${type || 'an untyped body'}.`;
      endResponse(
        new fetchAPI.Response(
          JSON.stringify({ errors: [{ message, extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] }),
          {
            status: 415,
            headers: { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
          },
        ),
      );
    },
  };
}
