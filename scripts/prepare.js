/**
 * Runs at the end of `npm ci` in a checkout, and of `npm pack`: builds the explorer, so that `npm start` shows it.
 * Plain JavaScript, as the Node that installs may be older than the one that runs. Where only the dependencies of
 * production are installed there is nothing to build with, and `/` leads to GraphiQL.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
if (existsSync(resolve(root, 'node_modules/vite'))) {
  const { build } = await import('vite');
  await build({ configFile: resolve(root, 'src/explorer/vite.config.ts'), logLevel: 'error' });
}
