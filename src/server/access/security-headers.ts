import { createHash } from 'node:crypto';
import type { Plugin } from 'graphql-yoga';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** What an answer that is no page may do in a browser that shows it nevertheless. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

/** Security headers on every answer, and a policy of contents on every page that brings none of its own. */
export function securityHeaders(): Plugin {
  return {
    async onResponse({ response, setResponse, fetchAPI }) {
      for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
      if (response.headers.has('content-security-policy')) return;
      if (!response.headers.get('content-type')?.startsWith('text/html') || response.body === null) {
        response.headers.set('content-security-policy', NOTHING);
        return;
      }
      const html = await response.text();
      const headers = new fetchAPI.Headers(response.headers);
      headers.set('content-security-policy', pagePolicy(html));
      setResponse(new fetchAPI.Response(html, { status: response.status, headers }));
    },
  };
}

/**
 * The policy of a page: scripts are its own files and those that stand in it, by their hashes, so that a script that
 * somebody else got into the page does not run. Styles may stand inline: the editor of GraphiQL makes them as it runs.
 */
export function pagePolicy(html: string): string {
  const hashes = [...html.matchAll(/<script(?:\s[^>]*)?>([\s\S]*?)<\/script/gi)]
    .map(([, script = '']) => script)
    .filter((script) => script !== '')
    .map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`.trimEnd(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
