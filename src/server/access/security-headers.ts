import type { Plugin } from 'graphql-yoga';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** What an answer may do in a browser that shows it, where it is not a page with a policy of its own. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

/** Security headers on every answer. */
export function securityHeaders(): Plugin {
  return {
    onResponse({ response }) {
      for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
      if (!response.headers.has('content-security-policy')) {
        response.headers.set('content-security-policy', NOTHING);
      }
    },
  };
}
