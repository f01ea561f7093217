import { createRequire } from 'node:module';
import { main as codegen } from './codegen/main.ts';
import { main as tada } from './tada/main.ts';

const require = createRequire(import.meta.url);
const relay: typeof codegen = (url) => require('./relay/start.cjs').main(url);

// Runs the three programs, or the one that is named, against the server at the URL.
const [url = 'http://127.0.0.1:4000/graphql', only] = process.argv.slice(2);
for (const [name, main] of Object.entries({ codegen, tada, relay })) {
  if (only !== undefined && only !== name) continue;
  try {
    console.log(`${name}\n${(await main(url)).map((line) => `  ${line}`).join('\n')}`);
  } catch (error) {
    console.error(`${name} got no answer from ${url}: ${(error as Error).message}`);
    process.exit(1);
  }
}
// Relay keeps timers of five minutes for what a page may show again.
process.exit();
