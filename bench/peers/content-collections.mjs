// Reads a folder of posts with content-collections, twice, and prints what the second time took as JSON.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createBuilder } from '@content-collections/core';

// The configuration is compiled next to its dependencies, so it has to lie below this folder.
const folder = mkdtempSync(join(import.meta.dirname, 'content-collections-'));
const config = join(folder, 'content-collections.ts');
writeFileSync(
  config,
  // The directory is joined to that of the configuration even where it is absolute, and a folder that is not there
  // is an empty collection without a word.
  `import { defineCollection, defineConfig } from '@content-collections/core';
import { z } from 'zod';
const posts = defineCollection({
  name: 'posts',
  directory: ${JSON.stringify(relative(folder, resolve(process.argv[2])))},
  include: '**/*.{md,markdown,txt,html}',
  schema: z.object({ title: z.any(), content: z.string() }),
});
export default defineConfig({ content: [posts] });
`,
);
try {
  await (await createBuilder(config)).build();
  const started = performance.now();
  const before = process.cpuUsage();
  // The files are read while the builder is created, not while it builds.
  const builder = await createBuilder(config);
  await builder.build();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1000;
  const written = join(folder, '.content-collections/generated/index.js');
  const { allPosts } = await import(pathToFileURL(written).href);
  process.stdout.write(
    `${JSON.stringify({ posts: allPosts.length, seconds, cpu: (user + system) / 1e6 })}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
