import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'graphql-yoga';
import { readStaticFiles, type StaticFiles, staticResponse } from './static-files.ts';
import { loadTrustedDocuments, type TrustedDocuments } from './trusted-documents.ts';

/** Where a build leaves the pages; the same place from the source and from the compiled code. */
const BUILT = fileURLToPath(new URL('../../dist/explorer', import.meta.url));

/** First parts of the addresses that the pages answer themselves. */
const PAGES = new Set([
  '',
  'search',
  'article',
  'company',
  'companies',
  'product',
  'products',
  'topic',
  'topics',
  'ticker',
  'path',
  'framework',
  'frameworks',
  'diagnostics',
]);

/** Nothing but the built files runs; pictures of posts come from anywhere, when a reader asks for them. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: https: http:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export interface Explorer {
  /** What its pages ask; they send the ids only. */
  readonly documents: TrustedDocuments;
  readonly plugin: Plugin;
}

/** The built pages for people who do not write queries; null in a checkout in which they were not built. */
export async function loadExplorer(): Promise<Explorer | null> {
  const documents = join(BUILT, 'persisted-documents.json');
  if (!existsSync(documents)) return null;
  return { documents: await loadTrustedDocuments([documents]), plugin: explorerPages(BUILT) };
}

function explorerPages(folder: string): Plugin {
  let files: StaticFiles | undefined;
  let pageTag = '';
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return;
      const path = url.pathname.slice(1);
      const isPage = PAGES.has(path.split('/', 1)[0] ?? '');
      if (!isPage && !path.startsWith('assets/') && !path.endsWith('.svg')) return;
      if (files === undefined) {
        files = readStaticFiles(folder);
        pageTag = `"${createHash('sha256')
          .update(readFileSync(join(folder, 'index.html')))
          .digest('hex')
          .slice(0, 16)}"`;
      }
      const file = files.get(isPage ? 'index.html' : path);
      if (file === undefined) return;
      // Names of assets hold a hash of their content; the page that names them is asked for each time.
      if (path.startsWith('assets/')) {
        const headers = { 'cache-control': 'public, max-age=31536000, immutable' };
        endResponse(staticResponse(file, request, headers, fetchAPI.Response));
      } else if (!isPage) {
        endResponse(
          staticResponse(file, request, { 'cache-control': 'public, max-age=86400' }, fetchAPI.Response),
        );
      } else if (request.headers.get('if-none-match') === pageTag) {
        endResponse(new fetchAPI.Response(null, { status: 304, headers: pageHeaders(pageTag) }));
      } else {
        endResponse(staticResponse(file, request, pageHeaders(pageTag), fetchAPI.Response));
      }
    },
  };
}

/** Also of a 304: what it says takes the place of what the browser kept. */
function pageHeaders(etag: string): Record<string, string> {
  return { 'cache-control': 'no-cache', 'content-security-policy': POLICY, etag };
}
