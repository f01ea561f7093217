import { resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

/** Builds the explorer from its source, once before all tests, so that none shows what an older source built. */
export async function setup(): Promise<void> {
  await build({ configFile: resolve(root, 'src/explorer/vite.config.ts'), logLevel: 'error' });
}
