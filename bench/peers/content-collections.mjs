// Reads a folder of posts with content-collections and prints how many seconds it took.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createBuilder } from '@content-collections/core';

// The configuration is compiled next to its dependencies, so it has to lie below this folder.
const folder = mkdtempSync(join(import.meta.dirname, 'content-collections-'));
const config = join(folder, 'content-collections.ts');
writeFileSync(
  config,
  `import { defineCollection, defineConfig } from '@content-collections/core';
import { z } from 'zod';
const posts = defineCollection({
  name: 'posts',
  directory: ${JSON.stringify(resolve(process.argv[2]))},
  include: '**/*.md',
  schema: z.object({ title: z.any(), content: z.string() }),
});
export default defineConfig({ content: [posts] });
`,
);
try {
  const builder = await createBuilder(config);
  const started = performance.now();
  await builder.build();
  console.log(`seconds: ${((performance.now() - started) / 1000).toFixed(3)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
