import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../program.ts';

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

describe.skipIf(!CHROMIUM)('GraphiQL in a browser that reaches nothing but the server', () => {
  let server: Served;
  let browser: Browser;
  let page: Page;
  const elsewhere: string[] = [];

  beforeAll(async () => {
    server = await serve(['--store', ':memory:']);
    browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
    });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.route('**', (route) => {
      const { hostname } = new URL(route.request().url());
      if (hostname === '127.0.0.1') return route.continue();
      elsewhere.push(route.request().url());
      return route.abort();
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('loads, runs the query of a tab, and shows what came back', async () => {
    await page.goto(server.url);
    const tabs = page.getByRole('tab');
    await tabs.first().waitFor();
    expect((await tabs.allInnerTexts()).map((name) => name.trim())).toEqual([
      'WhatLinksThePosts',
      'CompanyWithSentences',
      'ArticlesOfCategory',
      'Search',
      'Ticker',
    ]);
    await page.getByRole('button', { name: /execute query/i }).click();
    const result = page.locator('.graphiql-response');
    await result.getByText('totalCount').first().waitFor();
    const shown = await result.textContent();
    expect(shown).toContain('"articles"');
    expect(shown).not.toContain('"errors"');
    expect(elsewhere).toEqual([]);
  });
});
