import type { Plugin } from 'graphql-yoga';
import { printClientSchema } from '../graph/schema.ts';

/** Where GraphQL and GraphiQL are unless the handler is mounted elsewhere. */
export const ENDPOINT = '/graphql';

/** The path of another resource in the folder of the endpoint: `/api/ready` beside `/api/graphql`. */
export function besideEndpoint(endpoint: string, name: string): string {
  return `${endpoint.slice(0, endpoint.lastIndexOf('/'))}/${name}`;
}

/**
 * Answers nothing but the endpoint itself as GraphQL: Yoga also takes every path that ends like it, past what is
 * checked of requests to the endpoint.
 */
export function exactEndpoint(endpoint: string): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (url.pathname === endpoint || !url.pathname.replace(/\/+$/, '').endsWith(endpoint)) return;
      endResponse(new fetchAPI.Response(null, { status: 404 }));
    },
  };
}

/** A person who types only host and port lands on GraphiQL. */
export function rootToEndpoint(endpoint: string): Plugin {
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (url.pathname !== '/' || (request.method !== 'GET' && request.method !== 'HEAD')) return;
      endResponse(new fetchAPI.Response(null, { status: 302, headers: { location: endpoint } }));
    },
  };
}

/** The schema as text for code generators that read an address; not there where introspection is switched off. */
export function schemaText(endpoint: string, typePrefix: string): Plugin {
  const path = besideEndpoint(endpoint, 'schema.graphql');
  let text: string | undefined;
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (url.pathname !== path || (request.method !== 'GET' && request.method !== 'HEAD')) return;
      text ??= printClientSchema({ typePrefix });
      endResponse(
        new fetchAPI.Response(request.method === 'HEAD' ? null : text, {
          headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' },
        }),
      );
    },
  };
}
