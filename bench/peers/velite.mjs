// Reads a folder of posts with velite and prints how many seconds it took.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, defineCollection, defineConfig, s } from 'velite';

const out = mkdtempSync(join(tmpdir(), 'newsgraph-velite-'));
const posts = defineCollection({
  name: 'Post',
  pattern: '**/*.md',
  schema: s.object({ title: s.string().optional(), html: s.markdown(), content: s.raw() }),
});
globalThis.config = defineConfig({
  root: resolve(process.argv[2]),
  output: { data: join(out, 'data'), assets: join(out, 'assets'), clean: true },
  collections: { posts },
});
const { writeFileSync } = await import('node:fs');
const file = join(import.meta.dirname, `velite-${process.pid}.config.mjs`);
writeFileSync(file, 'export default globalThis.config;\n');
try {
  const started = performance.now();
  await build({ config: file, clean: true, logLevel: 'silent' });
  console.log(`seconds: ${((performance.now() - started) / 1000).toFixed(3)}`);
} finally {
  rmSync(file, { force: true });
  rmSync(out, { recursive: true, force: true });
}
