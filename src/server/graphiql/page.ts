import { createHash } from 'node:crypto';
import { type GraphQLSchema, introspectionFromSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Store } from '../../store/store.ts';
import { staticResponse } from '../static-files.ts';
import { type Asset, type Assets, asset, loadAssets } from './assets.ts';
import { exampleQueries } from './examples.ts';

/**
 * Scripts are files of this server only, workers too. Styles may stand inline, because the editor makes rules for the
 * colours and sizes that it measures; its icons are a font within its styles.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-cache',
};

export interface GraphiqlOptions {
  /** Path of the page, which is that of GraphQL. */
  readonly endpoint: string;
  /** Where the names in the examples come from; null where visitors may not see any. */
  readonly store: Store | null;
  /** What the editor completes from; null where visitors have to ask for it themselves. */
  readonly schema: GraphQLSchema | null;
  /** What stands before the names of its types. */
  readonly typePrefix: string;
}

/** Whether the page is asked for, which browsers do by asking for HTML, or one of its files. */
export function isGraphiql(endpoint: string, { headers }: Request, { pathname }: URL): boolean {
  if (pathname === endpoint) return (headers.get('accept') ?? '').includes('text/html');
  return pathname.startsWith(`${endpoint}/assets/`);
}

/** GraphiQL for browsers at the endpoint, and its files below it. */
export function graphiqlPage({ endpoint, store, schema, typePrefix }: GraphiqlOptions): Plugin {
  const folder = `${endpoint}/assets/`;
  let files: Promise<Files> | undefined;
  return {
    async onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return;
      if (!isGraphiql(endpoint, request, url)) return;
      const isPage = url.pathname === endpoint;
      files ??= loadFiles(schema);
      const { assets, schemaAsset, byName } = await files;
      if (!isPage) {
        const asset = byName.get(url.pathname.slice(folder.length));
        if (asset === undefined) return;
        const headers = { 'cache-control': 'public, max-age=31536000, immutable', etag: `"${asset.name}"` };
        if (request.headers.get('if-none-match') === headers.etag) {
          endResponse(new fetchAPI.Response(null, { status: 304, headers }));
        } else {
          endResponse(staticResponse(asset.file, request, headers, fetchAPI.Response));
        }
        return;
      }
      // Relative to the page, so that a proxy may serve it at any path.
      const addresses = (asset: Asset) => `${folder.slice(endpoint.lastIndexOf('/') + 1)}${asset.name}`;
      const queries = store === null ? [] : await exampleQueries(store, typePrefix);
      const html = renderPage(assets, schemaAsset, queries, addresses);
      const etag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 16)}"`;
      const headers = { ...PAGE_HEADERS, etag };
      const isKnown = request.headers.get('if-none-match')?.replace(/^W\//, '') === etag;
      endResponse(
        isKnown
          ? new fetchAPI.Response(null, { status: 304, headers })
          : new fetchAPI.Response(request.method === 'HEAD' ? null : html, { headers }),
      );
    },
  };
}

interface Files {
  readonly assets: Assets;
  readonly schemaAsset: Asset | null;
  readonly byName: ReadonlyMap<string, Asset>;
}

async function loadFiles(schema: GraphQLSchema | null): Promise<Files> {
  const [assets, schemaAsset] = await Promise.all([
    loadAssets(),
    schema && asset('schema', 'json', JSON.stringify(introspectionFromSchema(schema))),
  ]);
  const all = schemaAsset ? [...Object.values(assets), schemaAsset] : Object.values(assets);
  return { assets, schemaAsset, byName: new Map(all.map((asset: Asset) => [asset.name, asset])) };
}

function renderPage(
  { script, start, styles, icon, editorWorker, jsonWorker, graphqlWorker }: Assets,
  schemaAsset: Asset | null,
  queries: readonly string[],
  address: (asset: Asset) => string,
): string {
  const settings = {
    workers: {
      editorWorkerService: address(editorWorker),
      json: address(jsonWorker),
      graphql: address(graphqlWorker),
    },
    schema: schemaAsset && address(schemaAsset),
    options: { title: 'Newsgraph', defaultTabs: queries.map((query) => ({ query })) },
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Newsgraph</title>
<link rel="icon" href="${address(icon)}">
<link rel="stylesheet" href="${address(styles)}">
<script type="application/json" id="settings">${JSON.stringify(settings).replaceAll('<', '\\u003c')}</script>
<script defer src="${address(start)}"></script>
<script defer src="${address(script)}"></script>
</head>
<body id="body" class="no-focus-outline">
<noscript>GraphiQL needs JavaScript.</noscript>
<div id="root"></div>
</body>
</html>
`;
}
