import { readFileSync } from 'node:fs';

/** Of the package, as `newsgraph --version` prints it. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;
