import type { Plugin } from 'graphql-yoga';
import { refusalResponse } from '../refusal.ts';

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
      const refusal = {
        status: 415,
        code: 'UNSUPPORTED_MEDIA_TYPE',
        message: `The body is ${type || 'of no type'}, not JSON.`,
        hint: 'Send the operation as JSON with content-type: application/json.',
        headers: { accept: 'application/json' },
      };
      endResponse(refusalResponse(refusal, fetchAPI.Response));
    },
  };
}
