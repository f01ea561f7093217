import type { Plugin } from 'graphql-yoga';
import { refusalResponse } from '../refusal.ts';

const SAME_SITE = new Set(['same-origin', 'none']);

/**
 * Refuses what a browser sends for a page of another site without asking first: a GET that runs an operation, by an
 * image, a form or `fetch` without CORS. Browsers mark such requests with `Sec-Fetch-Site` or `Origin`; programs send
 * neither. Listed origins and visits of the page itself pass.
 */
export function sameSite(endpoint: string, origins: readonly string[]): Plugin {
  const listed = new Set(origins);
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (url.pathname !== endpoint || request.method === 'OPTIONS') return;
      const origin = request.headers.get('origin');
      if (origin !== null && (listed.has(origin) || origin === url.origin)) return;
      const site = request.headers.get('sec-fetch-site');
      const visit = request.headers.get('sec-fetch-mode') === 'navigate' && !url.searchParams.has('query');
      const foreign =
        site !== null ? !SAME_SITE.has(site) && !visit : request.method === 'GET' && origin !== null;
      if (!foreign) return;
      const refusal = {
        status: 403,
        code: 'CROSS_SITE_REQUEST',
        message: 'A page of another site sent this request, and its origin is not listed.',
        hint: 'List the origin with --cors.',
      };
      endResponse(refusalResponse(refusal, fetchAPI.Response));
    },
  };
}
