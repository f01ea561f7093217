import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSchema } from '../../src/graph/schema.ts';
import { ask, type Served, serve } from '../program.ts';

const CHROMIUM = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
if (!CHROMIUM) {
  console.warn(
    'GraphiQL is not tested in a browser: no Chromium on this machine (Debian: apt-get install chromium).',
  );
}

const TABS = [
  'WhatLinksThePosts',
  'CompanyWithSentences',
  'SearchWithFacets',
  'CoMentions',
  'Path',
  'Coverage',
  'Timeline',
  'ArticlesOfCategory',
  'Ticker',
];

let server: Served;
beforeAll(async () => {
  server = await serve(['--store', ':memory:']);
});
afterAll(async () => {
  await server?.stop();
});

describe('the page of GraphiQL', () => {
  it('holds no script, lets the browser run none but its own files, and is not sent twice', async () => {
    const page = await get(server.url, { accept: 'text/html' });
    expect(page.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'",
    );
    expect(page.body.toString().match(/<script(?! type="application\/json"| defer src=)/g)).toBe(null);
    expect(page.body.length).toBeLessThan(20_000);
    const again = await get(server.url, {
      accept: 'text/html',
      'if-none-match': String(page.headers.etag),
    });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('names files that never change, compressed as the browser likes', async () => {
    const page = (await get(server.url, { accept: 'text/html' })).body.toString();
    const files = [...page.matchAll(/graphql\/assets\/[\w.-]+/g)].map(
      ([path]) => new URL(path, server.url).href,
    );
    expect(files.map((url) => url.replace(/^.*\/|-[\w-]{12}(?=\.)/g, '')).sort()).toEqual([
      'editor.worker.js',
      'graphiql.css',
      'graphiql.js',
      'graphql.worker.js',
      'icon.ico',
      'json.worker.js',
      'schema.json',
      'start.js',
    ]);
    for (const file of files) {
      const plain = await get(file, {});
      const gzip = await get(file, { 'accept-encoding': 'gzip' });
      const brotli = await get(file, { 'accept-encoding': 'gzip, br' });
      expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect([gzip.headers['content-encoding'], brotli.headers['content-encoding']]).toEqual(['gzip', 'br']);
      expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
      expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
      const known = await get(file, { 'if-none-match': String(plain.headers.etag) });
      expect([known.status, known.body.length]).toEqual([304, 0]);
    }
    expect((await get(new URL('/graphql/assets/none.js', server.url).href, {})).status).toBe(404);
  });

  it('opens with queries that answer, and that together select fields of every type with a page of its own', async () => {
    const page = (await get(server.url, { accept: 'text/html' })).body.toString();
    const settings = JSON.parse(
      /<script type="application\/json" id="settings">(.*)<\/script>/.exec(page)?.[1] ?? '',
    );
    const queries: string[] = settings.options.defaultTabs.map(({ query }: { query: string }) => query);
    expect(queries.map((query) => /query (\w+)/.exec(query)?.[1])).toEqual(TABS);
    const types = new TypeInfo(clientSchema());
    const selected = new Set<string>();
    for (const query of queries) {
      const { data, errors } = await ask(server.url, query);
      expect(errors).toBe(undefined);
      expect(Object.values(data)).not.toContain(null);
      const field = () => {
        const parent = types.getParentType();
        if (isObjectType(parent)) selected.add(parent.name);
      };
      visit(parse(query), visitWithTypeInfo(types, { Field: field }));
    }
    expect([...selected]).toEqual(
      expect.arrayContaining([
        'Article',
        'Category',
        'Company',
        'Exchange',
        'Mention',
        'Product',
        'Ticker',
        'Topic',
      ]),
    );
  });
});

describe.skipIf(!CHROMIUM)('GraphiQL in a browser that reaches nothing but the server', () => {
  let browser: Browser;
  const elsewhere: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** GraphiQL as somebody sees it who was never there. */
  async function open(width: number, height: number): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol !== 'data:' && hostname !== '127.0.0.1') elsewhere.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.url);
    await page.getByRole('tab').first().waitFor();
    return { page, context };
  }

  it('opens a tab at the first click, runs its query and marks no Chinese punctuation', async () => {
    const { page, context } = await open(1440, 900);
    const tabs = page.getByRole('tab');
    expect((await tabs.allInnerTexts()).map((name) => name.trim())).toEqual(TABS);
    const tab = await tabs.nth(TABS.indexOf('CoMentions')).boundingBox();
    await page.mouse.click((tab?.x ?? 0) + 20, (tab?.y ?? 0) + 15, { delay: 80 });
    expect(await page.locator('[role=tab][aria-selected=true]').innerText()).toBe('CoMentions');
    await page.getByRole('button', { name: /execute query/i }).click();
    const result = page.locator('.graphiql-response');
    await result.getByText('articleCount').first().waitFor();
    const shown = await result.textContent();
    expect(shown).toContain('：');
    expect(shown).not.toContain('"errors"');
    expect(await page.locator('.unicode-highlight').count()).toBe(0);
    await context.close();
    expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] });
  });

  it('sends less than 20 KB when it is loaded again', async () => {
    const { page, context } = await open(1440, 900);
    const network = await context.newCDPSession(page);
    await network.send('Network.enable');
    let bytes = 0;
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await page.reload();
    await page.getByRole('tab').first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(20_000);
    await context.close();
  });

  it('stands above one another on a telephone: query, then answer, nothing past the edge', async () => {
    const { page, context } = await open(390, 844);
    await page.getByRole('button', { name: /execute query/i }).click();
    await page.locator('.graphiql-response').getByText('totalCount').first().waitFor();
    const editor = await page.locator('.graphiql-query-editor').boundingBox();
    const answer = await page.locator('.graphiql-response').boundingBox();
    expect(editor?.width).toBeGreaterThan(340);
    expect(answer?.width).toBeGreaterThan(340);
    expect(answer?.y).toBeGreaterThanOrEqual((editor?.y ?? 0) + (editor?.height ?? 0));
    expect(answer?.height).toBeGreaterThan(300);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await context.close();
  });
});

interface Got {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A GET whose answer is not decompressed. */
function get(url: string, headers: Record<string, string>): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}
