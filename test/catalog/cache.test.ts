import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadCatalog } from '../../src/catalog/load.ts';
import { catalogFolder } from './folder.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'newsgraph-cache-'));
  vi.stubEnv('XDG_CACHE_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** More than the cache thinks worth keeping. */
const MANY = `companies:\n${Array.from(
  { length: 2000 },
  (_, index) => `  - { slug: firm-${index}, name: { en: Firm ${index} }, aliases: [Company ${index}] }\n`,
).join('')}`;

test('a large catalog is the same from the cache, and read anew when a file changes', async () => {
  const folder = catalogFolder({ 'a.yaml': MANY });
  const first = await loadCatalog([folder]);
  expect(readdirSync(join(home, 'newsgraph'))).toEqual([
    expect.stringMatching(/^catalog-[0-9a-f]{16}\.json$/),
  ]);
  expect(await loadCatalog([folder])).toEqual(first);

  writeFileSync(join(folder, 'a.yaml'), MANY.replace('Firm 7 ', 'Seventh '));
  expect((await loadCatalog([folder])).companies.get('firm-7')?.name).toEqual({ en: 'Seventh' });
});

test('problems keep their lines when entries come from the cache', async () => {
  const folder = catalogFolder({
    'a.yaml': MANY.replace('{ slug: firm-9,', '{ slug: firm-9, parent: nobody,'),
  });
  const message = `${folder}/a.yaml:11: The parent “nobody” of “firm-9” is no company.`;
  await expect(loadCatalog([folder])).rejects.toThrow(message);
  await expect(loadCatalog([folder])).rejects.toThrow(message);
});

test('a cache that is damaged or cannot be written is no cache', async () => {
  const folder = catalogFolder({ 'a.yaml': MANY });
  const first = await loadCatalog([folder]);
  const [name = ''] = readdirSync(join(home, 'newsgraph'));
  writeFileSync(join(home, 'newsgraph', name), '{"key":');
  expect(await loadCatalog([folder])).toEqual(first);

  writeFileSync(join(home, 'file'), '');
  vi.stubEnv('XDG_CACHE_HOME', join(home, 'file'));
  expect(await loadCatalog([folder])).toEqual(first);
});
