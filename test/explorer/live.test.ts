import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, serve } from '../program.ts';
import { workspace } from '../workspace.ts';
import { CHROMIUM, launch, openPage, settled } from './browser.ts';

const post = (title: string, body: string) =>
  `---\ntitle: ${title}\ndate: 2024-01-02T03:04:05Z\n---\n${body}\n`;

describe.skipIf(!CHROMIUM)('the explorer over a folder that changes', { timeout: 120_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it('a saved post appears without a reload, and a server that was stopped is said to be', async () => {
    const { folder, file } = workspace();
    file('posts/first.md', post('First', 'Microsoft bought nothing.'));
    const server = await serve([`${folder}/posts`, '--watch', '--store', `${folder}/graph.db`]);
    const { page } = await openPage(browser);
    await page.goto(new URL('/', server.url).href);
    await page.getByRole('link', { name: 'First', exact: true }).waitFor();
    await page.locator('.connection.on').waitFor();
    file('posts/second.md', post('Second', 'NVIDIA bought nothing.'));
    await page.getByRole('link', { name: 'Second', exact: true }).waitFor();
    expect(await page.locator('.figure-count').first().innerText()).toBe('2');

    await server.stop();
    await page.getByRole('link', { name: 'Diagnostics', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('The server does not answer.');
    expect(await page.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
  });

  it('a name leads from the field to its page, its evidence opens from the keyboard, and back leads back', async () => {
    const { folder, file } = workspace();
    const name = '超'.repeat(120);
    file('posts/first.md', post(name, `${name}\n\nMicrosoft bought nothing.`));
    const server = await serve([`${folder}/posts`, '--store', `${folder}/graph.db`]);
    const { page, troubles } = await openPage(browser, { viewport: { width: 390, height: 844 } });
    await page.goto(new URL('/article/first', server.url).href);
    await settled(page);
    const mention = page.locator('a.mention').first();
    await mention.focus();
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog', { name: 'Microsoft' });
    expect(await card.innerText()).toContain('Microsoft bought nothing.');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });

    await page.getByRole('combobox', { name: 'Search' }).fill('micro');
    await page
      .getByRole('option', { name: /Microsoft/ })
      .first()
      .waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Microsoft/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/company/microsoft');
    await page.goBack();
    await page.getByRole('heading', { level: 1 }).getByText(name).waitFor();

    const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect({ wider: await page.evaluate(wider), troubles }).toEqual({ wider: 0, troubles: [] });
    await server.stop();
  });

  it('two names in, the way between them out', async () => {
    const { folder, file } = workspace();
    file('posts/first.md', post('First', 'Microsoft and NVIDIA sell chips.'));
    file('posts/second.md', post('Second', 'NVIDIA bought a part of Nokia.'));
    const server = await serve([`${folder}/posts`, '--store', `${folder}/graph.db`]);
    const { page, troubles } = await openPage(browser);
    await page.goto(new URL('/path', server.url).href);
    for (const [end, name] of [
      ['From', 'Microsoft'],
      ['To', 'Nokia'],
    ] as const) {
      await page.getByRole('combobox', { name: end, exact: true }).fill(name);
      await page
        .getByRole('option', { name: new RegExp(`^Company ?${name}$`) })
        .first()
        .click();
    }
    await page.locator('.way').waitFor();
    expect({ steps: await page.locator('.way h2').allInnerTexts(), troubles }).toEqual({
      steps: ['Microsoft → NVIDIA', 'NVIDIA → Nokia'],
      troubles: [],
    });
    expect(await page.locator('.way blockquote').allInnerTexts()).toEqual([
      'Microsoft and NVIDIA sell chips.',
      'NVIDIA bought a part of Nokia.',
    ]);
    await server.stop();
  });

  it('a correction shows what it would change, then changes it, as a diff of a catalog file', async () => {
    const { folder, file } = workspace();
    file('posts/first.md', post('First', 'Microsoft bought nothing.'));
    file('mine/own.yaml', 'companies: []\n');
    const server = await serve([
      `${folder}/posts`,
      '--store',
      `${folder}/graph.db`,
      '--edit',
      '--catalog',
      `${folder}/mine`,
    ]);
    const { page, troubles } = await openPage(browser);
    await page.goto(new URL('/article/first', server.url).href);
    await page.locator('.body a.mention').click();
    await page.getByRole('button', { name: 'Correct it' }).click();
    await page.getByRole('button', { name: 'Show what would change' }).click();
    const diff = page.locator('.diff');
    await diff.waitFor({ timeout: 60_000 });
    expect((await diff.innerText()).trimEnd().split('\n').slice(3)).toEqual([
      '+# Corrections made by readers. Each can be taken back by removing it.',
      '+corrections:',
      '+  - company: microsoft',
      '+    aliases:',
      '+      - text: Microsoft',
      '+        never: true',
    ]);
    expect(await page.locator('.changed td').allInnerTexts()).toEqual([
      'Microsoft bought nothing.',
      'Microsoft',
      'not linked',
    ]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor({ timeout: 60_000 });
    await page.reload();
    await settled(page);
    expect({ links: await page.locator('.body a.mention').count(), troubles }).toEqual({
      links: 0,
      troubles: [],
    });
    expect(readFileSync(`${folder}/mine/corrections.yaml`, 'utf8')).toContain('company: microsoft');
    await server.stop();
  });

  it('a server that answers to keys only is asked with the key that the reader gives', async () => {
    const { folder, file } = workspace();
    file('posts/first.md', post('First', 'Microsoft bought nothing.'));
    const keys = `${folder}/keys.json`;
    const { stdout } = await run(['keys', 'add', 'reader', '--keys', keys]);
    const key = /ng_\S+|[\w-]{20,}/.exec(stdout)?.[0] ?? '';
    const server = await serve([`${folder}/posts`, '--store', `${folder}/graph.db`, '--keys', keys]);
    const { page } = await openPage(browser);
    await page.goto(new URL('/article/first', server.url).href);
    await page.getByLabel('Key').fill(key);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('heading', { level: 1, name: 'First' }).waitFor();
    await page.locator('a.mention').first().waitFor();
    expect(await page.locator('a.mention').allInnerTexts()).toEqual(['Microsoft']);
    await page.locator('.connection.on').waitFor();
    await server.stop();
  });
});
