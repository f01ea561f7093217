import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../program.ts';
import { CHROMIUM, launch, openPage, settled } from './browser.ts';

function id(node: string): string {
  return Buffer.from(node).toString('base64url');
}

/** One address of each kind of page. */
const KINDS = [
  '/',
  '/search',
  '/search?q=%E4%BA%91%E8%AE%A1%E7%AE%97',
  '/search?q=nothing-is-called-this',
  '/search?filter=%7B%22companies%22%3A%5B%22amazon%22%5D%7D',
  '/article/000_e474a4a5f564ef47',
  '/article/004_d789849ebc96f254',
  '/company/amazon',
  '/product/aws-iot-twinmaker',
  '/topic/metaverse',
  '/ticker/XNAS/AMZN',
  '/companies',
  '/products',
  '/topics',
  '/frameworks',
  '/framework/metaverse',
  '/path',
  `/path?from=${id('Company:meta')}&to=${id('Company:alibaba')}`,
  '/diagnostics',
  '/company/nobody',
];

describe.skipIf(!CHROMIUM)('the explorer over the two seed posts', () => {
  let server: Served;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([serve(['--store', ':memory:']), launch()]);
    origin = new URL(server.url).origin;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('every link leads to a page that shows what it names, and nothing reaches another host', {
    timeout: 240_000,
  }, async () => {
    const { page, troubles } = await openPage(browser);
    const seen = new Set(['/']);
    const empty: string[] = [];
    for (const address of seen) {
      await page.goto(origin + address);
      await settled(page);
      const main = await page.locator('main').innerText();
      if (/nothing at this address|could not be loaded|does not answer/.test(main)) empty.push(address);
      if (LISTS.test(address)) for (const next of await links(page)) seen.add(next);
    }
    expect({ empty, troubles }).toEqual({ empty: [], troubles: [] });
    expect([...seen]).toEqual(
      expect.arrayContaining([
        '/article/000_e474a4a5f564ef47',
        '/article/004_d789849ebc96f254',
        '/company/amazon',
        '/company/meta',
        '/product/aws-iot-twinmaker',
        '/topic/metaverse',
        '/ticker/XNAS/AMZN',
        '/diagnostics',
      ]),
    );
  });

  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 390],
  ] as const) {
    it(`no page is hard to use or wider than the window, ${colorScheme}, ${width} pixels`, {
      timeout: 120_000,
    }, async () => {
      const { page } = await openPage(browser, { colorScheme, viewport: { width, height: 844 } });
      const findings: string[] = [];
      for (const address of KINDS) {
        await page.goto(origin + address);
        await settled(page);
        findings.push(...(await findingsOn(page)).map((finding) => `${address}: ${finding}`));
      }
      expect(findings).toEqual([]);
    });
  }
});

/** Pages whose links are all followed; from the pages of names the catalog goes on without end. */
const LISTS = /^\/$|^\/article\/|^\/(companies|products|diagnostics|search)$/;

async function links(page: Page): Promise<string[]> {
  const addresses = await page
    .locator('a[href^="/"]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  return addresses.filter((href) => !href.startsWith('/graphql'));
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Serious and critical findings of axe-core, and a page that has to be scrolled sideways. */
async function findingsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  const wider = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  return wider > 0 ? [...serious, `${wider} pixels wider than the window`] : serious;
}
